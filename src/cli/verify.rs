//! `verify`: whether files, or a server, are what the content makes.

use super::export::SiteArgs;
use super::{Outcome, note, print, values};
use crate::export::{self, Difference, Plan};
use crate::links::{Asking, agent};
use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use std::path::Path;
use std::time::Duration;

/// How many differences are told one by one.
const TOLD: usize = 200;

/// Compare an export, or a running site, with what the content makes now
///
/// Makes the site from the content and compares. A folder: every file, byte for
/// byte, compressed ones by what they hold; files too many or too few. A server:
/// status, header fields and bytes of every address, plain and compressed, old
/// addresses, what is missing, and whether it knows the validators of this
/// release. Of both: whether every link within the site leads somewhere. Changes
/// nothing.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  saradnja verify site
      Is the folder site, written by `export`, what ./content makes today?
  saradnja verify site --as-of 2026-11-23
      The same for an export of that day.
  saradnja verify http://127.0.0.1:8080/
      Does the server there answer as it should?
  saradnja verify http://127.0.0.1:8080/coop/ --base-url https://example.org/coop/
      A server that was started with that --base-url, asked without its proxy.
  saradnja verify https://example.org/coop/ --base-url https://example.org/coop/
      The same through its proxy.

--base-url, --static and --as-of must be those of the site that is compared: they
decide about its bytes.

Exit codes: 0 the same, 1 it differs (one line each, at most 200), or mistakes in
content; 2 could not run.")]
pub(crate) struct VerifyArgs {
    /// A folder, or an address that begins with http:// or https://
    #[arg(value_name = "DIR|URL")]
    target: String,
    #[command(flatten)]
    site: SiteArgs,
    /// How many seconds to wait for an answer of a server
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
}

pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let small = args.target.to_ascii_lowercase();
    let is_url = ["http://", "https://"]
        .iter()
        .any(|scheme| small.starts_with(scheme));
    let asked = is_url.then(|| values::base_url(&args.target));
    let asked = asked
        .transpose()
        .map_err(|advice| anyhow!("{}: {advice}", args.target))?;
    let folder = Path::new(&args.target);
    if asked.is_none() && !folder.is_dir() {
        bail!("there is no folder {}", folder.display());
    }
    let Some(release) = args
        .site
        .release("nothing was compared: mend these mistakes first")?
    else {
        return Ok(Outcome::ContentFaults);
    };
    let origin = args.site.base_url.as_ref().map(|base| base.origin.as_str());
    let differences = match asked {
        None => {
            let plan = Plan::new(&release).context("nothing was compared")?;
            export::folder(&plan, folder, origin)
                .with_context(|| format!("reading {}", folder.display()))?
        }
        Some(asked) => {
            let base_path = &release.snapshot().base_path;
            if asked.base_path != *base_path {
                bail!(
                    "the site stands at `{base_path}/`, and {} was to be asked: name the same \
                     path in both, with --base-url",
                    args.target
                );
            }
            let agent = agent(&Asking {
                patience: Duration::from_secs(args.timeout),
                user_agent: format!("saradnja/{} (verify)", env!("CARGO_PKG_VERSION")),
            });
            export::server(&release, &agent, &asked.origin, origin)
                .map_err(|why| anyhow!("asking {}: {why}", args.target))?
        }
    };
    let snapshot = release.snapshot();
    let name = format!("release {} as of {}", snapshot.release, snapshot.as_of);
    if differences.is_empty() {
        let count = release.resources().count();
        print(&format!("the same: {name}, {count} addresses\n"))?;
        return Ok(Outcome::Done);
    }
    print(&told(&differences))?;
    let count = match differences.len() {
        1 => "1 difference".to_owned(),
        count => format!("{count} differences"),
    };
    note(&format!(
        "{count} from {name}; were --base-url, --static, --as-of and the program the same?"
    ));
    Ok(Outcome::Differs)
}

/// One line each, as many as somebody would read.
fn told(differences: &[Difference]) -> String {
    let mut text = String::new();
    for difference in differences.iter().take(TOLD) {
        text.push_str(&format!("{difference}\n"));
    }
    if let Some(more) = differences.len().checked_sub(TOLD).filter(|more| *more > 0) {
        text.push_str(&format!("and {more} more\n"));
    }
    text
}
