//! `Accept-Encoding` (RFC 9110 section 12.5.3): which coding a visitor gets.

use crate::site::body::Coding;

/// What `find` knows in the coding to send to a visitor whose
/// `Accept-Encoding` lines are `lines`; none when the visitor refused all that
/// exist, the identity included, which is the one case for a 406.
///
/// The highest weight wins, and between equals the smaller body. An element
/// that does not follow the grammar says nothing and is passed over. A coding
/// that would not win is not looked for.
pub(super) fn choose<'a, T>(
    mut lines: impl Iterator<Item = &'a [u8]>,
    find: impl Fn(Coding) -> Option<T>,
) -> Option<T> {
    // Without the field any coding is acceptable, but a client that does not
    // name one most likely cannot read it.
    let Some(first) = lines.next() else {
        return find(Coding::Identity);
    };
    let mut asked = Asked::default();
    // What browsers send needs no parsing.
    match first {
        b"gzip, deflate, br, zstd" | b"gzip, deflate, br" => {
            asked.gzip = Some(1000);
            asked.brotli = Some(1000);
        }
        line => asked.read(line),
    }
    for line in lines {
        asked.read(line);
    }
    let mut best = None;
    for coding in [Coding::Brotli, Coding::Gzip, Coding::Identity] {
        if let Some(weight) = asked.weight(coding)
            && best.as_ref().is_none_or(|(highest, _)| weight > *highest)
            && let Some(found) = find(coding)
        {
            best = Some((weight, found));
        }
    }
    best.map(|(_, found)| found)
}

/// Weights in thousandths, for the codings that this site has.
#[derive(Default)]
struct Asked {
    identity: Option<u16>,
    gzip: Option<u16>,
    brotli: Option<u16>,
    any: Option<u16>,
}

impl Asked {
    fn read(&mut self, line: &[u8]) {
        for element in line.split(|byte| *byte == b',') {
            let (name, weight) = match element.iter().position(|byte| *byte == b';') {
                Some(at) => (&element[..at], parse_weight(&element[at + 1..])),
                None => (element, Some(1000)),
            };
            let Some(weight) = weight else { continue };
            let name = name.trim_ascii();
            let place = if name == b"*" {
                &mut self.any
            } else if name.eq_ignore_ascii_case(b"br") {
                &mut self.brotli
            } else if name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip") {
                // The other name is an alias (RFC 9110 section 8.4.1.3).
                &mut self.gzip
            } else if name.eq_ignore_ascii_case(b"identity") {
                &mut self.identity
            } else {
                continue;
            };
            *place = Some(weight);
        }
    }

    /// How much `coding` is wanted; none if it was refused.
    fn weight(&self, coding: Coding) -> Option<u16> {
        let named = match coding {
            Coding::Identity => self.identity,
            Coding::Gzip => self.gzip,
            Coding::Brotli => self.brotli,
        };
        match named.or(self.any) {
            Some(0) => None,
            Some(weight) => Some(weight),
            // The identity is acceptable unless refused by name or by `*`,
            // but anything that was asked for is better.
            None if coding == Coding::Identity => Some(0),
            None => None,
        }
    }
}

/// The weight that stands after the semicolon, in thousandths (section
/// 12.4.2): `q=` and a number from 0 to 1 with at most three decimals.
fn parse_weight(parameter: &[u8]) -> Option<u16> {
    let [b'q' | b'Q', b'=', number @ ..] = parameter.trim_ascii() else {
        return None;
    };
    let (whole, decimals) = match number {
        [whole] => (whole, &[][..]),
        [whole, b'.', decimals @ ..] if decimals.len() <= 3 => (whole, decimals),
        _ => return None,
    };
    let mut weight = match whole {
        b'0' => 0,
        b'1' => 1000,
        _ => return None,
    };
    for (digit, value) in decimals.iter().zip([100, 10, 1]) {
        if !digit.is_ascii_digit() {
            return None;
        }
        weight += u16::from(digit - b'0') * value;
    }
    (weight <= 1000).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Coding::{Brotli, Gzip, Identity};

    fn check(lines: &[&str], expected: Option<Coding>) {
        let lines = lines.iter().map(|line| line.as_bytes());
        assert_eq!(
            choose(lines.clone(), Some),
            expected,
            "{:?}",
            lines.collect::<Vec<_>>()
        );
    }

    #[test]
    fn the_highest_weight_wins_and_the_smaller_body_between_equals() {
        check(&[], Some(Identity));
        check(&[""], Some(Identity));
        check(&["gzip, deflate, br, zstd"], Some(Brotli));
        check(&["gzip, deflate, br"], Some(Brotli));
        check(&["gzip, deflate"], Some(Gzip));
        check(&["GZIP"], Some(Gzip));
        check(&["x-gzip"], Some(Gzip));
        check(&["br;q=0.5, gzip;q=0.8"], Some(Gzip));
        check(&["br;q=0.001"], Some(Brotli));
        check(&["br;q=0.5, identity;q=0.8"], Some(Identity));
        check(&["br;q=1.0, identity;q=1.000"], Some(Brotli));
        check(&["gzip", "br"], Some(Brotli));
        check(&["*"], Some(Brotli));
        check(&["*;q=0.1, gzip;q=0.2"], Some(Gzip));
        check(&["br;q=0, *"], Some(Gzip));
        check(&["\tgzip\t;\tq=0.5 ,,,"], Some(Gzip));
        check(&["deflate, zstd"], Some(Identity));
    }

    #[test]
    fn nothing_is_acceptable_only_when_the_identity_is_refused() {
        check(&["identity;q=0"], None);
        check(&["*;q=0"], None);
        check(&["*;q=0.000, deflate"], None);
        check(&["identity;q=0, br"], Some(Brotli));
        check(&["*;q=0, identity"], Some(Identity));
        check(&["*;q=0, identity;q=0.001"], Some(Identity));
        check(&["br;q=0, gzip;q=0"], Some(Identity));
        check(&["identity;q=0, *;q=0.5"], Some(Brotli));
        let only_identity = |coding| (coding == Identity).then_some(coding);
        assert_eq!(
            choose([&b"identity;q=0, br"[..]].into_iter(), only_identity),
            None
        );
        assert_eq!(
            choose([&b"br"[..]].into_iter(), only_identity),
            Some(Identity)
        );
    }

    #[test]
    fn what_does_not_follow_the_grammar_says_nothing() {
        for element in [
            "br;q=2",
            "br;q=1.001",
            "br;q=0.0001",
            "br;q=-1",
            "br;q=.5",
            "br;q=",
            "br;q",
            "br;",
            "br;q=1;q=1",
            "br;level=5",
            "br;q=1e3",
            "br;q=999999999999999999999",
            "b r",
            "br;q=NaN",
            "br;q= 1",
            ";q=1",
            "\"br\"",
        ] {
            check(&[element], Some(Identity));
            check(&[&format!("{element}, gzip;q=0.1")], Some(Gzip));
        }
    }
}
