//! What prose may contain: no HTML, pictures with words, links that lead somewhere.

use super::{Context, Kind};
use crate::content::catalog::EntityKind;
use crate::content::check::Written;
use crate::content::kind::Location;
use crate::content::shape::TextKind;
use crate::diag::{Code, Diagnostic, FileId, Fix, certain, nearest};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// One link or picture of a text.
pub struct Link {
    /// Where it leads.
    pub target: String,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

/// The parts of the site that have no entity behind them, as `ref:` names them.
const SECTIONS: [&str; 12] = [
    "home",
    "partners",
    "societies",
    "networks",
    "memberships",
    "goals",
    "events",
    "principles",
    "glossary",
    "sources",
    "status",
    "pages",
];

/// Every link of a Markdown text, in order.
pub fn links(text: &str) -> Vec<Link> {
    parser(text)
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(Link {
                target: dest_url.into_string(),
                range,
            }),
            _ => None,
        })
        .collect()
}

/// The names that headings of a Markdown text carry: `## Heading {#name}`.
pub fn heading_names(text: &str) -> Vec<String> {
    parser(text)
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Heading { id, .. }) => id.map(|id| id.into_string()),
            _ => None,
        })
        .collect()
}

fn parser(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(text, crate::content::markdown_options()).into_offset_iter()
}

/// Complains of what Markdown texts must not contain.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    for field in &context.findings.texts {
        if field.kind == TextKind::Line {
            for written in &field.written {
                complaints.extend(markup_in_line(context, field.file, written));
            }
        }
        if field.kind != TextKind::Markdown {
            continue;
        }
        for written in &field.written {
            let at = |code, range: Range<usize>, message: String| {
                let span = context.inside(field.file, written, range);
                Diagnostic::new(code, field.file, span, message)
            };
            html_and_pictures(&written.text, &at, &mut complaints);
            for link in links(&written.text) {
                if let Some((code, message, help)) = judge(context, &link.target) {
                    let mut found = at(code, link.range, message).help(help);
                    found.fix = redirected(context, &found, &link.target);
                    complaints.push(found);
                }
            }
        }
    }
    complaints
}

/// HTML and Markdown in a text of one line, which is shown as it stands.
fn markup_in_line(context: &Context<'_>, file: FileId, written: &Written) -> Option<Diagnostic> {
    let text = written.text.as_str();
    let (range, what) = html_tag(text)
        .map(|range| (range, "HTML"))
        .or_else(|| markdown_sign(text).map(|range| (range, "Markdown")))?;
    let short: String = text[range.clone()].chars().take(50).collect();
    let span = context.inside(file, written, range);
    let message = format!("`{short}` is {what}, and visitors would read it as it stands");
    Some(
        Diagnostic::new(Code::RawHtml, file, span, message)
            .help("this text is one plain line: write the words alone"),
    )
}

/// The first tag or character reference (`<b>`, `</p>`, `&amp;`).
fn html_tag(text: &str) -> Option<Range<usize>> {
    text.match_indices(['<', '&']).find_map(|(at, sign)| {
        let inner = text[at + 1..].trim_start_matches(['/', '#']);
        if !inner.starts_with(|first: char| first.is_ascii_alphanumeric()) {
            return None;
        }
        let end = if sign == "<" { '>' } else { ';' };
        let length = text[at..].find(end)? + 1;
        let is_reference = !text[at..at + length].contains(char::is_whitespace);
        (sign == "<" || is_reference).then_some(at..at + length)
    })
}

/// The first link, or words between pairs of stars.
fn markdown_sign(text: &str) -> Option<Range<usize>> {
    if let Some(middle) = text.find("](") {
        let start = text[..middle].rfind('[')?;
        let end = middle + text[middle..].find(')')? + 1;
        return Some(start..end);
    }
    let start = text.find("**")?;
    let length = text[start + 2..].find("**")?;
    Some(start..start + 2 + length + 2)
}

fn html_and_pictures(
    text: &str,
    at: &impl Fn(Code, Range<usize>, String) -> Diagnostic,
    complaints: &mut Vec<Diagnostic>,
) {
    let mut picture: Option<(Range<usize>, bool)> = None;
    for (event, range) in parser(text) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let short: String = html.trim().chars().take(30).collect();
                complaints.push(
                    at(
                        Code::RawHtml,
                        range,
                        format!("`{short}` is HTML and is not shown"),
                    )
                    .help("write it in Markdown, or take it out"),
                );
            }
            Event::Start(Tag::Image { .. }) => picture = Some((range, false)),
            Event::Text(words) | Event::Code(words) if !words.trim().is_empty() => {
                if let Some((_, described)) = &mut picture {
                    *described = true;
                }
            }
            Event::End(TagEnd::Image) => {
                if let Some((range, false)) = picture.take() {
                    complaints.push(
                        at(
                            Code::MissingAlternativeText,
                            range,
                            "this picture has no words for those who cannot see it".to_owned(),
                        )
                        .help("say what it shows: `![what it shows](address)`"),
                    );
                }
            }
            _ => {}
        }
    }
}

