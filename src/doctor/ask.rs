//! Asking a site what a careful visitor would ask.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use ureq::{Agent, Body};

use super::Patient;
use super::heard::{Answer, Coded, Complaint, Door, Entered, Heard};
use super::judge::{self, FORGED};
use super::mend;

/// The longest answer that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// How many redirects lead from the entrance to the front page, at most.
const STEPS: usize = 5;

/// A name that no page has.
const NOWHERE: &str = "no-such-address-is-here/";

/// How long the long address is, in bytes, beside its beginning: longer than
/// the 8,000 that any server should take (RFC 9110, 4.1).
const LONG: usize = 9_000;

/// How many bytes of a file are asked for.
pub(super) const RANGE: usize = 100;

/// Somebody who asks.
pub(super) struct Visitor<'a> {
    agent: &'a Agent,
    patient: &'a Patient<'a>,
}

impl<'a> Visitor<'a> {
    /// Asks by this agent.
    pub(super) fn new(agent: &'a Agent, patient: &'a Patient<'a>) -> Self {
        Self { agent, patient }
    }

    /// Finds the front page.
    pub(super) fn enter(&self) -> Result<Entered, String> {
        let Patient {
            origin, base_path, ..
        } = *self.patient;
        let stop = |check, complaint| Ok(Entered::Stopped(vec![(check, complaint)]));
        let mut path = format!("{base_path}/");
        let mut entrance = None;
        for _ in 0..STEPS {
            let answer = self.get(&path, &[])?;
            if let Some(complaint) = judge::absent(&answer, self.patient) {
                return stop(complaint.0, complaint.1);
            }
            if !answer.status.is_redirection() {
                let style = judge::style(&answer.text(), base_path);
                let Some(style) = style else {
                    let said =
                        format!("what stands at {path} is no page of a register at {base_path}/");
                    return stop("prefix", Complaint::wrong(said, &mend::PREFIX));
                };
                return Ok(Entered::At(Box::new(Door {
                    entrance: entrance.unwrap_or_else(|| answer.clone()),
                    home: path,
                    page: answer,
                    style,
                })));
            }
            let location = answer.field(&header::LOCATION);
            let next = match judge::led(origin, base_path, &path, &location) {
                Ok(next) => next,
                Err((check, complaint)) => return stop(check, complaint),
            };
            entrance.get_or_insert(answer);
            path = next;
        }
        let said = format!("{base_path}/ leads on and on, at last to {path}");
        stop("redirects", Complaint::wrong(said, &mend::REDIRECT))
    }

