//! How far an outline reaches.

use super::{Point, Rect, tenth};

/// The smallest rectangle around an outline in SVG path data of straight
/// lines (SVG 2, section 9.3); none if it has no corner. What is not a number
/// where one is due ends the reading: the rest is not drawn either.
pub fn bounds(path: &str) -> Option<Rect> {
    let mut reader = Reader {
        rest: path,
        here: Point { x: 0.0, y: 0.0 },
        start: Point { x: 0.0, y: 0.0 },
        bounds: None,
    };
    while reader.step().is_some() {}
    reader.bounds.map(|bounds| Rect {
        left: tenth(bounds.left),
        top: tenth(bounds.top),
        right: tenth(bounds.right),
        bottom: tenth(bounds.bottom),
    })
}

struct Reader<'a> {
    rest: &'a str,
    here: Point,
    start: Point,
    bounds: Option<Rect>,
}

impl Reader<'_> {
    /// One command with all its corners.
    fn step(&mut self) -> Option<()> {
        self.rest = self.rest.trim_start_matches([' ', ',']);
        let mut letters = self.rest.chars();
        let letter = letters.next()?;
        self.rest = letters.as_str();
        if letter.eq_ignore_ascii_case(&'z') {
            self.here = self.start;
            return Some(());
        }
        let mut corners = 0;
        while let Some(number) = self.number() {
            let from = if letter.is_ascii_lowercase() {
                self.here
            } else {
                Point { x: 0.0, y: 0.0 }
            };
            match letter.to_ascii_lowercase() {
                'h' => self.here.x = from.x + number,
                'v' => self.here.y = from.y + number,
                'm' | 'l' => {
                    self.here = Point {
                        x: from.x + number,
                        y: from.y + self.number()?,
                    };
                }
                _ => return None,
            }
            if corners == 0 && letter.eq_ignore_ascii_case(&'m') {
                self.start = self.here;
            }
            corners += 1;
            let corner = Rect::around(self.here, 0.0);
            self.bounds = Some(self.bounds.map_or(corner, |bounds| bounds.with(&corner)));
        }
        (corners > 0).then_some(())
    }

    fn number(&mut self) -> Option<f64> {
        let rest = self.rest.trim_start_matches([' ', ',']);
        let mut points = 0;
        let end = rest
            .char_indices()
            .find(|&(at, sign)| {
                points += usize::from(sign == '.');
                !(sign.is_ascii_digit() || (sign == '.' && points == 1) || (sign == '-' && at == 0))
            })
            .map_or(rest.len(), |(at, _)| at);
        let number = rest[..end].parse().ok()?;
        self.rest = &rest[end..];
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(path: &str) -> Option<[f64; 4]> {
        bounds(path).map(|rect| [rect.left, rect.top, rect.right, rect.bottom])
    }

    #[test]
    fn steps_may_be_from_the_corner_before_or_from_the_edge_of_the_drawing() {
        let square = Some([10.0, 20.0, 15.0, 25.0]);
        assert_eq!(edges("M10 20l5 0 0 5-5 0z"), square);
        assert_eq!(edges("M10,20L15,20 15,25 10,25Z"), square);
        assert_eq!(edges("M10 20h5v5h-5z"), square);
        assert_eq!(edges("m10 20 5 0 0 5-5 0z"), square);
    }

    #[test]
    fn a_second_outline_begins_where_the_first_began() {
        assert_eq!(
            edges("M10 20l5 5-5 0zm1 1l-4 0 0 1z"),
            Some([7.0, 20.0, 15.0, 25.0])
        );
    }

    #[test]
    fn numbers_run_together_as_they_may() {
        assert_eq!(edges("M1.5.5l-.5-.5.25 2z"), Some([1.0, 0.0, 1.5, 2.0]));
    }

    #[test]
    fn what_is_no_outline_has_no_bounds() {
        for path in ["", "z", "M", "M1", "C1 1 2 2 3 3"] {
            assert_eq!(edges(path), None, "{path}");
        }
        assert_eq!(edges("M1 2l3 4q5 6 7 8"), Some([1.0, 2.0, 4.0, 6.0]));
    }
}
