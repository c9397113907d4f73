//! Slips as editors make them, through the parser that finds them.

use super::{MonthNames, Slip, advice, syntax};
use toml::de::DeTable;

fn months() -> MonthNames {
    let mut months = MonthNames::default();
    months.add([
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]);
    months.add(["januara", "februara", "marta", "aprila", "maja"]);
    months
}

fn slip_of(text: &str) -> Slip {
    let (_, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map_or(usize::MAX, |span| span.start));
    let error = errors.first().unwrap_or_else(|| panic!("{text:?} is TOML"));
    syntax(text, error.span().unwrap(), error.message(), &months())
}

/// A file, what is marked in it, a part of the message, and a part of the help.
const SLIPS: &[(&str, &str, &str, &str)] = &[
    // Dates and numbers.
    (
        "date = 20.12.1980",
        "20.12.1980",
        "how a date is written",
        "`1980-12-20`",
    ),
    (
        "date = 2017-5-3",
        "2017-5-3",
        "how a date is written",
        "`2017-05-03`",
    ),
    (
        "date = 2019-05",
        "2019-05",
        "how a date is written",
        "`{ year = 2019, month = 5 }`",
    ),
    (
        "date = 2018-02-30",
        "2018-02-30",
        "there is no date `2018-02-30`",
        "`2023-05-05`",
    ),
    (
        "date = 3 November 2026",
        "3 November 2026",
        "how a date is written",
        "`2026-11-03`",
    ),
    (
        "date = 3. maja 2026. # a",
        "3. maja 2026.",
        "how a date is written",
        "`2026-05-03`",
    ),
    (
        "date = 3. lipnja 2026.",
        "3. lipnja 2026.",
        "without quotation marks",
        "a date is written",
    ),
    (
        "date = 03/11/2026",
        "03/11/2026",
        "how a date is written",
        "if the day stands first",
    ),
    (
        "date = 11/23/2026",
        "11/23/2026",
        "how a date is written",
        "write `2026-11-23`",
    ),
    (
        "order = 010",
        "010",
        "how a number is written",
        "write `10`",
    ),
    (
        "share = 1,5",
        "1,5",
        "how a number is written",
        "write `1.5`",
    ),
    (
        "people = 1.000.000",
        "1.000.000",
        "how a number is written",
        "write `1000000`",
    ),
    // Texts.
    (
        "a = \"one \"two\" three\"",
        "\"",
        "inside the text ends it",
        "`\\\"`",
    ),
    (
        "a = “one”",
        "“",
        "is not the quotation mark",
        "the straight `\"`",
    ),
    (
        "a = „one”",
        "„",
        "is not the quotation mark",
        "the straight `\"`",
    ),
    (
        "a = \"one”",
        "\"one”",
        "another quotation mark",
        "the straight `\"`",
    ),
    (
        "a = \"one\nb = 1",
        "\"one",
        "no quotation mark at its end",
        "after its last word",
    ),
    (
        "a = \"one\ntwo\"\nb = 1",
        "\"one",
        "goes on in the next line",
        "join the lines",
    ),
    (
        "a = \"\"\"one\ntwo\nb = 1",
        "\"\"\"",
        "three quotation marks has no end",
        "below its last line",
    ),
    ("a = \"C:\\documents\"", "\\", "a backslash", "`\\\\`"),
    ("a = \"\\u12\"", "\\", "a backslash", "`\\\\`"),
    (
        "a = 'don't'",
        "'",
        "this apostrophe ends the text",
        "between two `\"`",
    ),
    (
        "a = one two",
        "one two",
        "without quotation marks",
        "`\"one two\"`",
    ),
    ("a = True", "True", "capital letters", "write `true`"),
    (
        "a = \"one\";",
        ";",
        "`;` stands after the value",
        "take it out",
    ),
    (
        "a = \"one\" b = 2",
        "b = 2",
        "two keys stand in one line",
        "begin a new line",
    ),
    (
        "a = \"one\" two",
        "two",
        "`two` stands after the value",
        "put `#` before it",
    ),
    // Keys.
    ("a.en: \"one\"", ":", "a colon stands", "`a.en = …`"),
    (
        "a =\u{a0}\"one\"",
        "\u{a0}",
        "no ordinary space (U+00A0)",
        "press the space bar",
    ),
    (
        "a\u{a0}= \"one\"",
        "\u{a0}",
        "no ordinary space (U+00A0)",
        "press the space bar",
    ),
    (
        "a = \nb = 1",
        "a =",
        "nothing stands after `a =`",
        "take the line out",
    ),
    ("a == 1", "=", "one equals sign is too many", "take it out"),
    ("= 1", "=", "no key stands before", "write the key"),
    ("naïve key = 1", "naïve key", "cannot be a key", "no spaces"),
    (
        "some words",
        "some words",
        "no equals sign",
        "begins with `#`",
    ),
    (
        "a = 1\nb = 2\na = 3",
        "a",
        "`a` stands above already",
        "take one of the two",
    ),
    (
        "a = \"x\"\na.en = \"y\"",
        "a",
        "`a` and `a.en` cannot both",
        "`a.… = …`",
    ),
    (
        "a.en = \"y\"\na = \"x\"",
        "a",
        "`a` and `a.en` cannot both",
        "`a.… = …`",
    ),
    // Lists, tables and headings.
    (
        "a = [\"x\"\nb = 1",
        "[",
        "the list that begins here has no end",
        "above line 2",
    ),
    (
        "a = [\n  \"x\",\n\n[c]\nb = 1",
        "[",
        "the list that begins here has no end",
        "above line 4",
    ),
    (
        "a = [\"x\",",
        "[",
        "the list that begins here has no end",
        "after its last entry",
    ),
    ("a = [\"x\" \"y\"]", "\"", "no comma", "a comma between"),
    ("a = [x, y]", "x", "without quotation marks", "`\"x\"`"),
    (
        "a = [\"x]\nb = 1",
        "\"x]",
        "no quotation mark at its end",
        "after its last word",
    ),
    ("a = \"x\"]", "]", "an end but no beginning", "write `[`"),
    (
        "a = { b = 1 c = 2 }",
        "1 c",
        "the table in braces",
        "a comma between them",
    ),
    (
        "[[claim]\na = 1",
        "[[claim]",
        "begins like a heading",
        "`[[claim]]`",
    ),
    (
        "[claim\na = 1",
        "[claim",
        "begins like a heading",
        "`[claim]`",
    ),
    (
        "[a]\nb = 1\n[a]\nc = 1",
        "[a]",
        "its name is taken",
        "two brackets",
    ),
    // Whole files.
    ("a = 1\rb = 2\r", "\r", "CR alone", "LF or CRLF"),
    ("<<<<<<< ours\na = 1", "<<<<<<< ours", "a merge", "keep one"),
    ("{\\rtf1 one}", "{\\rtf", "a word processor", "plain text"),
];

