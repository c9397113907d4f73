//! The name that a misspelt one was meant to be.

/// The nearest of `known` to `given`, phrased as help, when it is near enough
/// to be meant: at most a third of the letters differ (two for short words).
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    closest(given, known).map(|name| format!("did you mean `{name}`?"))
}

/// The nearest of `known` to `given`, if it is near enough to be meant; of
/// several that are equally near the first in the order of signs.
pub fn closest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = given.chars().count();
    let limit = (length / 3).max(if length > 2 { 2 } else { 1 });
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let letters = name.chars().count();
        let most = best.map_or(limit, |(distance, _)| distance);
        // Each letter more or less is a slip of its own.
        if letters.abs_diff(length) > most {
            continue;
        }
        // What two texts have in common there does not part them.
        let (_, given, other) = differing(given, name);
        let distance = strsim::damerau_levenshtein(given, other);
        let candidate = (distance, name);
        if distance <= most && distance < letters && best.is_none_or(|best| candidate < best) {
            best = Some(candidate);
        }
    }
    best.map(|(_, name)| name)
}

/// Two texts without what they have in common at their beginning and end, and
/// where what is left begins in both.
pub fn differing<'s>(one: &'s str, other: &'s str) -> (usize, &'s str, &'s str) {
    let same = |(one, other): &(char, char)| one == other;
    let length = |pair: (char, char)| pair.0.len_utf8();
    let pairs = one.chars().zip(other.chars());
    let start: usize = pairs.take_while(same).map(length).sum();
    let (one, other) = (&one[start..], &other[start..]);
    let pairs = one.chars().rev().zip(other.chars().rev());
    let end: usize = pairs.take_while(same).map(length).sum();
    (start, &one[..one.len() - end], &other[..other.len() - end])
}

/// The only one of `known` that `given` can be a slip of the keyboard for: at
/// most two letters differ (one in a short word), no other name is as near, and
/// the figures are the same, since `report-2018` is no slip for `report-2019`.
pub fn certain<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = given.chars().count();
    let limit = match length {
        0..=2 => return None,
        3..=4 => 1,
        _ => 2,
    };
    let figures = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(given, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near.as_slice() {
        [(_, only)] => Some(*only),
        [(first, name), (second, _), ..] if first < second => Some(*name),
        _ => None,
    }
    .filter(|name| figures(name) == figures(given))
}

#[cfg(test)]
mod tests {
    use super::{certain, closest, differing};

    #[test]
    fn only_what_is_near_is_suggested() {
        for (given, meant) in [
            ("sinse", Some("since")),
            ("snice", Some("since")),
            ("since", Some("since")),
            ("unitl", Some("until")),
            ("form", Some("form")),
            ("from", Some("form")),
            ("website", None),
            ("s", None),
            ("", None),
        ] {
            assert_eq!(closest(given, ["form", "since", "until"]), meant, "{given}");
        }
        assert_eq!(closest("bat", ["cat", "bar", "bad"]), Some("bad"));
    }

    #[test]
    fn what_differs_is_between_what_is_the_same() {
        assert_eq!(differing("sinse", "since"), (3, "s", "c"));
        assert_eq!(differing("φάρος", "φάροι"), (8, "ς", "ι"));
        assert_eq!(differing("aa", "aaa"), (2, "", "a"));
        assert_eq!(differing("aba", "ab"), (2, "a", ""));
    }

    #[test]
    fn only_a_slip_for_one_name_is_certain() {
        let known = ["confidence", "sources", "since", "report-2018", "un", "ngo"];
        for (given, meant) in [
            ("confidense", Some("confidence")),
            ("soruces", Some("sources")),
            ("sinc", Some("since")),
            ("ngoo", Some("ngo")),
            // Another report, not the same one misspelt.
            ("report-2019", None),
            // Too short to tell.
            ("uk", None),
            ("confiance-level", None),
        ] {
            assert_eq!(certain(given, known), meant, "{given}");
        }
        // Two names are as near as each other.
        assert_eq!(certain("bodx", ["body", "bods"]), None);
    }
}
