//! `man`: pages for `man`, made from the declaration.

use super::{Outcome, print, replace_file, settings};
use anyhow::Context as _;
use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};
use std::fs;
use std::path::PathBuf;

/// Print a manual page, or write all of them
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja man > saradnja.1
      The page of the program, with every option of `serve`.
  saradnja man export | man -l -
      Shows the page of a command.
  saradnja man --out /usr/local/share/man/man1
      Writes the page of the program and one for each command.

Exit codes: 0 done, 2 could not run.")]
pub(crate) struct ManArgs {
    /// The command whose page it is to be; without it, the page of the program
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    command: Option<String>,
    /// Write all pages into this folder, which is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &ManArgs) -> anyhow::Result<Outcome> {
    let pages = pages()?;
    if let Some(folder) = &args.out {
        fs::create_dir_all(folder)
            .with_context(|| format!("making the folder {}", folder.display()))?;
        for (name, page) in &pages {
            replace_file(&folder.join(format!("{name}.1")), page)?;
        }
        print(&format!("{}: {} pages\n", folder.display(), pages.len()))?;
        return Ok(Outcome::Done);
    }
    let program = env!("CARGO_PKG_NAME");
    let wanted = match &args.command {
        Some(command) => format!("{program}-{command}"),
        None => program.to_owned(),
    };
    let page = pages.iter().find(|(name, _)| *name == wanted);
    let (_, page) = page.with_context(|| {
        let known: Vec<_> = (pages.iter())
            .filter_map(|(name, _)| name.strip_prefix(program)?.strip_prefix('-'))
            .collect();
        format!("there is no such command; there are: {}", known.join(", "))
    })?;
    print(page)?;
    Ok(Outcome::Done)
}

/// Every page under its name, the program's first.
fn pages() -> anyhow::Result<Vec<(String, String)>> {
    let mut program = settings::declaration().disable_help_subcommand(true);
    program.build();
    let commands = program.get_subcommands().cloned();
    let all: Vec<Command> = std::iter::once(program.clone()).chain(commands).collect();
    all.into_iter().map(page).collect()
}

fn page(command: Command) -> anyhow::Result<(String, String)> {
    let name = (command.get_display_name())
        .unwrap_or(command.get_name())
        .to_owned();
    let is_program = name == env!("CARGO_PKG_NAME");
    let called = command.get_bin_name().unwrap_or(&name).to_owned();
    // `saradnja check` in the line that shows how it is called, which stands
    // under the name of a page, `saradnja-check`.
    let command = command.bin_name(called);
    let mut text = Vec::new();
    let after = command.get_after_long_help().or(command.get_after_help());
    let after = after.map(ToString::to_string);
    let page = Man::new(command)
        .title(name.to_uppercase())
        .manual("User Commands");
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    if is_program {
        page.render_subcommands_section(&mut text)?;
        places().to_writer(&mut text)?;
    }
    if let Some(after) = after {
        notes(&after).to_writer(&mut text)?;
    }
    if is_program {
        page.render_version_section(&mut text)?;
    }
    Ok((name, String::from_utf8_lossy(&text).into_owned()))
}

/// What the help ends with, line by line as it is laid out there.
fn notes(after: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["NOTES"]);
    roff.control("nf", []);
    for line in after.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff
}

/// What is read besides arguments.
fn places() -> Roff {
    let entry = |roff: &mut Roff, name: &str, says: &[Inline]| {
        roff.control("TP", []);
        roff.text([bold(name)]);
        roff.text(says.to_vec());
    };
    let mut roff = Roff::new();
    roff.control("SH", ["ENVIRONMENT"]);
    entry(
        &mut roff,
        "SARADNJA_CONFIG",
        &[roman("The settings file, in place of ./saradnja.toml.")],
    );
    entry(
        &mut roff,
        "SARADNJA_*",
        &[roman(
            "Every option as a variable: SARADNJA_BASE_URL says what --base-url says. \
             Flags are true or false. An empty variable counts as none.",
        )],
    );
    roff.control("SH", ["FILES"]);
    entry(
        &mut roff,
        "saradnja.toml",
        &[roman(
            "Settings: every option as a key, such as base-url = \"https://example.org/\". \
             Paths in it are relative to its folder. Arguments come before the environment, \
             and the environment before this file. `saradnja config --example` prints one \
             to begin with, and `saradnja config` shows what holds and why.",
        )],
    );
    roff
}
