//! Labels beside marks: found a place for, never set over anything.
//!
//! Each label may stand at one of some twenty places around its mark. A greedy pass
//! gives places to the most important and most hemmed-in labels first, each
//! where it leaves the others most room; a second one moves labels out of the
//! way of those that found none. What then has no place is left out: whatever
//! a label says stands in the list beside the picture too. (Christensen, Marks
//! and Shieber, *An Empirical Study of Algorithms for Point-Feature Label
//! Placement*, 1995, compare such methods; this one is fixed by its input.)

pub use super::width::width;
use super::{Point, Rect, tenth};
use std::cmp::{Ordering, Reverse};

/// At most this many labels are tried for: more could not be read.
const MOST: usize = 80;
/// How often labels are moved out of the way of others.
const ROUNDS: usize = 4;
/// What letters reach above the line they stand on and below it, as parts of
/// their size: most of them, capitals with an accent, the tails of small ones.
const ABOVE: f64 = 0.8;
const ABOVE_ACCENTED: f64 = 0.98;
const BELOW: f64 = 0.26;

/// How far away words may stand to which a line leads, in their sizes: as near
/// as they can.
const AWAY: [f64; 5] = [0.75, 1.0, 1.5, 2.0, 3.0];

/// The directions in which they may stand, to the right and down.
const DIRECTIONS: [(f64, f64); 8] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (1.0, 0.7),
    (-1.0, 0.7),
    (1.0, -0.7),
    (-1.0, -0.7),
    (0.0, 1.0),
    (0.0, -1.0),
];

/// What is nearer to words than this part of their size seems to belong to them.
const NEAR: f64 = 0.4;

/// Words that belong to a mark.
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    /// The words.
    pub text: &'a str,
    /// Whether they are set in bold.
    pub bold: bool,
    /// What the mark covers.
    pub mark: Rect,
    /// Labels of more weight come first.
    pub weight: usize,
    /// Whether the words may stand further away, with a line that leads to
    /// them, where there is no place beside the mark.
    pub may_lead: bool,
}

/// Which part of the words stands at their position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Their beginning.
    Start,
    /// Their middle.
    Middle,
    /// Their end.
    End,
}

impl Anchor {
    /// The value of `text-anchor` (SVG 2, 11.10.2.1).
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Where their anchor is, on the line that letters stand on.
    pub at: Point,
    /// Which part of them is there.
    pub anchor: Anchor,
    /// What they cover at most.
    pub covers: Rect,
    /// The line that leads to them from their mark, if they stand away from it.
    pub line: Option<(Point, Point)>,
}

impl Placed {
    /// Whether the two, words or line, are in each other's way.
    fn meets(&self, other: &Self) -> bool {
        let crossed = |line: Option<(Point, Point)>, words: &Rect| {
            line.is_some_and(|(from, to)| words.is_crossed(from, to))
        };
        self.covers.overlaps(&other.covers)
            || crossed(self.line, &other.covers)
            || crossed(other.line, &self.covers)
    }
}

/// What labels have to keep to.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Where they may stand.
    pub area: Rect,
    /// What else they must leave free.
    pub free: Option<Rect>,
    /// The size of their letters.
    pub size: f64,
}

