//! The permanent address of a statement, and the way to report a mistake in it.

use super::Context;
use super::citing::cut;
use crate::site::chrome::Reporting;
use crate::site::edition::Edition;

/// The beginning of a statement by which it is told from others, in
/// characters, more or less.
const BEGINNING: usize = 40;

/// The same where the statements of all records stand together.
const AMONG_MANY: usize = 120;

/// The link to a statement from where it stands.
#[derive(Debug, Clone)]
pub struct Permalink {
    /// Its name within the page, after `#`.
    pub href: String,
    /// What it is called by those who only hear it: the date that others see,
    /// and the beginning of the statement.
    pub label: String,
    /// Where a mistake in it is reported.
    pub report: Option<Report>,
}

/// Where a mistake in a statement is reported.
#[derive(Debug, Clone)]
pub struct Report {
    /// The address.
    pub href: String,
    /// What it is called by those who only hear it, where each statement has
    /// an address of its own.
    pub label: Option<String>,
    /// Whether it leads out of the site.
    pub outside: bool,
}

impl Permalink {
    /// The link to a statement on another page, of a record of this name. A
    /// mistake in it is reported there.
    pub(super) fn elsewhere(
        edition: &Edition<'_>,
        at: (String, &str),
        date: &str,
        text: &str,
    ) -> Self {
        let (href, name) = at;
        let words = &edition.words.trust.permanent_link;
        let beginning = cut(text, AMONG_MANY);
        Self {
            href,
            label: format!("{date} – {words}: {name}: {beginning}"),
            report: None,
        }
    }
}

/// The link to the statement of this name on the page of `context`. `date` is
/// what others see of the link.
pub(super) fn permalink(
    context: &Context<'_, '_>,
    fragment: &str,
    date: &str,
    text: &str,
) -> Permalink {
    let report = context
        .frame
        .reporting
        .as_ref()
        .map(|reporting| match reporting {
            Reporting::Place { href, outside } => Report {
                href: href.clone(),
                label: None,
                outside: *outside,
            },
            Reporting::Letter { to } => Report {
                href: letter(context, to, fragment),
                label: Some(format!(
                    "{}: {}",
                    context.edition.words.trust.report,
                    cut(text, BEGINNING)
                )),
                outside: false,
            },
        });
    Permalink {
        href: format!("#{fragment}"),
        label: format!(
            "{date} – {}: {}",
            context.edition.words.trust.permanent_link,
            cut(text, BEGINNING)
        ),
        report,
    }
}

/// A letter that names page, statement and release (RFC 6068).
fn letter(context: &Context<'_, '_>, to: &str, fragment: &str) -> String {
    let edition = context.edition;
    let page = edition.href(context.route);
    let statement = format!("{page}#{fragment}");
    let subject = edition
        .words
        .trust
        .report_subject
        .replace("{statement}", &statement);
    let address = edition.routes.absolute(&statement);
    let body = format!("{address}\r\n{}\r\n", context.frame.release);
    let join = if to.contains('?') { '&' } else { '?' };
    format!(
        "{to}{join}subject={}&body={}",
        encoded(&subject),
        encoded(&body)
    )
}

/// The text with every byte that is not unreserved percent-encoded (RFC 6068
/// section 2, RFC 3986 section 2.3).
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                use std::fmt::Write as _;
                write!(out, "%{byte:02X}").expect("writing to memory does not fail");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn what_could_be_taken_for_syntax_is_encoded() {
        assert_eq!(encoded("a-b.c_d~9"), "a-b.c_d~9");
        assert_eq!(
            encoded("/x/#c a&b=?\r\n"),
            "%2Fx%2F%23c%20a%26b%3D%3F%0D%0A"
        );
        assert_eq!(encoded("č"), "%C4%8D");
    }
}
