use super::{Format, render, summary};
use crate::diag::{Code, Diagnostic, FileId, Fix, Report, SourceMap};
use serde_json::Value;

const ALL: [Format; 5] = [
    Format::Human,
    Format::Short,
    Format::Json,
    Format::Sarif,
    Format::Github,
];

fn one(text: &str) -> (SourceMap, FileId) {
    let mut sources = SourceMap::new();
    let file = sources.add("content/partners/ifrc.toml", "partners/ifrc.toml", text);
    (sources, file)
}

fn shown(sources: &SourceMap, diagnostics: Vec<Diagnostic>, format: Format) -> String {
    let mut report = Report::new();
    diagnostics.into_iter().for_each(|found| report.push(found));
    report.sort(sources);
    render(&report, sources, format, false)
}

fn unknown_kind() -> (SourceMap, Diagnostic) {
    let (sources, file) = one("# Дарежљив\nkind = 'nationl-society'\n");
    let start = sources.file(file).text.find('\'').unwrap();
    let found = Diagnostic::new(
        Code::UnknownValue,
        file,
        start..start + 17,
        "unknown partner kind `nationl-society`",
    )
    .label("not one of the kinds of partner")
    .help("did you mean `national-society`?");
    (sources, found)
}

#[test]
fn people_see_the_place_and_the_way_to_mend_it() {
    let (sources, found) = unknown_kind();
    assert_eq!(
        shown(&sources, vec![found], Format::Human),
        "\
error[unknown-value]: unknown partner kind `nationl-society`
 --> content/partners/ifrc.toml:2:8
  |
2 | kind = 'nationl-society'
  |        ^^^^^^^^^^^^^^^^^ not one of the kinds of partner
  |
  = help: did you mean `national-society`?

1 error in 1 file
what this means, with an example: saradnja explain unknown-value
"
    );
}

#[test]
fn columns_and_carets_count_characters_not_bytes() {
    // с with an acute accent apart (no single code point exists) takes one place on the line.
    let (sources, file) = one("a.cnr = \"ћс\u{301}\" # \"\n");
    let start = sources.file(file).text.rfind('"').unwrap();
    let found = Diagnostic::new(Code::Syntax, file, start..start + 1, "odd");
    let human = shown(&sources, vec![found], Format::Human);
    assert!(human.contains(":1:17\n"), "{human}");
    assert!(human.contains("\n  |                ^\n"), "{human}");
}

#[test]
fn several_places_stand_in_one_message() {
    let mut sources = SourceMap::new();
    let first = sources.add("c/a.toml", "a.toml", "id = 'x'\n");
    let second = sources.add("c/b.toml", "b.toml", "id = 'y'\nid = 'x'\n");
    let found = Diagnostic::new(Code::DuplicateId, second, 14..17, "`x` is taken").related(
        first,
        5..8,
        "taken here",
    );
    assert_eq!(
        shown(&sources, vec![found], Format::Human),
        "\
error[duplicate-id]: `x` is taken
 --> c/b.toml:2:6
  |
2 | id = 'x'
  |      ^^^
  |
 ::: c/a.toml:1:6
  |
1 | id = 'x'
  |      --- taken here

1 error in 1 file
what this means, with an example: saradnja explain duplicate-id
"
    );
}

#[test]
fn a_file_without_text_is_named_without_an_excerpt() {
    let (sources, file) = one("");
    let found = Diagnostic::new(Code::UnreadableFile, file, 0..0, "this file cannot be read")
        .help("check that it exists");
    assert_eq!(
        shown(&sources, vec![found.clone()], Format::Human),
        "\
error[unreadable-file]: this file cannot be read
--> content/partners/ifrc.toml
 = help: check that it exists

1 error in 1 file
what this means, with an example: saradnja explain unreadable-file
"
    );
    let sarif: Value = serde_json::from_str(&shown(&sources, vec![found], Format::Sarif)).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert!(place.get("region").is_none());
}

