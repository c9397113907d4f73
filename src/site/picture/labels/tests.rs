use super::*;

const AREA: Rect = Rect {
    left: 0.0,
    top: 0.0,
    right: 580.0,
    bottom: 530.0,
};

fn sheet(size: f64) -> Sheet {
    Sheet {
        area: AREA,
        free: None,
        size,
    }
}

fn label(text: &str, x: f64, y: f64, weight: usize) -> Label<'_> {
    Label {
        text,
        bold: false,
        mark: Rect::around(Point { x, y }, 6.0),
        weight,
        may_lead: false,
    }
}

fn is_sound(labels: &[Label<'_>], placed: &[Option<Placed>]) {
    for (index, one) in placed.iter().enumerate() {
        let Some(one) = one else { continue };
        assert!(AREA.holds(&one.covers), "{one:?}");
        for label in labels {
            assert!(!label.mark.overlaps(&one.covers), "{} {one:?}", label.text);
        }
        for other in placed[..index].iter().flatten() {
            assert!(!one.covers.overlaps(&other.covers), "{one:?} {other:?}");
        }
    }
}

/// Marks as a small generator throws them, some of them very close.
fn thrown(count: usize, mut seed: u64) -> Vec<(f64, f64)> {
    let mut next = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % below
    };
    (0..count)
        .map(|_| (next(560) as f64 + 10.0, next(510) as f64 + 10.0))
        .collect()
}

#[test]
fn nothing_overlaps_however_dense_the_marks_and_whatever_the_script() {
    for (count, size) in [(3, 24.0), (30, 13.0), (30, 24.0), (200, 13.0)] {
        for text in ["Andorra la Vella", "Љубљана", "Βουκουρέστι", "Ås"] {
            for seed in 1..4 {
                let marks = thrown(count, seed);
                let labels: Vec<_> = marks.iter().map(|(x, y)| label(text, *x, *y, 1)).collect();
                let placed = place(&labels, sheet(size));
                assert_eq!(placed.len(), labels.len());
                assert!(placed.iter().flatten().count() >= count.min(3), "{text}");
                is_sound(&labels, &placed);
                assert_eq!(placed, place(&labels, sheet(size)));
            }
        }
    }
}

#[test]
fn a_lone_label_stands_to_the_right_and_turns_at_the_edge() {
    let placed = place(&[label("Town", 100.0, 100.0, 1)], sheet(13.0));
    assert_eq!(placed[0].map(|placed| placed.anchor), Some(Anchor::Start));
    let placed = place(&[label("Town", 570.0, 100.0, 1)], sheet(13.0));
    assert_eq!(placed[0].map(|placed| placed.anchor), Some(Anchor::End));
}

#[test]
fn the_weightier_of_two_keeps_its_label() {
    let marks: Vec<_> = thrown(60, 7);
    let mut labels: Vec<_> = marks
        .iter()
        .map(|(x, y)| label("A long name", *x, *y, 1))
        .collect();
    labels[41].weight = 2;
    let placed = place(&labels, sheet(24.0));
    assert!(placed.iter().any(Option::is_none), "some find no place");
    assert!(placed[41].is_some());
}

#[test]
fn labels_make_room_for_one_another() {
    // The first would like the right side, which is all the second can have.
    let corner = Rect {
        left: 0.0,
        top: 0.0,
        right: 130.0,
        bottom: 24.0,
    };
    let labels = [label("Alpha", 64.0, 12.0, 1), label("Beta", 118.0, 12.0, 1)];
    let placed = place(
        &labels,
        Sheet {
            area: corner,
            ..sheet(13.0)
        },
    );
    assert!(placed.iter().all(Option::is_some), "{placed:?}");
}

#[test]
fn words_that_fit_nowhere_are_left_out() {
    let long = "A name far longer than any drawing could ever be wide enough to hold it all";
    assert_eq!(place(&[label(long, 290.0, 265.0, 9)], sheet(24.0)), [None]);
    assert_eq!(place(&[], sheet(13.0)), []);
}

#[test]
fn what_must_stay_free_does() {
    let free = Rect {
        left: 106.0,
        top: 0.0,
        right: 580.0,
        bottom: 530.0,
    };
    let sheet = Sheet {
        free: Some(free),
        ..sheet(13.0)
    };
    let placed = place(&[label("Town", 100.0, 100.0, 1)], sheet);
    assert_eq!(placed[0].map(|placed| placed.anchor), Some(Anchor::End));
}

#[test]
fn a_label_keeps_away_from_the_marks_of_others_where_it_can() {
    // To the right there is room, but the words would end at another's mark.
    let wide = width("Town", 13.0, false);
    let other = 100.0 + 6.0 + 4.0 + wide + 6.0 + 1.0;
    let labels = [
        label("Town", 100.0, 100.0, 2),
        label("Else", other, 100.0, 1),
    ];
    let placed = place(&labels, sheet(13.0));
    assert_eq!(placed[0].map(|placed| placed.anchor), Some(Anchor::End));
}

#[test]
fn a_label_stands_beside_its_mark_once_others_have_made_room() {
    let labels = [
        label("Washington, D.C.", 12.0, 83.0, 2),
        label("New York", 12.0, 119.0, 2),
    ];
    let placed = place(&labels, sheet(24.0));
    for (label, placed) in labels.iter().zip(placed) {
        let placed = placed.expect("there is room");
        let below = placed.at.y - label.mark.middle().y;
        assert!((below - 24.0 * 0.35).abs() < 0.1, "{}: {below}", label.text);
    }
}

#[test]
fn a_label_that_may_lead_finds_a_place_with_a_line_where_there_is_none_beside() {
    let around = [
        (-26.0, 0.0),
        (26.0, 0.0),
        (0.0, -26.0),
        (0.0, 26.0),
        (-20.0, -20.0),
    ];
    let more = [(20.0, 20.0), (-20.0, 20.0)];
    let ring = around.iter().chain(&more);
    let mut labels: Vec<_> = ring
        .map(|(x, y)| label("neighbour", 290.0 + x, 265.0 + y, 1))
        .collect();
    labels.push(label("the middle", 290.0, 265.0, 9));
    let last = labels.len() - 1;
    assert!(place(&labels, sheet(24.0))[last].is_none());
    labels[last].may_lead = true;
    let placed = place(&labels, sheet(24.0));
    is_sound(&labels, &placed);
    let (from, to) = placed[last]
        .and_then(|placed| placed.line)
        .expect("a place with a line");
    for (index, label) in labels[..last].iter().enumerate() {
        assert!(!label.mark.is_crossed(from, to), "{index}");
        let words = placed[index].map(|placed| placed.covers);
        assert!(words.is_none_or(|words| !words.is_crossed(from, to)));
    }
}

#[test]
fn words_are_never_as_near_to_a_nameless_mark_of_their_weight_as_to_their_own() {
    for seed in 0..20 {
        let marks: Vec<_> = thrown(60, seed);
        let labels: Vec<_> = marks
            .iter()
            .map(|(x, y)| label("A long name", *x, *y, 1))
            .collect();
        let placed = place(&labels, sheet(24.0));
        for (index, words) in placed.iter().enumerate() {
            let Some(words) = words.filter(|words| words.line.is_none()) else {
                continue;
            };
            let far = |other: usize| words.covers.distance(labels[other].mark.middle());
            let mut nameless = (0..labels.len()).filter(|&other| placed[other].is_none());
            assert!(nameless.all(|other| far(other) > far(index)), "{seed}");
        }
    }
}
