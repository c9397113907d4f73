//! Whatever is asked, the page stays a page.

use super::{Register, heading};
use crate::pages::document::tags;
use crate::support::content::Random;

const ODD: [&str; 26] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onfocus='alert(1)' autofocus='",
    "</title></head></form><h1>",
    "{{ 7 * 7 }} {% if %} {query} {word} {n}",
    "&lt;b&gt; &amp; &#0; &nosuch;",
    "javascript:alert(1)",
    "a\u{0}b",
    "\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "\u{202e}txet\u{202c} \u{2066}a\u{2069} \u{200f}",
    "\u{feff}\u{200b}a",
    "\u{fdd0}\u{ffff}\u{10ffff}x",
    "\u{fffd}\u{fffd}",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{301}",
    "\"\"\"\"\"„“»«",
    "\"unclosed phrase",
    "' OR 1=1; DROP TABLE partners; --",
    "../../../../etc/passwd",
    "%00 %ff %u0041 %",
    "* ? [a-z]+ (a|b)* $ ^ \\",
    "9999-99-99 0.0.0 00.00.0000 99999999999999999999",
    "ﷺ ﷺ ﷺ İ ẞ ŉ ǆ ﬃ",
    "𝕽𝖊𝖉 𝕮𝖗𝖔𝖘𝖘",
    "👩‍👩‍👧‍👦 🇲🇪",
    "紅十字 ลิ้น مرحبا שלום",
];

/// Checks that a page is whole and that nothing of the question became markup.
fn check(register: &Register, language: &str, question: &str) {
    let index = register.language(language);
    let asked = saradnja::site::snapshot::Question {
        text: question,
        kind: Some(question),
    };
    let Some(page) = register.snapshot.search.render(index, asked) else {
        return;
    };
    let shown = &question.chars().take(60).collect::<String>();
    assert!(
        page.starts_with("<!doctype html>") && page.ends_with("</html>"),
        "{shown:?}"
    );
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
            || u32::from(c) & 0xfffe == 0xfffe
    };
    let found = page.chars().find(|c| hidden(*c));
    assert_eq!(found, None, "{shown:?}");
    heading(&page);
    let mut ids = std::collections::BTreeSet::new();
    for tag in tags(&page) {
        let expected = [
            "a", "b", "body", "button", "circle", "div", "footer", "form", "h1", "h2", "h3",
            "head", "header", "html", "input", "label", "li", "link", "main", "mark", "meta",
            "nav", "ol", "p", "section", "span", "svg", "time", "title", "ul",
        ];
        assert!(expected.contains(&tag.name), "{shown:?}: <{}>", tag.name);
        assert!(
            tag.attributes.keys().all(|name| !name.starts_with("on")),
            "{shown:?}"
        );
        if let Some(id) = tag.attributes.get("id") {
            assert!(ids.insert(*id), "{shown:?}: {id} twice");
        }
    }
}

#[test]
fn odd_questions_get_whole_pages() {
    let register = Register::shipped();
    for language in ["en", "cnr-cyrl"] {
        for question in ODD {
            check(register, language, question);
            check(register, language, &question.repeat(50));
            check(register, language, &format!("red cross {question} 2024"));
        }
    }
    for question in ODD {
        check(Register::minimal(), "el", question);
    }
}

#[test]
fn questions_of_chance_get_whole_pages() {
    let register = Register::shipped();
    let parts = [
        "red",
        "cross",
        "crven",
        "ђак",
        "đ",
        "IFRC",
        "2024",
        "10",
        ".",
        "-",
        "\"",
        "„",
        " ",
        " ",
        "<",
        ">",
        "&",
        "'",
        "%",
        "\u{0}",
        "\u{202e}",
        "\u{301}",
        "ß",
        "İ",
        "ς",
        "zzzzzzzz",
        "oktobar",
        "October",
        "unhrc",
        "of",
        "\u{10ffff}",
        "љњџ",
    ];
    let mut random = Random(0x5eed_5eed_5eed_5eed);
    for _ in 0..250 {
        let length = 1 + random.below(14);
        let mut question = String::new();
        for _ in 0..length {
            question.push_str(parts[random.below(parts.len())]);
        }
        check(
            register,
            ["en", "cnr", "cnr-cyrl"][random.below(3)],
            &question,
        );
    }
}

#[test]
fn a_long_question_is_cut_and_the_page_says_so() {
    let register = Register::shipped();
    let long = "refugees ".repeat(2_000);
    let page = register.page("en", &long, None);
    let words = &register.catalog.strings["en"].search.cut;
    let note = words.form(saradnja::locale::PluralCategory::Other);
    assert!(super::notes(&page).contains(&note.replace("{n} ", "200\u{a0}").as_str()));
    assert!(!super::results(&page).is_empty());
    assert!(!page.contains(&"refugees ".repeat(23)));
}

#[test]
fn what_has_nothing_to_show_is_no_question() {
    let register = Register::shipped();
    for text in ["", " ", "\u{0}\r\n", "\u{202e}\u{200b}\u{ffff}"] {
        let question = saradnja::site::snapshot::Question { text, kind: None };
        assert_eq!(
            register.snapshot.search.render(0, question),
            None,
            "{text:?}"
        );
    }
}
