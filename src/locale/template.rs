//! Formats with named places, such as `{day}. {month} {year}.`.

/// A format, split into literal text and places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// An index into the names given when the template was read.
    Place(usize),
}

impl Template {
    /// Reads a format whose places may only be those of `names`.
    pub(super) fn parse(text: &str, names: &[&str]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            if open > 0 {
                pieces.push(Piece::Literal(rest[..open].to_owned()));
            }
            let inner = rest[open..]
                .strip_prefix('{')
                .and_then(|inner| inner.split_once('}'));
            let Some((name, after)) = inner else {
                return Err("a curly bracket has no partner".to_owned());
            };
            let Some(place) = names.iter().position(|known| *known == name) else {
                let known: Vec<_> = names.iter().map(|name| format!("`{{{name}}}`")).collect();
                return Err(format!(
                    "unknown place `{{{name}}}`; the places are {}",
                    known.join(", ")
                ));
            };
            pieces.push(Piece::Place(place));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Literal(rest.to_owned()));
        }
        Ok(Self { pieces })
    }

    /// The same with spaces that do not break wherever `hold` says so of a literal text and the
    /// two places that it stands between.
    pub(super) fn holding(mut self, hold: impl Fn(usize, &str, usize) -> bool) -> Self {
        for at in 1..self.pieces.len().saturating_sub(1) {
            let [
                Piece::Place(before),
                Piece::Literal(text),
                Piece::Place(after),
            ] = &self.pieces[at - 1..=at + 1]
            else {
                continue;
            };
            if hold(*before, text, *after) {
                self.pieces[at] = Piece::Literal(text.replace(' ', "\u{A0}"));
            }
        }
        self
    }

    /// Whether the place of this index is used.
    pub(super) fn uses(&self, place: usize) -> bool {
        self.pieces.contains(&Piece::Place(place))
    }

    /// Fills the places; `values` stand in the order of the names. A value left out is empty.
    pub(super) fn fill(&self, values: &[&str]) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Place(place) => out.push_str(values.get(*place).copied().unwrap_or("")),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn places_are_filled_in_the_order_of_the_format() {
        let template = Template::parse("{b} of {a}.", &["a", "b", "c"]).unwrap();
        assert_eq!(template.fill(&["x", "y", "z"]), "y of x.");
        assert!(template.uses(0) && !template.uses(2));
    }

    #[test]
    fn spaces_hold_between_the_places_that_are_named() {
        let template = Template::parse("{a} in {b} of {c} {a}", &["a", "b", "c"]).unwrap();
        let template =
            template.holding(|before, text, after| (before, text, after) == (0, " in ", 1));
        assert_eq!(template.fill(&["x", "y", "z"]), "x\u{A0}in\u{A0}y of z x");
    }

    #[test]
    fn unknown_places_and_stray_brackets_are_refused() {
        for bad in ["{d}", "{a", "a}", "{}", "{{a}}"] {
            assert!(Template::parse(bad, &["a"]).is_err(), "{bad}");
        }
    }
}
