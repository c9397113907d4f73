use std::path::Path;

use super::*;

/// A small script file with the kinds of entry that matter, for the tests of this layer.
pub(in crate::locale) fn small_script() -> Transliterator {
    Transliterator::new(&small_source()).unwrap()
}

fn small_source() -> ScriptSource {
    toml::from_str(
        r#"
        from = "cnr"
        to = "cnr-cyrl"
        keep = ["IFRC", "UNHCR", "HIV", "AIDS", "COVID", "York", "New York", "WAI-ARIA", "CC BY", "CC"]
        words = { vels = "велс", "vašington" = "вошингтон" }
        seams = ["in|jekc", "kon|junk", "kon|jug", "nad|živ", "od|žal", "van|jez", "tan|jug", "an|jon", "pod|žup"]
        digraphs = ["konj", "nadžak", "konjugal"]
        suspect-prefixes = ["in", "kon", "ad", "od", "nad", "pod", "pred", "van"]

        [letters]
        a = "а"
        b = "б"
        c = "ц"
        "č" = "ч"
        "ć" = "ћ"
        d = "д"
        "dž" = "џ"
        "đ" = "ђ"
        e = "е"
        f = "ф"
        g = "г"
        h = "х"
        i = "и"
        j = "ј"
        k = "к"
        l = "л"
        lj = "љ"
        m = "м"
        n = "н"
        nj = "њ"
        o = "о"
        p = "п"
        r = "р"
        s = "с"
        "š" = "ш"
        "ś" = "с́"
        t = "т"
        u = "у"
        v = "в"
        z = "з"
        "ž" = "ж"
        "ź" = "з́"
        "#,
    )
    .unwrap()
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let script = small_script();
    for (latin, cyrillic) in cases {
        assert_eq!(script.convert(latin), *cyrillic, "{latin}");
    }
}

