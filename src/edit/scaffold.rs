//! A new file with every key that it must have, each explained in a comment,
//! ready to be filled in.
//!
//! What keys there are, and what is said of them, comes from the schema of the
//! kind, which comes from its record: there is no second list.

use super::plan::Plan;
use super::proof::Refusal;
use super::register::Register;
use super::thing::{self, Thing, kind_called};
use crate::content::{Kind, Location, PLACEHOLDER, Value as Toml};
use crate::diag::{Code, nearest};
use crate::locale::Day;
use serde_json::Value;

/// How long a line of a comment may be, in characters.
const LINE: usize = 96;

/// Makes the plan for a new file of a kind, as somebody typed it (`event` or
/// `events`), with an id.
///
/// What only a person can know is left as [`PLACEHOLDER`], which the check asks to
/// fill in; it has no other complaint.
///
/// # Errors
///
/// If there is no such kind, if the id cannot be one or is taken, or if the file
/// would be wrong in another way than by what is left to fill in.
pub fn create(register: &Register, kind: &str, id: &str) -> Result<Plan, Refusal> {
    let kind = kind_called(kind)?;
    if let Location::File(name) = kind.location() {
        return Err(Refusal::Cannot(format!(
            "these stand together in `{name}`: add an entry there, in the manner of the others"
        )));
    }
    let id = id.strip_suffix(".toml").unwrap_or(id);
    thing::check_id(id)?;
    let thing = Thing {
        kind,
        list: None,
        id: id.to_owned(),
    };
    thing::is_free(register, &thing, None)?;
    if kind == Kind::Membership {
        names_a_body(register, id)?;
    }
    let schema = register.survey().schema(kind);
    let mut writer = Writer {
        register,
        kind,
        id,
        definitions: &schema["$defs"],
        text: format!("#:schema {}\n", kind.schema_reference()),
    };
    writer.table(&schema, "");
    let mut plan = Plan::new();
    plan.create(&thing.path(), writer.text);
    only_unfilled(register, &plan, &thing)?;
    Ok(plan)
}

/// A membership is named after the body that it is in.
fn names_a_body(register: &Register, id: &str) -> Result<(), Refusal> {
    let things = thing::all(register);
    let bodies = || things.iter().filter(|thing| thing.is_body());
    if bodies().any(|body| body.id == id) {
        return Ok(());
    }
    let help = nearest(id, bodies().map(|body| body.id.as_str()))
        .unwrap_or_else(|| "make the file of the body first".to_owned());
    Err(Refusal::Cannot(format!(
        "a membership has the id of the body it is in, and there is no partner, society or \
         network `{id}`: {help}"
    )))
}

/// Makes sure that the new file has no mistake but what is to be filled in.
fn only_unfilled(register: &Register, plan: &Plan, thing: &Thing) -> Result<(), Refusal> {
    let after = register.changed(plan)?;
    let own = after.survey().file_at(&thing.path());
    let all = after.survey().report.diagnostics().iter();
    let mut report = crate::diag::Report::new();
    report.extend(
        all.filter(|found| Some(found.file) == own && found.code != Code::Leftover)
            .cloned(),
    );
    if report.is_empty() {
        return Ok(());
    }
    Err(Refusal::Mistakes {
        why: "no file was made: it would have these mistakes".to_owned(),
        report,
        sources: after.survey().sources.clone(),
    })
}

struct Writer<'a> {
    register: &'a Register,
    kind: Kind,
    id: &'a str,
    definitions: &'a Value,
    text: String,
}

