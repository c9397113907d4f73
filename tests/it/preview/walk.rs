//! Every row of every page of the shipped register, as its preview shows it.

use crate::support::content::{Folder, project};
use crate::support::program::Program;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Rows that stand nowhere in the register, since they are made from all of
/// it: by what they hold.
const MADE: [(&str, &str); 4] = [
    // Statements by confidence, records by kind, texts by language.
    ("a number of the status page", "<td data-label="),
    ("how many of each column a table has", "<th scope=\"row\">"),
    ("a link to years, in English", "/timeline/"),
    ("a link to years, in Montenegrin", "/vremenska-linija/"),
];

/// Pages whose rows are words of the interface: what files there are, and how
/// to search.
const OF_WORDS: [&str; 4] = ["/data/", "/podaci/", "/search/", "/pretraga/"];

/// A row of a page.
struct Row<'m> {
    tag: &'m str,
    /// What follows on the tag.
    after: &'m str,
    /// The label of a key fact.
    fact: Option<&'m str>,
}

/// The rows of a page: of lists, of tables, of terms, running text and places.
fn rows(main: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut in_facts = false;
    let mut in_terms = false;
    let mut in_places = false;
    for (at, _) in main.match_indices('<') {
        let rest = &main[at..];
        let (tag, after) = rest.split_once('>').unwrap();
        if tag.starts_with("<dl class=\"facts") || tag.starts_with("<dl class=\"list") {
            in_facts = tag.starts_with("<dl class=\"facts\"");
            in_terms = true;
        } else if tag == "</dl" {
            (in_facts, in_terms) = (false, false);
        } else if tag.starts_with("<ul class=\"places") {
            in_places = true;
        } else if tag == "</section" {
            in_places = false;
        }
        let is_row = tag.starts_with("<li class=\"row")
            || (tag.starts_with("<tr") && !after.starts_with("<th scope=\"col\""))
            || (in_terms && tag.starts_with("<div class=\"row"))
            || (in_places && tag.starts_with("<li"))
            || tag.starts_with("<div class=\"row head")
            || tag.starts_with("<div class=\"row locator")
            || (tag.starts_with("<div class=\"row") && after.starts_with("<div class=\"st prose"));
        if is_row {
            let label = after.strip_prefix("<dt class=\"key\">");
            let label = label.and_then(|rest| rest.split("</dt>").next());
            rows.push(Row {
                tag,
                after,
                fact: label.filter(|_| in_facts),
            });
        }
    }
    rows
}

/// What a row holds, up to the next.
fn held(after: &str) -> &str {
    let ends = ["<li class=\"row", "<tr", "</section", "</table"];
    let end = ends.into_iter().filter_map(|end| after.find(end)).min();
    &after[..end.unwrap_or(after.len())]
}

fn place(tag: &str) -> Option<&str> {
    let (_, rest) = tag.split_once(" data-place=\"")?;
    rest.split_once('"').map(|(place, _)| place)
}

/// Whether a line is the first of a record, where its name stands.
fn is_beginning(file: &str, line: &str) -> bool {
    let text = fs::read_to_string(project().join(file)).unwrap();
    let line = text.lines().nth(line.parse::<usize>().unwrap() - 1);
    line.is_some_and(|line| line.starts_with("name.") || line.starts_with("title."))
}

/// The page at each address of the site map.
fn pages(program: &Program) -> BTreeMap<String, String> {
    let map = program.get("/sitemap.xml").body;
    let addresses = map.split("<loc>").skip(1);
    let addresses = addresses.map(|rest| rest.split("</loc>").next().unwrap().to_owned());
    let addresses: BTreeSet<String> = addresses.collect();
    let pages = addresses.into_iter().map(|path| {
        let page = program.get(&path).body;
        let (_, main) = page.split_once("<main").unwrap();
        let main = main.split("</main>").next().unwrap().to_owned();
        (path, main)
    });
    pages.collect()
}

#[test]
fn every_row_of_the_shipped_register_says_where_it_is_written() {
    let program = Program::serve(project(), &["--preview"]);
    let mut placed = 0;
    let mut made = BTreeMap::<&str, usize>::new();
    let mut missing = Vec::new();
    let mut derived = BTreeSet::new();
    for (path, main) in pages(&program) {
        let of_words = OF_WORDS.iter().any(|page| path.ends_with(page));
        for Row { tag, after, fact } in rows(&main).into_iter().filter(|_| !of_words) {
            if let Some(place) = place(tag) {
                let (file, line) = place.rsplit_once(':').unwrap();
                assert!(file.ends_with(".toml"), "{path}: {place}");
                assert!(line.parse::<usize>().is_ok_and(|line| line > 0), "{place}");
                placed += 1;
                let fact = fact.filter(|_| path.starts_with("/en/") && !tag.contains("id=\""));
                if let Some(label) = fact.filter(|_| is_beginning(file, line)) {
                    derived.insert(label.to_owned());
                }
                continue;
            }
            let held = held(after);
            match MADE.iter().find(|(_, part)| held.contains(part)) {
                Some((reason, _)) => *made.entry(reason).or_default() += 1,
                None => {
                    let start: String = held.chars().take(160).collect();
                    missing.push(format!("{path}: {tag}>{start}"));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} rows:\n{}",
        missing.len(),
        missing.join("\n")
    );
    assert!(placed > 1000, "only {placed} rows");
    // What has no key of its own has the place of a record: an event without a date its
    // own; a network that somebody leads, and a body that publishes, theirs.
    let expected = [
        "Chairs",
        "Date",
        "National Society",
        "Network",
        "Partner",
        "Runs",
    ];
    assert!(derived.iter().eq(&expected), "{derived:?}");
    for (reason, _) in MADE {
        assert!(made.contains_key(reason), "no page has {reason}");
    }
}

#[test]
fn a_key_fact_says_the_line_of_its_key() {
    let folder = Folder::with_minimal();
    let program = Program::serve(folder.path(), &["--preview"]);
    // A label of the page, and how the line begins that it comes from.
    let facts = [
        ("/pl/partnerzy/lighthouse/", "Forma", "form = "),
        ("/pl/partnerzy/lighthouse/", "Od", "since = "),
        ("/pl/partnerzy/lighthouse/", "Siedziba", "seat = "),
    ];
    for (path, label, expected) in facts {
        let page = program.get(path).body;
        let row = page.split("<div class=\"row\"");
        let row = row
            .skip(1)
            .find(|row| row.contains(&format!("<dt class=\"key\">{label}</dt>")));
        let row = row.unwrap_or_else(|| panic!("no {label} in {page}"));
        let (file, line) = place(row).unwrap().rsplit_once(':').unwrap();
        let (_, file) = file.rsplit_once("content/").unwrap();
        let text = fs::read_to_string(folder.content().join(file)).unwrap();
        let line = text
            .lines()
            .nth(line.parse::<usize>().unwrap() - 1)
            .unwrap();
        assert!(line.starts_with(expected), "{label}: {line}");
    }
}
