//! The stem of a word: what its forms have in common.
//!
//! The algorithms are those of the Snowball project (<https://snowballstem.org/>). A language
//! names one of them, or none; which algorithm suits which language is content.

use std::borrow::Cow;
use std::fmt;

use frostem::Algorithm;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A stemming algorithm. Copying is cheap.
#[derive(Clone, Copy)]
pub struct Stemmer(frostem::Stemmer);

impl Stemmer {
    /// The algorithm of this name, if there is one.
    pub fn of_name(name: &str) -> Option<Self> {
        let algorithm = Algorithm::all().iter().find(|known| known.name() == name)?;
        Some(Self(frostem::Stemmer::new(*algorithm)))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.algorithm().name()
    }

    /// The stem of a word in small letters. It need not be a word.
    pub fn stem(self, word: &str) -> Cow<'_, str> {
        self.0.stem(word)
    }
}

impl fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stemmer").field(&self.name()).finish()
    }
}

impl PartialEq for Stemmer {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Stemmer {}

impl Serialize for Stemmer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Stemmer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        Self::of_name(&name)
            .ok_or_else(|| de::Error::custom(format!("`{name}` is not a stemming algorithm")))
    }
}

impl JsonSchema for Stemmer {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Stemmer".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<_> = Algorithm::all().iter().map(|known| known.name()).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_of_the_algorithms_or_nothing() {
        for algorithm in Algorithm::all() {
            let stemmer = Stemmer::of_name(algorithm.name()).unwrap();
            let name = serde_json::to_string(&stemmer).unwrap();
            assert_eq!(serde_json::from_str::<Stemmer>(&name).unwrap(), stemmer);
        }
        assert_eq!(Stemmer::of_name("klingon"), None);
        assert!(serde_json::from_str::<Stemmer>("\"klingon\"").is_err());
    }

    #[test]
    fn no_word_however_odd_stops_an_algorithm() {
        let odd = [
            "",
            "a",
            "'",
            "''",
            "ß",
            "i̇",
            "ѐ́",
            "\u{0}",
            "123",
            "a'b'c",
            "ždžljnjđ",
            "yyyy",
            "χ",
        ];
        for algorithm in Algorithm::all() {
            let stemmer = Stemmer::of_name(algorithm.name()).unwrap();
            for word in odd {
                stemmer.stem(word);
                stemmer.stem(&word.repeat(40));
            }
        }
    }
}
