//! The program: runs the command line and turns its outcome into an exit code.

use saradnja::cli::{self, Outcome};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::ContentFaults
        | Outcome::Deserted
        | Outcome::Differs
        | Outcome::NotReady
        | Outcome::SettingsFaults => ExitCode::from(1),
        Outcome::Uncertain | Outcome::CouldNotRun => ExitCode::from(2),
        Outcome::NotNow => ExitCode::from(75),
    }
}
