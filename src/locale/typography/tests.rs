use super::*;
use crate::locale::grammar::tests::{english, south};

/// Shows no-break spaces as `~`.
#[track_caller]
fn check(grammar: &Grammar, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let typeset = typeset(text, grammar).replace('\u{A0}', "~");
        assert_eq!(typeset, *expected, "{text}");
    }
}

#[test]
fn quotes_take_the_marks_of_the_language_and_of_their_depth() {
    check(
        &english(),
        &[
            (r#"He said "yes"."#, "He said “yes”."),
            (r#""One "two" three""#, "“One ‘two’ three”"),
            (
                r#""One 'two' three", ("four")"#,
                "“One ‘two’ three”, (“four”)",
            ),
            (r#"the 'other' one"#, "the “other” one"),
            (r#"a 12" pipe and 5' 3""#, r#"a 12" pipe and 5' 3""#),
            (r#"a " b"#, r#"a " b"#),
            (
                r#"It's the society's, in the '90s"#,
                "It’s the society’s, in the ’90s",
            ),
            (r#""'Neighbours' help", it's"#, "“‘Neighbours’ help”, it’s"),
            (r#""never closed 'twice" end"#, "“never closed ’twice” end"),
        ],
    );
    check(
        &south(),
        &[
            (
                r#"kampanja "Budi 'naj' komšija""#,
                "kampanja „Budi ‚naj‘ komšija“",
            ),
            (r#""Prvo" - "drugo""#, "„Prvo“~– „drugo“"),
        ],
    );
}

#[test]
fn a_text_with_quotations_can_stand_inside_another() {
    for (grammar, text, expected) in [
        (south(), "mreža „Prvi“ i „Drugi“", "mreža ‚Prvi‘ i ‚Drugi‘"),
        (english(), "the society’s “First”", "the society’s ‘First’"),
        (english(), "the society’s", "the society’s"),
    ] {
        assert_eq!(within_quotation(text, &grammar), expected);
    }
}

#[test]
fn a_quotation_may_run_through_several_runs_of_a_paragraph() {
    let grammar = english();
    let mut paragraph = Typesetter::new(&grammar);
    let mut runs = vec![paragraph.run("The \"").into_owned()];
    runs.push(paragraph.run("great").into_owned());
    runs.push(paragraph.run(" \"").into_owned());
    paragraph.pass("code()");
    runs.push(paragraph.run("\" thing\", see Art. ").into_owned());
    runs.push(paragraph.run("5").into_owned());
    assert_eq!(runs.join("|"), "The “|great| ‘|’ thing”, see Art.\u{A0}|5");
    // The next paragraph starts with nothing open.
    assert_eq!(Typesetter::new(&grammar).run("end\""), "end\"");
}

#[test]
fn dashes_do_not_start_a_line_and_join_numbers() {
    check(
        &south(),
        &[
            ("društvo - partner", "društvo~– partner"),
            ("društvo – partner", "društvo~– partner"),
            ("društvo -\npartner", "društvo~–\npartner"),
            ("2014-2016. godine", "2014–2016. godine"),
            ("od 2.-3. oktobra, 10-15 %", "od 2.–3.~oktobra, 10–15~%"),
            ("1.000-2.000, (5-6), 2014-16", "1.000–2.000, (5–6), 2014–16"),
            ("0,5-1,5", "0,5–1,5"),
            (
                "2022-11-20, 2022-11.",
                "2022\u{2011}11\u{2011}20, 2022\u{2011}11.",
            ),
            ("- stavka", "- stavka"),
            ("-5, 5-", "-5, 5-"),
        ],
    );
    let untouched = [
        "2022-13-20",
        "2022-11-20a",
        "020-123-456",
        "067-123456",
        "COVID-19",
        "1-2-3",
        "10:30-11:00",
        "4-H",
        "1-2/3",
        "978-86-1234-5",
    ];
    for text in untouched {
        assert_eq!(typeset(text, &south()), text);
    }
}

#[test]
fn listed_words_and_units_hold_their_neighbours() {
    check(
        &south(),
        &[
            ("I u Crnoj Gori i na Kosovu", "I~u~Crnoj Gori i~na~Kosovu"),
            ("(u skladu s čl. 5)", "(u~skladu s~čl.~5)"),
            ("bio u\nmreži", "bio u~mreži"),
            ("50 %, 20 € i 300.000 eura", "50~%, 20~€ i~300.000~eura"),
            ("eurazija eurazije", "eurazija eurazije"),
            ("u  dva razmaka", "u  dva razmaka"),
            ("Što i kako?", "Što i~kako?"),
        ],
    );
    check(
        &english(),
        &[("No. 5, no. 6, knot 7 km", "No.~5, no.~6, knot 7~km")],
    );
}

#[test]
fn an_ending_is_not_torn_off_at_its_hyphen() {
    for grammar in [south(), english()] {
        for (text, expected) in [
            ("UN-a, HIV-u i IOM-om", "UN‑a, HIV‑u i IOM‑om"),
            ("(UNHCR-ов) HIV-у", "(UNHCR‑ов) HIV‑у"),
            ("90-ih, 36-month", "90‑ih, 36‑month"),
            (
                "HIV/AIDS-a, COVID-19-related",
                "HIV/AIDS‑a, COVID-19‑related",
            ),
        ] {
            assert_eq!(typeset(text, &grammar).replace('\u{A0}', " "), expected);
        }
        for text in [
            "e-mail",
            "Šen-jang",
            "AbC-x",
            "CKCG-MFCK",
            "UN-4",
            "UN- a",
            "-a",
            "https://example.org/UN-a/B-b",
            "UN-habitat.org",
        ] {
            assert_eq!(typeset(text, &grammar), text);
        }
    }
    // Markup may end before the hyphen.
    let grammar = south();
    let mut paragraph = Typesetter::new(&grammar);
    assert_eq!(paragraph.run("UN"), "UN");
    assert_eq!(paragraph.run("-a"), "‑a");
    paragraph.pass("code");
    assert_eq!(paragraph.run("-a"), "-a");
}

#[test]
fn short_numbers_hold_the_next_word_where_the_language_says_so() {
    check(
        &south(),
        &[
            (
                "od 18. do 21. novembra 2009.",
                "od 18.~do 21.~novembra 2009.",
            ),
            ("2. i 3. oktobra", "2.~i~3.~oktobra"),
            (
                "2.-3. oktobra, (17. novembra)",
                "2.–3.~oktobra, (17.~novembra)",
            ),
            (
                "186. po redu, 31. međunarodna",
                "186.~po redu, 31.~međunarodna",
            ),
            ("17. новембра", "17.~новембра"),
            ("23 organizacije, 14 dana", "23~organizacije, 14~dana"),
            // A year may end a line, and so may a sentence.
            ("u maju 2015. na njemu", "u~maju 2015. na~njemu"),
            ("kao 186. Zatim 5", "kao 186. Zatim 5"),
            (
                "1.500 paketa, 92.137,57 franaka",
                "1.500 paketa, 92.137,57 franaka",
            ),
            ("28/06. pa 10:30 sati", "28/06. pa 10:30 sati"),
            ("COVID-19 je, 2022-11-20a je", "COVID-19 je, 2022-11-20a je"),
            ("5 – 6, 7 (osam)", "5~– 6, 7 (osam)"),
        ],
    );
    check(
        &english(),
        &[("17 November, 23 members", "17 November, 23 members")],
    );
}

#[test]
fn what_is_listed_in_capitals_counts_only_in_capitals() {
    check(
        &south(),
        &[("CC BY 4.0, cc by, I tako", "CC~BY 4.0, cc by, I~tako")],
    );
}

#[test]
fn three_dots_are_an_ellipsis_and_addresses_are_left_alone() {
    check(
        &english(),
        &[
            ("and so on... or not....", "and so on… or not...."),
            (
                "see https://example.org/a-'b'/2014-2016... and info@example.org",
                "see https://example.org/a-'b'/2014-2016… and info@example.org",
            ),
            ("(example.org/1-2)", "(example.org/1-2)"),
        ],
    );
}

#[test]
fn what_needs_no_change_is_not_copied() {
    assert!(matches!(
        typeset("Nothing to do here.", &english()),
        Cow::Borrowed(_)
    ));
    assert!(matches!(typeset("", &english()), Cow::Borrowed(_)));
}

#[test]
fn typesetting_twice_changes_nothing_more() {
    for text in [
        r#""Prvo" - 'drugo' u 2014-2016... i 50 %"#,
        r#"It's "a 'b' c" - d"#,
    ] {
        for grammar in [south(), english()] {
            let once = typeset(text, &grammar).into_owned();
            assert_eq!(typeset(&once, &grammar), once);
        }
    }
}

#[test]
fn no_text_makes_it_panic_and_only_signs_change() {
    let (south, english) = (south(), english());
    let signs: Vec<char> = "\"' -–.,0129aičж€%\n\u{A0}\u{301}(:/@".chars().collect();
    // A linear congruential generator: the same texts in every run.
    let mut state = 7u64;
    let mut random = |bound: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    for _ in 0..3000 {
        let length = random(30);
        let text: String = (0..length).map(|_| signs[random(signs.len())]).collect();
        for grammar in [&south, &english] {
            let mut whole = Typesetter::new(grammar);
            let middle = text.char_indices().nth(length / 2).map_or(0, |(at, _)| at);
            let mut parts = whole.run(&text[..middle]).into_owned();
            parts.push_str(&whole.run(&text[middle..]));
            assert_eq!(letters(&parts), letters(&text));
            assert_eq!(letters(&typeset(&text, grammar)), letters(&text));
        }
    }
}
