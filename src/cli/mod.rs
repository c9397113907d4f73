//! The command line: what may be typed, and what comes of it.
//!
//! Each command wires the other layers together and prints; what is true or
//! false of content is decided elsewhere. This is the only layer that asks the
//! clock or the environment for anything. Results go to standard output,
//! complaints about running to standard error.

mod build;
mod check;
mod diff;
mod due;
mod edits;
mod explain;
mod export;
mod fix;
mod fmt;
mod follow;
mod front;
mod journal;
mod links;
mod listen;
mod lsp;
mod mv;
mod new;
mod observers;
mod operations;
mod preview;
mod replace;
mod rm;
mod schema;
mod serve;
mod translations;
mod values;
mod verify;

use replace::replace_file;

use crate::content::{Loaded, Origin};
use crate::diag;
use crate::embedded;
use crate::locale::{Day, Instant, Now};
use crate::site;
use anyhow::{Context as _, bail};
use clap::{Args, Parser, Subcommand};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

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
    /// It could not run at all: exit code 2.
    CouldNotRun,
}

/// Serve and check a register of international cooperation.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    after_help = "\
Without a command it serves, and takes the options of `serve`.

Examples:
  saradnja                     serve ./content, or the built-in content, on 127.0.0.1:8080
  saradnja check               look for mistakes in ./content
  saradnja explain wrong-type  what a rule means, and how to mend what breaks it
  saradnja new event regatta   make a file to fill in
  saradnja fix                 mend what can be mended in one way only
  saradnja due                 list what is to be reviewed, and when
  saradnja diff HEAD           show what visitors will see changed
  saradnja links               show whether the addresses of sources still answer
  saradnja schema              update what editors complete from
  saradnja lsp                 help an editor as you write; the editor runs this
  saradnja export site         write the whole site as files
  saradnja verify site         compare files, or a server, with the content

Exit codes: 0 done, 1 mistakes in content or differences, 2 could not run.",
    args_conflicts_with_subcommands = true
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    // What a newcomer wants to see needs no command.
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten)]
    options: serve::ServeOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(ServeArgs),
    Check(check::CheckArgs),
    Explain(explain::ExplainArgs),
    Due(due::DueArgs),
    Diff(diff::DiffArgs),
    Links(links::LinksArgs),
    Schema(schema::SchemaArgs),
    Translations(translations::TranslationsArgs),
    New(new::NewArgs),
    Mv(mv::MvArgs),
    Rm(rm::RmArgs),
    Fmt(fmt::FmtArgs),
    Fix(fix::FixArgs),
    Lsp(lsp::LspArgs),
    Export(export::ExportArgs),
    Verify(verify::VerifyArgs),
}

/// Serve the register
///
/// Reads the content, makes every page, and answers visitors until it is told
/// to end (SIGTERM, or Ctrl-C). Content with a mistake is not served; what was
/// served before stays until it is mended.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja serve
      Serves ./content, or the content inside the program, on 127.0.0.1:8080.
  saradnja serve --listen 9000
      Takes port 9000 of this machine; port 0 takes any that is free. The first
      line on standard output says which.
  saradnja serve --base-url https://example.org/cooperation/
      Behind a proxy that shows the register at this address: links, citations
      and the map of the site name it.
  saradnja serve --content /srv/register --static /srv/static
      Takes content and static files from folders.
  saradnja serve --as-of 2027-07-01
      Shows the register as it will look on that day.
  saradnja serve --preview
      For those who write: shows drafts and what is published later, says of each
      block in which line of which file it stands, shows every mistake over the
      page, and loads the page again after each save.

Exit codes: 0 ended as asked, 1 mistakes in content, 2 could not run.")]
struct ServeArgs {
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten)]
    options: serve::ServeOptions,
}

/// Where content is, for the commands that read it.
#[derive(Debug, Clone, Args)]
pub(crate) struct ContentArgs {
    /// The folder with the content
    ///
    /// Without it: `./content` if there are content files in it, else the
    /// content inside the program.
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
    /// The day to take for today, such as 2026-11-23
    ///
    /// It decides which reviews are late, which dates lie in the future, and
    /// what is published and what has expired by the end of that day.
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    as_of: Option<Day>,
}

/// Parses the arguments and runs the command. A mistake in them ends the
/// process with exit code 2 and clap's explanation; `--help` with 0.
pub fn run() -> Outcome {
    let cli = Cli::parse();
    let result = match cli.command {
        None => serve(&cli.content, &cli.options),
        Some(Command::Serve(args)) => serve(&args.content, &args.options),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Due(args)) => due::run(&args),
        Some(Command::Diff(args)) => diff::run(&args),
        Some(Command::Links(args)) => links::run(&args),
        Some(Command::Schema(args)) => schema::run(&args),
        Some(Command::Translations(args)) => translations::run(&args),
        Some(Command::New(args)) => new::run(&args),
        Some(Command::Mv(args)) => mv::run(&args),
        Some(Command::Rm(args)) => rm::run(&args),
        Some(Command::Fmt(args)) => fmt::run(&args),
        Some(Command::Fix(args)) => fix::run(&args),
        Some(Command::Lsp(args)) => lsp::run(&args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Verify(args)) => verify::run(&args),
    };
    result.unwrap_or_else(|error| {
        note(&format!("error: {error:#}"));
        Outcome::CouldNotRun
    })
}