    /// Asks everything else.
    pub(super) fn look_around(&self, door: Door) -> Result<Heard, String> {
        let Door {
            entrance,
            home,
            page,
            style,
        } = door;
        let page = Coded {
            identity: page,
            ..self.coded(&home)?
        };
        let mut held: [(Option<&'static str>, Answer); 3] = Default::default();
        for (place, (coding, answer)) in held.iter_mut().zip(page.each()) {
            let tag = answer.headers.get(header::ETAG).cloned();
            let mut fields = vec![accepting(coding)];
            fields.extend(tag.map(|tag| (header::IF_NONE_MATCH, tag)));
            *place = (coding, self.get(&home, &fields)?);
        }
        let asset = self.coded(&style)?;
        let range = HeaderValue::from_str(&format!("bytes=0-{}", RANGE - 1));
        let range = range.expect("digits are visible ASCII");
        let fields = [accepting(None), (header::RANGE, range)];
        let range = self.get(&style, &fields)?;
        let plain = [accepting(None)];
        let moved = self.get(home.trim_end_matches('/'), &plain)?;
        let missing = self.get(&format!("{home}{NOWHERE}"), &plain)?;
        let long = self.get(&format!("{home}{}/", "a".repeat(LONG)), &plain)?;
        let root = self.patient.origin;
        let url = format!("{root}{home}");
        let head = self.agent.head(&url).header("accept-encoding", "identity");
        let head = heard(head.call())?;
        let posted = self.agent.post(&url).header("accept-encoding", "identity");
        let posted = heard(posted.send_empty())?;
        let (forged_fields, forged_host) = self.forged(&home)?;
        let large = self.large()?;
        let release = self.release()?;
        Ok(Heard {
            origin: root.to_owned(),
            base_path: self.patient.base_path.to_owned(),
            entrance,
            home,
            style,
            page,
            held,
            head,
            moved,
            missing,
            posted,
            long,
            forged_fields,
            forged_host,
            asset,
            range,
            large,
            release,
        })
    }

    /// What a liar is told.
    fn forged(&self, home: &str) -> Result<(Answer, Option<Answer>), String> {
        let other = match self.patient.origin.starts_with("https://") {
            true => "http",
            false => "https",
        };
        let forwarded = format!("for=192.0.2.1;host={FORGED};proto={other}");
        let mut fields = vec![accepting(None)];
        for (name, value) in [
            ("x-forwarded-host", FORGED),
            ("x-forwarded-proto", other),
            ("x-forwarded-prefix", "/forged.example"),
            ("forwarded", forwarded.as_str()),
        ] {
            let value = HeaderValue::from_str(value).expect("names are visible ASCII");
            fields.push((HeaderName::from_static(name), value));
        }
        let by_fields = self.get(home, &fields)?;
        let host = HeaderValue::from_static(FORGED);
        // Who serves several hosts may close on a name that is none of them.
        let by_host = self.get(home, &[accepting(None), (header::HOST, host)]);
        Ok((by_fields, by_host.ok()))
    }

    /// The longest of the files to take along that the description names.
    fn large(&self) -> Result<Option<(u64, Answer)>, String> {
        let folder = format!("{}/data/", self.patient.base_path);
        let list = self.get(&format!("{folder}datapackage.json"), &[accepting(None)])?;
        let list: serde_json::Value = serde_json::from_slice(&list.body).unwrap_or_default();
        let files = list["resources"].as_array().into_iter().flatten();
        let files =
            files.filter_map(|file| Some((file["bytes"].as_u64()?, file["path"].as_str()?)));
        let Some((length, name)) = files.max() else {
            return Ok(None);
        };
        let answer = self.get(&format!("{folder}{name}"), &[accepting(None)])?;
        Ok(Some((length, answer)))
    }

    /// The release that operators are told of.
    fn release(&self) -> Result<Option<String>, String> {
        let Some(operations) = self.patient.operations else {
            return Ok(None);
        };
        let said = heard(self.agent.get(format!("{operations}/release")).call())
            .map_err(|why| format!("the operations listener {operations}: {why}"))?;
        let told: serde_json::Value = serde_json::from_slice(&said.body).unwrap_or_default();
        let name = told["release"].as_str();
        let name = name.ok_or_else(|| format!("{operations}/release names no release"))?;
        Ok(Some(name.to_owned()))
    }

    fn coded(&self, path: &str) -> Result<Coded, String> {
        let ask = |coding| self.get(path, &[accepting(coding)]);
        Ok(Coded {
            identity: ask(None)?,
            gzip: ask(Some("gzip"))?,
            brotli: ask(Some("br"))?,
        })
    }

    fn get(&self, path: &str, fields: &[(HeaderName, HeaderValue)]) -> Result<Answer, String> {
        let mut request = self.agent.get(format!("{}{path}", self.patient.origin));
        for (name, value) in fields {
            request = request.header(name, value);
        }
        heard(request.call())
    }
}

/// The field that asks for one coding and nothing else.
fn accepting(coding: Option<&'static str>) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::from_static(coding.unwrap_or("identity"));
    (header::ACCEPT_ENCODING, value)
}

/// What came back, whole or not.
fn heard(answer: Result<http::Response<Body>, ureq::Error>) -> Result<Answer, String> {
    let mut response = answer.map_err(|error| error.to_string())?;
    let status: StatusCode = response.status();
    let headers: HeaderMap = response.headers().clone();
    let body = response
        .body_mut()
        .with_config()
        .limit(LONGEST)
        .read_to_vec();
    let (body, cut) = match body {
        Ok(body) => (body, None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    Ok(Answer {
        status,
        headers,
        body,
        cut,
    })
}
