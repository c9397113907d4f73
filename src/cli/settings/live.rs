//! Settings while visitors are answered: which of them take effect when they are
//! read again, which wait for a restart, and what is said of either.

use std::fmt;

use super::Settled;
use super::show::values;
use crate::cli::options::ServeOptions;

/// When another value of a setting takes effect that is read while serving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Effect {
    /// With the reload.
    Reload,
    /// With the reload, as long as the path in it stays: all addresses begin with it.
    ReloadButPath,
    /// Not before the program is started again.
    Restart,
}

impl fmt::Display for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Reload => "reload",
            Self::ReloadButPath => "reload; another path: restart",
            Self::Restart => "restart",
        })
    }
}

/// The setting that holds a path beside other things.
const BASE_URL: &str = "base-url";

/// When a setting takes effect. What [`ServeOptions::while_serving`] does is
/// compared with it by a test.
pub(super) fn effect(key: &str) -> Effect {
    match key {
        BASE_URL => Effect::ReloadButPath,
        "listen"
        | "socket-mode"
        | "preview"
        | "preview-anywhere"
        | "operations"
        | "operations-anywhere"
        | "log-format" => Effect::Restart,
        _ => Effect::Reload,
    }
}

impl ServeOptions {
    /// As much of these options as can take effect where `before` are at work.
    pub(in crate::cli) fn while_serving(self, before: &Self) -> Self {
        let has_same_path = self.base_path() == before.base_path();
        // Every option is named, so that a further one has to be put somewhere.
        let Self {
            listen: _,
            socket_mode: _,
            base_url,
            trusted_proxies,
            forwarded_by,
            canonical_host,
            hsts,
            hsts_subdomains,
            static_dir,
            no_watch,
            preview: _,
            preview_anywhere: _,
            compression,
            operations: _,
            operations_anywhere: _,
            grace,
            log_format: _,
            access_log,
            limits,
        } = self;
        let before = before.clone();
        Self {
            // Sockets are opened at the start, some of them by the service manager,
            // and who may come in by them is decided then.
            listen: before.listen,
            socket_mode: before.socket_mode,
            operations: before.operations,
            operations_anywhere: before.operations_anywhere,
            // What is not published must not be shown to visitors of a moment ago.
            preview: before.preview,
            preview_anywhere: before.preview_anywhere,
            // Whoever reads the log was told one form of its lines.
            log_format: before.log_format,
            base_url: match has_same_path {
                true => base_url,
                false => before.base_url,
            },
            trusted_proxies,
            forwarded_by,
            canonical_host,
            hsts,
            hsts_subdomains,
            static_dir,
            no_watch,
            compression,
            grace,
            access_log,
            limits,
        }
    }
}

/// Every setting and its value as it was written, in the order of their declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Values(Vec<(String, String)>);

impl Values {
    /// Those that were settled.
    pub(in crate::cli) fn of(settled: &Settled) -> Self {
        let matches = settled.matches.subcommand();
        let matches = matches.map_or(&settled.matches, |(_, matches)| matches);
        let settings = settled.settings.iter();
        let written = settings.map(|known| (known.key.clone(), values(known, matches).join(", ")));
        Self(written.collect())
    }

    /// Takes over what takes effect of `next`, and returns everything that differs.
    pub(in crate::cli) fn take(&mut self, next: Self, has_same_path: bool) -> Vec<Change> {
        let mut changes = Vec::new();
        for ((key, from), (_, to)) in self.0.iter_mut().zip(next.0) {
            if *from == to {
                continue;
            }
            let waits = match effect(key) {
                Effect::Reload => false,
                Effect::ReloadButPath => !has_same_path,
                Effect::Restart => true,
            };
            changes.push(Change {
                key: key.clone(),
                from: from.clone(),
                to: to.clone(),
                waits,
            });
            if !waits {
                *from = to;
            }
        }
        changes
    }
}

/// A setting that has another value than before.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) struct Change {
    key: String,
    from: String,
    to: String,
    waits: bool,
}

