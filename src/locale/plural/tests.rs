use std::collections::BTreeMap;

use super::*;

fn rules(source: &[(PluralCategory, &str)]) -> PluralRules {
    let source: BTreeMap<_, _> = source
        .iter()
        .map(|(category, text)| (*category, (*text).to_owned()))
        .collect();
    PluralRules::parse(&source).unwrap()
}

#[track_caller]
fn check(rules: &PluralRules, category: PluralCategory, numbers: &[&str]) {
    for number in numbers {
        let operands = Operands::parse(number).unwrap();
        assert_eq!(rules.category(operands), category, "{number}");
    }
}

#[test]
fn cldr_rules_of_several_families_give_cldr_categories() {
    use PluralCategory::{Few, Many, One, Other, Two, Zero};

    let english = rules(&[(One, "i = 1 and v = 0 @integer 1")]);
    check(&english, One, &["1"]);
    check(&english, Other, &["0", "2", "11", "1.0", "1.5"]);

    let serbian = rules(&[
        (
            One,
            "v = 0 and i % 10 = 1 and i % 100 != 11 or f % 10 = 1 and f % 100 != 11",
        ),
        (
            Few,
            "v = 0 and i % 10 = 2..4 and i % 100 != 12..14 or f % 10 = 2..4 and f % 100 != 12..14",
        ),
    ]);
    check(&serbian, One, &["1", "21", "101", "1001", "0.1", "5.21"]);
    check(&serbian, Few, &["2", "3", "4", "22", "104", "0.2", "7.33"]);
    check(
        &serbian,
        Other,
        &[
            "0", "5", "11", "12", "14", "111", "112", "0.0", "1.11", "2.5",
        ],
    );

    let arabic = rules(&[
        (Zero, "n = 0"),
        (One, "n = 1"),
        (Two, "n = 2"),
        (Few, "n mod 100 = 3..10"),
        (Many, "n mod 100 = 11..99"),
    ]);
    check(&arabic, Zero, &["0", "0.0"]);
    check(&arabic, Two, &["2", "2.0"]);
    check(&arabic, Few, &["3", "110"]);
    check(&arabic, Many, &["11", "99", "111"]);
    check(&arabic, Other, &["100", "102", "2.1", "3.5"]);

    let french = rules(&[
        (One, "i = 0,1"),
        (Many, "i != 0 and i % 1000000 = 0 and v = 0"),
    ]);
    check(&french, One, &["0", "1", "1.5"]);
    check(&french, Many, &["1000000"]);
    check(&french, Other, &["2", "1000001"]);

    let danish = rules(&[(One, "n = 1 or t != 0 and i = 0,1")]);
    check(&danish, One, &["1", "0.1", "1.60"]);
    check(&danish, Other, &["0", "2", "2.5"]);

    let breton = rules(&[(Few, "n % 10 = 3..4,9 and n % 100 != 10..19,70..79,90..99")]);
    check(&breton, Few, &["3", "4", "9", "103"]);
    check(&breton, Other, &["13", "5", "73", "99"]);

    let lithuanian = rules(&[(Many, "f != 0"), (Two, "w = 2 and v = 3")]);
    check(&lithuanian, Many, &["0.5"]);
    check(&lithuanian, Two, &["1.250"]);
}

#[test]
fn the_rules_of_the_sites_languages_work_for_whole_numbers() {
    use PluralCategory::{Few, One, Other};
    let rules = rules(&[
        (One, "n % 10 = 1 and n % 100 != 11"),
        (Few, "n % 10 = 2..4 and n % 100 != 12..14"),
    ]);
    for (number, category) in [
        (0u64, Other),
        (1, One),
        (2, Few),
        (5, Other),
        (11, Other),
        (12, Other),
        (14, Other),
        (21, One),
        (22, Few),
        (25, Other),
        (111, Other),
        (112, Other),
        (121, One),
        (u64::MAX, Other),
    ] {
        assert_eq!(rules.category(number), category, "{number}");
    }
    assert_eq!(rules.categories().collect::<Vec<_>>(), [One, Few, Other]);
}

#[test]
fn rules_that_cannot_be_read_say_what_was_expected() {
    for (rule, message) in [
        (
            "",
            "expected one of `n`, `i`, `v`, `w`, `f`, `t`, and the rule ends",
        ),
        (
            "x = 1",
            "expected one of `n`, `i`, `v`, `w`, `f`, `t`, found `x`",
        ),
        ("n", "expected `=` or `!=`, and the rule ends"),
        ("n is 1", "expected `=` or `!=`, found `is`"),
        ("n = ", "expected a number, and the rule ends"),
        ("n = one", "expected a number, found `one`"),
        ("n % 0 = 1", "a remainder by 0 has no meaning"),
        ("n = 4..2", "the range `4..2` runs backwards"),
        ("n = 1, ", "expected a number, and the rule ends"),
        ("n = 1 n = 2", "expected `and`, `or` or the end, found `n`"),
        (
            "n = 99999999999999999999",
            "expected a number, found `99999999999999999999`",
        ),
        (
            "n = 1 and č",
            "expected one of `n`, `i`, `v`, `w`, `f`, `t`, found `č`",
        ),
    ] {
        assert_eq!(Condition::parse(rule).unwrap_err(), message, "{rule}");
    }
    let other = BTreeMap::from([(PluralCategory::Other, "n = 1".to_owned())]);
    assert!(PluralRules::parse(&other).is_err());
}

#[test]
fn only_plain_numbers_have_operands() {
    for bad in [
        "",
        ".5",
        "1.",
        "1.2.3",
        "-1",
        "1e3",
        "1,5",
        "99999999999999999999",
    ] {
        assert_eq!(Operands::parse(bad), None, "{bad}");
    }
}
