//! `export`: the whole site as files.

use super::build::{self, Making};
use super::options::Compression;
use super::values::{self, BaseUrl};
use super::{ContentArgs, Outcome, note, print};
use crate::export::{self, Plan, Progress};
use crate::release::{Policy, Release};
use crate::site::body::Effort;
use anyhow::Context as _;
use clap::Args;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// What decides about a site, for the commands that make one and do not serve it.
#[derive(Debug, Args)]
pub(crate) struct SiteArgs {
    #[command(flatten)]
    pub(super) content: ContentArgs,
    /// Where visitors find the site, such as <https://example.org/cooperation/>
    ///
    /// As for `serve`: two sites are the same only if this is.
    #[arg(long, value_name = "URL", value_parser = values::base_url)]
    pub(super) base_url: Option<BaseUrl>,
    /// A folder with all static files, in place of those inside the program
    #[arg(long = "static", value_name = "DIR")]
    static_dir: Option<PathBuf>,
}

impl SiteArgs {
    /// The release that they name; none if mistakes stand in the way, which are
    /// then told.
    pub(super) fn release(&self, therefore: &str) -> anyhow::Result<Option<Release>> {
        let choice = self.content.choose()?;
        let now = self.content.now();
        note(&format!("reading {choice} as of {}", now.day));
        let making = Making {
            preview: false,
            static_dir: self.static_dir.as_deref(),
            base_url: self.base_url.as_ref(),
        };
        let built = build::build(&choice, now, making)?;
        let told = built.site.is_none().then(|| built.told());
        let Some(snapshot) = built.site else {
            note(told.unwrap_or_default().trim_end());
            note(therefore);
            return Ok(None);
        };
        Ok(Some(Release::new(Arc::new(*snapshot), &Policy::default())))
    }
}

/// Write the whole site as files
///
/// Every address becomes a file with the bytes that the server would send, beside
/// it the same compressed (.br, .gz), and `_headers` and `_redirects` for hosts of
/// files. The folder is made beside DIR and takes its place in one step when it is
/// whole. DIR is replaced only if it is empty, or if everything in it is from an
/// earlier export. Search needs the server: its page is there, and finds nothing.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja export site
      Writes ./content, or the content inside the program, to the folder site.
  saradnja export site --base-url https://example.org/cooperation/
      For a host that shows it there; the files are in site/cooperation.
  saradnja export site --as-of 2027-07-01
      As it will look on that day. Without it, reviews that are late today are
      marked, so an export of yesterday may differ.
  saradnja export site --compression quick
      Takes seconds, and compresses less.

Then `saradnja verify site` says whether the folder is still what was written.

Exit codes: 0 written, 1 mistakes in content, 2 could not run, or DIR holds
something that no export has written; it is as it was then.")]
pub(crate) struct ExportArgs {
    /// The folder to write
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    site: SiteArgs,
    /// How small the compressed files are made
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Compression::Best)]
    compression: Compression,
}

pub(super) fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let begun = Instant::now();
    let Some(release) = args
        .site
        .release("nothing was written: mend these mistakes first")?
    else {
        return Ok(Outcome::ContentFaults);
    };
    let plan = Plan::new(&release).context("nothing was written")?;
    let effort = match args.compression {
        Compression::Quick => Effort::Start,
        Compression::Best => Effort::Best,
    };
    let is_watched = io::stderr().is_terminal();
    let tell = |progress: Progress| {
        if is_watched {
            show(progress);
        }
    };
    let written = export::write(&plan, &args.folder, effort, &tell)?;
    let snapshot = release.snapshot();
    let (files, bytes) = (written.files, written.bytes);
    print(&format!(
        "{} is release {} as of {}: {files} files, {bytes} bytes, {:.1} seconds\n",
        args.folder.display(),
        snapshot.release,
        snapshot.as_of,
        begun.elapsed().as_secs_f64()
    ))?;
    let unable = (snapshot.pages.keys())
        .filter(|address| snapshot.search.language_at(address).is_some())
        .map(String::as_str);
    note(&format!(
        "only the server can search: {} are pages that find nothing",
        unable.collect::<Vec<_>>().join(" and ")
    ));
    Ok(Outcome::Done)
}

/// One line that is written over again, and away at the end.
fn show(progress: Progress) {
    let Progress { done, all } = progress;
    let line = if done == all {
        "\r\x1b[K".to_owned()
    } else {
        format!("\r{done} of {all} files\x1b[K")
    };
    // Whoever does not read it misses nothing.
    let mut terminal = io::stderr().lock();
    let _ = terminal.write_all(line.as_bytes());
}
