//! `links`: whether the addresses of sources and websites still answer.

use super::{ContentArgs, ContentChoice, Outcome, faults, note, print, replace_file, values};
use crate::content::{self, Catalog};
use crate::links::{Address, Answer, Asking, Entry, History, State, addresses, ask};
use anyhow::{Context as _, bail};
use clap::Args;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::time::Duration;

/// The history, beside the content that it is about. Hidden, so nothing takes it
/// for content.
const HISTORY: &str = ".links.json";

/// Show whether the addresses of sources and websites still answer
///
/// What they answered is kept in the file .links.json of the content folder.
/// Without --online nobody is asked, and the list is what that file says. A
/// failure may be a bad day: an address counts as dead when it has failed at
/// least three times, over at least two weeks. Never part of `check`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja links
      What is known so far; asks nobody.
  saradnja links --online
      Asks every address, a few at a time, and keeps the answers. Once a week is
      enough.
  saradnja links --online --base-url https://example.org/
      Tells those who are asked where the register stands.

Exit codes: 0 it ran, whatever the answers; 1 mistakes in content; 2 could not run.")]
pub(crate) struct LinksArgs {
    #[command(flatten)]
    content: ContentArgs,
    /// Ask every address, and keep the answers
    #[arg(long)]
    online: bool,
    /// How many seconds to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    /// Where the register stands, named to those who are asked
    #[arg(long, value_name = "URL", value_parser = values::base_url)]
    base_url: Option<values::BaseUrl>,
}

pub(super) fn run(args: &LinksArgs) -> anyhow::Result<Outcome> {
    let choice = args.content.choose()?;
    let today = args.content.today();
    let loaded = content::load(choice.origin(), today);
    let Some(catalog) = &loaded.catalog else {
        return faults(&loaded, "nobody was asked: mend these mistakes first");
    };
    let path = match &choice {
        ContentChoice::Folder(folder) => Some(folder.join(HISTORY)),
        ContentChoice::Embedded(_) => None,
    };
    let mut history = history(path.as_deref())?;
    let addresses = addresses(catalog);
    if args.online {
        let Some(path) = path else {
            bail!("the content inside the program keeps no answers; name a folder with --content");
        };
        note(&format!("asking {} addresses", addresses.len()));
        let asking = Asking {
            patience: Duration::from_secs(args.timeout),
            user_agent: user_agent(catalog, args.base_url.as_ref()),
        };
        let answers = ask(&addresses, &asking);
        let is_unheard = |(_, answer): &(String, Answer)| matches!(answer, Answer::Unheard(_));
        if answers.len() > 1 && answers.iter().all(is_unheard) {
            bail!("nobody answered at all: is this computer connected? Nothing was kept");
        }
        for (url, answer) in answers {
            history.note(&url, today, answer);
        }
        history.keep(|url| addresses.iter().any(|address| address.url == url));
        replace_file(&path, &history.write())?;
    }
    print(&list(&addresses, &history))?;
    Ok(Outcome::Done)
}

fn history(path: Option<&Path>) -> anyhow::Result<History> {
    let Some(path) = path else {
        return Ok(History::default());
    };
    match std::fs::read_to_string(path) {
        Ok(text) => History::read(&text).with_context(|| {
            let path = path.display();
            format!("{path} is not what this program wrote; move it away to begin anew")
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(History::default()),
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

/// Who asks: the program, the register, and where it stands if that is known.
fn user_agent(catalog: &Catalog, base_url: Option<&values::BaseUrl>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let register = &catalog.site.organisation;
    let place = base_url.map_or_else(String::new, |base| {
        format!("; +{}{}/", base.origin, base.base_path)
    });
    format!("saradnja/{version} (links of the register {register}{place})")
}

/// The addresses that somebody should look at, worst first, and a count of all.
fn list<'a>(addresses: &'a [Address], history: &'a History) -> String {
    let known = |address: &'a Address| (address, history.of(&address.url));
    let (mut alive, mut never, mut moved) = (0, 0, Vec::new());
    let (mut failing, mut dead) = (Vec::new(), Vec::new());
    for (address, entry) in addresses.iter().map(known) {
        let Some(entry) = entry else {
            never += 1;
            continue;
        };
        match entry.state() {
            State::Alive => {
                alive += 1;
                if entry.moved_to.is_some() || entry.note.is_some() {
                    moved.push((address, entry));
                }
            }
            State::Failing => failing.push((address, entry)),
            State::Dead => dead.push((address, entry)),
        }
    }
    let mut out = String::new();
    for (heading, found) in [("dead", &dead), ("failing", &failing), ("alive", &moved)] {
        for (address, entry) in found {
            told(heading, address, entry, &mut out);
        }
    }
    let (failing, dead) = (failing.len(), dead.len());
    writeln!(
        out,
        "{} addresses: {alive} alive, {failing} failing, {dead} dead, {never} never asked",
        addresses.len()
    )
    .expect("memory takes everything");
    out
}

fn told(state: &str, address: &Address, entry: &Entry, out: &mut String) {
    let mut say = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    say(format!("{state}: {}", address.url));
    if let Some((since, times)) = entry.failing() {
        let times = match times {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            more => format!("{more} times"),
        };
        say(format!(
            "    since {since}, asked {times}, last on {}",
            entry.asked()
        ));
    } else {
        say(format!("    asked on {}", entry.asked()));
    }
    if let Some(note) = &entry.note {
        say(format!("    {note}"));
    }
    if let Some(moved_to) = &entry.moved_to {
        say(format!("    moved to {moved_to}"));
    }
    let files: Vec<_> = address.named_in.iter().map(String::as_str).collect();
    say(format!("    in {}", files.join(", ")));
}
