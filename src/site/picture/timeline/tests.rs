use super::*;

fn day(year: i16, month: u8, day: u8) -> Day {
    Day { year, month, day }
}

#[test]
fn years_are_columns_and_long_silence_is_a_break() {
    let scale = Scale::new([1875, 2007, 2009], QUIET, 400);
    let years: Vec<_> = scale.names().into_iter().map(|(year, ..)| year).collect();
    assert_eq!(years, [1875, 2007, 2008, 2009]);
    assert_eq!(scale.breaks, [COLUMN + BREAK / 2]);
    assert_eq!(scale.end, 4 * COLUMN + BREAK);
    let close = Scale::new([2000, 2005], QUIET, 400);
    assert!(close.breaks.is_empty(), "four years of silence are shown");
    assert_eq!(Scale::new([2000, 2006], QUIET, 400).breaks.len(), 1);
}

#[test]
fn however_many_years_there_are_they_fit() {
    for last in [2001, 2010, 2030, 2200] {
        let scale = Scale::new(2000..=last, QUIET, NARROW);
        assert!(scale.end <= NARROW, "{last}: {}", scale.end);
        assert!(scale.column >= 1);
    }
}

#[test]
fn a_day_stands_within_its_year_and_in_order() {
    let scale = Scale::new([1875, 2007, 2008], QUIET, 400);
    let days = [
        day(1800, 1, 1),
        day(1875, 8, 1),
        day(1950, 1, 1),
        day(2007, 1, 1),
        day(2007, 12, 31),
        day(2008, 6, 1),
        day(2050, 1, 1),
    ];
    let places: Vec<_> = days.iter().map(|day| scale.at(*day)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(places[0], 0);
    assert_eq!(places[2], scale.breaks[0]);
    assert_eq!(places[3], COLUMN + BREAK);
    assert!(places[4] < scale.at(day(2008, 1, 1)));
    assert_eq!(places[6], scale.end);
}

#[test]
fn names_of_years_keep_apart_and_the_ends_are_named() {
    let scale = Scale::new(2000..=2025, QUIET, NARROW);
    let names = scale.names();
    for (least, figure, which) in [
        (NAMES.1, FIGURE.1, &[Naming::Always][..]),
        (NAMES.0, FIGURE.0, &[Naming::Always, Naming::Minor]),
    ] {
        let places: Vec<_> = names
            .iter()
            .filter(|(.., naming)| which.contains(naming))
            .map(|(year, ..)| scale.below(*year).middle(4, figure))
            .collect();
        assert!(places.len() > 2);
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= least));
    }
    assert_eq!(names[0].2, Naming::Always);
    assert_eq!(names[25].2, Naming::Always);
}

#[test]
fn no_name_of_a_year_leaves_the_drawing_at_its_largest() {
    for (years, width) in [
        (vec![2020], NARROW),
        (vec![1875, 2007, 2026], NARROW),
        ((1950..=2026).collect(), NARROW),
        ((2000..=2025).collect(), WIDE),
        (vec![476, 12_000], WIDE),
    ] {
        let scale = Scale::new(years, QUIET, width);
        for (year, _, naming) in scale.names() {
            let name = scale.below(year);
            let half = FIGURE.1 * figures(year) as i32 / 2;
            let middle = name.middle(figures(year), FIGURE.1);
            if naming == Naming::Always {
                assert!(middle - half >= 0, "{year}: {name:?}");
                assert!(middle + half <= width, "{year}: {name:?}");
            }
        }
    }
}

#[test]
fn every_event_is_a_block_that_shows_how_exact_its_date_is() {
    let dates = [
        Some(PartialDate::Year(2020)),
        Some(PartialDate::Month(2020, 3)),
        Some(PartialDate::Day(2020, 3, 5)),
        Some(PartialDate::Day(2021, 1, 1)),
        None,
    ];
    let strip = Strip::new(&dates, [], NARROW);
    let blocks = |path: &str| path.matches('M').count();
    assert_eq!(blocks(&strip.full), 3, "two days and the half of a month");
    assert_eq!(blocks(&strip.open), 2, "a month and a year");
    assert_eq!(blocks(&strip.dotted), 1);
    let counted: Vec<_> = (strip.columns.iter())
        .map(|column| (column.year, column.events))
        .collect();
    assert_eq!(counted, [(Some(2020), 3), (Some(2021), 1), (None, 1)]);
    assert!(strip.linked);
}

