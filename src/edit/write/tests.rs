use super::{Failure, Prepared, Step};
use std::fs;

/// Two files take new places, and then a step fails.
#[test]
fn what_was_done_is_undone_when_a_later_step_fails() {
    let folder = std::env::temp_dir().join(format!("saradnja-undo-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let place = |name: &str| folder.join(name);
    for name in ["a", "b"] {
        fs::write(place(name), format!("old {name}")).unwrap();
    }
    let mut prepared = Prepared::default();
    for name in ["a", "new"] {
        prepared.put(&place(name), None, b"other words").unwrap();
    }
    prepared.steps.push(Step::Take(place("b")));
    prepared.steps.push(Step::Take(place("not-there")));
    let failure = prepared.commit().unwrap_err();
    assert!(
        matches!(&failure, Failure::System { left, .. } if left.is_empty()),
        "{failure}"
    );
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["a", "b"]);
    for name in ["a", "b"] {
        assert_eq!(
            fs::read_to_string(place(name)).unwrap(),
            format!("old {name}")
        );
    }
    fs::remove_dir_all(&folder).unwrap();
}