impl<'a> Writer<'a> {
    /// Follows a schema to where its type is declared.
    fn resolved(&self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => {
                let name = reference.rsplit('/').next().unwrap_or_default();
                &self.definitions[name]
            }
            None => schema,
        }
    }

    /// The required keys of a table: values first, then tables under headings.
    fn table(&mut self, schema: &'a Value, heading: &str) {
        let Some(properties) = schema["properties"].as_object() else {
            return;
        };
        let is_required = |key: &str| {
            let required = schema["required"].as_array().into_iter().flatten();
            required.into_iter().any(|name| name.as_str() == Some(key))
        };
        let is_table = |property: &Value| {
            let shape = self.resolved(property);
            shape["properties"].is_object() && shape["x-text"].is_null()
        };
        let (tables, values): (Vec<_>, Vec<_>) = properties
            .iter()
            .filter(|(key, _)| is_required(key))
            .partition(|(_, property)| is_table(property));
        let optional: Vec<&str> = properties
            .keys()
            .map(String::as_str)
            .filter(|key| !is_required(key) && *key != crate::content::CHECKED_KEY)
            .collect();
        for (number, (key, property)) in values.into_iter().enumerate() {
            // What stands right below a heading belongs to it.
            if number > 0 || heading.is_empty() {
                self.text.push('\n');
            }
            self.comment(property);
            self.value(key, property);
        }
        if !optional.is_empty() {
            let at = if heading.is_empty() {
                String::new()
            } else {
                format!(" to `[{heading}]`")
            };
            self.text.push('\n');
            self.wrapped(&format!("May be added{at}: {}.", optional.join(", ")));
        }
        for (key, property) in tables {
            self.text.push('\n');
            self.comment(property);
            self.text.push_str(&format!("[{key}]\n"));
            self.table(self.resolved(property), key);
        }
    }

    /// What a key is for, and which words may stand there.
    fn comment(&mut self, property: &'a Value) {
        let mut words = property["description"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let shape = self.resolved(property);
        let choices: Vec<&str> = shape["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        // Some descriptions name the words themselves.
        if !choices.is_empty() && !words.contains(&format!("`{}`", choices[0])) {
            words.push_str(&format!(" One of: {}.", choices.join(", ")));
        }
        self.wrapped(&words);
    }

    fn wrapped(&mut self, words: &str) {
        let mut line = String::from("#");
        for word in words.split_whitespace() {
            if line.chars().count() + 1 + word.chars().count() > LINE {
                self.text.push_str(&line);
                self.text.push('\n');
                line.truncate(1);
            }
            line.push(' ');
            line.push_str(word);
        }
        self.text.push_str(&line);
        self.text.push('\n');
    }

    fn value(&mut self, key: &str, property: &'a Value) {
        let shape = self.resolved(property);
        if shape["x-text"].is_string() {
            let languages = self.register.survey().languages();
            let written = languages.filter(|(_, _, derived)| !derived);
            for (language, ..) in written {
                let text = if shape["x-text"] == "markdown" {
                    format!("\"\"\"\n{PLACEHOLDER}\n\"\"\"")
                } else {
                    format!("\"{PLACEHOLDER}\"")
                };
                self.text.push_str(&format!("{key}.{language} = {text}\n"));
            }
            return;
        }
        let value = if shape["x-date"] == true {
            self.date(key)
        } else {
            match shape["type"].as_str() {
                Some("integer" | "number") => self.next_number(key).to_string(),
                Some("array") => format!("[\"{PLACEHOLDER}\"]"),
                Some("boolean") => "false".to_owned(),
                // A membership is named after its body.
                _ if self.kind == Kind::Membership && key == "body" => format!("\"{}\"", self.id),
                _ => format!("\"{PLACEHOLDER}\""),
            }
        };
        self.text.push_str(&format!("{key} = {value}\n"));
    }

    /// Today, or for a review the same day of next year.
    fn date(&self, key: &str) -> String {
        let today = self.register.today();
        if key != "review-by" {
            return today.to_string();
        }
        let next = |day| Day::new(today.year + 1, today.month, day);
        next(today.day)
            .or_else(|| next(28))
            .unwrap_or(today)
            .to_string()
    }

    /// A number after those of the other files, in the steps that they have.
    fn next_number(&self, key: &str) -> i64 {
        let survey = self.register.survey();
        let numbers: Vec<i64> = survey
            .files
            .iter()
            .filter(|(kind, ..)| *kind == self.kind)
            .filter_map(
                |(_, _, file)| match &survey.documents.get(file)?.root.value {
                    Toml::Table(entries) => Some(&entries.get(key)?.value.value),
                    _ => None,
                },
            )
            .filter_map(|value| match value {
                Toml::Integer(number) => Some(*number),
                _ => None,
            })
            .collect();
        let step = if !numbers.is_empty() && numbers.iter().all(|number| number % 10 == 0) {
            10
        } else {
            1
        };
        numbers.iter().max().map_or(step, |last| last + step)
    }
}
