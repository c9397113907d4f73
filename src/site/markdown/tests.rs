use super::*;
use crate::site::test_register;

/// In a language whose quotation marks are „ ”.
fn html(text: &str) -> String {
    let catalog = test_register();
    let grammar = &catalog.languages[0].grammar;
    let resolve = |reference: Reference<'_>| match reference {
        Reference::Section(section) => Some(format!("/to/{}/", section.name())),
        _ => None,
    };
    let place = Place {
        label: "A \"label\"",
        level: 1,
    };
    render_with(grammar, text, place, &resolve).to_string()
}

#[test]
fn raw_html_and_pictures_never_pass() {
    let out =
        html("xx <b onclick=x>b</b> ![words](https://example.org/x.png)\n\n<script>c</script>\n");
    assert_eq!(out, "<p>xx b words</p>\n");
}

#[test]
fn headings_stay_below_the_heading_of_the_page() {
    assert_eq!(html("# a\n\n## b\n"), "<h2>a</h2>\n<h3>b</h3>\n");
    assert_eq!(
        html("## a\n\n#### b\n\n## c\n"),
        "<h2>a</h2>\n<h3>b</h3>\n<h2>c</h2>\n"
    );
}

#[test]
fn links_lead_where_they_may() {
    assert_eq!(
        html("[a](ref:status)"),
        "<p><a href=\"/to/status/\">a</a></p>\n"
    );
    assert_eq!(html("[a](ref:partners/nobody)"), "<p>a</p>\n");
    for unsafe_link in [
        "javascript:x",
        "JavaScript:x",
        "data:text/html,x",
        "//e.org/",
        "/x/",
    ] {
        assert_eq!(
            html(&format!("[a]({unsafe_link})")),
            "<p>a</p>\n",
            "{unsafe_link}"
        );
    }
    assert_eq!(
        html("[a](https://www.example.org/?b&c=\"d)"),
        "<p><a href=\"https://www.example.org/?b&amp;c=&quot;d\" rel=\"external\">a</a> (example.org)</p>\n"
    );
    assert_eq!(
        html("[example.org](https://example.org/)"),
        "<p><a href=\"https://example.org/\" rel=\"external\">example.org</a></p>\n"
    );
    assert_eq!(
        html("<a@example.org>"),
        "<p><a href=\"mailto:a@example.org\">a@example.org</a></p>\n"
    );
}

#[test]
fn typography_crosses_markup_and_lines_but_not_paragraphs_or_code() {
    assert_eq!(
        html("say \"xx *b\nc*\" - `\"d\"`\n\n\"e\n"),
        "<p>say „xx <em>b c</em>” – <code>\"d\"</code></p>\n<p>„e</p>\n"
    );
    assert!(html("```\n\"x\" - y\n```\n").contains("\"x\" - y"));
}

#[test]
fn tables_have_heads_and_can_be_scrolled() {
    assert_eq!(
        html("| a | b |\n|---|---|\n| c | d |\n"),
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"A &quot;label&quot;\"><table>\
         <thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead><tbody>\n\
         <tr><td>c</td><td>d</td></tr>\n</tbody></table></div>\n"
    );
}
