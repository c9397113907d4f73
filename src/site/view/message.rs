//! Pages that stand in for another: errors, and what was removed.

use super::home::Door;
use super::parts::{Dated, Link, Title};
use crate::site::chrome::{Frame, Head};
use askama::Template;

/// A page that says what went wrong.
#[derive(Template)]
#[template(path = "message.html")]
pub(in crate::site) struct MessagePage<'e> {
    /// What surrounds the page.
    pub frame: &'e Frame,
    /// What the page says about itself.
    pub head: &'e Head,
    /// What went wrong.
    pub title: Title,
    /// Since when a removed page is gone.
    pub since: Option<&'e Dated>,
    /// The words to put into a search, where one may help.
    pub wanted: Option<String>,
    /// The address that was asked for.
    pub asked: Option<&'e str>,
    /// The name by which the request is found again.
    pub id: Option<&'e str>,
    /// The nearest address that there is.
    pub guess: Option<&'e Link>,
    /// Ways into the register.
    pub doors: &'e [Door],
}