#[test]
fn every_slip_is_named_and_comes_with_the_way_to_mend_it() {
    for (text, marked, message, help) in SLIPS {
        let slip = slip_of(text);
        assert!(slip.message.contains(message), "{text:?}: {slip:?}");
        assert!(slip.help.contains(help), "{text:?}: {slip:?}");
        assert_eq!(&&text[slip.span.clone()], marked, "{text:?}: {slip:?}");
    }
}

/// Whatever stands in a file, a place between characters is marked, and the
/// words of the parser are not repeated.
#[test]
fn cut_off_files_are_complained_of_in_our_words() {
    let whole = "# ž\ntitle.en = \"Žuta “kuća”\"\nlist = [\"đ\", { a = 'č' }]\n\n[[x]]\n\
                 date = { year = 2022, month = 5 }\nlong = \"\"\"\nš\n\"\"\"\n";
    let mut faults = 0;
    for at in (0..whole.len()).filter(|&at| whole.is_char_boundary(at)) {
        for damaged in [
            whole[..at].to_owned(),
            format!("{}”{}", &whole[..at], &whole[at..]),
            format!("{}\"{}", &whole[..at], &whole[at..]),
            format!("{}[{}", &whole[..at], &whole[at..]),
        ] {
            if DeTable::parse(&damaged).is_ok() {
                continue;
            }
            faults += 1;
            let slip = slip_of(&damaged);
            assert!(damaged.get(slip.span.clone()).is_some(), "{damaged:?}");
            for theirs in ["string", "expected", "invalid", "array", "table,"] {
                assert!(!slip.message.contains(theirs), "{damaged:?}: {slip:?}");
            }
        }
    }
    assert!(faults > 300, "only {faults} of these files are damaged");
}

#[test]
fn a_date_is_understood_in_the_forms_that_people_write() {
    for (text, help) in [
        ("5 May 2023", "write `2023-05-05`"),
        ("May 5, 2023", "write `2023-05-05`"),
        ("5. maja 2023.", "write `2023-05-05`"),
        ("3. 11. 2026.", "write `2026-11-03`"),
        ("2023-5-5", "write `2023-05-05`"),
        ("2023/05/05", "write `2023-05-05`"),
        ("may 2023", "write `{ year = 2023, month = 5 }`"),
        ("2023-05", "write `{ year = 2023, month = 5 }`"),
        ("2023.", "write `2023`"),
        (
            "05/06/2023",
            "if the day stands first here, write `2023-06-05`",
        ),
    ] {
        assert_eq!(advice(text, &months()), help, "{text}");
    }
    for text in ["", "soon", "31 February 2023", "5 May 23", "12345", "May"] {
        assert!(
            advice(text, &months()).starts_with("a date is written"),
            "{text}"
        );
    }
}
