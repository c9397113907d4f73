//! What came of a run, in the words of the exit codes.

/// How a run ended; `main` turns it into an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything that was asked for was done: exit code 0.
    Done,
    /// It ran, and content stands in the way: exit code 1.
    ContentFaults,
    /// Whoever asked for it was gone before it was done: exit code 1.
    Deserted,
    /// It ran, and what was compared differs: exit code 1.
    Differs,
    /// It ran, and the program it asked is not ready: exit code 1.
    NotReady,
    /// It ran, and the settings that it was to show have mistakes: exit code 1.
    SettingsFaults,
    /// It ran, and could not find out for sure: exit code 2.
    Uncertain,
    /// It could not run at all: exit code 2.
    CouldNotRun,
    /// It could not run now, for a reason that may pass by itself: exit code 75
    /// (`EX_TEMPFAIL` of `sysexits.h`).
    NotNow,
}