#[test]
fn events_without_any_date_are_a_strip_as_well() {
    let strip = Strip::new(&[None], [], NARROW);
    assert_eq!(strip.columns.len(), 1);
    assert_eq!(strip.columns[0].x, 0);
    assert!(strip.breaks.is_empty());
}

#[test]
fn a_year_full_of_events_stays_in_the_picture() {
    let dates = vec![Some(PartialDate::Year(2020)); 40];
    let strip = Strip::new(&dates, [], WIDE);
    assert!(strip.base <= ABOVE + PILE, "{}", strip.base);
    assert!(!strip.open.contains(" -"), "no block is above the drawing");
}

fn pieces(known: Known) -> (Vec<(Certainty, i32, i32)>, bool) {
    let scale = Scale::new(2000..=2009, QUIET, 560);
    let span = Span::new(&scale, known, day(2009, 12, 31));
    let pieces = span.pieces.iter();
    (
        pieces
            .map(|piece| (piece.certainty, piece.x, piece.x + piece.width))
            .collect(),
        span.onward.is_some(),
    )
}

#[test]
fn a_span_that_goes_on_is_known_from_its_first_day_to_today() {
    let since = Some(PartialDate::Day(2001, 1, 1));
    let (pieces, onward) = pieces(Known {
        since,
        ..Known::default()
    });
    assert_eq!(pieces.len(), 1);
    assert_eq!((pieces[0].0, pieces[0].1), (Certainty::Known, 56));
    assert!(onward);
}

#[test]
fn a_span_known_to_the_year_begins_and_ends_somewhere_within() {
    let (pieces, onward) = pieces(Known {
        since: Some(PartialDate::Year(2001)),
        until: Some(PartialDate::Year(2004)),
        as_of: None,
    });
    let certainties: Vec<_> = pieces.iter().map(|piece| piece.0).collect();
    use Certainty::{Known as Sure, Within};
    assert_eq!(certainties, [Within, Sure, Within]);
    assert_eq!((pieces[0].1, pieces[1].2), (56, 224));
    assert!(pieces.windows(2).all(|pair| pair[0].2 == pair[1].1));
    assert!(!onward);
}

#[test]
fn dots_keep_clear_of_the_point_that_follows_them() {
    for said in [day(2009, 12, 31), day(2009, 12, 20), day(2009, 1, 1)] {
        let scale = Scale::new(2000..=2009, QUIET, 560);
        let known = Known {
            as_of: Some(PartialDate::Day(said.year, said.month, said.day)),
            ..Known::default()
        };
        let span = Span::new(&scale, known, day(2009, 12, 31));
        let point = span.onward.expect("it goes on");
        let dots = span
            .pieces
            .iter()
            .find(|it| it.certainty == Certainty::Unknown);
        let dots = dots.expect("its beginning is not known");
        assert!(dots.x + dots.width <= point - 4, "{said:?}: {span:?}");
        let bar = span
            .pieces
            .iter()
            .find(|it| it.certainty == Certainty::Known);
        assert_eq!(bar.is_some(), said.month == 1, "{said:?}: {span:?}");
    }
}

#[test]
fn a_span_without_a_beginning_is_known_from_the_day_it_was_said() {
    let as_of = Some(PartialDate::Day(2005, 1, 1));
    let (pieces, _) = pieces(Known {
        as_of,
        ..Known::default()
    });
    assert_eq!(pieces[0], (Certainty::Unknown, 0, 280));
    assert_eq!((pieces[1].0, pieces[1].1), (Certainty::Known, 280));
    let (said_never, onward) = self::pieces(Known::default());
    assert!(said_never.iter().all(|piece| piece.0 == Certainty::Unknown));
    assert!(onward);
}

#[test]
fn a_span_that_begins_after_today_has_no_width() {
    let since = Some(PartialDate::Year(2030));
    let (pieces, _) = pieces(Known {
        since,
        ..Known::default()
    });
    assert!(pieces.is_empty());
}
