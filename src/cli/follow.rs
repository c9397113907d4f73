//! Following the content while the site is served: an edit is read, checked
//! and made into a new site, which takes the place of the old one as a whole.
//! Content with a mistake changes nothing but the log. Settings that want another
//! site wait for it, and hold from the same moment on, or not at all.

use std::{
    io,
    path::PathBuf,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use super::ContentArgs;
use super::build::{self, Built};
use super::observers::{self, Observers};
use super::options::ServeOptions;
use super::preview;
use super::reload::{Plan, Refused, Renewed, Settings};
use super::serve::Running;
use crate::{
    live::Live,
    locale::{Day, Instant},
    watch::{Bell, State, Watch, Work},
};

/// How long to wait between two looks at the files. An edit shows within about
/// this time where the system tells of no events, and at once where it does.
const EVERY: Duration = Duration::from_secs(1);

/// Where the site comes from, and what the files were when this was made:
/// before anything was read, so that no edit is missed.
pub(super) struct Follow {
    plan: Plan,
    observers: Observers,
    watch: Watch,
    known: State,
    /// Until when what was made last is right.
    right: Right,
}

/// Until when a site is right, if no file changes.
#[derive(Clone, Copy)]
struct Right {
    /// On this day,
    day: Day,
    /// and before this second.
    until: Option<Instant>,
}

/// Follows the content until it is dropped.
pub(super) struct Following {
    bell: Arc<Bell>,
    thread: JoinHandle<()>,
}

impl Follow {
    /// What the arguments name. It stays so: a folder that is away for a moment
    /// is not a reason to show the content inside the program.
    pub(super) fn new(
        content: &ContentArgs,
        options: &ServeOptions,
        observers: &Observers,
    ) -> anyhow::Result<Self> {
        let plan = Plan {
            choice: content.choose()?,
            content: content.clone(),
            options: options.clone(),
        };
        let watch = Watch {
            folders: plan.folders(),
            every: EVERY,
        };
        Ok(Self {
            plan,
            observers: observers.clone(),
            known: watch.state(),
            watch,
            right: Right {
                day: content.today(),
                until: None,
            },
        })
    }

    /// Makes the site from what is there now, for the first time.
    pub(super) fn build(&mut self) -> anyhow::Result<Built> {
        let (mut built, right) = make(&self.plan);
        self.right = right;
        if let Some(preview) = &self.observers.preview {
            let (pages, faults) = preview::seen(&mut built);
            preview.update(pages, faults);
        }
        built
    }

    /// Whether what was made last is right no longer, though no file changed:
    /// on another day other reviews are late, and at some second something is
    /// published or expires.
    fn is_due(&self) -> bool {
        let (now, right) = (self.plan.content.now(), self.right);
        let has_come = |until| until <= now.instant;
        now.day != right.day || right.until.is_some_and(has_come)
    }

    /// Puts what was made in place of what is served, or says why not. `refused`
    /// is whether the last one was; so is the result.
    fn publish(&self, live: &Live, mut built: anyhow::Result<Built>, refused: bool) -> bool {
        let verdict = observers::verdict(&built);
        let seen = self
            .observers
            .preview
            .as_ref()
            .map(|_| preview::seen(&mut built));
        let is_refused = match built {
            Ok(Built {
                site: Some(snapshot),
                ..
            }) => {
                let changed = live.succeed(*snapshot, &self.plan.options.policy());
                if refused {
                    tracing::info!("the mistakes are mended");
                }
                tracing::info!(changed, "serving the content as it is now");
                false
            }
            Ok(built) => {
                self.plan.options.tell(built.told().trim_end());
                tracing::warn!(
                    "the site as it was is still served, until these mistakes are mended"
                );
                true
            }
            Err(error) => {
                tracing::warn!("the site as it was is still served: {error:#}");
                true
            }
        };
        self.observers.follows(live, verdict);
        // Whoever is told to look again must find the new pages.
        if let (Some(preview), Some((pages, faults))) = (&self.observers.preview, seen) {
            preview.update(pages, faults);
        }
        is_refused
    }

    /// Lets `live` follow the content from now on, on a thread of its own. The
    /// clock counts as content: at midnight reviews become late without an edit.
    /// What it is made from and how is read again when that is asked for, and
    /// goes to what is `running`.
    pub(super) fn start(
        self,
        live: &Arc<Live>,
        settings: Settings,
        running: &Arc<Running>,
    ) -> io::Result<Following> {
        let bell = Arc::new(Bell::default());
        let (watch, known) = (self.watch.clone(), self.known);
        let mut follower = Follower {
            follow: self,
            live: Arc::clone(live),
            settings,
            running: Arc::clone(running),
            next: None,
            refused: false,
        };
        let thread = thread::Builder::new().name("follow".to_owned()).spawn({
            let bell = Arc::clone(&bell);
            move || watch.run(&bell, known, &mut follower)
        })?;
        Ok(Following { bell, thread })
    }
}

/// Makes the site of this plan from what is there now, and says until when it is
/// right.
fn make(plan: &Plan) -> (anyhow::Result<Built>, Right) {
    let now = plan.content.now();
    let built = build::build(&plan.choice, now, plan.options.making());
    let site = built.as_ref().ok().and_then(|built| built.site.as_ref());
    let until = site.and_then(|snapshot| snapshot.changes_at);
    let day = now.day;
    (built, Right { day, until })
}

/// Follows the content, and the settings when it is told to.
struct Follower {
    follow: Follow,
    live: Arc<Live>,
    settings: Settings,
    running: Arc<Running>,
    /// Settings that wait for the site that they want.
    next: Option<Renewed>,
    /// Whether the last edit was refused.
    refused: bool,
}

impl Follower {
    /// Puts these settings to work.
    fn take(&mut self, renewed: Renewed) {
        let (plan, changes) = self.settings.take(renewed);
        self.follow.observers.standing.reads_settings(None);
        self.running.adopt(&plan.options);
        self.follow.plan = plan;
        for change in changes {
            change.tell();
        }
        tracing::info!("settings are read, and content is read again");
    }

    /// Leaves the settings as they are.
    fn refuse(&self, Refused { told, refusal }: Refused) {
        let follow = &self.follow;
        follow.observers.standing.reads_settings(Some(refusal));
        follow.plan.options.tell(told.trim_end());
        tracing::warn!("the settings stay as they were, until these mistakes are mended");
    }
}

impl Work for Follower {
    type Made = (anyhow::Result<Built>, Right);

    fn asked(&mut self) -> Option<Vec<PathBuf>> {
        // Not before: what is published meanwhile would be taken for its end.
        self.follow.observers.reloads();
        match self.settings.again(&self.follow.plan) {
            Ok(renewed) => {
                let folders = renewed.plan.folders();
                if renewed.wants_site {
                    self.next = Some(renewed);
                } else {
                    self.take(renewed);
                }
                Some(folders)
            }
            Err(refused) => {
                self.refuse(refused);
                None
            }
        }
    }

    fn is_due(&self) -> bool {
        self.follow.is_due()
    }

    fn make(&mut self) -> Self::Made {
        let next = self.next.as_ref().map(|renewed| &renewed.plan);
        make(next.unwrap_or(&self.follow.plan))
    }

    fn publish(&mut self, (built, right): Self::Made) -> Option<Vec<PathBuf>> {
        if let Some(next) = self.next.take() {
            if let Some(refused) = Refused::without_site(&built) {
                self.refuse(refused);
                return Some(self.follow.plan.folders());
            }
            self.take(next);
        }
        self.follow.right = right;
        self.refused = self.follow.publish(&self.live, built, self.refused);
        None
    }
}

impl Following {
    /// Reads settings and content again, and makes the site anew, whether
    /// anything has changed or not.
    pub(super) fn anew(&self) {
        self.bell.anew();
    }

    /// Whether anybody does so. It ends before its time only by a mistake of the
    /// program's.
    pub(super) fn is_at_work(&self) -> bool {
        !self.thread.is_finished()
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        // What the thread is at is not waited for: nobody would see it.
        self.bell.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_broken_off_is_not_at_work() {
        let bell = Arc::new(Bell::default());
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let thread = thread::spawn(move || {
            // Nothing is ever sent.
            let _ = ended.recv();
        });
        let following = Following { bell, thread };
        assert!(following.is_at_work());
        drop(end);
        while following.is_at_work() {
            thread::yield_now();
        }
    }
}
