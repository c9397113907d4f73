//! Words: the search form and what it finds.

use super::Plural;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// The search form and what it finds.
    SearchWords {
        /// Above the field.
        label: String,
        /// On the button.
        button: String,
        /// The heading of what was found: `{n}` results for `{query}`.
        found: Plural,
        /// The heading when nothing was found for `{query}`.
        nothing: String,
        /// Names the links to the kinds of results to screen readers.
        kinds: String,
        /// The link to results of every kind.
        all: String,
        /// Pages of this site, as a kind of result.
        pages: String,
        /// So many results of one kind: beside its heading.
        results: Plural,
        /// The link to all results of a kind, `{n}` of them.
        all_of_kind: Plural,
        /// When only the first `{n}` results are shown.
        first: Plural,
        /// When `{query}` is written nowhere and was taken for `{word}`.
        taken_for: String,
        /// When nothing has all of the words, and these have some of them.
        partial: String,
        /// When only the first `{n}` characters were looked for.
        cut: Plural,
        /// Before the links to what is found in other languages.
        elsewhere: String,
        /// That capitals, accents and scripts make no difference: in a word, and how.
        blind: Tip,
        /// The heading of what can be looked for.
        tips: String,
        /// Looking for names: in a word, and how.
        tip_name: Tip,
        /// Looking for a date: in a word, and how.
        tip_date: Tip,
        /// Looking for a place: in a word, and how.
        tip_place: Tip,
        /// Looking for words in a row: in a word, and how.
        tip_phrase: Tip,
    }

    /// One way of looking for something.
    Tip {
        /// What it is, in a word.
        name: String,
        /// How it is done, in a sentence.
        text: String,
    }
}
