//! Ids, and references to them: each a string with a type of its own, so that
//! a place cannot be taken for a topic. In the schema a reference carries
//! `x-reference`, the kind of thing it must name; the checker follows it.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What an id looks like: the address of the thing on the site.
pub const SLUG_PATTERN: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

macro_rules! id {
    ($(#[$doc:meta] $name:ident $schema:expr;)*) => {$(
        #[$doc]
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

fn slug() -> Schema {
    json_schema!({
        "type": "string",
        "pattern": SLUG_PATTERN,
        "x-expected": "small letters, digits and single hyphens",
    })
}

fn reference(kind: &str) -> Schema {
    let mut schema = slug();
    schema.insert("x-reference".to_owned(), kind.into());
    schema
}

id! {
    /// An id that is made here, not a reference.
    Slug slug();
    /// A partner, a society or a network.
    BodyId reference("body");
    /// A National Society.
    SocietyId reference("society");
    /// A goal.
    GoalId reference("goal");
    /// A place of `places.toml`.
    PlaceId reference("place");
    /// A topic of `topics.toml`.
    TopicId reference("topic");
    /// A source.
    SourceId reference("source");
    /// A page of prose.
    PageId reference("page");
    /// A body of the register, or a publisher of `publishers.toml`.
    PublisherId reference("publisher");
    /// A country of `places.toml`, by its code.
    CountryCode json_schema!({
        "type": "string",
        "pattern": "^[A-Z]{2}$",
        "x-expected": "two capital letters (ISO 3166-1)",
        "x-reference": "country",
    });
    /// The code of a country (ISO 3166-1 alpha-2), where the country is described.
    CountryName json_schema!({
        "type": "string",
        "pattern": "^[A-Z]{2}$",
        "x-expected": "two capital letters (ISO 3166-1)",
    });
    /// The tag of a language (BCP 47).
    LanguageTag json_schema!({
        "type": "string",
        "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        "x-expected": "a language tag such as `en` or `pt-BR`",
    });
    /// The code of a script (ISO 15924).
    ScriptCode json_schema!({
        "type": "string",
        "pattern": "^[A-Z][a-z]{3}$",
        "x-expected": "a script code such as `Latn` or `Cyrl`",
    });
    /// An address on this site, from `/` to `/`.
    SitePath json_schema!({
        "type": "string",
        "pattern": r"^/([^\s/?#]+/)*$",
        "x-expected": "an address on this site that begins and ends with `/`",
    });
    /// Where visitors can write to.
    Contact json_schema!({
        "type": "string",
        "pattern": r"^(mailto:[^\s@]+@[^\s@]+|https://\S+)$",
        "x-expected": "an address that begins with `mailto:` or `https://`",
    });
    /// Outlines in the notation of SVG paths, of straight lines only.
    PathData json_schema!({
        "type": "string",
        "pattern": "^M[-MLHVZlhvz0-9., ]*$",
        "x-expected": "closed outlines of straight lines, as `scripts/map` writes them",
    });
    /// One statement: `<folder>/<file>#<claim>`.
    ClaimPath json_schema!({
        "type": "string",
        "pattern": "^[a-z]+/[a-z0-9-]+#[a-z0-9-]+$",
        "x-expected": "a statement as `<folder>/<file>#<claim>`",
        "x-reference": "claim",
    });
}
