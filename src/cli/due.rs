//! `due`: what is to be reviewed, and when.

use super::{ContentArgs, Outcome, faults, print, values};
use crate::content::catalog::{Catalog, Statement};
use crate::content::{self, Review};
use crate::diag::SourceMap;
use crate::locale::Day;
use crate::site::data::icalendar::{Calendar, compact};
use crate::site::data::identity;
use crate::site::data::signs::folded;
use clap::Args;
use std::fmt::Write as _;

/// How many letters of a statement are shown at most.
const WORDS: usize = 60;

/// List what is to be reviewed, the earliest day first
///
/// Every statement names a day by which somebody looks at it again. This lists
/// them with their places; those whose day has passed are marked as late.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja due
      Everything that has a day of review, late ones first.
  saradnja due --by 2027-06-30
      What is to be reviewed until the end of June 2027.
  saradnja due --ics > reviews.ics
      A calendar file, which most calendars can open. Opened again later, it
      moves the entries that are there instead of adding them once more.

Exit codes: 0 listed, late or not; 1 mistakes in content; 2 could not run.")]
pub(crate) struct DueArgs {
    #[command(flatten)]
    content: ContentArgs,
    /// Only what is due on this day or before, such as 2027-06-30
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    by: Option<Day>,
    /// Write a calendar (RFC 5545) instead of a list
    #[arg(long)]
    ics: bool,
}

pub(super) fn run(args: &DueArgs) -> anyhow::Result<Outcome> {
    let choice = args.content.choose()?;
    let loaded = content::load(choice.origin(), args.content.today());
    let Some(catalog) = &loaded.catalog else {
        return faults(&loaded, "mend these mistakes first: no list can be made");
    };
    let sources = &loaded.sources;
    let all = content::reviews(catalog, sources);
    let wanted: Vec<_> = all
        .iter()
        .filter(|review| args.by.is_none_or(|by| day(review) <= by))
        .collect();
    let text = if args.ics {
        calendar(catalog, sources, &wanted)
    } else {
        list(catalog, sources, &wanted, all.len())
    };
    print(&text)?;
    Ok(Outcome::Done)
}

/// The last day on which the review is in time.
fn day(review: &Review<'_>) -> Day {
    review.statement.review_by.end()
}

fn place(review: &Review<'_>, sources: &SourceMap) -> String {
    let file = sources.file(review.statement.file);
    format!("{}:{}", file.path, file.position(review.span.start).line)
}

/// What it says, in the first language of the register.
fn text<'a>(review: &Review<'a>, catalog: &'a Catalog) -> &'a str {
    let first = catalog.languages.first();
    first.map_or("", |language| {
        review.statement.text.in_language(&language.id)
    })
}

/// The first words of a text.
fn beginning(text: &str) -> String {
    let text = folded(text);
    if text.chars().count() <= WORDS {
        return text.into_owned();
    }
    let cut: String = text.chars().take(WORDS).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '.']))
}

fn list(catalog: &Catalog, sources: &SourceMap, reviews: &[&Review<'_>], of: usize) -> String {
    let places: Vec<_> = reviews.iter().map(|it| place(it, sources)).collect();
    let widest = places.iter().map(|place| place.chars().count()).max();
    let widest = widest.unwrap_or_default();
    let mut out = String::new();
    let mut late = 0;
    for (review, place) in reviews.iter().zip(places) {
        let is_late = day(review) < catalog.today;
        late += usize::from(is_late);
        let mark = if is_late { "late" } else { "" };
        let words = beginning(text(review, catalog));
        writeln!(out, "{}  {mark:4}  {place:widest$}  {words}", day(review))
            .expect("memory takes everything");
    }
    let verb = if late == 1 { "is" } else { "are" };
    writeln!(
        out,
        "{} of {of} statements, {late} {verb} late on {}",
        reviews.len(),
        catalog.today
    )
    .expect("memory takes everything");
    out
}

/// One entry of a whole day for each statement, on the last day in time. Its
/// name stays when the day is moved, so that calendars move the entry too.
fn calendar(catalog: &Catalog, sources: &SourceMap, reviews: &[&Review<'_>]) -> String {
    let mut out = Calendar::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    let organisation = &catalog.site.organisation;
    out.line(&format!("PRODID:-//saradnja//{organisation}//EN"));
    out.line("CALSCALE:GREGORIAN");
    out.text("NAME", "Reviews of the register");
    out.text("X-WR-CALNAME", "Reviews of the register");
    for review in reviews {
        let statement = &review.statement;
        let (folder, id) = (statement.entity.kind.folder(), statement.entity.id);
        let which = match statement.statement {
            Statement::Claim(_, id) => id,
            // No id has such a sign.
            Statement::Relation | Statement::Membership => "#",
        };
        let name = identity::uuid(catalog, &["review", folder, id, which]);
        let whole = text(review, catalog);
        out.line("BEGIN:VEVENT");
        out.line(&format!("UID:{name}"));
        out.line(&format!("DTSTAMP:{}T000000Z", compact(catalog.today)));
        out.line(&format!("DTSTART;VALUE=DATE:{}", compact(day(review))));
        out.text("SUMMARY", &format!("Review {id}: {}", beginning(whole)));
        let description = format!("{whole}\n{}", place(review, sources));
        out.text("DESCRIPTION", &description);
        out.line("TRANSP:TRANSPARENT");
        out.line("END:VEVENT");
    }
    out.line("END:VCALENDAR");
    out.finish()
}
