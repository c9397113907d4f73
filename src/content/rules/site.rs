//! What `site.toml` says of the register as a whole.

use super::markdown::heading_names;
use super::{Context, Kind};
use crate::content::ResolvedLanguage;
use crate::content::record::{RelationForm, Runner};
use crate::diag::{Code, Diagnostic};

/// Complains of languages left out or invented, of a logo on an independent
/// site, and of an organisation that is not marked as itself.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(catalog) = context.catalog else {
        return Vec::new();
    };
    let site = &catalog.site;
    let mut complaints = Vec::new();
    for (index, id) in site.languages.iter().enumerate() {
        if context.languages.get(id.as_str()).is_none() {
            let known = context
                .languages
                .iter()
                .map(|language| language.id.as_str());
            let path = ["languages".into(), index.into()];
            complaints.push(
                context
                    .at(
                        Code::DanglingReference,
                        site.file,
                        &path,
                        format!("there is no language `{id}`"),
                    )
                    .help(crate::diag::nearest(id.as_str(), known).unwrap_or_else(|| {
                        format!("describe it in `languages/{id}.toml`, or take it out")
                    })),
            );
        }
    }
    for (kind, stem, file) in &context.files {
        let listed = site.languages.iter().any(|id| id.as_str() == *stem);
        if *kind == Kind::Language && !listed {
            complaints.push(
                Diagnostic::new(
                    Code::LanguageFault,
                    *file,
                    0..0,
                    format!("`{stem}` is not among the `languages` of site.toml"),
                )
                .help("add it there, or remove this file"),
            );
        }
    }
    if !site.languages.contains(&site.fallback_language) {
        complaints.push(
            context
                .at(
                    Code::DanglingReference,
                    site.file,
                    &["fallback-language".into()],
                    format!("`{}` is not among the `languages`", site.fallback_language),
                )
                .help("name one of them"),
        );
    }
    if site.logo.is_some() && site.runner == Runner::Independent {
        complaints.push(
            context
                .at(
                    Code::ProtectedEmblem,
                    site.file,
                    &["logo".into()],
                    "only a site that the organisation runs itself may show its logo",
                )
                .help("take `[logo]` out, or write `runner = \"organisation\"` if that is true"),
        );
    }
    reporting(context, &mut complaints);
    for body in catalog.bodies() {
        let is_organisation = body.id == site.organisation.as_str()
            && matches!(body.kind, crate::content::catalog::BodyKind::Society);
        let itself = body.body.relation.form == RelationForm::Itself;
        if itself != is_organisation {
            complaints.push(
                context
                    .at(
                        Code::RelationDiffers,
                        body.file,
                        &["relation".into(), "form".into()],
                        if itself {
                            "`self` is only for the organisation of site.toml"
                        } else {
                            "this is the organisation of site.toml: its relation is to itself"
                        },
                    )
                    .help(if itself {
                        "choose another form"
                    } else {
                        "write `form = \"self\"`"
                    }),
            );
        }
    }
    complaints
}

/// The part of the page that reports lead to must have its name in every
/// language, or the link would lead to the top of the page.
fn reporting(context: &Context<'_>, complaints: &mut Vec<Diagnostic>) {
    let Some((catalog, reporting)) = context
        .catalog
        .and_then(|catalog| Some((catalog, catalog.site.reporting.as_ref()?)))
    else {
        return;
    };
    let Some(page) = catalog.pages.get(reporting.page.as_str()) else {
        return;
    };
    let part = reporting.part.as_str();
    // What is derived has the headings of what it is derived from.
    let written = |language: &&ResolvedLanguage| language.record.derived_from.is_none();
    for language in catalog.languages.iter().filter(written) {
        let named = heading_names(page.body.in_language(&language.id));
        if named.iter().any(|name| name == part) {
            continue;
        }
        complaints.push(
            context
                .at(
                    Code::DanglingReference,
                    catalog.site.file,
                    &["reporting".into(), "part".into()],
                    format!(
                        "no heading of `pages/{}` is called `{part}` in `{}`",
                        reporting.page, language.id
                    ),
                )
                .help(format!(
                    "write `{{#{part}}}` after the heading that is meant"
                )),
        );
    }
}
