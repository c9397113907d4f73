//! Words, forms, mistakes, dates and places.

use super::{Register, heading, notes, results};
use crate::pages::document::tags;
use saradnja::locale::PartialDate;
use saradnja::site::search::document::Kind;

const LANGUAGES: [&str; 3] = ["en", "cnr", "cnr-cyrl"];

/// All of these questions find the same, and something.
fn same(language: &str, questions: &[&str]) {
    let register = Register::shipped();
    let first = register.hrefs(language, questions[0]);
    assert!(!first.is_empty(), "{language}: {}", questions[0]);
    for question in &questions[1..] {
        assert_eq!(
            register.hrefs(language, question),
            first,
            "{language}: {question}"
        );
    }
}

#[test]
fn script_accents_and_capitals_make_no_difference() {
    for language in LANGUAGES {
        same(
            language,
            &[
                "međunarodna",
                "medjunarodna",
                "medunarodna",
                "међународна",
                "MEĐUNARODNA",
                "МЕЂУНАРОДНА",
                "Međunarodna",
                "me\u{111}unarodna",
            ],
        );
        same(language, &["Črna góra", "crna gora", "Црна Гора"]);
        same(language, &["Kızılay", "kizilay", "KIZILAY"]);
        same(language, &["Ερυθρός", "ΕΡΥΘΡΟΣ", "ερυθρος"]);
    }
    same("cnr", &["izbjeglice", "избјеглице", "IZBJEGLICE"]);
    same("cnr-cyrl", &["предсједник", "predsjednik", "ПРЕДСЈЕДНИК"]);
}

#[test]
fn forms_of_a_word_find_each_other() {
    let register = Register::shipped();
    for (language, forms) in [
        ("en", &["refugee", "refugees"][..]),
        ("en", &["network", "networks"]),
        ("en", &["volunteer", "volunteers"]),
        ("cnr", &["izbjeglica", "izbjeglicama", "izbjeglicе"]),
        ("cnr", &["međunarodnih", "međunarodnoj", "medjunarodnim"]),
        ("cnr", &["društvo", "društvima", "drustva"]),
        ("cnr-cyrl", &["друштво", "друштвима", "društva"]),
    ] {
        let first = register.hrefs(language, forms[0]);
        for form in &forms[1..] {
            let found = register.hrefs(language, form);
            let shared = found.iter().filter(|href| first.contains(href)).count();
            assert!(
                2 * shared >= first.len().max(1),
                "{language}: {form} finds {shared} of {} of {}",
                first.len(),
                forms[0]
            );
        }
    }
}

#[test]
fn an_abbreviation_and_the_full_name_find_the_network() {
    let register = Register::shipped();
    for (language, network) in [("en", "networks/enps/"), ("cnr", "mreze/enps/")] {
        for name in ["ENPS", "enps", "European Network for Psychosocial Support"] {
            assert_eq!(
                register.hrefs(language, name)[0],
                network,
                "{language}: {name}"
            );
        }
    }
}

#[test]
fn mistakes_are_looked_past_only_where_nothing_is_written_so() {
    let register = Register::shipped();
    for (language, question, word, first) in [
        ("en", "unhrc", "UNHCR", "partners/unhcr/"),
        ("en", "unicfe", "UNICEF", "partners/unicef/"),
        (
            "en",
            "Lichtenstien",
            "Liechtenstein",
            "societies/liechtenstein/",
        ),
        (
            "cnr",
            "lihtenstaln",
            "Lihtenštajn",
            "nacionalna-drustva/liechtenstein/",
        ),
        (
            "cnr-cyrl",
            "лихтенштјан",
            "Лихтенштајн",
            "nacionalna-drustva/liechtenstein/",
        ),
    ] {
        let page = register.page(language, question, None);
        assert_eq!(register.hrefs(language, question)[0], first, "{question}");
        let notes = notes(&page);
        assert_eq!(notes.len(), 1, "{question}: {notes:?}");
        assert!(notes[0].contains(word), "{question}: {notes:?}");
        assert!(notes[0].contains(question), "{question}: {notes:?}");
    }
    for question in ["UNHCR", "sens", "refugees", "psychosoc"] {
        assert_eq!(
            notes(&register.page("en", question, None)),
            [""; 0],
            "{question}"
        );
    }
    // Three letters are too few, and another number is another thing.
    for question in ["xls", "qqqqq", "1799"] {
        let page = register.page("en", question, None);
        assert!(results(&page).is_empty(), "{question}");
    }
}