/// A file of this repository.
pub(in crate::locale) fn repository(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The script file of this repository's own content.
pub(in crate::locale) fn own_script() -> Transliterator {
    let source: ScriptSource = toml::from_str(&repository("content/script.toml")).unwrap();
    Transliterator::new(&source).unwrap()
}

#[test]
fn every_checked_pair_of_names_and_terms_comes_out_exactly() {
    let script = own_script();
    let pairs = repository("tests/data/transliteration-pairs.tsv");
    let mut count = 0;
    for line in pairs.lines() {
        let (latin, cyrillic) = line.split_once('\t').unwrap();
        assert_eq!(script.convert(latin), cyrillic, "{latin}");
        assert_eq!(script.undecided(latin), [], "{latin}");
        count += 1;
    }
    assert!(count > 200, "only {count} pairs");
}

#[test]
fn the_contents_own_exceptions_hold_for_known_hard_words() {
    let script = own_script();
    for (latin, cyrillic) in [
        (
            "injekcija konjunktura konjugacija",
            "инјекција конјунктура конјугација",
        ),
        (
            "nadživjeti odžaliti podžupan podžanr",
            "надживјети оджалити поджупан поджанр",
        ),
        (
            "vanjezički Tanjug TANJUG anjon",
            "ванјезички Танјуг ТАНЈУГ анјон",
        ),
        (
            "konjanik džep DŽEP Njemačka NJEMAČKA panj",
            "коњаник џеп ЏЕП Њемачка ЊЕМАЧКА пањ",
        ),
        (
            "CKCG, MKCK, MFCK, SZO, UN, EU",
            "ЦКЦГ, МКЦК, МФЦК, СЗО, УН, ЕУ",
        ),
        ("IFRC, UNHCR-a i HIV/AIDS", "IFRC, UNHCR-а и HIV/AIDS"),
        ("knjaz Nikola I Petrović", "књаз Никола I Петровић"),
        (
            "[[International Lifesaving Federation]]",
            "International Lifesaving Federation",
        ),
        ("śutra, koźi", "с\u{301}утра, коз\u{301}и"),
    ] {
        assert_eq!(script.convert(latin), cyrillic);
    }
}

#[test]
fn letters_of_two_characters_convert_in_all_casings_and_spellings() {
    check(&[
        ("Njemačka, NJEMAČKA, njemačka", "Њемачка, ЊЕМАЧКА, њемачка"),
        (
            "Ljudi, LJUDI, ljudi, Džep, DŽEP",
            "Људи, ЉУДИ, људи, Џеп, ЏЕП",
        ),
        (
            "\u{1CA}e \u{1CB}e \u{1CC}e \u{1C8}u \u{1C5}ep \u{1C6}ep",
            "Ње Ње ње Љу Џеп џеп",
        ),
        (
            "S\u{301}utra s\u{301}utra ŚUTRA",
            "С\u{301}утра с\u{301}утра С\u{301}УТРА",
        ),
        ("c\u{30C}aj, dz\u{30C}ep", "чај, џеп"),
    ]);
}

#[test]
fn seams_hold_for_every_word_that_begins_with_them() {
    check(&[
        ("Injekcija, INJEKCIJU", "Инјекција, ИНЈЕКЦИЈУ"),
        ("nadživjeti, nadžak", "надживјети, наџак"),
        ("konjunkcija, konj, Konjanik", "конјункција, коњ, Коњаник"),
        // The longer of two entries counts: "kon|jug", but "konjugal".
        ("konjugacija, konjugalni", "конјугација, коњугални"),
        ("inje", "иње"),
    ]);
}

#[test]
fn listed_words_are_kept_and_their_endings_converted() {
    check(&[
        ("UNHCR-a, IFRC-om, (IFRC)", "UNHCR-а, IFRC-ом, (IFRC)"),
        ("HIV/AIDS, COVID-19", "HIV/AIDS, COVID-19"),
        ("WAI-ARIA, CC BY 4.0, CC", "WAI-ARIA, CC BY 4.0, CC"),
        // An entry is a whole word with its own capitals.
        ("IFRCA, ifrc, Hiv", "ИФРЦА, ифрц, Хив"),
        ("New York-u", "New York-у"),
    ]);
}

#[test]
fn words_with_letters_beyond_the_table_are_kept_whole() {
    check(&[
        (
            "u Bruxellesu, Québec, Zürich, Wi-Fi",
            "у Bruxellesu, Québec, Zürich, Wi-Фи",
        ),
        ("xylo-fon", "xylo-фон"),
        ("Црна Гора i Crna Gora", "Црна Гора и Црна Гора"),
        ("EU4Health, MDRME007, A4", "EU4Health, MDRME007, A4"),
    ]);
}

#[test]
fn listed_replacements_take_over_the_capitals() {
    check(&[
        ("vels, Vels, VELS, Velsa", "велс, Велс, ВЕЛС, Велса"),
        ("Vašington", "Вошингтон"),
    ]);
}

#[test]
fn roman_numerals_are_kept_and_the_conjunction_is_not_one() {
    check(&[
        (
            "II svjetski rat, XIX vijek, MCMXII",
            "II свјетски рат, XIX вијек, MCMXII",
        ),
        ("I Svjetski rat", "I Свјетски рат"),
        ("I danas i sjutra", "И данас и сјутра"),
        ("Dalje. I tako.", "Даље. И тако."),
        ("Nikola I Petrović", "Никола I Петровић"),
        ("Protokol I", "Протокол I"),
        ("član 3 I tačka", "члан 3 I тачка"),
        (
            "I–III, I/II, II-I, I, II i III",
            "I–III, I/II, II-I, I, II и III",
        ),
        ("I", "I"),
        ("V kongres; V. Ljubiša", "V конгрес; В. Љубиша"),
        ("predsjednik I. Roganović", "предсједник И. Рогановић"),
        ("I. opšte odredbe", "I. опште одредбе"),
        (
            "CRVENI KRST I CRVENI POLUMJESEC",
            "ЦРВЕНИ КРСТ И ЦРВЕНИ ПОЛУМЈЕСЕЦ",
        ),
        ("KRALJ NIKOLA I", "КРАЉ НИКОЛА I"),
        ("X odred, L, C, D, M", "X одред, Л, Ц, Д, М"),
        ("IIII, VX, IC", "ИИИИ, VX, ИЦ"),
        ("vi, mi, li, i", "ви, ми, ли, и"),
    ]);
}

#[test]
fn addresses_code_places_and_link_targets_are_kept() {
    check(&[
        (
            "Vidi https://ckcg.me/o-nama/.",
            "Види https://ckcg.me/o-nama/.",
        ),
        (
            "Piši na info@ckcg.me, ili ckcg.me!",
            "Пиши на info@ckcg.me, или ckcg.me!",
        ),
        (
            "[Mreža](ref:networks/sens) i [ovo](/cnr/mreze/ \"Naslov\")",
            "[Мрежа](ref:networks/sens) и [ово](/cnr/mreze/ \"Наслов\")",
        ),
        ("[a](x_(y)) b", "[а](x_(y)) б"),
        ("<https://ifrc.org/>", "<https://ifrc.org/>"),
        (
            "Kod `let a` i ``b ` b``, a `sam",
            "Код `let a` и ``b ` b``, а `сам",
        ),
        (
            "strana {page} od {page-count}, {ovo je tekst}",
            "страна {page} од {page-count}, {ово је текст}",
        ),
        ("a&nbsp;b&#160;c & d; e", "а&nbsp;б&#160;ц & д; е"),
        ("kraj.Novi početak, d.o.o.", "крај.Нови почетак, д.о.о."),
    ]);
}

#[test]
fn marked_spans_are_kept_without_their_brackets() {
    check(&[
        ("u [[Genève]]-u i [[Red Cross]]", "у Genève-у и Red Cross"),
        ("[[[SENS]]](ref:networks/sens)", "[SENS](ref:networks/sens)"),
        ("`[[a]]` [[ a", "`[[a]]` [[ а"),
        ("[[]]a[[", "а[["),
    ]);
    assert_eq!(strip_marks("u [[Genève]]-u `[[a]]`"), "u Genève-u `[[a]]`");
    let text = "u [[Red Cross]], ckcg.me `kod`";
    let kept: Vec<_> = kept_spans(text)
        .into_iter()
        .map(|range| &text[range])
        .collect();
    assert_eq!(kept, [" ", "Red Cross", ", ", "ckcg.me", " ", "`kod`"]);
    assert!(matches!(
        strip_marks("bez oznaka [1]"),
        std::borrow::Cow::Borrowed(_)
    ));
}

#[test]
fn words_that_nothing_decides_are_reported_where_they_stand() {
    let script = small_script();
    let text = "Podžeći vatru: injekcija, nadžnjeti i [[injac]], `injac`, Injac.";
    let words: Vec<_> = script
        .undecided(text)
        .into_iter()
        .map(|range| &text[range])
        .collect();
    assert_eq!(words, ["Podžeći", "nadžnjeti", "Injac"]);
    // Not composed, and still found where it stands.
    let text = "c\u{30C}aj, nadz\u{30C}njeti";
    assert_eq!(script.undecided(text).first(), Some(&(7..18)));
    assert_eq!(script.undecided("odlazak, ponj, panj, insekt, injex"), []);
}

#[test]
fn mistakes_in_a_script_file_are_all_named() {
    let mut source = small_source();
    source.to = source.from.clone();
    source.letters.insert("Q".to_owned(), "к".to_owned());
    source.letters.insert("w".to_owned(), String::new());
    source.keep = vec![
        "IFRC".to_owned(),
        "IFRC".to_owned(),
        "4".to_owned(),
        "Vels".to_owned(),
    ];
    source.words.insert("two words".to_owned(), "x".to_owned());
    source.seams = vec![
        "injekc".to_owned(),
        "na|d".to_owned(),
        "in|j".to_owned(),
        "|nj".to_owned(),
    ];
    source.digraphs = vec!["inj".to_owned(), "grad".to_owned()];
    source.suspect_prefixes = vec![String::new()];
    let faults = Transliterator::new(&source).unwrap_err();
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.key, fault.message.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("to", "a language cannot be derived from itself"),
            ("letters", "`Q` is not a small letter"),
            ("letters", "`w` becomes nothing"),
            ("words", "`two words` is not one word of letters"),
            ("keep", "`IFRC` is listed twice"),
            ("keep", "`4` does not start with a letter"),
            ("keep", "`Vels` is also in `words`: only one can hold"),
            ("seams", "`injekc` has no bar"),
            ("seams", "the bar in `na|d` parts nothing"),
            ("seams", "the bar in `|nj` parts nothing"),
            ("digraphs", "`inj` is decided twice"),
            ("digraphs", "`grad` has no letter of two characters"),
            ("suspect-prefixes", "`` is not the beginning of a word"),
        ]
    );
}

