//! Plural rules in the syntax of CLDR: UTS #35, part 3, section 5 "Language Plural Rules".

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod parse;
#[cfg(test)]
mod tests;

/// The categories that CLDR knows. A language uses some of them, and always `other`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
#[allow(
    missing_docs,
    reason = "the words are CLDR's and mean nothing beyond a language's own rules"
)]
pub enum PluralCategory {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl PluralCategory {
    /// All categories, in the order in which rules are tried.
    pub const ALL: [Self; 6] = [
        Self::Zero,
        Self::One,
        Self::Two,
        Self::Few,
        Self::Many,
        Self::Other,
    ];

    /// The category's keyword in CLDR and in content.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for PluralCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The rules of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PluralRules {
    rules: Vec<(PluralCategory, Condition)>,
}

impl PluralRules {
    /// Reads the rules of a language. `other` is implied and takes no rule.
    ///
    /// # Errors
    /// One message for each rule that cannot be read.
    pub fn parse(
        source: &BTreeMap<PluralCategory, String>,
    ) -> Result<Self, Vec<(PluralCategory, String)>> {
        let mut rules = Vec::new();
        let mut faults = Vec::new();
        for (category, text) in source {
            if *category == PluralCategory::Other {
                let message = "`other` is what no rule covers, and takes no rule itself";
                faults.push((*category, message.to_owned()));
                continue;
            }
            match Condition::parse(text) {
                Ok(condition) => rules.push((*category, condition)),
                Err(message) => faults.push((*category, message)),
            }
        }
        if faults.is_empty() {
            Ok(Self { rules })
        } else {
            Err(faults)
        }
    }

    /// The category of a number.
    pub fn category(&self, number: impl Into<Operands>) -> PluralCategory {
        let number = number.into();
        self.rules
            .iter()
            .find(|(_, condition)| condition.holds(&number))
            .map_or(PluralCategory::Other, |(category, _)| *category)
    }

    /// The categories that a translated message needs: those with a rule, and `other`.
    pub fn categories(&self) -> impl Iterator<Item = PluralCategory> {
        self.rules
            .iter()
            .map(|(category, _)| *category)
            .chain([PluralCategory::Other])
    }
}

/// The operands of UTS #35 for a number as it is shown; the sign does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operands {
    /// `i`: the integer digits.
    integer: u64,
    /// `f`: the fraction digits, with the zeros at the end.
    fraction: u64,
    /// `v`: how many fraction digits there are, with the zeros at the end.
    digits: u32,
}

impl Operands {
    /// Reads a number written with digits and at most one point, such as `1.50`.
    ///
    /// `None` for anything else, and for more digits than 64 bits hold.
    pub fn parse(text: &str) -> Option<Self> {
        let (integer, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if integer.is_empty() || !digits(integer) || !digits(fraction) {
            return None;
        }
        if fraction.is_empty() {
            // "1." is no number.
            return (!text.ends_with('.'))
                .then(|| integer.parse().ok())
                .flatten()
                .map(|integer: u64| integer.into());
        }
        Some(Self {
            integer: integer.parse().ok()?,
            fraction: fraction.parse().ok()?,
            digits: fraction.len().try_into().ok()?,
        })
    }

    /// The value of an operand, or `None` for `n` with a fraction: no integer equals it.
    fn value(&self, operand: Operand) -> Option<u64> {
        // `t` and `w`: the fraction and the number of its digits, without the zeros at the end.
        let mut short = (self.fraction, self.digits);
        while short.1 > 0 && short.0.is_multiple_of(10) {
            short = (short.0 / 10, short.1 - 1);
        }
        match operand {
            Operand::N => (self.fraction == 0).then_some(self.integer),
            Operand::I => Some(self.integer),
            Operand::V => Some(self.digits.into()),
            Operand::W => Some(short.1.into()),
            Operand::F => Some(self.fraction),
            Operand::T => Some(short.0),
        }
    }
}

impl From<u64> for Operands {
    fn from(integer: u64) -> Self {
        Self {
            integer,
            fraction: 0,
            digits: 0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operand {
    N,
    I,
    V,
    W,
    F,
    T,
}

/// Alternatives of relations that hold together: `and` binds tighter than `or`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    alternatives: Vec<Vec<Relation>>,
}

/// `operand [% modulus] (= | !=) range, range...`; a single value is a range of one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Relation {
    operand: Operand,
    modulus: Option<u64>,
    negated: bool,
    ranges: Vec<(u64, u64)>,
}

impl Condition {
    fn holds(&self, number: &Operands) -> bool {
        self.alternatives
            .iter()
            .any(|relations| relations.iter().all(|relation| relation.holds(number)))
    }
}

impl Relation {
    fn holds(&self, number: &Operands) -> bool {
        let within = number.value(self.operand).is_some_and(|value| {
            let value = self.modulus.map_or(value, |modulus| value % modulus);
            self.ranges
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&value))
        });
        within != self.negated
    }
}
