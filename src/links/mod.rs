//! Whether the addresses that a register leads to still answer.
//!
//! A failure may be a bad evening of somebody's server, so one is not death:
//! what an address answered is kept from one time of asking to the next, and an
//! address is dead when it has failed often, and for long. Nothing here is part
//! of the check of content, and nothing here touches files or the clock.

mod ask;
mod gather;
mod history;

pub(crate) use ask::joined;
pub use ask::{Answer, Asking, agent, ask};
pub use gather::{Address, addresses};
pub use history::{Entry, History, State};