#[test]
fn no_text_makes_it_panic_and_what_is_in_the_other_script_stays() {
    let script = small_script();
    let alphabet: Vec<char> = "aNjJdžŽ \n[]()`{}&;.:/@-IVX19и\u{301}\u{1C6}😀\u{0}"
        .chars()
        .collect();
    // A linear congruential generator: the same texts in every run.
    let mut state = 1u64;
    let mut random = |bound: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    for _ in 0..3000 {
        let length = random(40);
        let text: String = (0..length)
            .map(|_| alphabet[random(alphabet.len())])
            .collect();
        let cyrillic = script.convert(&text);
        for range in script.undecided(&text) {
            assert!(text.get(range).is_some());
        }
        assert!(strip_marks(&text).len() <= text.len());
        // Running text without any special form loses nothing and gains no brackets.
        if !text.contains("[[") {
            let brackets = |text: &str| text.matches(['[', ']', '(', ')']).count();
            assert_eq!(brackets(&text), brackets(&cyrillic), "{text:?}");
        }
    }
    assert_eq!(
        script.convert("Већ је ћирилица, 1875."),
        "Већ је ћирилица, 1875."
    );
}

#[test]
fn the_longest_beginning_is_found_whatever_stands_beside_it() {
    let words = ["a", "ab", "abb", "abcd", "ac", "b", "baa", "č", "čb"];
    let mut entries: Vec<_> = words
        .iter()
        .map(|word| ((*word).into(), Vec::new()))
        .collect();
    entries.sort();
    let beginnings = Beginnings { entries };
    for word in [
        "", "a", "abc", "abcz", "abcde", "aa", "az", "ba", "bb", "c", "čbc", "ća", "ž",
    ] {
        let expected = words.iter().filter(|entry| word.starts_with(**entry));
        let expected = expected.map(|entry| entry.len()).max();
        assert_eq!(
            beginnings.find(word).map(|(length, _)| length),
            expected,
            "{word}"
        );
    }
}
