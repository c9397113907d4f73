//! Labels beside marks: found a place for, never set over anything.
//!
//! Each label may stand at one of twelve places around its mark. A greedy pass
//! gives places to the most important and most hemmed-in labels first, each
//! where it leaves the others most room; a second one moves labels out of the
//! way of those that found none. What then has no place is left out: whatever
//! a label says stands in the list beside the picture too. (Christensen, Marks
//! and Shieber, *An Empirical Study of Algorithms for Point-Feature Label
//! Placement*, 1995, compare such methods; this one is fixed by its input.)

pub use super::width::width;
use super::{Point, Rect, tenth};
use std::cmp::Reverse;

/// At most this many labels are tried for: more could not be read.
const MOST: usize = 80;
/// How often labels are moved out of the way of others.
const ROUNDS: usize = 4;
/// What letters reach above the line they stand on and below it, as parts of
/// their size: the accent of a capital, the tail of a small letter.
const ABOVE: f64 = 0.92;
const BELOW: f64 = 0.26;

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

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Where their anchor is, on the line that letters stand on.
    pub at: Point,
    /// Which part of them is there.
    pub anchor: Anchor,
    /// What they cover at most.
    pub covers: Rect,
}

/// A place for each of these labels, or none, in letters of this size. No two
/// labels overlap, none overlaps the mark of any, and all are in the area.
pub fn place(labels: &[Label<'_>], area: Rect, size: f64) -> Vec<Option<Placed>> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|&index| (Reverse(labels[index].weight), index));
    order.truncate(MOST);
    let mut choices = vec![Vec::new(); labels.len()];
    for &index in &order {
        choices[index] = around(&labels[index], size)
            .into_iter()
            .filter(|placed| {
                let free = |label: &Label<'_>| !label.mark.overlaps(&placed.covers);
                area.holds(&placed.covers) && labels.iter().all(free)
            })
            .collect();
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
        let moved = homeless.into_iter().filter(|&&index| search.make_room(index)).count();
        if moved == 0 {
            break;
        }
    }
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
    fn in_the_way(&self, index: usize, place: &Rect) -> Vec<usize> {
        let others = 0..self.chosen.len();
        others
            .filter(|&other| other != index)
            .filter(|&other| {
                let taken = self.chosen[other].map(|choice| self.choices[other][choice].covers);
                taken.is_some_and(|taken| taken.overlaps(place))
            })
            .collect()
    }

    /// The free choice that takes the fewest from those who have none yet.
    fn least_in_the_way(&self, index: usize, order: &[usize]) -> Option<usize> {
        let free = self.choices[index].iter().enumerate().filter(|(_, placed)| {
            self.in_the_way(index, &placed.covers).is_empty()
        });
        free.min_by_key(|(choice, placed)| {
            let waiting = order.iter().filter(|&&other| {
                other != index && self.chosen[other].is_none()
            });
            let taken: usize = waiting
                .map(|&other| {
                    let choices = self.choices[other].iter();
                    choices.filter(|other| other.covers.overlaps(&placed.covers)).count()
                })
                .sum();
            (2 * taken + choice, *choice)
        })
        .map(|(choice, _)| choice)
    }

    /// Finds a place for a label by moving those that stand there elsewhere.
    fn make_room(&mut self, index: usize) -> bool {
        for choice in 0..self.choices[index].len() {
            let place = self.choices[index][choice].covers;
            let before = self.chosen.clone();
            self.chosen[index] = Some(choice);
            let others = self.in_the_way(index, &place);
            for &other in &others {
                self.chosen[other] = None;
            }
            let all_found = others.iter().all(|&other| {
                let free = (0..self.choices[other].len()).find(|&elsewhere| {
                    let covers = self.choices[other][elsewhere].covers;
                    self.in_the_way(other, &covers).is_empty()
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
/// right before left, then above and below.
fn around(label: &Label<'_>, size: f64) -> [Placed; 12] {
    use Anchor::{End, Middle, Start};
    let mark = label.mark;
    let middle = mark.middle();
    let wide = width(label.text, size, label.bold);
    let gap = size * 0.2 + 1.0;
    let near = gap / 2.0;
    let beside = middle.y + size * 0.35;
    let higher = middle.y - size * 0.1;
    let lower = middle.y + size * 0.85;
    let above = mark.top - size * BELOW - 1.0;
    let below = mark.bottom + size * ABOVE;
    [
        (mark.right + gap, beside, Start),
        (mark.left - gap, beside, End),
        (mark.right + near, higher, Start),
        (mark.right + near, lower, Start),
        (mark.left - near, higher, End),
        (mark.left - near, lower, End),
        (middle.x, above, Middle),
        (middle.x, below, Middle),
        (mark.left, above, Start),
        (mark.left, below, Start),
        (mark.right, above, End),
        (mark.right, below, End),
    ]
    .map(|(x, y, anchor)| {
        let at = Point {
            x: tenth(x),
            y: tenth(y),
        };
        let left = match anchor {
            Start => at.x,
            Middle => at.x - wide / 2.0,
            End => at.x - wide,
        };
        let covers = Rect {
            left: tenth(left),
            top: tenth(at.y - size * ABOVE),
            right: tenth(left + wide),
            bottom: tenth(at.y + size * BELOW),
        };
        Placed { at, anchor, covers }
    })
}

#[cfg(test)]
mod tests;
