use super::*;
use crate::site::data::register;
use crate::site::route::Routes;
use crate::site::test_register;

fn table(kind: route::Table) -> Table {
    let catalog = test_register();
    let schema = register::schema(&catalog, &Routes::new(&catalog, "", None));
    Table::new(kind, &catalog, &schema)
}

#[test]
fn columns_are_those_of_the_record_one_for_each_language() {
    let events = table(route::Table::Events);
    let names: Vec<_> = events.columns.iter().map(|column| &*column.name).collect();
    assert_eq!(
        names,
        [
            "id",
            "title-pl",
            "title-el",
            "title-el-latn",
            "text-pl",
            "text-el",
            "text-el-latn",
            "date",
            "until",
            "place",
            "topic",
            "partners",
            "goals",
            "sources",
            "confidence",
        ]
    );
    let partners = table(route::Table::Partners);
    let names: Vec<_> = partners
        .columns
        .iter()
        .map(|column| &*column.name)
        .collect();
    for name in ["relation-form", "founded-date", "own-name-lang", "website"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    assert!(!names.iter().any(|name| name.starts_with("claim")));
}

#[test]
fn cells_are_quoted_where_the_standard_asks_for_it() {
    let mut out = String::new();
    let cells = ["plain", "a, b", "say \"so\"", "two\nlines", ""];
    line(&mut out, cells.map(str::to_owned).into_iter());
    assert_eq!(out, "plain,\"a, b\",\"say \"\"so\"\"\",\"two\nlines\",\r\n");
}

#[test]
fn no_text_is_a_formula_and_numbers_stay_numbers() {
    for text in ["=1+1", "+382", "-5", "@name", "\t=1", "\r=1"] {
        assert_eq!(guarded(text.to_owned()), format!("'{text}"));
    }
    assert_eq!(guarded("a=b".to_owned()), "a=b");
    let column = Column {
        name: String::new(),
        path: vec!["n".to_owned()],
        kind: "number",
        description: String::new(),
    };
    assert_eq!(cell(&json!({ "n": -12.5 }), &column), "-12.5");
    assert_eq!(cell(&json!({ "n": ["a", "b"] }), &column), "a|b");
    assert_eq!(cell(&json!({}), &column), "");
}
