//! What a proxy does wrong with the site behind it, and how to mend it.
//!
//! The running site is asked as visitors ask it ([`ask`]), and what was heard is
//! judged by pure functions ([`judge`]) against what the program sends. Where the
//! content comes from, and what it says, is not known here: everything that is
//! asked for is found in the answers themselves.

mod ask;
mod heard;
mod judge;
mod mend;

use ureq::Agent;

pub use mend::Mend;

/// Where visitors find the site, and where operators ask about it.
#[derive(Debug, Clone, Copy)]
pub struct Patient<'a> {
    /// Scheme and host, such as `https://example.org`.
    pub origin: &'a str,
    /// What precedes every address: empty, or like `/cooperation`.
    pub base_path: &'a str,
    /// Scheme and host of the operations listener, asked without a proxy.
    pub operations: Option<&'a str>,
}

/// What is thought of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is as the program sends it.
    Ok,
    /// It may be meant so, or could not be found out.
    Unsure,
    /// The proxy does it wrong.
    Wrong,
}

impl Verdict {
    /// The verdict as it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unsure => "unsure",
            Self::Wrong => "wrong",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The name of what was looked at, which stays the same.
    pub check: &'static str,
    /// What is thought of it.
    pub verdict: Verdict,
    /// What was seen, in an operator's words.
    pub said: String,
    /// How to mend it.
    pub mend: Option<&'static Mend>,
}

/// Asks the site and says what became of its answers on the way. `agent` follows
/// no redirects and takes any status for an answer.
///
/// # Errors
/// When nobody answers, with the reason.
pub fn examine(agent: &Agent, patient: &Patient<'_>) -> Result<Vec<Finding>, String> {
    let asked = ask::Visitor::new(agent, patient);
    match asked.enter()? {
        heard::Entered::Stopped(complaints) => Ok(judge::stopped(complaints)),
        heard::Entered::At(door) => Ok(judge::all(&asked.look_around(*door)?)),
    }
}
