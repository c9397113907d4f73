//! Asking addresses, politely: a few at a time, one at a time of each host, and
//! saying who asks.

use super::gather::Address;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Error};

/// How many hosts are asked at a time.
const AT_A_TIME: usize = 6;

/// How many times an address may lead on.
const REDIRECTS: usize = 6;

/// How to ask.
#[derive(Debug, Clone)]
pub struct Asking {
    /// How long to wait for an answer.
    pub patience: Duration,
    /// Who asks (RFC 9110, 10.1.5).
    pub user_agent: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Something is there.
    Alive {
        /// Where it leads for good, if it does.
        moved_to: Option<String>,
        /// What else it said.
        note: Option<String>,
    },
    /// Somebody answered, and nothing is there; why, in a few words.
    Failed(String),
    /// Nobody was heard, which may be the fault of either side; why.
    Unheard(String),
}

/// Asks every address once, and returns the answers in the order of the addresses.
pub fn ask(addresses: &[Address], asking: &Asking) -> Vec<(String, Answer)> {
    let agent = agent(asking);
    let mut hosts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        let host = host(&address.url);
        hosts.entry(host).or_default().push(&address.url);
    }
    let waiting = Mutex::new(hosts.into_values());
    let answers = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                let next = || waiting.lock().map_or(None, |mut waiting| waiting.next());
                while let Some(urls) = next() {
                    for url in urls {
                        let answer = follow(&agent, url);
                        if let Ok(mut answers) = answers.lock() {
                            answers.insert(url.to_owned(), answer);
                        }
                    }
                }
            });
        }
    });
    let answers = answers.into_inner().unwrap_or_default();
    answers.into_iter().collect()
}

/// Somebody who asks in this manner: over TLS as the system trusts it, following
/// no redirects, and taking any status for an answer.
pub fn agent(asking: &Asking) -> Agent {
    let provider = rustls::crypto::ring::default_provider();
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(provider))
        .build();
    Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(asking.patience))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(asking.user_agent.as_str())
        .build()
        .into()
}

/// Asks an address, and where it leads to. It has moved if every step on the
/// way is for good (RFC 9110, 15.4: 301 and 308).
fn follow(agent: &Agent, url: &str) -> Answer {
    let mut at = url.to_owned();
    let mut moved = None;
    let mut for_good = true;
    for _ in 0..REDIRECTS {
        let (status, location) = match answer(agent, &at) {
            Ok(answer) => answer,
            Err(error) => return Answer::Unheard(reason(&error)),
        };
        match status {
            200..=299 => {
                return Answer::Alive {
                    moved_to: moved,
                    note: None,
                };
            }
            301 | 302 | 303 | 307 | 308 => {
                let Some(next) = location.and_then(|location| joined(&at, &location)) else {
                    return Answer::Failed(format!("{status}, without saying where to"));
                };
                for_good &= matches!(status, 301 | 308);
                at = next;
                // A fragment is not sent, so nobody answers with it.
                moved = for_good.then(|| at.clone());
            }
            // Somebody is there and does not want to talk to programs.
            401 | 403 | 429 | 451 => {
                return Answer::Alive {
                    moved_to: moved,
                    note: Some(format!("answers {status} to programs")),
                };
            }
            status => return Answer::Failed(named(status)),
        }
    }
    Answer::Failed("leads on and on".to_owned())
}

/// Status and `Location`. Some servers know no HEAD and refuse it in many ways,
/// so any refusal is asked again with GET, whose body is not read.
fn answer(agent: &Agent, url: &str) -> Result<(u16, Option<String>), Error> {
    let head = agent.head(url).call();
    let response = match head {
        Ok(response) if response.status().as_u16() < 400 => response,
        // Whoever did not answer in time would only be waited for twice.
        Err(error @ Error::Timeout(_)) => return Err(error),
        Ok(_) | Err(_) => agent.get(url).call()?,
    };
    let location = response.headers().get("location");
    let location = location.and_then(|value| value.to_str().ok());
    Ok((response.status().as_u16(), location.map(str::to_owned)))
}

fn named(status: u16) -> String {
    match status {
        404 => "404, there is no such page".to_owned(),
        410 => "410, the page was removed".to_owned(),
        500..=599 => format!("{status}, the server has a fault"),
        status => format!("answers {status}"),
    }
}

fn reason(error: &Error) -> String {
    match error {
        Error::Timeout(_) => "no answer in time".to_owned(),
        Error::HostNotFound => "there is no such host".to_owned(),
        Error::ConnectionFailed => "no connection".to_owned(),
        Error::Io(error) => {
            let text = error.to_string();
            // The system's number says nothing to people.
            let text = text.split(" (os error").next().unwrap_or_default();
            format!("no connection: {text}")
        }
        Error::Rustls(error) => format!("the connection is not safe: {error}"),
        Error::Tls(error) => format!("the connection is not safe: {error}"),
        other => other.to_string(),
    }
}

/// The host of an address, with its port.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Where a `Location` leads from an address (RFC 3986, 5.2, as far as servers
/// use it): whole addresses, and those that begin with a slash or a name.
pub(crate) fn joined(from: &str, to: &str) -> Option<String> {
    let to = to.split('#').next().unwrap_or_default();
    let (scheme, _) = from.split_once("://")?;
    if to.starts_with("http://") || to.starts_with("https://") {
        return Some(to.to_owned());
    }
    if let Some(rest) = to.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    if to.is_empty()
        || to
            .split('/')
            .next()
            .is_some_and(|first| first.contains(':'))
    {
        return None;
    }
    let origin = format!("{scheme}://{}", host(from));
    if to.starts_with('/') {
        return Some(format!("{origin}{to}"));
    }
    let path = from[origin.len()..].split(['?', '#']).next()?;
    if to.starts_with('?') {
        return Some(format!("{origin}{path}{to}"));
    }
    let folder = path.rfind('/').map_or("/", |end| &path[..=end]);
    Some(format!("{origin}{folder}{to}"))
}

#[cfg(test)]
mod tests {
    use super::{host, joined};

    #[test]
    fn a_location_is_read_from_where_it_stands() {
        let from = "https://a.example/one/two?x=1";
        for (to, whole) in [
            ("https://b.example/", Some("https://b.example/")),
            ("//b.example/c", Some("https://b.example/c")),
            ("/c", Some("https://a.example/c")),
            ("c#part", Some("https://a.example/one/c")),
            ("?y=2", Some("https://a.example/one/two?y=2")),
            ("mailto:somebody", None),
            ("", None),
        ] {
            assert_eq!(joined(from, to).as_deref(), whole, "{to}");
        }
        let bare = joined("https://a.example", "c");
        assert_eq!(bare.as_deref(), Some("https://a.example/c"));
    }

    #[test]
    fn a_host_ends_before_its_path() {
        assert_eq!(host("https://a.example:8080/x"), "a.example:8080");
        assert_eq!(host("https://a.example?x"), "a.example");
    }
}