impl Change {
    /// Says in the log what became of it.
    pub(in crate::cli) fn tell(&self) {
        let shown = |value: &str| match value.is_empty() {
            true => "-".to_owned(),
            false => value.to_owned(),
        };
        let (setting, from, to) = (&self.key, shown(&self.from), shown(&self.to));
        if self.waits {
            tracing::warn!(%setting, %from, %to, "the setting takes effect after a restart");
        } else {
            tracing::info!(%setting, %from, %to, "the setting takes effect now");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::settings;
    use clap::FromArgMatches as _;
    use std::ffi::OsString;

    fn read(arguments: &[&str]) -> (Values, ServeOptions) {
        let words = ["program", "serve"].iter().chain(arguments);
        let words: Vec<OsString> = words.map(OsString::from).collect();
        let settled = settings::settle(words, &[]).expect(arguments[0]);
        let (_, serve) = settled.matches.subcommand().expect("serve");
        let options = ServeOptions::from_arg_matches(serve).expect("options");
        (Values::of(&settled), options)
    }

    /// Another value than the default, which is not what any of `BEFORE` says.
    fn another(key: &str, form: settings::declared::Form) -> String {
        use settings::declared::Form;
        let value = match key {
            "listen" | "operations" => "127.0.0.1:1",
            "socket-mode" => "600",
            "base-url" => "https://b.example/x/",
            "trusted-proxies" => "10.0.0.0/8",
            "forwarded-by" => "forwarded",
            "canonical-host" => "redirect",
            "compression" => "quick",
            "log-format" => "json",
            "as-of" => "2026-01-01",
            "max-head-bytes" | "max-target-bytes" => "9000",
            "max-connection-age" | "head-timeout" | "idle-timeout" | "drain" => "7s",
            _ if form == Form::Flag => return format!("--{key}"),
            _ if form == Form::Path => "folder",
            _ => "77",
        };
        format!("--{key}={value}")
    }

    #[test]
    fn what_is_said_to_take_effect_does_and_nothing_else() {
        // What others need stands on both sides.
        const BEFORE: [&str; 3] = [
            "--base-url=https://a.example/x/",
            "--hsts=5",
            "--operations=127.0.0.1:2",
        ];
        for known in settings::declared::settings(&settings::declaration()) {
            let key = known.key.as_str();
            // Where the content is, is no option of serving; `no-watch` is without it.
            if matches!(key, "content" | "as-of") {
                assert_eq!(effect(key), Effect::Reload);
                continue;
            }
            let mut before = BEFORE.to_vec();
            if key == "preview-anywhere" {
                before.push("--preview");
            }
            let changed = another(key, known.form);
            let start = format!("--{key}=");
            let mut after = before.clone();
            after.retain(|word| !word.starts_with(&start));
            after.push(&changed);
            let ((mut values, old), (next, new)) = (read(&before), read(&after));
            let (was, wanted) = (format!("{old:?}"), format!("{new:?}"));
            assert_ne!(was, wanted, "{key}");
            let got = format!("{:?}", new.while_serving(&old));
            let changes = values.take(next.clone(), true);
            assert_eq!(changes.len(), 1, "{changes:?}");
            let waits = effect(key) == Effect::Restart;
            assert_eq!(got, if waits { was } else { wanted }, "{key}");
            assert_eq!(changes[0].waits, waits, "{key}");
            // What waits is told again; what holds is not.
            assert_eq!(values.take(next, true).len(), usize::from(waits), "{key}");
        }
    }

    #[test]
    fn a_base_address_with_another_path_waits_as_a_whole() {
        let (mut values, old) = read(&["--base-url=https://a.example/x/"]);
        let (next, new) = read(&["--base-url=https://b.example/y/"]);
        let got = new.while_serving(&old);
        assert_eq!(got.base_url, old.base_url);
        let changes = values.take(next.clone(), false);
        assert!(changes[0].waits && changes.len() == 1, "{changes:?}");
        assert_eq!(values.take(next, false), changes);
    }
}
