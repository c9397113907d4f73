//! How many files and connections the system lets this process have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors for everything but connections of visitors: listeners, events,
/// the log, content that is read anew, operators.
const OTHERS: u64 = 160;

/// Raises the limit as far as the system allows, and returns for how many
/// connections of visitors there is room.
///
/// The limit that processes begin with is low for the sake of programs that
/// use `select(2)`, which this one does not.
pub(super) fn room() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    let granted = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(_) => limit.current,
    };
    granted.map_or(usize::MAX, connections)
}

/// The connections among so many descriptors. Those who are refused need some
/// of them as well, a quarter as many at most.
fn connections(granted: u64) -> usize {
    let others = OTHERS.min(granted / 2);
    let room = (granted - others) / 5 * 4;
    usize::try_from(room.max(1)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_others_beside_connections() {
        for granted in [0, 1, 10, 40, 256, 1_024, 4_096, 1_048_576] {
            let connections = connections(granted) as u64;
            assert!(connections >= 1);
            let all = connections + connections.div_ceil(4) + OTHERS.min(granted / 2);
            assert!(all <= granted.max(2), "{connections} of {granted}");
        }
        assert_eq!(connections(1_024), 688);
    }
}