#[test]
fn where_nothing_has_all_words_some_will_do_and_the_page_says_so() {
    let register = Register::shipped();
    let partial = &register.catalog.strings["en"].search.partial;
    let page = register.page("en", "Iceland Andorra Qatar Bulgaria", None);
    assert!(!results(&page).is_empty());
    assert_eq!(notes(&page), [partial.as_str()]);
    // Small words need not be there.
    let page = register.page("en", "of the PERCO", None);
    assert_eq!(notes(&page), [""; 0]);
    assert_eq!(register.hrefs("en", "of the PERCO")[0], "networks/perco/");
}

#[test]
fn words_in_quotation_marks_stand_together() {
    let register = Register::shipped();
    let loose = register.page("en", "cross red", None);
    let exact = register.page("en", "\"cross red\"", None);
    assert!(!results(&loose).is_empty());
    assert!(results(&exact).len() < results(&loose).len());
    let found = register.hrefs("en", "\"psychosocial support\"");
    assert!(found.contains(&"networks/enps/".to_owned()), "{found:?}");
}

#[test]
fn events_are_found_by_their_dates_in_every_way_of_writing_them() {
    let register = Register::shipped();
    let mut seen = 0;
    for (id, event) in register.catalog.events_by_date() {
        let Some(PartialDate::Day(year, month, day)) = event.date else {
            continue;
        };
        seen += 1;
        for language in LANGUAGES {
            let index = register.language(language);
            let grammar = &register.catalog.languages[index].grammar;
            let place = usize::from(month) - 1;
            for question in [
                format!("{year}-{month:02}-{day:02}"),
                format!("{year}-{month:02}"),
                format!("{year}"),
                format!("{day}.{month}.{year}"),
                format!("{day}. {month}. {year}."),
                format!("{day} {} {year}", grammar.months[place]),
                format!("{} {year}", grammar.months_alone[place]),
                format!("{} {year}", grammar.months[place]).to_uppercase(),
                grammar.date(&PartialDate::Day(year, month, day)),
                grammar.date(&PartialDate::Month(year, month)),
            ] {
                let page = register.page(language, &question, Some("events"));
                let found = results(&page);
                let end = format!("/{id}/");
                assert!(
                    found.iter().any(|result| result.href.ends_with(&end)),
                    "{language}: {question} does not find {id}"
                );
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn of_societies_named_alike_the_registers_own_comes_first() {
    let register = Register::shipped();
    let own = "red-cross-of-montenegro/";
    for (language, question) in [
        ("en", "red cross"),
        ("cnr", "crveni krst"),
        ("cnr-cyrl", "црвени крст"),
    ] {
        let hrefs = register.hrefs(language, question);
        let is_society = |href: &&String| {
            href.starts_with("societies/") || href.starts_with("nacionalna-drustva/")
        };
        let first = hrefs.iter().find(is_society).expect("a society");
        assert!(first.ends_with(own), "{question}: {first}");
    }
}

#[test]
fn a_date_finds_what_was_then_before_what_mentions_it() {
    let register = Register::shipped();
    for (language, question) in [
        ("en", "October 2024"),
        ("cnr", "oktobar 2024"),
        ("cnr-cyrl", "октобра 2024"),
        ("cnr-cyrl", "oktobar 2024"),
    ] {
        let first = &register.hrefs(language, question)[0];
        let events = ["events/", "dogadjaji/"];
        assert!(
            events.iter().any(|at| first.starts_with(at)),
            "{question}: {first}"
        );
    }
}

#[test]
fn events_and_bodies_are_found_by_their_places() {
    let register = Register::shipped();
    let catalog = &register.catalog;
    for (id, event) in &catalog.events {
        let Some(place) = &event.place else { continue };
        let place = &catalog.places[place.as_str()];
        for language in &catalog.languages {
            let name = place.name.in_language(&language.id);
            let page = register.page(language.id.as_str(), name, Some("events"));
            let end = format!("/{id}/");
            let found = results(&page);
            assert!(
                found.iter().any(|result| result.href.contains(&end)),
                "{}: {name} does not find {id}",
                language.id
            );
        }
    }
    assert_eq!(register.hrefs("en", "Iceland")[0], "societies/iceland/");
    assert_eq!(
        register.hrefs("cnr", "Island")[0],
        "nacionalna-drustva/iceland/"
    );
}

#[test]
fn results_are_counted_by_kind_and_can_be_narrowed() {
    let register = Register::shipped();
    let page = register.page("en", "refugees", None);
    let filters: Vec<(String, usize)> = {
        let tags = tags(&page);
        let links = tags.windows(2).filter(|pair| {
            pair[1].name == "b"
                && pair[0]
                    .attributes
                    .get("href")
                    .is_some_and(|h| h.contains("?q="))
        });
        links
            .map(|pair| {
                (
                    pair[0].attributes["href"].to_owned(),
                    pair[1].text.parse().unwrap(),
                )
            })
            .collect()
    };
    assert!(filters.len() > 3);
    let (all, kinds) = filters.split_first().unwrap();
    assert_eq!(all.1, kinds.iter().map(|(_, count)| count).sum::<usize>());
    for (href, count) in kinds {
        let kind = href.rsplit_once("kind=").unwrap().1;
        let narrowed = register.page("en", "refugees", Some(kind));
        assert_eq!(results(&narrowed).len(), *count, "{kind}");
        let current: Vec<_> = tags(&narrowed)
            .into_iter()
            .filter(|tag| tag.attributes.get("aria-current") == Some(&"page"))
            .filter_map(|tag| tag.attributes.get("href").map(|href| (*href).to_owned()))
            .filter(|href| href.contains("?q="))
            .collect();
        assert_eq!(current, std::slice::from_ref(href), "{kind}");
        assert_eq!(Kind::of_name(kind).map(Kind::name), Some(kind));
    }
    // What is no kind, or a kind of which there is nothing, narrows nothing.
    for kind in ["", "nonsense", "principles", "Partners"] {
        assert_eq!(register.page("en", "refugees", Some(kind)), page, "{kind}");
    }
}

#[test]
fn hits_are_marked_in_the_script_of_the_text() {
    let register = Register::shipped();
    let latin = register.page("cnr", "избјеглице", None);
    assert!(latin.contains("<mark>izbjeglice</mark>"));
    let cyrillic = register.page("cnr-cyrl", "izbjeglice", None);
    assert!(cyrillic.contains("<mark>избјеглице</mark>"));
    let english = register.page("en", "refugee", None);
    assert!(english.contains("<mark>refugees</mark>"));
}

#[test]
fn a_hit_in_a_statement_leads_to_the_statement() {
    let register = Register::shipped();
    let found = register.find("en", "Roganović");
    assert!(!found.is_empty());
    let statement = found
        .iter()
        .find(|found| found.href.contains("#c-"))
        .unwrap();
    let (page, fragment) = statement.href.split_once('#').unwrap();
    let html = &register.snapshot.pages[page].body.identity().bytes;
    let html = std::str::from_utf8(html).unwrap();
    assert!(html.contains(&format!("id=\"{fragment}\"")));
}

#[test]
fn other_languages_are_offered_with_what_they_find() {
    let register = Register::shipped();
    let page = register.page("en", "izbjeglice", None);
    let tags = tags(&page);
    let offers: Vec<_> = tags
        .iter()
        .filter(|tag| tag.name == "a" && tag.attributes.contains_key("hreflang"))
        .filter(|tag| !tag.attributes.contains_key("rel"))
        .map(|tag| (tag.attributes["hreflang"], tag.attributes["href"]))
        .collect();
    assert_eq!(
        offers,
        [
            ("sr-Latn-ME", "/cnr/pretraga/?q=izbjeglice"),
            ("sr-Cyrl-ME", "/cnr-cyrl/pretraga/?q=izbjeglice"),
        ]
    );
}

#[test]
fn nothing_found_offers_ways_on() {
    let register = Register::shipped();
    let page = register.page("en", "Lyectenstain", None);
    assert!(results(&page).is_empty());
    assert!(heading(&page).contains("Lyectenstain"));
    assert!(page.contains("class=\"doors\""));
    assert!(page.contains(&register.catalog.strings["en"].search.blind.text));
    assert!(page.contains("<a href=\"/en/search/?q=Liechtenstein\">Liechtenstein</a>"));
    let page = register.page("en", "–!?", None);
    assert!(results(&page).is_empty());
}

#[test]
fn another_register_in_other_languages_is_searched_the_same_way() {
    let register = Register::minimal();
    for (language, question, first) in [
        ("pl", "twp", "towarzystwa/test-island/"),
        (
            "pl",
            "Towarzystwo Wyspy Probnej",
            "towarzystwa/test-island/",
        ),
        ("pl", "ΕΔΝ", "towarzystwa/test-island/"),
        ("pl", "lodzie ratunkowe", "towarzystwa/test-island/"),
        ("pl", "lipiec 2024", "wydarzenia/regatta/"),
        ("pl", "6 lipca 2024", "wydarzenia/regatta/"),
        ("el", "αγωνες", "gegonota/regatta/"),
        ("el", "ΑΓΩΝΕΣ", "gegonota/regatta/"),
        ("el", "Ιούλιος 2024", "gegonota/regatta/"),
        ("el", "agones", "gegonota/regatta/"),
        ("el-latn", "Αγώνες", "gegonota/regatta/"),
        ("el-latn", "agones dyo nision", "gegonota/regatta/"),
    ] {
        let found = register.hrefs(language, question);
        assert_eq!(
            found.first().map(String::as_str),
            Some(first),
            "{language}: {question}"
        );
    }
}
