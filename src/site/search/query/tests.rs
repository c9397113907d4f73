use super::*;
use crate::site::test_register;

fn parse(text: &str) -> Query {
    let register = test_register();
    let folding = Folding::new(&register.languages, 0);
    let dates = Dates::new(&register.languages[0].grammar, &folding);
    Query::parse(text, &folding, &dates)
}

fn units(text: &str) -> Vec<String> {
    let terms = |unit: &Unit| -> Vec<String> {
        let terms = unit.words.iter().map(|word| word.term.clone());
        terms.collect()
    };
    let query = parse(text);
    let shown = query.units.iter().map(|unit| match unit.date {
        Some(date) => format!("{date}"),
        None => terms(unit).join("+"),
    });
    shown.collect()
}

#[test]
fn words_phrases_and_dates_are_told_apart() {
    for (text, expected) in [
        ("", &[][..]),
        (" – ", &[]),
        ("Łódź ratunkowa", &["lodz", "ratunkowa"]),
        ("\"łódź ratunkowa\" morze", &["lodz+ratunkowa", "morze"]),
        ("„łódź ratunkowa” morze", &["lodz+ratunkowa", "morze"]),
        ("morze \"łódź ratunkowa", &["morze", "lodz+ratunkowa"]),
        ("\"\" morze", &["morze"]),
        ("2024", &["2024"]),
        ("2024-10", &["2024-10"]),
        ("2024-10-02", &["2024-10-02"]),
        ("2.10.2024", &["2024-10-02"]),
        ("2. 10. 2024.", &["2024-10-02"]),
        ("10.2024", &["2024-10"]),
        ("październik 2024", &["2024-10"]),
        ("pazdziernika 2024", &["2024-10"]),
        ("2024 Październik", &["2024-10"]),
        ("2 października 2024 morze", &["2024-10-02", "morze"]),
        ("października 2, 2024", &["2024-10-02"]),
        ("październik", &["pazdziernik"]),
        ("31.2.2024", &["31", "2024-02"]),
        ("2024-13", &["2024", "13"]),
        ("30 000", &["30", "000"]),
        ("0000", &["0000"]),
    ] {
        assert_eq!(units(text), expected, "{text:?}");
    }
}

#[test]
fn a_month_is_looked_for_in_both_of_its_forms() {
    let query = parse("październik 2024");
    assert_eq!(
        query.units[0].words[0].others,
        ["pazdziernika", "pazdziernik"]
    );
}

#[test]
fn what_cannot_be_shown_is_left_out() {
    for (text, expected) in [
        ("a\u{0}b\r\n\tc", "a b c"),
        ("\u{202e}abc\u{2066}\u{200f}", "abc"),
        ("a\u{ffff}b\u{fdd0}\u{1fffe}", "ab"),
        ("  łódź  ", "łódź"),
        ("<script>", "<script>"),
    ] {
        let query = parse(text);
        assert_eq!((query.asked.as_str(), query.is_cut), (expected, false));
    }
}

#[test]
fn a_long_query_is_cut_and_says_so() {
    let exact = "ł".repeat(LONGEST);
    assert!(!parse(&exact).is_cut);
    assert!(!parse(&format!("  {exact}  ")).is_cut);
    let query = parse(&format!("{exact}ó"));
    assert!(query.is_cut);
    assert_eq!(query.asked, exact);
    assert_eq!(parse(&"a b ".repeat(5_000)).units.len(), MOST_UNITS);
}
