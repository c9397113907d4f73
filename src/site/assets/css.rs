//! The two things done to style sheets: leaving out what only authors read,
//! and pointing `url()` at fingerprinted names.
//!
//! Every first view carries the style sheet, so what costs nothing to leave
//! out is left out. Shortening values would save little more.

/// Leaves out comments, white space and semicolons that part nothing. Strings
/// keep every character.
pub(super) fn compact(css: &str) -> String {
    let mut out = squeeze(&without_comments(css));
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Leaves out white space beside what parts tokens by itself, and semicolons
/// that nothing follows. Before a colon it stays: `a :hover` is not `a:hover`.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        let taken = if next.is_whitespace() {
            let after = rest.trim_start();
            let parts = |c: Option<char>, set: &str| c.is_none_or(|c| set.contains(c));
            let is_idle =
                parts(out.chars().next_back(), "{};,:>") || parts(after.chars().next(), "{};,>");
            if !is_idle {
                out.push(' ');
            }
            rest.len() - after.len()
        } else {
            let taken = match next {
                '"' | '\'' => string_end(rest, next as u8),
                _ => next.len_utf8(),
            };
            if next == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push_str(&rest[..taken]);
            taken
        };
        rest = &rest[taken..];
    }
    out
}

/// Leaves out comments, with what white space parts tokens.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
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
            quote => {
                let end = string_end(rest, quote);
                out.push_str(&rest[..end]);
                end
            }
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
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
    fn comments_and_idle_space_go_and_strings_stay() {
        let cases = [
            ("a {\n  color: red;\n}\n", "a{color:red}\n"),
            ("/* why */\na{}\n\n\n/* more\n*/ b{}", "a{}b{}\n"),
            ("a,\nb > c\td {e: f ,  g;;}", "a,b>c d{e:f,g;}\n"),
            ("a :hover, b\n:focus {}", "a :hover,b :focus{}\n"),
            (
                "a {b: calc(1px + 2px) 'x ;  }' }",
                "a{b:calc(1px + 2px) 'x ;  }'}\n",
            ),
            (
                "@media (width >= 1em) and (a) {",
                "@media (width>= 1em) and (a){\n",
            ),
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
