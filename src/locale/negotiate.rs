//! The language that a browser asks for: RFC 9110, section 12.5.4, with the ranges of RFC 4647.

use super::LanguageId;

#[cfg(test)]
mod tests;

/// How much of a header is read: real ones are far shorter.
const MOST_BYTES: usize = 2048;
/// How many of its items are looked at.
const MOST_ITEMS: usize = 32;

/// One item of the header.
struct Wish<'a> {
    /// A basic language range (RFC 4647, section 2.1).
    range: &'a str,
    /// The weight in thousandths; 0 means "not this one" (RFC 9110, section 12.4.2).
    quality: u16,
}

/// What a wish means for one of a language's own ranges.
struct Claim {
    language: usize,
    /// The index of the range among the language's own.
    range: usize,
    quality: u16,
    /// How many subtags the wish has.
    precision: usize,
    /// The place of the wish in the header.
    order: usize,
}

/// The language to answer in.
///
/// Each language lists the ranges (RFC 4647, section 2.2) that it answers; a wish goes to the
/// language with the most specific range that matches it, so that `sr-Cyrl-RS` finds a language
/// that answers `sr-Cyrl` before one that answers `sr`. If none does, it goes to the first whose
/// range it matches in turn, so that `de` finds one that answers only `de-AT`. Of several wishes
/// for one range the most specific counts. The greatest quality wins, then the earlier place in the
/// header. `*` stands for the fallback, or else the first language that no other wish speaks of.
/// Without any wish that can be met, the answer is the fallback, or, if that is refused with
/// `q=0`, the first language that is not. What cannot be read is passed over, and of a very long
/// header only the beginning is read.
pub fn choose(
    header: &str,
    languages: &[(LanguageId, Vec<String>)],
    fallback: &LanguageId,
) -> LanguageId {
    let wishes = wishes(header);
    let claims = claims(&wishes, languages);
    let best = claims
        .iter()
        .filter(|claim| claim.quality > 0)
        .map(|claim| (claim.quality, claim.order, claim.language));
    let refused = |language: usize| {
        let mut own = claims
            .iter()
            .filter(|claim| claim.language == language)
            .peekable();
        own.peek().is_some() && own.all(|claim| claim.quality == 0)
    };
    let spoken_of = |language: usize| claims.iter().any(|claim| claim.language == language);
    let fallback_index = languages.iter().position(|(id, _)| id == fallback);
    let from_fallback_on = || fallback_index.into_iter().chain(0..languages.len());
    let any = wishes
        .iter()
        .enumerate()
        .filter(|(_, wish)| wish.range == "*" && wish.quality > 0)
        .filter_map(|(order, wish)| {
            let language = from_fallback_on().find(|language| !spoken_of(*language))?;
            Some((wish.quality, order, language))
        });
    let chosen = best
        .chain(any)
        .min_by_key(|(quality, order, _)| (std::cmp::Reverse(*quality), *order))
        .map(|(_, _, language)| language)
        .or_else(|| from_fallback_on().find(|language| !refused(*language)));
    chosen
        .and_then(|language| languages.get(language))
        .map_or_else(|| fallback.clone(), |(id, _)| id.clone())
}

fn wishes(header: &str) -> Vec<Wish<'_>> {
    let cut = header.len().min(MOST_BYTES);
    let whole = header.get(..cut).unwrap_or("");
    // Half an item means nothing, or something else.
    let whole = if cut < header.len() {
        whole.rsplit_once(',').map_or("", |(whole, _)| whole)
    } else {
        whole
    };
    whole.split(',').take(MOST_ITEMS).filter_map(wish).collect()
}

fn wish(item: &str) -> Option<Wish<'_>> {
    let mut parts = item.split(';').map(|part| part.trim_matches([' ', '\t']));
    let range = parts.next().filter(|range| is_range(range))?;
    let mut quality = 1000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        if !name.eq_ignore_ascii_case("q") {
            return None;
        }
        quality = thousandths(value)?;
    }
    Some(Wish { range, quality })
}

/// `*`, or one to eight letters, and then one to eight letters or digits after each hyphen.
fn is_range(text: &str) -> bool {
    let fits = |part: &str| (1..=8).contains(&part.len());
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or("");
    text == "*"
        || fits(first)
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && parts.all(|part| fits(part) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A weight: 0 or 1, with up to three decimals, and no more than 1.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let whole = match whole {
        "0" => 0,
        "1" => 1000,
        _ => return None,
    };
    if decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value = whole + format!("{decimals:0<3}").parse::<u16>().ok()?;
    (value <= 1000).then_some(value)
}

/// For each of the languages' ranges that is spoken of, the wish that counts.
fn claims(wishes: &[Wish<'_>], languages: &[(LanguageId, Vec<String>)]) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for (order, wish) in wishes
        .iter()
        .enumerate()
        .filter(|(_, wish)| wish.range != "*")
    {
        for (language, range) in targets(wish.range, languages) {
            let claim = Claim {
                language,
                range,
                quality: wish.quality,
                precision: wish.range.split('-').count(),
                order,
            };
            let known = claims
                .iter_mut()
                .find(|known| (known.language, known.range) == (language, range));
            match known {
                Some(known) if known.precision < claim.precision => *known = claim,
                Some(_) => {}
                None => claims.push(claim),
            }
        }
    }
    claims
}

/// The languages' own ranges that a wish is about, as indices.
fn targets(wish: &str, languages: &[(LanguageId, Vec<String>)]) -> Vec<(usize, usize)> {
    let all = || {
        languages
            .iter()
            .enumerate()
            .flat_map(|(language, (_, ranges))| {
                let ranges = ranges.iter().enumerate();
                ranges.map(move |(range, text)| ((language, range), text.as_str()))
            })
    };
    let answering = all()
        .filter_map(|(place, range)| Some((specificity(range, wish)?, place)))
        // Of equals the first: the order of the languages is the site's own preference.
        .min_by_key(|(specificity, place)| (std::cmp::Reverse(*specificity), *place));
    if let Some((_, place)) = answering {
        return vec![place];
    }
    all()
        .filter(|(_, range)| specificity(wish, range).is_some())
        .map(|(place, _)| place)
        .collect()
}

/// Extended filtering (RFC 4647, section 3.3.2): `None` if the range does not match the tag, else
/// how well: the number of subtags that agree, and whether they are the tag's first.
fn specificity(range: &str, tag: &str) -> Option<(usize, bool)> {
    let mut wanted = range.split('-').peekable();
    let mut found = tag.split('-');
    let mut agreeing = 0;
    let mut skipped = false;
    let (first, language) = (wanted.next()?, found.next()?);
    match first {
        "*" => {}
        _ if first.eq_ignore_ascii_case(language) => agreeing += 1,
        _ => return None,
    }
    while let Some(subtag) = wanted.peek() {
        if *subtag == "*" {
            wanted.next();
            continue;
        }
        let next = found.next()?;
        if subtag.eq_ignore_ascii_case(next) {
            agreeing += 1;
            wanted.next();
        } else if next.len() == 1 {
            // A singleton starts an extension: nothing behind it is skipped.
            return None;
        } else {
            skipped = true;
        }
    }
    Some((agreeing, !skipped))
}
