use super::{Cursor, at};

/// What is being written at the `|`, as one line: path, slot, what is replaced,
/// what is taken.
fn shown(marked: &str) -> Option<String> {
    let offset = marked.find('|').expect("a mark");
    let text = marked.replacen('|', "", 1);
    let Cursor {
        path,
        slot,
        span,
        taken,
        ..
    } = at(&text, offset)?;
    let taken: Vec<_> = taken.into_iter().collect();
    Some(format!(
        "{} {slot:?} <{}> [{}]",
        path.join("."),
        &text[span],
        taken.join(" ")
    ))
}

#[test]
fn keys_values_and_headings_are_told_apart_in_unfinished_files() {
    for (marked, expected) in [
        ("|", " Line <> []"),
        ("na|", " Line <na> []"),
        ("a = 1\nna|\nb = 2\n", " Line <na> [a b]"),
        ("name.|", "name Key <> []"),
        ("name.e|n = \"x\"", "name Key <en> []"),
        ("|name = 1", " Line <name> []"),
        ("kind = |", "kind Bare <> [kind]"),
        ("kind = ng|\nb = 1", "kind Bare <ng> [b kind]"),
        ("kind = \"|", "kind Quoted { closed: false } <> [kind]"),
        (
            "kind = \"n|go\"",
            "kind Quoted { closed: true } <ngo> [kind]",
        ),
        (
            "kind = \"n|\nb = 1",
            "kind Quoted { closed: false } <n> [b kind]",
        ),
        ("s = [|]", "s Bare <> []"),
        (
            "s = [\"a\", \"|\", \"c\"]",
            "s Quoted { closed: true } <> [a c]",
        ),
        (
            "s = [\n  \"a\",\n  \"|\n]\nb = 1",
            "s Quoted { closed: false } <> [a]",
        ),
        (
            "s = [\"a\", \"b|\nb = 1\n",
            "s Quoted { closed: false } <b> [a]",
        ),
        ("s = [\"a\",\nb = |", "b Bare <> [b s]"),
        (
            "[[claim]]\nid = \"a\"\n\n[[claim]]\ns|",
            "claim Line <s> []",
        ),
        ("[[claim]]   # one\nid = \"a\"\nas|", "claim Line <as> [id]"),
        (
            "[relation]\nform = \"|\"\n",
            "relation.form Quoted { closed: true } <> [form]",
        ),
        (
            "[founded]\na = 1\n[|",
            " Heading { list: false } <> [founded]",
        ),
        ("a = 1\n[[cl|]]", " Heading { list: true } <cl> [a]"),
        ("d = { year = 2, | }", "d Key <> [year]"),
        ("d = { year = | }", "d.year Bare <> [year]"),
        (
            "m = [{ a = 1 }, { b = \"|\" }]",
            "m.b Quoted { closed: true } <> [b]",
        ),
        (
            "назив = \"ж\"\nk = \"|\"",
            "k Quoted { closed: true } <> [k назив]",
        ),
    ] {
        assert_eq!(shown(marked).as_deref(), Some(expected), "{marked}");
    }
}

#[test]
fn nothing_is_offered_where_nothing_belongs() {
    for marked in [
        "# na|",
        "a = 1 # na|",
        "a = \"x\"|",
        "a = \"x\" |",
        "a |",
        "a = \"\"\"\nna|\n\"\"\"",
        "[a] |",
    ] {
        assert_eq!(shown(marked), None, "{marked}");
    }
}

#[test]
fn whatever_is_written_a_place_is_found_or_none() {
    let text = "a.b = [1, { c = '''x''', d = \"\"\"\n\"\"\" }]\n[[x]]]\n= }] \"ђ\n'\n[ [\n𝄞 = {\n";
    for end in 0..=text.len() {
        for offset in 0..=end {
            if text.is_char_boundary(end) && text.is_char_boundary(offset) {
                let _ = at(&text[..end], offset).map(|cursor| &text[cursor.span]);
            }
        }
    }
}
