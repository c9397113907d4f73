use super::*;

const fn at(latitude: f64, longitude: f64) -> Coordinates {
    Coordinates {
        latitude,
        longitude,
    }
}

const MIDDLE: Coordinates = at(52.5, 16.0);
const NEW_YORK: Coordinates = at(40.71, -74.01);
const WASHINGTON: Coordinates = at(38.91, -77.04);
const NAIROBI: Coordinates = at(-1.29, 36.82);

fn ground() -> Ground {
    Ground::new((580, 530), Projection::new(MIDDLE, 8.2), Some("M1 2l3 4z"))
}

#[test]
fn places_within_keep_their_position_and_those_beyond_stand_at_the_edge() {
    let ground = ground();
    let spots = ground.spots(&[MIDDLE, NEW_YORK, NAIROBI]);
    let middle = Spot {
        at: Point { x: 290.0, y: 265.0 },
        beyond: None,
    };
    assert_eq!(spots[0], middle);
    assert_eq!((spots[1].at.x, spots[1].beyond), (EDGE, Some(Edge::Left)));
    assert_eq!(
        (spots[2].at.y, spots[2].beyond),
        (530.0 - EDGE, Some(Edge::Bottom))
    );
}

#[test]
fn marks_at_the_edge_keep_apart_and_stay_on_it() {
    let ground = ground();
    let many: Vec<_> = (0..40)
        .map(|step| at(40.7, -74.0 - f64::from(step) / 10.0))
        .collect();
    for places in [vec![NEW_YORK, WASHINGTON], vec![NEW_YORK; 3], many] {
        let spots = ground.spots(&places);
        for (index, spot) in spots.iter().enumerate() {
            let (x, y) = (spot.at.x, spot.at.y);
            let on_edge = x == EDGE || y == EDGE || x == 580.0 - EDGE || y == 530.0 - EDGE;
            assert!(
                on_edge && ground.area().holds(&Rect::around(spot.at, MARK)),
                "{spot:?}"
            );
            for other in &spots[..index] {
                assert!(
                    spot.at.distance(other.at) > 2.0 * MARK,
                    "{spot:?} {other:?}"
                );
            }
        }
    }
}

#[test]
fn a_fitted_ground_has_room_for_every_place() {
    let sets: [&[Coordinates]; 5] = [
        &[],
        &[NAIROBI],
        &[NAIROBI, NAIROBI],
        &[MIDDLE, NEW_YORK, NAIROBI],
        &[at(89.0, 0.0), at(-89.0, 170.0)],
    ];
    for places in sets {
        let ground = Ground::fitted(places);
        for spot in ground.spots(places) {
            assert_eq!(spot.beyond, None, "{places:?}");
        }
    }
}

#[test]
fn reaches_meet_half_way() {
    let points = [(0.0, 0.0), (30.0, 0.0), (34.0, 0.0)].map(|(x, y)| Point { x, y });
    assert_eq!(reaches(&points, 22.0), [15.0, MARK, MARK]);
    assert_eq!(reaches(&points[..1], 22.0), [22.0]);
}