/// A place for each of these labels, or none. No two labels overlap, and none
/// overlaps the mark of any.
pub fn place(labels: &[Label<'_>], sheet: Sheet) -> Vec<Option<Placed>> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|&index| (Reverse(labels[index].weight), index));
    order.truncate(MOST);
    let mut choices = vec![Vec::new(); labels.len()];
    for &index in &order {
        choices[index] = around(&labels[index], sheet.size)
            .into_iter()
            .filter(|placed| {
                let free = |(other, label): (usize, &Label<'_>)| {
                    let line = placed.line.filter(|_| other != index);
                    !label.mark.overlaps(&placed.covers)
                        && line.is_none_or(|(from, to)| !label.mark.is_crossed(from, to))
                };
                sheet.area.holds(&placed.covers)
                    && sheet.free.is_none_or(|rect| !rect.overlaps(&placed.covers))
                    && labels.iter().enumerate().all(free)
            })
            .collect();
        // Words as near to another mark could be taken for its name.
        choices[index].sort_by_key(|placed| {
            let near = placed.covers.grown(sheet.size * NEAR);
            let others = labels.iter().enumerate();
            others
                .filter(|(other, label)| *other != index && label.mark.overlaps(&near))
                .count()
        });
    }
    order.sort_by_key(|&index| (Reverse(labels[index].weight), choices[index].len(), index));
    let mut search = Search {
        choices,
        chosen: vec![None; labels.len()],
    };
    for &index in &order {
        search.chosen[index] = search.least_in_the_way(index, &order);
    }
    for _ in 0..ROUNDS {
        let homeless: Vec<_> = order
            .iter()
            .filter(|&&index| search.chosen[index].is_none())
            .collect();
        let moved = homeless
            .into_iter()
            .filter(|&&index| search.make_room(index))
            .count();
        if moved == 0 {
            break;
        }
    }
    search.settle(&order);
    while search.silence(labels) {}
    let found = search.choices.iter().zip(&search.chosen);
    found
        .map(|(choices, chosen)| chosen.map(|choice| choices[choice]))
        .collect()
}

struct Search {
    /// Where each label may stand, the best first.
    choices: Vec<Vec<Placed>>,
    /// Which of these it has taken.
    chosen: Vec<Option<usize>>,
}

impl Search {
    /// The labels that stand where this one would.
    fn in_the_way(&self, index: usize, place: &Placed) -> Vec<usize> {
        let others = 0..self.chosen.len();
        others
            .filter(|&other| other != index)
            .filter(|&other| {
                let taken = self.chosen[other].map(|choice| self.choices[other][choice]);
                taken.is_some_and(|taken| taken.meets(place))
            })
            .collect()
    }

    /// The free choice that takes the fewest from those who have none yet.
    fn least_in_the_way(&self, index: usize, order: &[usize]) -> Option<usize> {
        let free = self.choices[index]
            .iter()
            .enumerate()
            .filter(|(_, placed)| self.in_the_way(index, placed).is_empty());
        free.min_by_key(|(choice, placed)| {
            let waiting = order
                .iter()
                .filter(|&&other| other != index && self.chosen[other].is_none());
            let taken: usize = waiting
                .map(|&other| {
                    let choices = self.choices[other].iter();
                    choices.filter(|other| other.meets(placed)).count()
                })
                .sum();
            (2 * taken + choice, *choice)
        })
        .map(|(choice, _)| choice)
    }

    /// Gives every label the best place that is free now that all are placed,
    /// and once more where one has made room for another.
    fn settle(&mut self, order: &[usize]) {
        for _ in 0..ROUNDS {
            let before = self.chosen.clone();
            for &index in order {
                let better = self.chosen[index].and_then(|chosen| {
                    (0..chosen).find(|&choice| {
                        let place = self.choices[index][choice];
                        self.in_the_way(index, &place).is_empty()
                    })
                });
                self.chosen[index] = better.or(self.chosen[index]);
            }
            if self.chosen == before {
                break;
            }
        }
    }

    /// Takes away words that stand as near to a mark of the same weight without
    /// words as to their own: they would be taken for its name. Tells whether
    /// there were any.
    fn silence(&mut self, labels: &[Label<'_>]) -> bool {
        let before = self.chosen.clone();
        for index in 0..labels.len() {
            let Some(placed) = self.chosen[index].map(|choice| self.choices[index][choice]) else {
                continue;
            };
            let far = |other: usize| placed.covers.distance(labels[other].mark.middle());
            let mut others = 0..labels.len();
            let is_taken = others.any(|other| {
                other != index
                    && self.chosen[other].is_none()
                    && labels[other].weight >= labels[index].weight
                    && far(other) <= far(index)
            });
            if is_taken && placed.line.is_none() {
                self.chosen[index] = None;
            }
        }
        self.chosen != before
    }

    /// Finds a place for a label by moving those that stand there elsewhere.
    fn make_room(&mut self, index: usize) -> bool {
        for choice in 0..self.choices[index].len() {
            let place = self.choices[index][choice];
            let before = self.chosen.clone();
            self.chosen[index] = Some(choice);
            let others = self.in_the_way(index, &place);
            for &other in &others {
                self.chosen[other] = None;
            }
            let all_found = others.iter().all(|&other| {
                let free = (0..self.choices[other].len()).find(|&elsewhere| {
                    let place = self.choices[other][elsewhere];
                    self.in_the_way(other, &place).is_empty()
                });
                self.chosen[other] = free;
                free.is_some()
            });
            if all_found {
                return true;
            }
            self.chosen = before;
        }
        false
    }
}

/// The places around a mark, in the order in which they are liked: beside it,
/// right before left, then above and below, then a little further away.
fn around(label: &Label<'_>, size: f64) -> Vec<Placed> {
    use Anchor::{End, Middle, Start};
    let mark = label.mark;
    let middle = mark.middle();
    let gap = size * 0.2 + 1.0;
    let (near, far) = (gap / 2.0, gap * 2.0);
    let [beside, higher, lower, rather_high, rather_low] =
        [0.35, -0.1, 0.8, 0.15, 0.55].map(|down| middle.y + size * down);
    let above = mark.top - size * BELOW - 1.0;
    let below = mark.bottom + size * rise(label.text);
    let sides = |gap: f64, y: f64| [(mark.right + gap, y, Start), (mark.left - gap, y, End)];
    let over = |y: f64| {
        [
            (middle.x, y, Middle),
            (mark.left, y, Start),
            (mark.right, y, End),
        ]
    };
    [sides(gap, beside), sides(near, higher), sides(near, lower)]
        .concat()
        .into_iter()
        .chain([over(above), over(below)].concat())
        .chain(
            [beside, rather_high, rather_low, higher, lower]
                .map(|y| sides(far, y))
                .concat(),
        )
        .map(|(x, y, anchor)| covering(label, size, Point { x, y }, anchor))
        .chain(away(label, size))
        .collect()
}

/// Places further away, the nearest first, for words that may stand there: a
/// line leads to them.
fn away(label: &Label<'_>, size: f64) -> Vec<Placed> {
    if !label.may_lead {
        return Vec::new();
    }
    let mark = label.mark;
    let middle = mark.middle();
    let half = (mark.right - middle.x, mark.bottom - middle.y);
    let places = AWAY.iter().flat_map(|far| {
        DIRECTIONS.iter().map(move |(right, down)| {
            // From the edge of the mark to the words, and a little free before both.
            let at = |far: f64| Point {
                x: tenth(middle.x + right * (half.0 + far)),
                y: tenth(middle.y + down * (half.1 + far)),
            };
            let (from, to) = (at(1.0), at(size * far));
            let (x, anchor) = match right.total_cmp(&0.0) {
                Ordering::Greater => (to.x + 2.0, Anchor::Start),
                Ordering::Less => (to.x - 2.0, Anchor::End),
                Ordering::Equal => (to.x, Anchor::Middle),
            };
            let y = match (right, down.total_cmp(&0.0)) {
                (0.0, Ordering::Less) => to.y - size * BELOW - 1.0,
                (0.0, _) => to.y + size * rise(label.text) + 1.0,
                _ => to.y + size * 0.35,
            };
            Placed {
                line: Some((from, to)),
                ..covering(label, size, Point { x, y }, anchor)
            }
        })
    });
    places.collect()
}

/// A place with what the words cover there.
fn covering(label: &Label<'_>, size: f64, at: Point, anchor: Anchor) -> Placed {
    let wide = width(label.text, size, label.bold);
    let at = Point {
        x: tenth(at.x),
        y: tenth(at.y),
    };
    let left = match anchor {
        Anchor::Start => at.x,
        Anchor::Middle => at.x - wide / 2.0,
        Anchor::End => at.x - wide,
    };
    let covers = Rect {
        left: tenth(left),
        top: tenth(at.y - size * rise(label.text)),
        right: tenth(left + wide),
        bottom: tenth(at.y + size * BELOW),
    };
    Placed {
        at,
        anchor,
        covers,
        line: None,
    }
}

/// What these letters reach above the line they stand on.
fn rise(text: &str) -> f64 {
    let accented = |letter: char| {
        letter.is_uppercase()
            && matches!(letter, 'À'..='ʯ' | 'Ά'..='Ώ' | 'Ѐ' | 'Ё' | 'Ѓ' | 'Ї' | 'Ќ'..='Ў' | 'Й')
    };
    if text.chars().any(accented) {
        ABOVE_ACCENTED
    } else {
        ABOVE
    }
}

#[cfg(test)]
mod tests;
