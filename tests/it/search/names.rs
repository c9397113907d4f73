//! Every body is found by every name that it is known by.

use super::Register;
use rayon::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Known {
    body: Vec<Body>,
}

#[derive(Deserialize)]
struct Body {
    /// Folder and file.
    file: String,
    names: Vec<String>,
}

fn known() -> Vec<Body> {
    let text = include_str!("../../search/names.toml");
    let known: Known = toml::from_str(text).unwrap();
    known.body
}

/// The text without accents, as people write it who have no key for them.
fn without_accents(text: &str, dj: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let letters = [("đ", dj), ("ø", "o"), ("ı", "i"), ("ð", "d")];
    letters
        .iter()
        .fold(plain, |text, (letter, plain)| text.replace(letter, plain))
}

#[test]
fn every_name_is_found_first_or_second_however_it_is_written() {
    let register = Register::shipped();
    let known = known();
    assert_eq!(
        known.len(),
        register.catalog.bodies().count(),
        "the names of every body"
    );
    let mut questions = Vec::new();
    for body in &known {
        let (folder, id) = body.file.split_once('/').unwrap();
        let found = register.catalog.body(id).expect("the body exists");
        assert_eq!(
            saradnja::content::catalog::EntityKind::from(found.kind).folder(),
            folder
        );
        for name in &body.names {
            let mut ways = vec![
                name.clone(),
                name.to_uppercase(),
                without_accents(name, "dj").to_lowercase(),
                without_accents(name, "d").to_lowercase(),
            ];
            ways.sort();
            ways.dedup();
            for language in &register.snapshot.languages {
                let section = register.catalog.languages[register.language(language.id.as_str())]
                    .sections
                    .named()
                    .into_iter()
                    .find(|(key, _)| *key == folder)
                    .map(|(_, section)| format!("{section}/{id}/"))
                    .unwrap();
                questions.extend(ways.iter().map(|way| {
                    (
                        language.id.as_str().to_owned(),
                        way.clone(),
                        section.clone(),
                    )
                }));
            }
        }
    }
    assert!(questions.len() > 1_000);
    let missed: Vec<_> = questions
        .par_iter()
        .filter_map(|(language, way, expected)| {
            let found = register.hrefs(language, way);
            let place = found.iter().position(|href| href == expected);
            let seen: Vec<_> = found.into_iter().take(3).collect();
            (!matches!(place, Some(0 | 1)))
                .then(|| format!("{language} {way:?}: {expected} at {place:?}, first {seen:?}"))
        })
        .collect();
    assert!(missed.is_empty(), "{}\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn names_that_editors_added_are_found_too() {
    let register = Register::shipped();
    for body in register.catalog.bodies() {
        for variant in &body.body.variants {
            for language in &register.snapshot.languages {
                let found = register.hrefs(language.id.as_str(), variant);
                let place = found
                    .iter()
                    .position(|href| href.ends_with(&format!("/{}/", body.id)));
                assert!(matches!(place, Some(0 | 1)), "{variant} in {}", language.id);
            }
        }
    }
}
