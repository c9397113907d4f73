//! The preview: whether it may be had, and what becomes of the content put
//! before those who look at it.

use std::sync::Arc;

use anyhow::bail;

use super::build::Built;
use super::options::ServeOptions;
use crate::preview::{Faults, Pages, Preview};
use crate::site::assets::SITE_CSS;

/// The preview that the options ask for, if they do.
///
/// # Errors
/// When others could look at it without anybody having said that they may.
pub(super) fn preview(options: &ServeOptions) -> anyhow::Result<Option<Arc<Preview>>> {
    if !options.preview {
        return Ok(None);
    }
    if !options.preview_anywhere && !options.listen.ip().is_loopback() {
        bail!(
            "a preview shows what is not published yet, and {} can be reached by other machines; \
             choose an address of this machine alone, such as `--listen 127.0.0.1:{}`, or let \
             everybody see it with `--preview-anywhere`",
            options.listen,
            options.listen.port()
        );
    }
    let preview = Preview::new(options.base_path(), !options.preview_anywhere);
    Ok(Some(Arc::new(preview)))
}

/// What a preview shows of what has become of the content.
pub(super) fn seen(built: &mut anyhow::Result<Built>) -> (Option<Pages>, Faults) {
    let built = match built {
        Ok(built) => built,
        Err(error) => return (None, Faults::failure(format!("{error:#}"))),
    };
    let places = Arc::new(std::mem::take(&mut built.places));
    let pages = built.site.as_ref().map(|snapshot| {
        let css = snapshot.assets.url(SITE_CSS);
        Pages {
            release: snapshot.release.clone(),
            css: css.map(|css| format!("{}{css}", snapshot.base_path)),
            places,
        }
    });
    (pages, Faults::of(&built.report, &built.sources))
}
