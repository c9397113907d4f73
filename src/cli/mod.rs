//! The command line: what may be typed, and what comes of it.
//!
//! Each command wires the other layers together and prints; what is true or
//! false of content is decided elsewhere. This is the only layer that asks the
//! clock or the environment for anything. Results go to standard output,
//! complaints about running to standard error.

mod build;
mod check;
mod choice;
mod completions;
mod diff;
mod doctor;
mod due;
mod edits;
mod explain;
mod export;
mod fix;
mod fmt;
mod follow;
mod front;
mod health;
mod journal;
mod links;
mod listen;
mod lsp;
mod man;
mod mv;
mod new;
mod observers;
mod operations;
mod options;
mod outcome;
mod preview;
mod reload;
mod replace;
mod rm;
mod schema;
mod serve;
mod settings;
mod translations;
mod values;
mod verify;

use replace::replace_file;

pub(crate) use choice::{ContentArgs, ContentChoice, content_folder};
pub use outcome::Outcome;

use crate::content::Loaded;
use crate::diag;
use crate::locale::Instant;
use crate::site;
use anyhow::Context as _;
use clap::{Args, FromArgMatches as _, Parser, Subcommand};
use std::io::{self, IsTerminal as _, Write as _};

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
  saradnja doctor URL          ask a site what its proxy does wrong
  saradnja health 9090         ask whether a running program is ready
  saradnja config              show every setting, and where it comes from

Every option of `serve` may also stand in saradnja.toml, or in the environment.

Exit codes: 0 done, 1 mistakes in content or settings, differences, or not
ready, 2 could not run or tell.",
    args_conflicts_with_subcommands = true
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    // What a newcomer wants to see needs no command.
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten)]
    options: options::ServeOptions,
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
    Doctor(doctor::DoctorArgs),
    Health(health::HealthArgs),
    Config(settings::ConfigArgs),
    Man(man::ManArgs),
    Completions(completions::CompletionsArgs),
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
  saradnja serve --config /etc/saradnja.toml
      Takes from this file what no argument and no variable says.

Each option may also stand in the environment (SARADNJA_BASE_URL) or in
saradnja.toml (base-url = \"...\"): `saradnja config` shows what holds and who
says so. `--preview=false` turns off a flag that they turn on.

Exit codes: 0 ended as asked, 1 mistakes in content, 2 could not run, 75 could not listen for now.")]
struct ServeArgs {
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten)]
    options: options::ServeOptions,
}

/// Reads arguments, environment and settings file, and runs the command. A
/// mistake in them ends the run before it begins, with all of them told.
pub fn run() -> Outcome {
    let variables: Vec<_> = std::env::vars_os().collect();
    let arguments: Vec<_> = std::env::args_os().collect();
    let settled = match settings::settle(arguments.clone(), &variables) {
        Ok(settled) => settled,
        Err(stop) => return stop.tell(),
    };
    let cli = match Cli::from_arg_matches(&settled.matches) {
        Ok(cli) => cli,
        Err(error) => return settings::Stop::Arguments(error).tell(),
    };
    let again = || reload::Settings::new(arguments, variables, &settled);
    let result = match cli.command {
        None => serve(&cli.content, &cli.options, again()),
        Some(Command::Serve(args)) => serve(&args.content, &args.options, again()),
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
        Some(Command::Doctor(args)) => doctor::run(&args),
        Some(Command::Health(args)) => health::run(&args),
        Some(Command::Config(args)) => settings::run(&args, &settled),
        Some(Command::Man(args)) => man::run(&args),
        Some(Command::Completions(args)) => completions::run(&args),
    };
    result.unwrap_or_else(|error| {
        crate::logging::complain(&format!("error: {error:#}"));
        match error.is::<listen::NotNow>() {
            true => Outcome::NotNow,
            false => Outcome::CouldNotRun,
        }
    })
}

impl Cli {
    /// What is to be served and how, if anything is.
    fn serving(self) -> Option<(ContentArgs, options::ServeOptions)> {
        match self.command {
            None => Some((self.content, self.options)),
            Some(Command::Serve(args)) => Some((args.content, args.options)),
            Some(_) => None,
        }
    }
}

fn serve(
    content: &ContentArgs,
    options: &options::ServeOptions,
    settings: reload::Settings,
) -> anyhow::Result<Outcome> {
    let inherited = listen::Inherited::take()?;
    front::fits(options)?;
    let journal = std::env::var_os("JOURNAL_STREAM");
    let is_json = options.log_format == options::LogFormat::Json;
    crate::logging::init(is_json, journal.as_deref());
    settings.tell_file();
    let observers = observers::Observers::new(preview::preview(options));
    let opened = listen::Opened::by(options, inherited)?;
    let mut follow = follow::Follow::new(content, options, &observers)?;
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
        settings,
        snapshot,
        verdict,
        opened,
    };
    serve::serve(start, follow, &observers, options)?;
    Ok(Outcome::Done)
}

/// What the clock shows, whatever day is taken for today.
fn moment() -> Instant {
    Instant(jiff::Timestamp::now().as_second())
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
    use super::settings;

    #[test]
    fn the_arguments_are_declared_without_contradiction() {
        settings::declaration().debug_assert();
    }
}