/// What is wrong with a link's target, and how to mend it.
fn judge(context: &Context<'_>, target: &str) -> Option<(Code, String, String)> {
    if let Some(reference) = target.strip_prefix("ref:") {
        let path = reference.split('#').next().unwrap_or_default();
        return internal(context, path);
    }
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    match scheme {
        Some("https" | "http" | "mailto") => None,
        _ if target.starts_with('#') => None,
        Some(scheme) if scheme.chars().all(|letter| letter.is_ascii_alphanumeric()) => Some((
            Code::UnsafeLink,
            format!("a link must not begin with `{scheme}:`"),
            "use an address that begins with `https://`, or `ref:` for a page of this site"
                .to_owned(),
        )),
        _ => Some((
            Code::UnsafeLink,
            format!("`{target}` does not say where it leads"),
            "use an address that begins with `https://`, or `ref:` for a page of this site"
                .to_owned(),
        )),
    }
}

/// The link to the page that was certainly meant.
fn redirected(context: &Context<'_>, found: &Diagnostic, target: &str) -> Option<Fix> {
    let path = target.strip_prefix("ref:")?.split('#').next()?;
    let (folder, id) = path.split_once('/')?;
    let of_folder =
        |kind: &Kind| matches!(kind.location(), Location::Folder(found) if found == folder);
    let ids = context.declared.iter().filter(|(kind, _)| of_folder(kind));
    let meant = certain(id, ids.map(|(_, id)| id.as_str()))?;
    // The place of the id in the link, as the file spells it.
    let text = &context.sources.file(found.file).text;
    let around = text.get(found.span.clone())?;
    let link = format!("ref:{path}");
    let goes_on = |at: usize| {
        let next = around[at + link.len()..].chars().next();
        next.is_some_and(|sign| sign.is_alphanumeric() || sign == '-')
    };
    let mut places = around.match_indices(&link).map(|(at, _)| at);
    let at = places.find(|at| !goes_on(*at))?;
    let start = found.span.start + at + "ref:".len() + folder.len() + 1;
    let label = format!("let it lead to `{folder}/{meant}`");
    Some(Fix::replace(label, start..start + id.len(), meant))
}

fn internal(context: &Context<'_>, path: &str) -> Option<(Code, String, String)> {
    let Some((folder, id)) = path.split_once('/') else {
        if SECTIONS.contains(&path) && path != "pages" {
            return None;
        }
        let help = nearest(path, SECTIONS)
            .unwrap_or_else(|| format!("the parts of the site: {}", SECTIONS.join(", ")));
        return Some((
            Code::DanglingLink,
            format!("there is no part `{path}` of this site"),
            help,
        ));
    };
    let kind = match EntityKind::of_folder(folder) {
        Some(EntityKind::Partner) => Kind::Partner,
        Some(EntityKind::Society) => Kind::Society,
        Some(EntityKind::Network) => Kind::Network,
        Some(EntityKind::Membership) => Kind::Membership,
        Some(EntityKind::Goal) => Kind::Goal,
        Some(EntityKind::Event) => Kind::Event,
        Some(EntityKind::Principle) => Kind::Principle,
        Some(EntityKind::Source) => Kind::Source,
        Some(EntityKind::Page) => Kind::Page,
        None => {
            let help = nearest(folder, SECTIONS)
                .unwrap_or_else(|| "write `ref:<folder>/<file>`".to_owned());
            return Some((
                Code::DanglingLink,
                format!("there is no part `{folder}` of this site"),
                help,
            ));
        }
    };
    if context.declared.contains(&(kind, id.to_owned())) {
        return None;
    }
    let ids = context
        .declared
        .iter()
        .filter(|(found, _)| *found == kind)
        .map(|(_, id)| id.as_str());
    let help = nearest(id, ids)
        .unwrap_or_else(|| format!("the folder `{folder}` has no file `{id}.toml`"));
    Some((
        Code::DanglingLink,
        format!("there is no page `{path}` on this site"),
        help,
    ))
}
