//! The preview: whether it is asked for, and what becomes of the content put
//! before those who look at it.

use std::sync::Arc;

use super::build::Built;
use super::options::ServeOptions;
use crate::preview::{Faults, Pages, Preview};
use crate::site::assets::SITE_CSS;

/// The preview that the options ask for, if they do. Who may come in is
/// decided where the listeners are opened.
pub(super) fn preview(options: &ServeOptions) -> Option<Arc<Preview>> {
    if !options.preview {
        return None;
    }
    let preview = Preview::new(options.base_path(), !options.preview_anywhere);
    Some(Arc::new(preview))
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
