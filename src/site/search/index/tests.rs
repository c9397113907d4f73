use super::super::document::{Document, Passage};
use super::super::fold::Folding;
use super::*;
use crate::site::test_register;

fn index(titles: &[&str]) -> Index {
    let documents = titles.iter().map(|title| Document {
        title: (*title).to_owned(),
        passages: vec![Passage::from("Wspólny tekst o łodziach.")],
        ..Document::default()
    });
    let register = test_register();
    Index::new(&Folding::new(&register.languages, 0), documents.collect())
}

#[test]
fn words_lead_to_the_documents_that_they_stand_in() {
    let index = index(&["Łódź", "Latarnia", "Łodzie i latarnia"]);
    let docs = |term: &str| -> Vec<u32> {
        let term = index.exact(term);
        let postings = term.map_or(&[][..], |term| index.postings(term));
        postings.iter().map(|posting| posting.doc).collect()
    };
    assert_eq!(docs("lodz"), [0]);
    assert_eq!(docs("latarnia"), [1, 2]);
    assert_eq!(docs("lodziach"), [0, 1, 2]);
    assert_eq!(docs("morze"), [0_u32; 0]);
    let beginning: Vec<_> = index
        .beginning("lod")
        .map(|term| index.term(term))
        .collect();
    assert_eq!(beginning, ["lodz", "lodziach", "lodzie"]);
    assert_eq!(index.beginning("").len(), index.vocabulary());
}

#[test]
fn segments_hold_the_words_in_their_order() {
    let index = index(&["Latarnia", "Dwie łodzie"]);
    let segments: Vec<Vec<&str>> = index
        .segments(1)
        .map(|segment| segment.iter().map(|term| index.term(*term)).collect())
        .collect();
    assert_eq!(
        segments,
        [
            vec!["dwie", "lodzie"],
            vec!["wspolny", "tekst", "o", "lodziach"]
        ]
    );
}

#[test]
fn an_index_of_nothing_finds_nothing() {
    let index = Index::new(&Folding::new(&[], 0), Vec::new().into());
    assert_eq!(index.exact("a"), None);
    assert!(index.beginning("a").is_empty());
    assert!(index.names("").is_empty());
}
