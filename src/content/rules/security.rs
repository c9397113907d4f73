//! Whether those who find a weakness of the site can rely on the address that
//! it gives them. The file itself is the site's (`site/security.rs`).

use super::Context;
use crate::diag::{Code, Diagnostic};

/// How many days before the last one an editor is told.
const NOTICE: i32 = 30;

/// How many days ahead the last one may lie: RFC 9116, 2.5.5 recommends less
/// than a year.
const AHEAD: i32 = 366;

/// Complains of an address that is about to vanish, has vanished, or is
/// promised for longer than anybody can know.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let site = context.catalog.map(|catalog| &catalog.site);
    let Some((site, security)) = site.and_then(|site| Some((site, site.security.as_ref()?))) else {
        return Vec::new();
    };
    let expires = security.expires;
    let message = match context.today.days_until(expires.end()) {
        ..0 => format!("the address for reports of weaknesses is not shown since {expires}"),
        0..NOTICE => {
            format!("the address for reports of weaknesses is shown until {expires} only")
        }
        NOTICE..=AHEAD => return Vec::new(),
        _ => format!("nobody relies on an address until {expires}: more than a year ahead"),
    };
    let path = ["security".into(), "expires".into()];
    let found = context.at(Code::SecurityExpiry, site.file, &path, message);
    vec![
        found.help(
            "write to the address to see whether somebody answers, then set a day within a year",
        ),
    ]
}
