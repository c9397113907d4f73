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
use std::cmp::Reverse;

/// At most this many labels are tried for: more could not be read.
const MOST: usize = 80;
/// How often labels are moved out of the way of others.
const ROUNDS: usize = 4;
/// What letters reach above the line they stand on and below it, as parts of
/// their size: most of them, capitals with an accent, the tails of small ones.
const ABOVE: f64 = 0.8;
const ABOVE_ACCENTED: f64 = 0.98;
const BELOW: f64 = 0.26;

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
                let free = |label: &Label<'_>| !label.mark.overlaps(&placed.covers);
                sheet.area.holds(&placed.covers)
                    && sheet.free.is_none_or(|rect| !rect.overlaps(&placed.covers))
                    && labels.iter().all(free)
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
        let free = self.choices[index]
            .iter()
            .enumerate()
            .filter(|(_, placed)| self.in_the_way(index, &placed.covers).is_empty());
        free.min_by_key(|(choice, placed)| {
            let waiting = order
                .iter()
                .filter(|&&other| other != index && self.chosen[other].is_none());
            let taken: usize = waiting
                .map(|&other| {
                    let choices = self.choices[other].iter();
                    choices
                        .filter(|other| other.covers.overlaps(&placed.covers))
                        .count()
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
        .collect()
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
    Placed { at, anchor, covers }
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
