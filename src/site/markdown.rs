//! Prose in Markdown, as HTML.
//!
//! Events are filtered before they are written, so nothing needs cleaning
//! afterwards: raw HTML and pictures never pass (pictures would be requests to
//! somebody else), links lead to where the register knows they may, and
//! headings stay below the page's own.

use super::edition::Edition;
use super::route::Section;
use crate::content::catalog::{EntityKind, EntityRef};
use crate::content::markdown_options;
use crate::locale::{Grammar, Typesetter};
use pulldown_cmark::{
    CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, TextMergeStream, html,
};
use std::fmt;

mod plain;
#[cfg(test)]
mod tests;

pub use plain::plain_text;

/// HTML that the renderer wrote; templates take it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose(String);

impl fmt::Display for Prose {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Prose {}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination<'a> {
    /// A place in the register.
    Inside(Reference<'a>),
    /// An address on the web, or of a letter box.
    Outside(&'a str),
    /// Anything else: a scheme that is not allowed, a path on some server, a
    /// reference to nothing. What it says is shown without a link.
    Nowhere,
}

/// A place in the register, as content names it after `ref:`. That it exists
/// is not yet said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference<'a> {
    /// The home page: `ref:home`.
    Home,
    /// The index of a section: `ref:partners`, `ref:status`.
    Section(Section),
    /// An entity, and perhaps one of its statements: `ref:partners/id#claim`.
    Entity(EntityRef<'a>, Option<&'a str>),
}

impl<'a> Reference<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (path, claim) = match text.split_once('#') {
            Some((path, claim)) => (path, Some(claim)),
            None => (text, None),
        };
        if let Some((folder, id)) = path.split_once('/') {
            let kind = EntityKind::of_folder(folder)?;
            return Some(Self::Entity(EntityRef { kind, id }, claim));
        }
        if path == "home" {
            return Some(Self::Home);
        }
        Section::of_name(path).map(Self::Section)
    }
}

impl<'a> Destination<'a> {
    /// Reads the destination of a link. Only what is plainly harmless passes:
    /// schemes know no case (RFC 3986 section 3.1) and browsers drop white
    /// space and control characters, so a list of what is harmful would leak.
    pub fn of(text: &'a str) -> Self {
        if let Some(reference) = text.strip_prefix("ref:") {
            return Reference::parse(reference).map_or(Self::Nowhere, Self::Inside);
        }
        let harmless = ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        if harmless && !text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            Self::Outside(text)
        } else {
            Self::Nowhere
        }
    }
}

/// Renders prose. `label` names what must be scrolled sideways to screen
/// readers.
pub fn render(edition: &Edition<'_>, text: &str, label: &str) -> Prose {
    render_below(edition, text, label, 1)
}

/// Renders prose below a heading of this level.
pub fn render_below(edition: &Edition<'_>, text: &str, label: &str, level: usize) -> Prose {
    let resolve = |reference: Reference<'_>| edition.routes.reference(reference, edition.index);
    render_with(
        &edition.language.grammar,
        text,
        Place { label, level },
        &resolve,
    )
}

/// Where prose stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Names what must be scrolled sideways.
    label: &'a str,
    /// The level of the heading above it.
    level: usize,
}

fn render_with(
    grammar: &Grammar,
    text: &str,
    Place { label, level }: Place<'_>,
    resolve: &dyn Fn(Reference<'_>) -> Option<String>,
) -> Prose {
    let passed = Parser::new_ext(text, markdown_options()).filter_map(|event| match event {
        Event::Html(_)
        | Event::InlineHtml(_)
        | Event::Start(Tag::HtmlBlock | Tag::Image { .. })
        | Event::End(TagEnd::HtmlBlock | TagEnd::Image) => None,
        // A quotation may run over the end of a line.
        Event::SoftBreak => Some(Event::Text(" ".into())),
        other => Some(other),
    });
    let mut writer = Writer {
        grammar,
        label,
        resolve,
        typesetter: Typesetter::new(grammar),
        top: top_heading(text),
        above: level,
        level,
        verbatim: false,
        head: false,
        link: None,
    };
    let events = TextMergeStream::new(passed).map(|event| writer.event(event));
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut out, events);
    Prose(out)
}

/// The highest level of heading that the text uses.
pub(super) fn top_heading(text: &str) -> HeadingLevel {
    Parser::new_ext(text, markdown_options())
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(level),
            _ => None,
        })
        .min()
        .unwrap_or(HeadingLevel::H2)
}

/// A link that has begun and not ended.
struct OpenLink {
    /// The host, to be shown unless the words of the link have it.
    host: Option<String>,
    words: String,
    shown: bool,
}

