use super::super::document::{Document, OtherName, Passage};
use super::super::fold::Folding;
use super::super::query::{Dates, Query};
use super::*;
use crate::site::test_register;

fn document(title: &str, passages: &[&str]) -> Document {
    Document {
        title: title.to_owned(),
        passages: passages.iter().map(|text| Passage::from(*text)).collect(),
        ..Document::default()
    }
}

/// The title and the snippet of the only document, hits in brackets.
fn shown(document: Document, asked: &str) -> (String, String) {
    let register = test_register();
    let folding = Folding::new(&register.languages, 0);
    let dates = Dates::new(&register.languages[0].grammar, &folding);
    let index = Index::new(&folding, vec![document].into());
    let found = index.search(&Query::parse(asked, &folding, &dates));
    let write = |pieces: Vec<Piece>| -> String {
        let piece = |piece: Piece| match piece.is_hit {
            true => format!("[{}]", piece.text),
            false => piece.text,
        };
        pieces.into_iter().map(piece).collect()
    };
    let snippet = index.snippet(0, &found).map(|snippet| snippet.pieces);
    (
        write(index.title(0, &found)),
        write(snippet.unwrap_or_default()),
    )
}

#[test]
fn hits_are_marked_as_the_text_writes_them() {
    let text = "Ομάδα διάσωσης, ΟΜΑΔΑ; omada.";
    let (title, snippet) = shown(document("Łódź i ŁÓDŹ", &[text]), "lodz omáda");
    assert_eq!(title, "[Łódź] i [ŁÓDŹ]");
    assert_eq!(snippet, "[Ομάδα] διάσωσης, [ΟΜΑΔΑ]; [omada].");
}

#[test]
fn the_passage_with_most_of_the_words_is_shown() {
    let passages = ["jedna łódź", "łódź na morzu", "nic"];
    assert_eq!(
        shown(document("x", &passages), "łódź morzu").1,
        "[łódź] na [morzu]"
    );
    assert_eq!(shown(document("x", &passages), "x").1, "jedna łódź");
    assert_eq!(shown(document("x", &[]), "x").1, "");
}

#[test]
fn a_name_that_is_not_used_here_is_shown_when_it_was_looked_for() {
    let mut found = document("Latarnia", &["Świeci."]);
    found.names = vec![OtherName {
        text: "Φάρος του νησιού".to_owned(),
        lang: Some("el".to_owned()),
    }];
    assert_eq!(shown(found.clone(), "faros").1, "[Φάρος] του νησιού");
    assert_eq!(shown(found, "latarnia").1, "Świeci.");
}

#[test]
fn long_texts_are_cut_at_words_around_the_first_hit() {
    let text = format!(
        "{}morze {}",
        "raz dwa trzy ".repeat(30),
        "pięć sześć ".repeat(40)
    );
    let (_, snippet) = shown(document("x", &[&text]), "morze");
    assert!(snippet.starts_with("… "), "{snippet}");
    assert!(snippet.ends_with(" …"), "{snippet}");
    assert!(snippet.contains(" [morze] pięć"), "{snippet}");
    let length = snippet.chars().count();
    assert!((150..=LENGTH + 8).contains(&length), "{length}: {snippet}");
    for word in snippet.split(' ') {
        let words = ["…", "raz", "dwa", "trzy", "[morze]", "pięć", "sześć"];
        assert!(words.contains(&word), "{word:?} in {snippet}");
    }
    let one = "a".repeat(1_000);
    let (_, snippet) = shown(document("x", &[&one]), "x");
    assert!(snippet.chars().count() <= LENGTH + 2, "{snippet}");
}