#[test]
fn a_text_of_many_lines_is_shown_by_its_first() {
    let (sources, file) = one("body = \"\"\"\r\none\r\ntwo\"\"\"\r\n");
    let found = Diagnostic::new(Code::Leftover, file, 7..24, "a note was left");
    let human = shown(&sources, vec![found.clone()], Format::Human);
    assert!(
        human.contains("1 | body = \"\"\"\n  |        ^^^\n"),
        "{human}"
    );
    let json = shown(&sources, vec![found], Format::Json);
    assert!(json.contains("\"end-line\":3"), "{json}");
}

#[test]
fn the_short_form_is_one_line_each() {
    let (sources, found) = unknown_kind();
    assert_eq!(
        shown(&sources, vec![found], Format::Short),
        "content/partners/ifrc.toml:2:8: error[unknown-value]: unknown partner kind \
         `nationl-society` (did you mean `national-society`?)\n"
    );
}

#[test]
fn quoted_text_cannot_break_a_line_or_command_a_terminal() {
    let (sources, file) = one("x");
    let found = Diagnostic::new(Code::WrongValue, file, 0..1, "`a\nb\u{1b}[31m` is wrong")
        .label("\u{1b}[0m")
        .help("\u{202e}\r\n");
    for format in [Format::Human, Format::Short] {
        let text = shown(&sources, vec![found.clone()], format);
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{text:?}");
    }
    assert_eq!(
        shown(&sources, vec![found], Format::Short).lines().count(),
        1
    );
}

#[test]
fn json_has_exactly_the_promised_keys() {
    let (sources, found) = unknown_kind();
    assert_eq!(
        shown(&sources, vec![found], Format::Json),
        "{\"code\":\"unknown-value\",\"severity\":\"error\",\"path\":\"content/partners/ifrc.toml\",\
         \"line\":2,\"column\":8,\"end-line\":2,\"end-column\":25,\
         \"message\":\"unknown partner kind `nationl-society`\",\
         \"help\":\"did you mean `national-society`?\",\"fix\":null}\n"
    );
    let (sources, file) = one("x");
    let found = Diagnostic::new(Code::ReviewOverdue, file, 0..1, "late");
    let json = shown(&sources, vec![found], Format::Json);
    assert!(json.contains("\"severity\":\"warning\"") && json.contains("\"help\":null"));
}

#[test]
fn a_certain_mend_is_there_for_machines() {
    let (sources, found) = unknown_kind();
    let span = found.span.clone();
    let found = found.maybe_fix(Some(Fix::replace(
        "write it so",
        span,
        "\"national-society\"",
    )));
    let json = shown(&sources, vec![found.clone()], Format::Json);
    assert!(
        json.ends_with(
            "\"fix\":{\"label\":\"write it so\",\"edits\":[{\"line\":2,\"column\":8,\
             \"end-line\":2,\"end-column\":25,\"text\":\"\\\"national-society\\\"\"}]}}\n"
        ),
        "{json}"
    );
    let sarif = shown(&sources, vec![found], Format::Sarif);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let fix = &sarif["runs"][0]["results"][0]["fixes"][0];
    assert_eq!(fix["description"]["text"], "write it so");
    let change = &fix["artifactChanges"][0];
    assert_eq!(
        change["artifactLocation"]["uri"],
        "content/partners/ifrc.toml"
    );
    let replacement = &change["replacements"][0];
    assert_eq!(replacement["deletedRegion"]["startColumn"], 8);
    assert_eq!(
        replacement["insertedContent"]["text"],
        "\"national-society\""
    );
}

#[test]
fn github_commands_are_escaped() {
    let mut sources = SourceMap::new();
    let file = sources.add("a,b:c%/x.toml", "x.toml", "x = 1\n");
    let found = Diagnostic::new(Code::UnknownKey, file, 0..1, "100% wrong: a, b").help("mend it");
    assert_eq!(
        shown(&sources, vec![found], Format::Github),
        "::error file=a%2Cb%3Ac%25/x.toml,line=1,col=1,endLine=1,endColumn=2,\
         title=unknown-key::100%25 wrong: a, b%0Ahelp: mend it\n"
    );
}

