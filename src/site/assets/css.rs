//! The two things done to style sheets: leaving out what only authors read,
//! and pointing `url()` at fingerprinted names.
//!
//! A full minifier saves less than 200 bytes after Brotli, so there is none.

/// Leaves out comments, indentation and empty lines. Strings keep every
/// character.
pub(super) fn compact(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/', '\n']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match rest.as_bytes()[0] {
            b'/' if rest.starts_with("/*") => {
                // An unclosed comment goes on to the end (CSS Syntax 3, 4.3.2).
                let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
                // Between two tokens a comment parts them, which neither
                // nothing nor a space would do everywhere.
                let parted = |c: Option<char>| c.is_none_or(char::is_whitespace);
                if !parted(out.chars().next_back()) && !parted(rest[end..].chars().next()) {
                    out.push_str("/**/");
                }
                end
            }
            b'/' => {
                out.push('/');
                1
            }
            b'\n' => {
                out.truncate(out.trim_end_matches([' ', '\t', '\r']).len());
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                rest.len() - rest.trim_start().len()
            }
            quote => {
                let end = string_end(rest, quote);
                out.push_str(&rest[..end]);
                end
            }
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// The length of the string that `css` begins with, quotes included.
fn string_end(css: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (index, byte) in css.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if byte == quote => return index + 1,
            _ => {}
        }
    }
    css.len()
}

/// Replaces every relative address in a `url()` by what `resolve` says.
///
/// # Errors
/// The first address for which `resolve` knows nothing.
pub(super) fn rewrite_urls<'a>(
    css: &str,
    resolve: impl Fn(&str) -> Option<&'a str>,
) -> Result<String, String> {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let (before, inside) = rest.split_at(at + "url(".len());
        out.push_str(before);
        let end = url_end(inside);
        let url = inside[..end].trim().trim_matches(['"', '\'']);
        match url {
            url if is_relative(url) => {
                let name = resolve(url).ok_or_else(|| url.to_owned())?;
                let fragment = url.find('#').map_or("", |at| &url[at..]);
                out.push('"');
                out.push_str(name);
                out.push_str(fragment);
                out.push('"');
            }
            _ => out.push_str(&inside[..end]),
        }
        rest = &inside[end..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Where the address that `inside` begins with ends: a quoted one may itself
/// contain a closing parenthesis.
fn url_end(inside: &str) -> usize {
    let start = inside.len() - inside.trim_start().len();
    let from = match inside.as_bytes().get(start) {
        Some(quote @ (b'"' | b'\'')) => start + string_end(&inside[start..], *quote),
        _ => start,
    };
    inside[from..]
        .find(')')
        .map_or(inside.len(), |at| from + at)
}

/// Whether an address names a file beside the style sheet, rather than
/// another scheme, host, fragment or the site's root.
fn is_relative(url: &str) -> bool {
    let scheme = url
        .split_once(':')
        .is_some_and(|(scheme, _)| !scheme.contains(['/', '.', '?', '#']));
    !(url.is_empty() || url.starts_with(['/', '#']) || scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_strings_stay() {
        let cases = [
            ("a {\n  color: red;\n}\n", "a {\ncolor: red;\n}\n"),
            ("/* why */\na{}\n\n\n/* more\n*/ b{}", "a{}\n b{}\n"),
            (".a/* x */.b{}", ".a/**/.b{}\n"),
            (
                "a::before{content:\"/* kept */  \\\" '\"}",
                "a::before{content:\"/* kept */  \\\" '\"}\n",
            ),
            ("a{grid-area:1/2}/* unclosed", "a{grid-area:1/2}\n"),
            ("", ""),
        ];
        for (input, expected) in cases {
            assert_eq!(compact(input), expected);
        }
    }

    #[test]
    fn only_relative_addresses_are_rewritten() {
        let resolve = |url: &str| (url.starts_with("../fonts/a.woff2")).then_some("a.0.woff2");
        let cases = [
            ("src:url(../fonts/a.woff2)", "src:url(\"a.0.woff2\")"),
            (
                "src:url( '../fonts/a.woff2#x' )",
                "src:url(\"a.0.woff2#x\")",
            ),
            (
                "b:url(data:image/svg+xml,%3Csvg%3E)",
                "b:url(data:image/svg+xml,%3Csvg%3E)",
            ),
            ("b:url(\"data:a,(1)\")c", "b:url(\"data:a,(1)\")c"),
            ("b:url(#id)", "b:url(#id)"),
            ("b:url(/favicon.ico", "b:url(/favicon.ico"),
        ];
        for (input, expected) in cases {
            assert_eq!(rewrite_urls(input, resolve).as_deref(), Ok(expected));
        }
        assert_eq!(
            rewrite_urls("a:url(b.png)", resolve),
            Err("b.png".to_owned())
        );
    }
}
