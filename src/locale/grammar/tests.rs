use super::*;
use crate::locale::script::tests::{own_script, repository, small_script};

/// Two grammars with different habits, for the tests of this layer.
pub(in crate::locale) fn south() -> Grammar {
    Grammar::resolve(&south_source(), None).unwrap()
}

pub(in crate::locale) fn english() -> Grammar {
    let source = toml::from_str(
        r#"
        alphabet = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"]
        months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
        months-alone = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
        date = { day = "{day} {month} {year}", month = "{month-alone} {year}", year = "{year}" }
        range = "{from} – {to}"
        list = { pair = "{0} and {1}", middle = "{0}, {1}", last = "{0}, and {1}" }
        plural = { one = "i = 1 and v = 0" }
        number = { group = ",", decimal = ".", group-from = 5 }
        quotes = { open = "“", close = "”", inner-open = "‘", inner-close = "’" }
        no-break-after = ["No.", "Art."]
        no-break-before = ["%", "km"]
        "#,
    )
    .unwrap();
    Grammar::resolve(&source, None).unwrap()
}

pub(in crate::locale) fn south_source() -> GrammarSource {
    toml::from_str(
        r#"
        alphabet = ["a", "b", "c", "č", "ć", "d", "dž", "đ", "e", "f", "g", "h", "i", "j", "k", "l", "lj", "m", "n", "nj", "o", "p", "r", "s", "š", "ś", "t", "u", "v", "z", "ž", "ź"]
        months = ["januara", "februara", "marta", "aprila", "maja", "juna", "jula", "avgusta", "septembra", "oktobra", "novembra", "decembra"]
        months-alone = ["januar", "februar", "mart", "april", "maj", "jun", "jul", "avgust", "septembar", "oktobar", "novembar", "decembar"]
        date.day = "{day}. {month} {year}."
        date.month = "{month-alone} {year}."
        date.year = "{year}."
        range = "{from} – {to}"
        list = { pair = "{0} i {1}", middle = "{0}, {1}", last = "{0} i {1}" }
        plural = { one = "n % 10 = 1 and n % 100 != 11", few = "n % 10 = 2..4 and n % 100 != 12..14" }
        number = { group = ".", decimal = ",", group-from = 4 }
        quotes = { open = "„", close = "“", inner-open = "‚", inner-close = "‘" }
        no-break-after = ["i", "u", "o", "s", "k", "a", "na", "br.", "čl."]
        no-break-before = ["%", "€", "eura"]
        "#,
    )
    .unwrap()
}