#[test]
fn sarif_names_its_rules_and_its_columns() {
    let mut sources = SourceMap::new();
    let file = sources.add("/a b/ć.toml", "ć.toml", "x = 1\n");
    let found = Diagnostic::new(Code::UnknownKey, file, 0..1, "m").related(file, 4..5, "r");
    let log: Value = serde_json::from_str(&shown(&sources, vec![found], Format::Sarif)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result = &run["results"][0];
    let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::ALL.len());
    assert_eq!(rules[rule]["id"], result["ruleId"]);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "file:///a%20b/%C4%87.toml"
    );
    assert_eq!(place["region"]["endColumn"], 2);
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "r");
}

#[test]
fn the_summary_counts() {
    let (sources, file) = one("x");
    let mut report = Report::new();
    assert_eq!(summary(&report, &sources), "1 file, no mistakes");
    report.push(Diagnostic::new(Code::ReviewOverdue, file, 0..1, "late"));
    assert_eq!(summary(&report, &sources), "1 warning in 1 file");
    report.push(Diagnostic::new(Code::UnknownKey, file, 0..1, "a"));
    report.push(Diagnostic::new(Code::UnknownKey, file, 0..1, "b"));
    assert_eq!(summary(&report, &sources), "2 errors, 1 warning in 1 file");
}

/// Marsaglia's xorshift: numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

#[test]
fn no_span_makes_any_format_panic() {
    let pieces = [
        "",
        "\n",
        "\r\n",
        "\r",
        "a",
        "key = ",
        "ć",
        "с\u{301}",
        "\t",
        "\u{0}",
        "\u{1b}[1m",
        "漢字",
        "\u{200d}",
        "\u{feff}",
        "\u{202e}",
        "😀",
        "   ",
        "\u{2028}",
        "x".repeat(300).leak(),
    ];
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..400 {
        let mut sources = SourceMap::new();
        let files: Vec<FileId> = (0..1 + random.below(3))
            .map(|number| {
                let text: String = (0..random.below(12))
                    .map(|_| pieces[random.below(pieces.len())])
                    .collect();
                sources.add(format!("c/{number}"), number.to_string(), text)
            })
            .collect();
        let mut report = Report::new();
        for _ in 0..1 + random.below(3) {
            let mut place = || {
                let file = files[random.below(files.len())];
                let limit = sources.file(file).text.len() + 4;
                // Backward spans too.
                (file, random.below(limit)..random.below(limit))
            };
            let (file, span) = place();
            let mut found = Diagnostic::new(Code::UnknownKey, file, span, "m\nm").label("l\u{7}");
            for _ in 0..2 {
                let (file, span) = place();
                found = found.related(file, span, "r\t");
            }
            report.push(found);
        }
        report.sort(&sources);
        for format in ALL {
            for terminal in [false, true] {
                assert!(!render(&report, &sources, format, terminal).is_empty());
            }
        }
    }
}

#[test]
fn a_diagnostic_in_parts_has_its_lines_apart_from_what_is_said_of_them() {
    let mut sources = SourceMap::new();
    let file = sources.add("content/a.toml", "a.toml", "order = 1\nrloe = 2\n");
    let mut report = Report::new();
    report.push(
        Diagnostic::new(Code::UnknownKey, file, 10..14, "unknown key")
            .label("nothing reads it")
            .help("take it out"),
    );
    report.push(Diagnostic::new(Code::MissingFile, file, 0..0, "no file"));
    let shown = super::shown(&report, &sources);
    assert_eq!(shown[0].place, "content/a.toml:2:1");
    assert_eq!(shown[0].help.as_deref(), Some("take it out"));
    assert_eq!(
        shown[0].excerpt,
        "  |\n2 | rloe = 2\n  | ^^^^ nothing reads it"
    );
    assert_eq!(shown[1].place, "content/a.toml:1:1");
    assert_eq!(shown[1].excerpt, "");
}
