//! Looking things up in the JSON Schema of a kind of file: what stands under a
//! key, what it is for, and which words it may be.

use serde_json::Value;

/// The schema of one kind of file.
#[derive(Debug)]
pub(super) struct Schema(pub(super) Value);

/// What the schema says of one key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Described<'a> {
    root: &'a Value,
    /// What is said of the value, with nothing to be followed.
    value: &'a Value,
    /// What the key is for, in an editor's words.
    pub(super) about: Option<&'a str>,
    /// Whether it must be there.
    pub(super) required: bool,
}

impl Schema {
    /// What is said of the value that these keys lead to; the items of a list
    /// are described by the key of the list.
    pub(super) fn at(&self, path: &[String]) -> Option<Described<'_>> {
        let mut found = Described {
            root: &self.0,
            value: &self.0,
            about: about(&self.0),
            required: true,
        };
        for key in path {
            found = found.items().field(key)?;
        }
        Some(found)
    }
}

fn about(schema: &Value) -> Option<&str> {
    schema["description"].as_str()
}

impl<'a> Described<'a> {
    fn told(&self, schema: &'a Value, required: bool) -> Self {
        let mut value = schema;
        while let Some(name) = value["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap_or_default();
            value = &self.root["$defs"][name];
        }
        Self {
            root: self.root,
            value,
            about: about(schema).or_else(|| about(value)),
            required,
        }
    }

    /// What is said of each item, if it is a list.
    pub(super) fn items(self) -> Self {
        let mut found = self;
        while found.is_list() {
            let about = found.about;
            found = found.told(&found.value["items"], true);
            found.about = found.about.or(about);
        }
        found
    }

    /// What is said of the value under a key.
    fn field(self, key: &str) -> Option<Self> {
        let own = &self.value["properties"][key];
        if own.is_object() {
            let required = self.value["required"].as_array();
            let required = required.is_some_and(|names| names.iter().any(|name| name == key));
            return Some(self.told(own, required));
        }
        let other = &self.value["additionalProperties"];
        other.is_object().then(|| self.told(other, false))
    }

    /// The same value, for what another key is for.
    pub(super) fn for_the_same(self, other: Self) -> Self {
        Self {
            about: other.about,
            ..self
        }
    }

    /// The keys that it declares, in the order of the declaration.
    pub(super) fn fields(self) -> impl Iterator<Item = (&'a str, Self)> {
        let declared = self.value["properties"].as_object();
        declared.into_iter().flatten().filter_map(move |(key, _)| {
            let field = self.field(key)?;
            Some((key.as_str(), field))
        })
    }

    fn is(self, kind: &str) -> bool {
        self.value["type"] == kind
    }

    /// Whether it is a list.
    pub(super) fn is_list(self) -> bool {
        self.is("array")
    }

    /// Whether it is a list of tables, which are written under `[[headings]]`.
    pub(super) fn is_list_of_tables(self) -> bool {
        self.is_list() && self.items().is_table()
    }

    /// Whether it is a table, which is written under a `[heading]`.
    pub(super) fn is_table(self) -> bool {
        self.is("object") && !self.is_per_language() && !self.is_date()
    }

    /// Whether it has one text for each language or plural form.
    pub(super) fn is_per_language(self) -> bool {
        !self.value["x-text"].is_null() || !self.value["x-plural"].is_null()
    }

    /// Whether it is a date.
    pub(super) fn is_date(self) -> bool {
        self.value["x-date"] == true
    }

    /// Whether it is text in quotes.
    pub(super) fn is_string(self) -> bool {
        self.is("string")
    }

    /// Whether it is `true` or `false`.
    pub(super) fn is_boolean(self) -> bool {
        self.is("boolean")
    }

    /// The only words that it may be; none if they are not fixed.
    pub(super) fn words(self) -> Vec<&'a str> {
        let fixed = self.value["enum"].as_array();
        let words = fixed.into_iter().flatten().chain([&self.value["const"]]);
        words.filter_map(Value::as_str).collect()
    }

    /// The kind of thing that it names.
    pub(super) fn reference(self) -> Option<&'a str> {
        self.value["x-reference"].as_str()
    }

    /// Its form, in a few words.
    pub(super) fn form(self) -> String {
        if self.is_list() {
            return format!("a list: {}", self.items().form());
        }
        let words = self.words();
        if !words.is_empty() {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            return words.join(", ");
        }
        if let Some(kind) = self.reference() {
            return format!("the id of a {}", crate::content::noun(kind));
        }
        if self.is_date() {
            return "a date: `2022`, `2022-11-20` or `{ year = 2022, month = 11 }`".to_owned();
        }
        if self.is_per_language() {
            return "one text for each language".to_owned();
        }
        let form = self.value["x-expected"].as_str();
        let form = form.unwrap_or_else(|| match self.value["type"].as_str() {
            Some("integer") => "a whole number",
            Some("number") => "a number",
            Some("boolean") => "`true` or `false`",
            Some("object") => "a table of keys",
            _ => "text in quotes",
        });
        form.to_owned()
    }
}
