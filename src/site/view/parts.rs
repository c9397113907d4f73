//! The values that templates show, ready to be written.

use super::terms::Rich;

/// A date for machines and for people.
#[derive(Debug, Clone)]
pub struct Time {
    /// ISO 8601, as exact as the date is.
    pub iso: String,
    /// In the words of the language.
    pub words: String,
}

/// A sentence with a date in it.
#[derive(Debug, Clone)]
pub struct Dated {
    /// What stands before the date.
    pub before: String,
    /// The date.
    pub time: Time,
    /// What stands after it.
    pub after: String,
}

impl Dated {
    /// The sentence without markup.
    pub fn plain(&self) -> String {
        format!("{}{}{}", self.before, self.time.words, self.after)
    }
}

/// A date or a span of time, its year set apart.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The first day of it in ISO 8601, as exact as it is known.
    pub iso: String,
    /// What stands before the year.
    pub before: String,
    /// The year.
    pub year: String,
    /// What stands after the year.
    pub after: String,
}

/// A link within the site.
#[derive(Debug, Clone)]
pub struct Link {
    /// The address.
    pub href: String,
    /// The words.
    pub text: String,
}

/// Words that may be a link, and may be in another language.
#[derive(Debug, Clone, Default)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// Where they lead within the site.
    pub href: Option<String>,
    /// Where they lead outside of it.
    pub outside: Option<String>,
    /// The language they are in, if it is not the page's.
    pub lang: Option<String>,
}

impl Phrase {
    /// Words and nothing else.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The words in pieces between which a line may end: an address may be
    /// longer than a line, and has no spaces.
    pub fn pieces(&self) -> impl Iterator<Item = &str> {
        self.text.split_inclusive(['/', '_', '?', '&', '='])
    }
}

impl From<Link> for Phrase {
    fn from(link: Link) -> Self {
        Self {
            href: Some(link.href),
            ..Self::plain(link.text)
        }
    }
}

/// Above everything: what the page is about.
#[derive(Debug, Default)]
pub struct Title {
    /// In the key: what it is, in a word.
    pub key: String,
    /// The heading.
    pub heading: String,
    /// Whether the heading is so long that it is set smaller.
    pub long: bool,
    /// The abbreviation.
    pub abbreviation: Option<String>,
    /// The name in its own language, with that language.
    pub own_name: Option<(String, String)>,
    /// One or two sentences.
    pub lead: Option<String>,
    /// Lines of evidence.
    pub notes: Vec<String>,
    /// How many reviews are overdue, with a link to the first.
    pub late: Option<Link>,
    /// The relation or the record has ended.
    pub former: Option<Flag>,
}

/// A heading of more characters than this is set smaller.
const LONG_HEADING: usize = 44;

impl Title {
    /// A title block with a key and a heading.
    pub fn new(key: impl Into<String>, heading: &str) -> Self {
        Self {
            key: key.into(),
            heading: heading.to_owned(),
            long: heading.chars().count() > LONG_HEADING,
            ..Self::default()
        }
    }

    /// The same with a lead.
    #[must_use]
    pub fn lead(mut self, lead: &str) -> Self {
        self.lead = Some(lead.to_owned());
        self
    }

    /// The same with one more line of evidence.
    #[must_use]
    pub fn note(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }
}

/// A badge: words, perhaps with a date in them.
#[derive(Debug, Clone, Default)]
pub struct Flag {
    /// What stands before the date, or all of it.
    pub before: String,
    /// The date.
    pub time: Option<Time>,
    /// What stands after the date.
    pub after: String,
    /// Why, beside the badge.
    pub reason: Option<String>,
}

impl From<String> for Flag {
    fn from(before: String) -> Self {
        Self {
            before,
            ..Self::default()
        }
    }
}

impl From<Dated> for Flag {
    fn from(dated: Dated) -> Self {
        Self {
            before: dated.before,
            time: Some(dated.time),
            after: dated.after,
            reason: None,
        }
    }
}

/// One key fact.
#[derive(Debug, Default)]
pub struct Fact {
    /// Its name within the page, when something links to it.
    pub id: Option<&'static str>,
    /// The term.
    pub term: String,
    /// A date by which the row is linked to, before the values.
    pub date: Option<Time>,
    /// Running text, before the values.
    pub text: Option<Rich>,
    /// The values.
    pub values: Vec<Phrase>,
    /// The review of it is overdue.
    pub late: Option<Dated>,
    /// It has ended.
    pub former: Option<Flag>,
    /// Where it comes from.
    pub evidence: Option<super::evidence::Evidence>,
}

impl Fact {
    /// A term with one value.
    pub fn new(term: &str, value: impl Into<Phrase>) -> Self {
        Self::list(term, vec![value.into()])
    }

    /// The permanent address of the row.
    pub fn link(&self) -> Option<&super::permalink::Permalink> {
        self.evidence.as_ref()?.link.as_ref()
    }

    /// A term with several values.
    pub fn list(term: &str, values: Vec<Phrase>) -> Self {
        Self {
            term: term.to_owned(),
            values,
            ..Self::default()
        }
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

impl From<&str> for Phrase {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

/// A part of a page with a heading.
#[derive(Debug)]
pub struct Section<T> {
    /// Its name within the page.
    pub id: String,
    /// The heading.
    pub heading: String,
    /// How many there are, or what else stands in the key.
    pub key: String,
    /// Whether the heading is only for those who hear the page: it says no more
    /// than the title does.
    pub quiet: bool,
    /// What it holds. A section with nothing in it is not shown.
    pub rows: Vec<T>,
}

impl<T> Section<T> {
    /// A section with a count in its key.
    pub fn new(id: impl Into<String>, heading: &str, key: String, rows: Vec<T>) -> Self {
        Self {
            id: id.into(),
            heading: heading.to_owned(),
            key,
            quiet: false,
            rows,
        }
    }

    /// The only section of a page, whose heading repeats the title.
    pub fn only(heading: &str, rows: Vec<T>) -> Self {
        Self {
            quiet: true,
            ..Self::new("all", heading, String::new(), rows)
        }
    }
}

/// One row of an index.
#[derive(Debug, Default)]
pub struct Row {
    /// Its name within the page, when something links to it.
    pub id: Option<String>,
    /// In the key.
    pub key: String,
    /// What the row is about.
    pub name: Phrase,
    /// Lines below it.
    pub lines: Vec<Phrase>,
    /// It has ended.
    pub former: Option<Flag>,
    /// Lines of evidence.
    pub notes: Vec<String>,
    /// Where it comes from.
    pub evidence: Option<super::evidence::Evidence>,
}

/// The text with a full stop at its end, unless it has an end of its own.
pub(super) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The text with a capital at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters.as_str().chars()).collect()
}
