use super::*;

fn languages() -> Vec<(LanguageId, Vec<String>)> {
    [
        ("en", &["en"][..]),
        ("cnr", &["cnr", "sr", "sr-Latn", "sr-ME", "bs", "hr", "sh"]),
        ("cnr-cyrl", &["cnr-Cyrl", "sr-Cyrl", "bs-Cyrl", "sh-Cyrl"]),
        ("at", &["de-AT"]),
    ]
    .into_iter()
    .map(|(id, ranges)| {
        let ranges = ranges.iter().map(|range| (*range).to_owned()).collect();
        (LanguageId::new(id).unwrap(), ranges)
    })
    .collect()
}

#[track_caller]
fn check(header: &str, expected: &str) {
    let fallback = LanguageId::new("en").unwrap();
    assert_eq!(
        choose(header, &languages(), &fallback),
        expected,
        "{header:.80}"
    );
}

#[test]
fn a_language_is_found_by_what_browsers_send() {
    for (header, expected) in [
        ("en-GB,en;q=0.9", "en"),
        ("sr-Latn-ME,sr-Latn;q=0.9,sr;q=0.8,en;q=0.7", "cnr"),
        ("cnr-ME", "cnr"),
        ("cnr-Latn", "cnr"),
        ("sr", "cnr"),
        ("sr-RS", "cnr"),
        ("sr-ME", "cnr"),
        ("hr-HR,hr;q=0.9,en-US;q=0.8,en;q=0.7", "cnr"),
        ("bs-Latn-BA", "cnr"),
        ("sr-Cyrl-RS,sr;q=0.9,en;q=0.5", "cnr-cyrl"),
        ("sr-Cyrl-ME", "cnr-cyrl"),
        ("CNR-CYRL", "cnr-cyrl"),
        ("de-AT, en;q=0.9", "at"),
        ("de", "at"),
        ("de-DE", "en"),
        ("fr,it;q=0.8", "en"),
        ("", "en"),
    ] {
        check(header, expected);
    }
}

#[test]
fn the_greatest_quality_wins_and_then_the_order() {
    check("en;q=0.8, hr;q=0.9", "cnr");
    check("hr;q=0.3 , en ; q=0.301", "en");
    check("hr, en", "cnr");
    check("en, hr", "en");
    check("en;q=0.5, sr-Cyrl;Q=1.000, hr;q=1", "cnr-cyrl");
}

#[test]
fn quality_zero_refuses() {
    check("en;q=0, hr;q=0.1", "cnr");
    check("sr;q=0, en;q=0.1", "en");
    check("en;q=0", "cnr");
    check("en;q=0, *;q=0.5", "cnr");
    check("en;q=0, hr;q=0.000, *", "cnr-cyrl");
    // More specific than the refusal: this kind of English is welcome.
    check("en;q=0, en-GB;q=0.5, hr;q=0.4", "en");
    // Refusing one of the tongues that a language answers does not refuse the others.
    check("bs;q=0, sr;q=0.5", "cnr");
    check("sr-Cyrl;q=0, sr", "cnr");
    check("en;q=0, sr;q=0, cnr;q=0, sr-Cyrl;q=0, de;q=0", "en");
}

#[test]
fn a_star_stands_for_the_fallback_or_what_nothing_else_speaks_of() {
    check("*", "en");
    check("hr;q=0.5, *;q=0.1", "cnr");
    check("hr;q=0.5, *", "en");
    check("en;q=0.5, *;q=0.8", "cnr");
    check("*;q=0", "en");
}

#[test]
fn what_cannot_be_read_is_passed_over() {
    for bad in [
        "hr;q=2",
        "hr;q=0.1234",
        "hr;q=-1",
        "hr;q=",
        "hr;q",
        "hr;level=1",
        "hr;q=1.001",
        "hr_HR",
        "-",
        "h-",
        "hr--HR",
        "čeština",
        "12",
        "abcdefghi",
        "*-HR",
        "hr;q=0.5;",
        ";;;",
        ",,,",
        "hr-\u{0}",
        "hr;q=１",
    ] {
        check(bad, "en");
        check(&format!("{bad},sr-Cyrl"), "cnr-cyrl");
    }
    check("hr;\tq=0.5\t", "cnr");
}

#[test]
fn a_huge_header_costs_little_and_says_what_its_beginning_says() {
    check(&format!("{}hr", "x,".repeat(1_000_000)), "en");
    check(&format!("hr,{}", "en;q=0.9,".repeat(500_000)), "cnr");
    check(&"a".repeat(1_000_000), "en");
    check(&"č".repeat(MOST_BYTES), "en");
    // The item that is cut through is not read.
    let filler = "x".repeat(MOST_BYTES - 3);
    check(&format!("{filler},hr-ME"), "en");
}

#[test]
fn extended_ranges_of_a_language_match_as_rfc_4647_says() {
    for (range, tag, expected) in [
        ("de-*-DE", "de-Latn-DE-1996", Some((2, false))),
        ("de-DE", "de-Latn-DE", Some((2, false))),
        ("de-DE", "de-x-DE", None),
        ("de-DE", "de-Deva", None),
        ("*-Cyrl", "sr-Cyrl-RS", Some((1, true))),
        ("*", "fr", Some((0, true))),
        ("sr", "SR-latn", Some((1, true))),
        ("sr-Latn", "sr", None),
        ("", "", Some((1, true))),
    ] {
        assert_eq!(specificity(range, tag), expected, "{range} {tag}");
    }
}

#[test]
fn without_languages_there_is_still_the_fallback() {
    let fallback = LanguageId::new("en").unwrap();
    assert_eq!(choose("hr, *", &[], &fallback), "en");
}
