//! Reading one plural rule.

use super::{Condition, Operand, Relation};

impl Condition {
    /// Reads a rule such as `n % 10 = 2..4 and n % 100 != 12..14`.
    ///
    /// The samples that CLDR appends (`@integer ...`) are allowed and ignored. The older words
    /// `is`, `in` and `within` are not: UTS #35 has deprecated them.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let rule = text.split_once('@').map_or(text, |(rule, _)| rule);
        let mut tokens = Tokens { rest: rule };
        let mut alternatives = Vec::new();
        let mut relations = vec![Relation::parse(&mut tokens)?];
        loop {
            match tokens.next() {
                "and" => relations.push(Relation::parse(&mut tokens)?),
                "or" => {
                    alternatives.push(std::mem::take(&mut relations));
                    relations.push(Relation::parse(&mut tokens)?);
                }
                "" => break,
                other => return Err(expected("`and`, `or` or the end", other)),
            }
        }
        alternatives.push(relations);
        Ok(Self { alternatives })
    }
}

impl Relation {
    fn parse(tokens: &mut Tokens<'_>) -> Result<Self, String> {
        let operand = match tokens.next() {
            "n" => Operand::N,
            "i" => Operand::I,
            "v" => Operand::V,
            "w" => Operand::W,
            "f" => Operand::F,
            "t" => Operand::T,
            other => return Err(expected("one of `n`, `i`, `v`, `w`, `f`, `t`", other)),
        };
        let mut sign = tokens.next();
        let mut modulus = None;
        if matches!(sign, "%" | "mod") {
            let value = number(tokens.next())?;
            if value == 0 {
                return Err("a remainder by 0 has no meaning".to_owned());
            }
            modulus = Some(value);
            sign = tokens.next();
        }
        let negated = match sign {
            "=" => false,
            "!=" => true,
            other => return Err(expected("`=` or `!=`", other)),
        };
        let mut ranges = Vec::new();
        loop {
            let from = number(tokens.next())?;
            let to = if tokens.accept("..") {
                number(tokens.next())?
            } else {
                from
            };
            if to < from {
                return Err(format!("the range `{from}..{to}` runs backwards"));
            }
            ranges.push((from, to));
            if !tokens.accept(",") {
                break;
            }
        }
        Ok(Self {
            operand,
            modulus,
            negated,
            ranges,
        })
    }
}

fn number(token: &str) -> Result<u64, String> {
    token.parse().map_err(|_| expected("a number", token))
}

fn expected(what: &str, found: &str) -> String {
    match found {
        "" => format!("expected {what}, and the rule ends"),
        found => format!("expected {what}, found `{found}`"),
    }
}

/// Words, numbers and signs of a rule; at the end, empty texts.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let class = |c: char| match c {
            'a'..='z' => 1,
            '0'..='9' => 2,
            _ => 0,
        };
        let first = rest.chars().next();
        let end = match first.map(class) {
            None => 0,
            Some(0) => ["!=", ".."]
                .into_iter()
                .find(|sign| rest.starts_with(sign))
                .map_or_else(|| first.map_or(0, char::len_utf8), str::len),
            Some(kind) => rest.find(|c| class(c) != kind).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(end);
        self.rest = after;
        token
    }

    /// Takes the next token if it is `wanted`.
    fn accept(&mut self, wanted: &str) -> bool {
        let before = self.rest;
        let found = self.next() == wanted;
        if !found {
            self.rest = before;
        }
        found
    }
}