#[track_caller]
fn refuses(change: impl FnOnce(&mut GrammarSource), expected: &[(&str, &str)]) {
    let mut source = south_source();
    change(&mut source);
    let faults = Grammar::resolve(&source, None).unwrap_err();
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.key, fault.message.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn lists_are_joined_with_a_word_before_the_last() {
    let items = ["Andora", "Island", "Malta", "Monako"];
    for (count, expected) in [
        (0, ""),
        (1, "Andora"),
        (2, "Andora i Island"),
        (3, "Andora, Island i Malta"),
        (4, "Andora, Island, Malta i Monako"),
    ] {
        assert_eq!(south().join(&items[..count]), expected);
    }
    assert_eq!(english().join(&["a", "b", "c"]), "a, b, and c");
    // What looks like a place inside an item stays as it is.
    assert_eq!(english().join(&["{1}", "{0}"]), "{1} and {0}");
}

#[test]
fn numbers_are_grouped_from_the_size_on_that_the_language_says() {
    for (number, south_text, english_text) in [
        (0, "0", "0"),
        (999, "999", "999"),
        (2000, "2.000", "2000"),
        (30_000, "30.000", "30,000"),
        (1_234_567, "1.234.567", "1,234,567"),
        (
            u64::MAX,
            "18.446.744.073.709.551.615",
            "18,446,744,073,709,551,615",
        ),
    ] {
        assert_eq!(south().integer(number), south_text);
        assert_eq!(english().integer(number), english_text);
    }
    assert_eq!(south().decimal(92_137.57, 2), "92.137,57");
    assert_eq!(south().decimal(-0.5, 1), "−0,5");
    assert_eq!(south().decimal(-0.001, 1), "0,0");
    assert_eq!(english().decimal(7.0, 0), "7");
    assert_eq!(english().decimal(f64::NAN, 2), "–");
}

#[test]
fn a_derived_language_has_every_key_in_its_script() {
    let base = south();
    let own = GrammarSource {
        alphabet: Some(vec!["а".to_owned(), "б".to_owned()]),
        ..GrammarSource::default()
    };
    let script = small_script();
    let derived = Grammar::resolve(&own, Some((&base, &script))).unwrap();
    assert_eq!(derived.alphabet, ["а", "б"]);
    assert_eq!(derived.months[4], "маја");
    assert_eq!(derived.no_break_after[7..], ["бр.", "чл."]);
    assert_eq!(derived.no_break_before, ["%", "€", "еура"]);
    assert_eq!(derived.join(&["а", "б"]), "а и б");
    let date = crate::locale::PartialDate::Day(2026, 5, 8);
    assert_eq!(derived.date(&date), "8. маја 2026.");
    assert_eq!(derived.plural, base.plural);
    // A language can be derived from a derived one, and may change one key.
    let range = GrammarSource {
        range: Some("од {from} до {to}".to_owned()),
        ..GrammarSource::default()
    };
    let again = Grammar::resolve(&range, Some((&derived, &script))).unwrap();
    assert_eq!(
        again.date_range(&date, Some(&crate::locale::PartialDate::Year(2027))),
        "од 8. маја 2026. до 2027."
    );
}

#[test]
fn a_language_of_its_own_needs_every_key_and_hears_of_all_that_are_missing() {
    let faults = Grammar::resolve(&GrammarSource::default(), None).unwrap_err();
    let keys: Vec<_> = faults.iter().map(|fault| fault.key).collect();
    assert_eq!(
        keys,
        [
            "alphabet",
            "months",
            "months-alone",
            "date",
            "range",
            "list",
            "plural",
            "number",
            "quotes",
            "no-break-after",
            "no-break-before"
        ]
    );
    assert_eq!(faults[1].message, "`months` is missing");
    assert!(faults.iter().all(|fault| fault.help.is_some()));
}

#[test]
fn mistakes_are_named_at_their_key() {
    refuses(
        |source| source.months.as_mut().unwrap().truncate(11),
        &[("months", "found 11 names of months, expected 12")],
    );
    refuses(
        |source| {
            let date = source.date.as_mut().unwrap();
            date.day = "{day}. {year}.".to_owned();
            date.year = "{jahr}".to_owned();
        },
        &[
            ("date.day", "the format has no `{month}` or `{month-alone}`"),
            (
                "date.year",
                "unknown place `{jahr}`; the places are `{day}`, `{month}`, `{month-alone}`, `{year}`",
            ),
        ],
    );
    refuses(
        |source| source.list.as_mut().unwrap().last = "{0}".to_owned(),
        &[("list.last", "the format needs both `{0}` and `{1}`")],
    );
    refuses(
        |source| source.alphabet = Some(vec!["a".to_owned(), "A".to_owned(), "a".to_owned()]),
        &[
            ("alphabet", "`A` is not a small letter"),
            ("alphabet", "`a` stands in the alphabet twice"),
        ],
    );
    refuses(
        |source| {
            let rules = source.plural.as_mut().unwrap();
            rules.insert(PluralCategory::Few, "n is 1".to_owned());
        },
        &[("plural.few", "expected `=` or `!=`, found `is`")],
    );
    refuses(
        |source| source.number.as_mut().unwrap().group = ",".to_owned(),
        &[("number.group", "`,` separates both decimals and groups")],
    );
    refuses(
        |source| source.quotes.as_mut().unwrap().inner_close.clear(),
        &[("quotes.inner-close", "the quotation mark is empty")],
    );
    refuses(
        |source| source.no_break_after.as_mut().unwrap().push(" ".to_owned()),
        &[("no-break-after", "an item of the list is empty")],
    );
}

#[test]
fn the_schema_offers_kebab_case_keys_with_descriptions() {
    let schema = serde_json::to_value(schemars::schema_for!(GrammarSource)).unwrap();
    let properties = &schema["properties"];
    for key in ["months-alone", "no-break-after", "plural", "quotes"] {
        assert!(properties[key]["description"].is_string(), "{key}");
    }
    assert_eq!(schema["required"], serde_json::Value::Null);
    let plural = serde_json::to_string(&properties["plural"]).unwrap();
    assert!(plural.contains("few"), "{plural}");
}

#[test]
fn the_languages_of_this_repository_have_complete_grammars() {
    let read = |id: &str| -> GrammarSource {
        let text = repository(&format!("content/languages/{id}.toml"));
        toml::from_str(&text).unwrap()
    };
    Grammar::resolve(&read("en"), None).unwrap();
    let written = Grammar::resolve(&read("cnr"), None).unwrap();
    let derived = Grammar::resolve(&read("cnr-cyrl"), Some((&written, &own_script()))).unwrap();
    assert_eq!(written.alphabet.len(), derived.alphabet.len());
    let date = crate::locale::PartialDate::Day(2007, 11, 20);
    assert_eq!(written.date(&date), "20.\u{a0}novembra 2007.");
    assert_eq!(derived.date(&date), "20.\u{a0}новембра 2007.");
}
