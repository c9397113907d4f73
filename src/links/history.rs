//! What addresses answered, from one time of asking to the next.

use super::ask::Answer;
use crate::locale::{Day, PartialDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An address is dead when it has failed at least so many times in a row …
const TIMES: u32 = 3;

/// … and for at least so many days.
const DAYS: i32 = 14;

/// What is known of every address that was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct History(BTreeMap<String, Entry>);

/// What is known of one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Entry {
    /// When it was asked last.
    asked: PartialDate,
    /// When it answered last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered: Option<PartialDate>,
    /// Since when it has failed each time, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failing_since: Option<PartialDate>,
    /// How many times in a row it has failed.
    #[serde(default, skip_serializing_if = "is_zero")]
    failures: u32,
    /// Where it leads for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// What it answered, if that is not simply its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// How an address does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It answered when it was asked last.
    Alive,
    /// It failed, but not yet often enough, or for long enough.
    Failing,
    /// It has failed often and for long.
    Dead,
}

impl Entry {
    /// How the address does.
    pub fn state(&self) -> State {
        let Some(since) = self.failing_since else {
            return State::Alive;
        };
        let days = since.start().days_until(self.asked.start());
        if self.failures >= TIMES && days >= DAYS {
            State::Dead
        } else {
            State::Failing
        }
    }

    /// When it was asked last.
    pub fn asked(&self) -> Day {
        self.asked.start()
    }

    /// Since when it fails, and how many times in a row; nothing if it does not.
    pub fn failing(&self) -> Option<(Day, u32)> {
        Some((self.failing_since?.start(), self.failures))
    }
}

impl History {
    /// Reads what [`History::write`] wrote.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// As text: in the order of the addresses, one key a line, so that changes
    /// are easily seen.
    pub fn write(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("texts and numbers are JSON values");
        text + "\n"
    }

    /// What is known of an address.
    pub fn of(&self, url: &str) -> Option<&Entry> {
        self.0.get(url)
    }

    /// Puts down what an address answered on a day.
    pub fn note(&mut self, url: &str, day: Day, answer: Answer) {
        let before = self.0.remove(url);
        let answered = before.as_ref().and_then(|entry| entry.answered);
        let entry = match answer {
            Answer::Alive { moved_to, note } => Entry {
                asked: day.into(),
                answered: Some(day.into()),
                failing_since: None,
                failures: 0,
                moved_to,
                note,
            },
            Answer::Failed(reason) | Answer::Unheard(reason) => Entry {
                asked: day.into(),
                answered,
                failing_since: before
                    .as_ref()
                    .and_then(|entry| entry.failing_since)
                    .or(Some(day.into())),
                failures: before.as_ref().map_or(0, |entry| entry.failures) + 1,
                moved_to: before.and_then(|entry| entry.moved_to),
                note: Some(reason),
            },
        };
        self.0.insert(url.to_owned(), entry);
    }

    /// Forgets addresses that are no longer named.
    pub fn keep(&mut self, is_named: impl Fn(&str) -> bool) {
        self.0.retain(|url, _| is_named(url));
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, History, State};
    use crate::locale::Day;

    const URL: &str = "https://island.example/";

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn failed() -> Answer {
        Answer::Failed("404 Not Found".to_owned())
    }

    fn alive() -> Answer {
        Answer::Alive {
            moved_to: None,
            note: None,
        }
    }

    #[test]
    fn an_address_is_dead_when_it_failed_often_and_for_long() {
        let state = |days: &[&str]| {
            let mut history = History::default();
            history.note(URL, day("2026-10-01"), alive());
            for text in days {
                history.note(URL, day(text), failed());
            }
            history.of(URL).expect("noted").state()
        };
        assert_eq!(state(&[]), State::Alive);
        assert_eq!(state(&["2026-11-01"]), State::Failing);
        // Often, but within a day.
        assert_eq!(state(&["2026-11-01"; 5]), State::Failing);
        // For long, but only looked at twice.
        assert_eq!(state(&["2026-11-01", "2026-12-31"]), State::Failing);
        assert_eq!(
            state(&["2026-11-01", "2026-11-10", "2026-11-14"]),
            State::Failing
        );
        assert_eq!(
            state(&["2026-11-01", "2026-11-10", "2026-11-15"]),
            State::Dead
        );
    }

    #[test]
    fn one_answer_brings_an_address_back() {
        let mut history = History::default();
        for text in ["2026-01-01", "2026-02-01", "2026-03-01"] {
            history.note(URL, day(text), failed());
        }
        assert_eq!(history.of(URL).expect("noted").state(), State::Dead);
        history.note(URL, day("2026-04-01"), alive());
        assert_eq!(history.of(URL).expect("noted").state(), State::Alive);
        history.note(URL, day("2026-05-01"), failed());
        let failing = history.of(URL).expect("noted").failing();
        assert_eq!(failing, Some((day("2026-05-01"), 1)));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut history = History::default();
        history.note(URL, day("2026-01-01"), failed());
        history.note("https://a.example/", day("2026-01-01"), alive());
        let text = history.write();
        assert!(text.find("a.example") < text.find("island.example"));
        assert_eq!(History::read(&text).expect("its own form"), history);
        for text in ["", "[]", "{\"https://a.example/\": {}}", "{"] {
            assert!(History::read(text).is_err(), "{text}");
        }
        history.keep(|url| url == URL);
        assert_eq!(history.of("https://a.example/"), None);
    }
}