struct Writer<'a, 'g> {
    grammar: &'g Grammar,
    label: &'a str,
    resolve: &'a dyn Fn(Reference<'_>) -> Option<String>,
    typesetter: Typesetter<'g>,
    top: HeadingLevel,
    /// The level of the heading above the text.
    above: usize,
    /// The level of the heading before this place.
    level: usize,
    /// Inside a block of code.
    verbatim: bool,
    /// Inside the head of a table.
    head: bool,
    link: Option<OpenLink>,
}

impl Writer<'_, '_> {
    fn event<'e>(&mut self, event: Event<'e>) -> Event<'e> {
        match event {
            Event::Text(text) if self.verbatim => Event::Text(text),
            Event::Text(text) => {
                let set = self.typesetter.run(&text).into_owned();
                if let Some(link) = &mut self.link {
                    link.words.push_str(&set);
                }
                Event::Text(set.into())
            }
            Event::Code(code) => {
                self.typesetter.pass(&code);
                if let Some(link) = &mut self.link {
                    link.words.push_str(&code);
                }
                Event::Code(code)
            }
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            other => other,
        }
    }

    fn start<'e>(&mut self, tag: Tag<'e>) -> Event<'e> {
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => own(self.open_link(link_type, &dest_url)),
            Tag::Heading { level, id, .. } => {
                self.typesetter = Typesetter::new(self.grammar);
                let below = self.above + 1 + (level as usize - self.top as usize);
                self.level = below.min(self.level + 1).min(6);
                own(match id {
                    Some(id) => format!("<h{} id=\"{}\">", self.level, escape(&id)),
                    None => format!("<h{}>", self.level),
                })
            }
            // Keyboards must be able to scroll what does not fit (WCAG 2.1.1).
            Tag::Table(_) => own(format!(
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table>",
                escape(self.label)
            )),
            Tag::TableHead => {
                self.head = true;
                own("<thead><tr>".to_owned())
            }
            Tag::TableRow => own("<tr>".to_owned()),
            Tag::TableCell => {
                self.typesetter = Typesetter::new(self.grammar);
                own(if self.head {
                    "<th scope=\"col\">"
                } else {
                    "<td>"
                }
                .to_owned())
            }
            Tag::CodeBlock(kind) => {
                self.verbatim = true;
                Event::Start(Tag::CodeBlock(kind))
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => Event::Start(tag),
            // Any other is a block of its own: a quotation does not cross it.
            _ => {
                self.typesetter = Typesetter::new(self.grammar);
                Event::Start(tag)
            }
        }
    }

    fn end<'e>(&mut self, end: TagEnd) -> Event<'e> {
        match end {
            TagEnd::Link => own(self.close_link()),
            TagEnd::Heading(_) => own(format!("</h{}>\n", self.level)),
            TagEnd::Table => own("</tbody></table></div>\n".to_owned()),
            TagEnd::TableHead => {
                self.head = false;
                own("</tr></thead><tbody>\n".to_owned())
            }
            TagEnd::TableRow => own("</tr>\n".to_owned()),
            TagEnd::TableCell => own(if self.head { "</th>" } else { "</td>" }.to_owned()),
            TagEnd::CodeBlock => {
                self.verbatim = false;
                Event::End(end)
            }
            _ => Event::End(end),
        }
    }

    fn open_link(&mut self, link_type: LinkType, destination: &str) -> String {
        let mail;
        let destination = if link_type == LinkType::Email {
            mail = format!("mailto:{destination}");
            &mail
        } else {
            destination
        };
        let (href, host) = match Destination::of(destination) {
            Destination::Inside(reference) => ((self.resolve)(reference), None),
            Destination::Outside(address) => (Some(address.to_owned()), host(address)),
            Destination::Nowhere => (None, None),
        };
        let tag = match (&href, &host) {
            (Some(href), Some(_)) => format!("<a href=\"{}\" rel=\"external\">", escape(href)),
            (Some(href), None) => format!("<a href=\"{}\">", escape(href)),
            (None, _) => String::new(),
        };
        self.link = Some(OpenLink {
            host,
            words: String::new(),
            shown: href.is_some(),
        });
        tag
    }

    fn close_link(&mut self) -> String {
        match self.link.take() {
            Some(OpenLink {
                shown: true,
                host: Some(host),
                words,
            }) if !words.contains(&host) => {
                format!("</a> ({})", escape(&host))
            }
            Some(OpenLink { shown: true, .. }) => "</a>".to_owned(),
            _ => String::new(),
        }
    }
}

/// HTML that this module wrote.
fn own<'e>(html: String) -> Event<'e> {
    Event::InlineHtml(CowStr::from(html))
}

/// The name of the machine in a web address, without `www.`.
fn host(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest
        .split(['/', '?', '#'])
        .next()
        .filter(|host| !host.is_empty())?;
    scheme
        .starts_with("http")
        .then(|| host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