fn serve(content: &ContentArgs, options: &serve::ServeOptions) -> anyhow::Result<Outcome> {
    let inherited = listen::Inherited::take()?;
    front::fits(options)?;
    crate::logging::init(options.log_format == serve::LogFormat::Json);
    let observers = observers::Observers::new(preview::preview(options));
    let follow = follow::Follow::new(content, options, &observers)?;
    let built = follow.build();
    let verdict = observers::verdict(&built);
    let built = built?;
    let told = built.site.is_none().then(|| built.told());
    if let Some(report) = &told {
        options.tell(report.trim_end());
    }
    let snapshot = match (built.site, &observers.preview) {
        (Some(snapshot), _) => *snapshot,
        (None, Some(_)) => site::bare(options.base_path()),
        (None, None) => {
            options.tell("nothing is served until these mistakes are mended");
            return Ok(Outcome::ContentFaults);
        }
    };
    let start = serve::Start {
        snapshot,
        verdict,
        inherited,
    };
    serve::serve(start, follow, &observers, options)?;
    Ok(Outcome::Done)
}

/// Where content comes from in this run.
#[derive(Debug)]
pub(crate) enum ContentChoice {
    /// From this folder.
    Folder(PathBuf),
    /// From inside the program.
    Embedded(Vec<(&'static str, &'static [u8])>),
}

impl ContentChoice {
    /// For reading.
    pub(crate) fn origin(&self) -> Origin<'_> {
        match self {
            Self::Folder(path) => Origin::Folder(path),
            Self::Embedded(files) => Origin::Embedded(files),
        }
    }
}

impl std::fmt::Display for ContentChoice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(path) => write!(formatter, "the folder {}", path.display()),
            Self::Embedded(_) => formatter.write_str("the content inside the program"),
        }
    }
}

impl ContentArgs {
    /// The content that the arguments and the working directory name.
    pub(crate) fn choose(&self) -> anyhow::Result<ContentChoice> {
        if let Some(folder) = &self.content {
            return content_folder(folder).map(ContentChoice::Folder);
        }
        let beside = Path::new("content");
        Ok(if holds_content(beside) {
            ContentChoice::Folder(beside.to_owned())
        } else {
            ContentChoice::Embedded(embedded::content())
        })
    }

    /// The day that lateness is reckoned by.
    pub(crate) fn today(&self) -> Day {
        self.now().day
    }

    /// What the clock shows, in the time zone of this machine; of another day
    /// its end, so that everything that is to happen on it has happened.
    #[expect(
        clippy::disallowed_methods,
        reason = "here is the one place that asks the clock"
    )]
    pub(crate) fn now(&self) -> Now {
        if let Some(day) = self.as_of {
            return Now::end_of(day);
        }
        let now = jiff::Zoned::now();
        let date = now.date();
        let number = |part: i8| u8::try_from(part).expect("months and days are not negative");
        let day = Day::new(date.year(), number(date.month()), number(date.day()))
            .expect("the clock of a machine that runs this shows a year after 0");
        Now {
            day,
            instant: Instant(now.timestamp().as_second()),
        }
    }
}

/// What the clock shows, whatever day is taken for today.
fn moment() -> Instant {
    Instant(jiff::Timestamp::now().as_second())
}

/// The same to the microsecond, as RFC 3339 writes it.
fn precise_moment() -> String {
    format!("{:.6}", jiff::Timestamp::now())
}

/// Whether a folder was meant to be a register: it, or a folder in it, holds a
/// content file. One that lacks `site.toml` is a register with a mistake, not
/// a reason to show another.
fn holds_content(folder: &Path) -> bool {
    let is_toml = |path: &Path| path.extension().is_some_and(|ending| ending == "toml");
    let entries = |folder: &Path| {
        std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect::<Vec<_>>()
    };
    entries(folder)
        .iter()
        .any(|path| is_toml(path) || entries(path).iter().any(|inner| is_toml(inner)))
}

/// The folder, if it is one and can be opened.
fn content_folder(folder: &Path) -> anyhow::Result<PathBuf> {
    let metadata = std::fs::metadata(folder)
        .with_context(|| format!("there is no content folder {}", folder.display()))?;
    if !metadata.is_dir() {
        bail!("{} is not a folder", folder.display());
    }
    Ok(folder.to_owned())
}

/// How many columns the terminal has, if it says so.
#[expect(
    clippy::disallowed_methods,
    reason = "only the command line reads the environment"
)]
fn columns() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// Writes a result to standard output. A reader that has heard enough, such as
/// `head`, is no failure.
fn print(text: &str) -> anyhow::Result<()> {
    let mut output = io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("writing to standard output")
        }
        _ => Ok(()),
    }
}

/// Says something about the run on standard error. If nobody listens there,
/// there is nobody left to tell.
fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Shows everything that is wrong with the content, and says what does not
/// happen because of it.
fn faults(loaded: &Loaded, therefore: &str) -> anyhow::Result<Outcome> {
    let terminal = io::stdout().is_terminal();
    let (report, sources) = (&loaded.report, &loaded.sources);
    print(&diag::render_for_people(
        report,
        sources,
        terminal,
        columns(),
    ))?;
    note(therefore);
    Ok(Outcome::ContentFaults)
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_declared_without_contradiction() {
        Cli::command().debug_assert();
    }
}
