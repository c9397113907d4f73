//! Who is told what becomes of the content, besides the log: editors by the
//! preview, operators by their listener, the service manager by its socket.

use std::{sync::Arc, time::Duration};

use super::build::Built;
use crate::diag::{self, Code, Format, Severity};
use crate::live::Live;
use crate::operations::{Health, Phase, Refusal, Standing};
use crate::preview::Preview;
use crate::supervisor::{self, Supervisor};

/// All who are told.
#[derive(Clone)]
pub(super) struct Observers {
    /// Those who write the content, if they look.
    pub(super) preview: Option<Arc<Preview>>,
    /// Those who operate the program.
    pub(super) standing: Arc<Standing>,
    /// What started the program.
    pub(super) supervisor: Arc<Supervisor>,
}

/// What became of the content: how it stands, or why it is not shown.
pub(super) type Verdict = Result<Health, Refusal>;

/// What is to be said of what was made.
pub(super) fn verdict(built: &anyhow::Result<Built>) -> Verdict {
    let built = match built {
        Ok(built) => built,
        Err(error) => return Err(Refusal::failure(&format!("{error:#}"))),
    };
    let report = &built.report;
    if built.site.is_none() {
        return Err(Refusal {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            report: diag::render(report, &built.sources, Format::Json, false),
        });
    }
    let count = |code| {
        let found = report.diagnostics().iter();
        found.filter(|found| found.code == code).count()
    };
    Ok(Health {
        late: count(Code::ReviewOverdue),
        outdated: count(Code::OutdatedTranslation),
        dead: built.dead_sources,
    })
}

impl Observers {
    /// Nobody knows of anything yet.
    pub(super) fn new(preview: Option<Arc<Preview>>) -> Self {
        Self {
            preview,
            standing: Arc::new(Standing::new(env!("CARGO_PKG_VERSION"), super::moment())),
            supervisor: Arc::new(manager()),
        }
    }

    /// Visitors are answered from `live`, for the first time.
    pub(super) fn begins(&self, live: &Live, verdict: Verdict) {
        self.manager_hears(live, &verdict);
        match verdict {
            Ok(health) => self.standing.begins(super::moment(), health),
            Err(refusal) => self.standing.refuses(refusal),
        }
    }

    /// The content was looked at again, and visitors are answered from `live`,
    /// whatever came of it.
    pub(super) fn follows(&self, live: &Live, verdict: Verdict) {
        // After the word that it ends, the manager is to hear nothing else.
        if self.standing.phase() != Phase::Ending {
            self.manager_hears(live, &verdict);
        }
        match verdict {
            Ok(health) => self.standing.follows(super::moment(), health),
            Err(refusal) => self.standing.refuses(refusal),
        }
    }

    fn manager_hears(&self, live: &Live, verdict: &Verdict) {
        let release = live.current();
        let snapshot = release.snapshot();
        let served = format!(
            "serving {} pages of {}, as of {}",
            snapshot.pages.len(),
            snapshot.release,
            snapshot.as_of
        );
        let mut status = match verdict {
            Ok(_) => served,
            Err(refusal) => format!(
                "{served}; the last edit was refused: {}, {}",
                counted(refusal.errors, "error"),
                counted(refusal.warnings, "warning"),
            ),
        };
        let mistakes = self.standing.mistakes_in_settings();
        if mistakes > 0 {
            let mistakes = counted(mistakes, "error");
            status.push_str(&format!("; the settings were refused: {mistakes}"));
        }
        self.supervisor.ready(&status);
    }

    /// Settings and content are about to be read again.
    pub(super) fn reloads(&self) {
        // After the word that it ends, the manager would wait for its end in vain.
        if self.standing.phase() != Phase::Ending {
            self.supervisor.reloading();
        }
    }

    /// The program was told to end.
    pub(super) fn ends(&self) {
        self.standing.ends();
        self.supervisor.stopping();
    }
}

/// So many of what is called `one`.
fn counted(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

/// The service manager that the environment names.
fn manager() -> Supervisor {
    let address = std::env::var_os("NOTIFY_SOCKET").filter(|address| !address.is_empty());
    let Some(address) = address else {
        return Supervisor::default();
    };
    Supervisor::at(&address).unwrap_or_else(|error| {
        tracing::warn!(%error, "the service manager cannot be told anything");
        Supervisor::default()
    })
}

/// How often the manager wants to hear that the program is alive.
pub(super) fn pulse() -> Option<Duration> {
    let [time, pid] = ["WATCHDOG_USEC", "WATCHDOG_PID"].map(std::env::var_os);
    let text = |value: &Option<std::ffi::OsString>| value.as_deref()?.to_str().map(str::to_owned);
    let (time, pid) = (text(&time), text(&pid));
    supervisor::pulse(time.as_deref(), pid.as_deref(), std::process::id())
}
