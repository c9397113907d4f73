//! The id of a language: the stem of its file, and the key of every localized text.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A language of the site, such as `en`: words of `a-z` and `0-9` joined by single hyphens.
///
/// It is a name the content chose, not a BCP 47 tag; the tags belong to the language's settings.
/// Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(Arc<str>);

impl LanguageId {
    /// Checks and takes over an id.
    ///
    /// # Errors
    /// When `text` is not kebab-case.
    pub fn new(text: &str) -> Result<Self, InvalidLanguageId> {
        let kebab = text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if kebab {
            Ok(Self(text.into()))
        } else {
            Err(InvalidLanguageId(text.to_owned()))
        }
    }

    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that cannot be the id of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidLanguageId(String);

impl fmt::Display for InvalidLanguageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not an id of a language: expected small letters and digits, joined by single hyphens",
            self.0
        )
    }
}

impl std::error::Error for InvalidLanguageId {}

impl fmt::Display for LanguageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for LanguageId {
    type Err = InvalidLanguageId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

impl AsRef<str> for LanguageId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

// Lets ordered and hashed maps be asked with a plain string; both orders and hashes agree with it.
impl Borrow<str> for LanguageId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for LanguageId {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for LanguageId {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl Serialize for LanguageId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for LanguageId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::new(&text).map_err(de::Error::custom)
    }
}

impl JsonSchema for LanguageId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "LanguageId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_kebab_case_is_an_id() {
        for good in ["en", "cnr", "cnr-cyrl", "a1-2b"] {
            assert_eq!(LanguageId::new(good).unwrap().as_str(), good);
        }
        for bad in ["", "-", "en-", "-en", "en--gb", "EN", "en_gb", "en gb", "č"] {
            assert!(LanguageId::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_id_is_read_and_written_as_a_plain_string() {
        let id: LanguageId = serde_json::from_str("\"cnr-cyrl\"").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"cnr-cyrl\"");
        assert!(serde_json::from_str::<LanguageId>("\"Cnr\"").is_err());
    }
}
