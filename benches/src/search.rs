//! Times searches: over the shipped content, and over a made-up register of
//! 10,000 entities in each of its languages, beside the plainest search there
//! is: reading all texts for the words.
//!
//! `benches/search` runs it. Fails if a budget is missed. Times differ from
//! machine to machine; what they are a multiple of says more.

#![expect(clippy::print_stdout, reason = "it prints its table")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on ends")]

use saradnja::content::{Catalog, Origin, load};
use saradnja::locale::Day;
use saradnja::site::assets::{AssetSource, Assets};
use saradnja::site::body::Effort;
use saradnja::site::search::document::{Document, Kind, Passage};
use saradnja::site::search::fold::Folding;
use saradnja::site::search::index::Index;
use saradnja::site::search::query::{Dates, Query};
use saradnja::site::snapshot::Question;
use saradnja::site::{BuildOptions, build};
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Entities of the made-up register, and words of the text of each.
const ENTITIES: usize = 10_000;
const WORDS: usize = 120;

/// Results that a page shows at most.
const SHOWN: usize = 50;

/// What a search may take, in microseconds.
const MUST_SHIPPED: u128 = 1_000;
const MUST_LARGE: u128 = 10_000;

/// What is looked for: names, common words, forms, mistakes, phrases, dates.
const QUESTIONS: [&str; 12] = [
    "ENPS",
    "Red Cross",
    "refugees",
    "medjunarodna federacija",
    "међународна",
    "European Network for Psychosocial Support",
    "unhrc",
    "lichtenstien",
    "\"red cross\"",
    "October 2024",
    "iceland andorra qatar bulgaria",
    "zzzzqqqqxxxx",
];

fn main() -> ExitCode {
    let root = env!("CARGO_MANIFEST_DIR");
    let today = Day::new(2026, 11, 23).unwrap();
    let content = format!("{root}/content");
    let catalog = load(Origin::Folder(Path::new(&content)), today)
        .catalog
        .unwrap();
    let shipped = shipped(&catalog, root);
    let large = large(&catalog);
    match shipped && large {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Whole pages over the shipped content, all languages asked.
fn shipped(catalog: &Catalog, root: &str) -> bool {
    let source = AssetSource::Directory(format!("{root}/static").into());
    let assets = Arc::new(Assets::load(&source, Effort::Start).unwrap());
    let snapshot = build(catalog, assets, &BuildOptions::default()).unwrap();
    let begun = Instant::now();
    snapshot.search.prepare();
    println!(
        "shipped content: indexes made in {:.1} ms",
        milliseconds(begun.elapsed())
    );
    println!(
        "{:<44} {:>10}",
        "question (a whole page, every language)", "us"
    );
    let mut worst = 0;
    for text in QUESTIONS {
        let question = Question { text, kind: None };
        let time = median(200, || snapshot.search.render(0, question));
        worst = worst.max(time.as_micros());
        println!("{text:<44} {:>10}", time.as_micros());
    }
    verdict(worst, MUST_SHIPPED)
}

/// The made-up register: the words of the shipped content, put together by
/// chance, but always in the same way.
fn large(catalog: &Catalog) -> bool {
    let mut languages = Vec::new();
    let mut took = Duration::ZERO;
    for (index, language) in catalog.languages.iter().enumerate() {
        let words = words_of(catalog, index);
        let documents = made_up(&words);
        let plain: Vec<String> = documents
            .iter()
            .map(|document| {
                format!("{} {}", document.title, document.passages[0].text).to_lowercase()
            })
            .collect();
        let folding = Folding::new(&catalog.languages, index);
        let dates = Dates::new(&language.grammar, &folding);
        let begun = Instant::now();
        let index = Index::new(&folding, documents.into());
        took += begun.elapsed();
        println!("\n{}: {} different words", language.id, index.vocabulary());
        languages.push((folding, dates, index, plain));
    }
    println!(
        "{ENTITIES} entities x {} languages: indexes made in {:.0} ms, one after the other",
        languages.len(),
        milliseconds(took)
    );
    println!(
        "{:<44} {:>10} {:>10} {:>10} {:>7}",
        "question (results shown, every language)", "found", "us", "scan, us", "x"
    );
    let mut worst = 0;
    for text in QUESTIONS {
        let mut count = 0;
        let time = median(20, || {
            for (place, (folding, dates, index, _)) in languages.iter().enumerate() {
                let query = Query::parse(text, folding, dates);
                if place == 0 {
                    let found = index.search(&query);
                    count = found.hits.len();
                    for hit in found.hits.iter().take(SHOWN) {
                        black_box((index.title(hit.doc, &found), index.snippet(hit.doc, &found)));
                    }
                } else {
                    black_box(index.count(&query));
                }
            }
        });
        let words: Vec<String> = text
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let scan = median(5, || {
            let texts = languages.iter().flat_map(|(.., plain)| plain);
            texts
                .filter(|text| words.iter().all(|word| text.contains(word.as_str())))
                .count()
        });
        worst = worst.max(time.as_micros());
        let ratio = scan.as_secs_f64() / time.as_secs_f64();
        println!(
            "{text:<44} {count:>10} {:>10} {:>10} {ratio:>7.1}",
            time.as_micros(),
            scan.as_micros()
        );
    }
    verdict(worst, MUST_LARGE)
}

fn verdict(worst: u128, must: u128) -> bool {
    let word = if worst <= must { "ok" } else { "MISSED" };
    println!("slowest: {worst} us of {must}: {word}");
    worst <= must
}

/// The words of the statements of the shipped content in one language.
fn words_of(catalog: &Catalog, index: usize) -> Vec<String> {
    let id = &catalog.languages[index].id;
    let claims = catalog
        .claims()
        .map(|found| found.claim.text.in_language(id));
    let names = catalog.bodies().map(|body| body.body.name.in_language(id));
    let texts = claims.chain(names).flat_map(str::split_whitespace);
    texts.map(str::to_owned).collect()
}

fn made_up(words: &[String]) -> Vec<Document> {
    let mut chance = Chance(0x005e_ed0f_a5ea_4c40);
    (0..ENTITIES)
        .map(|number| {
            let mut title = String::new();
            for _ in 0..4 {
                let _ = write!(title, "{} ", chance.pick(words));
            }
            let _ = write!(title, "{number}");
            let mut text = String::new();
            for _ in 0..WORDS {
                // One word in eight is one that hardly any other text has.
                if chance.below(8) == 0 {
                    let (head, tail) = (chance.pick(words), chance.pick(words));
                    let _ = write!(text, "{head}{tail} ");
                } else {
                    let _ = write!(text, "{} ", chance.pick(words));
                }
            }
            Document {
                kind: Some(Kind::ALL[number % Kind::ALL.len()]),
                href: format!("/{number}/"),
                title,
                passages: vec![Passage::from(text.trim())],
                ..Document::default()
            }
        })
        .collect()
}

/// Marsaglia's xorshift: looks like chance and is the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn pick<'w>(&mut self, words: &'w [String]) -> &'w str {
        &words[self.below(words.len())]
    }
}

fn median<T>(times: usize, mut run: impl FnMut() -> T) -> Duration {
    let mut all: Vec<_> = (0..times)
        .map(|_| {
            let begun = Instant::now();
            black_box(run());
            begun.elapsed()
        })
        .collect();
    all.sort_unstable();
    all[times / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
