use super::*;
use crate::site::test_register;
use std::collections::BTreeSet;

#[test]
fn addresses_are_in_the_words_of_the_language() {
    let catalog = test_register();
    let routes = Routes::new(&catalog, "", None);
    let paths = |route| -> Vec<_> {
        let languages = 0..catalog.languages.len();
        languages.map(|index| routes.path(route, index)).collect()
    };
    assert_eq!(paths(Route::Home), ["/pl/", "/el/", "/el-latn/"]);
    let ring = Route::entity(EntityKind::Network, "ring");
    assert_eq!(
        paths(ring),
        [
            "/pl/sieci/ring/",
            "/el/diktya/ring/",
            "/el-latn/diktya/ring/"
        ]
    );
    let calm = Route::entity(EntityKind::Principle, "calm");
    assert_eq!(paths(calm)[0], "/pl/zasady/#calm");
}

#[test]
fn the_base_path_precedes_every_address_and_the_origin_whole_ones() {
    let catalog = test_register();
    let routes = Routes::new(&catalog, "/register/", Some("https://example.org/"));
    for route in routes.all() {
        for index in 0..catalog.languages.len() {
            let path = routes.path(route, index);
            assert!(path.starts_with("/register/"), "{path}");
            assert!(path.ends_with('/') && !path.contains("//"), "{path}");
            assert_eq!(routes.absolute(&path), format!("https://example.org{path}"));
        }
    }
    assert_eq!(routes.fixed("/robots.txt"), "/register/robots.txt");
}

#[test]
fn no_two_pages_have_one_address() {
    let catalog = test_register();
    let routes = Routes::new(&catalog, "", None);
    let mut paths = BTreeSet::new();
    for route in routes.all() {
        for index in 0..catalog.languages.len() {
            let path = routes.path(route, index);
            assert!(paths.insert(path.clone()), "{path} twice");
        }
    }
}

#[test]
fn content_expects_the_addresses_that_the_site_makes() {
    let catalog = test_register();
    let routes = Routes::new(&catalog, "", None);
    let mut made: BTreeSet<_> = routes
        .all()
        .into_iter()
        .flat_map(|route| (0..catalog.languages.len()).map(move |index| (route, index)))
        .map(|(route, index)| routes.path(route, index))
        .collect();
    made.insert(CHOOSER.to_owned());
    assert_eq!(made, catalog.addresses());
}

#[test]
fn references_lead_to_what_exists_and_nowhere_else() {
    let catalog = test_register();
    let routes = Routes::new(&catalog, "", None);
    let entity = |id| EntityRef {
        kind: EntityKind::Partner,
        id,
    };
    let resolved = |reference| routes.reference(reference, 0);
    assert_eq!(
        resolved(Reference::Entity(entity("lighthouse"), Some("x"))).as_deref(),
        Some("/pl/partnerzy/lighthouse/#c-x")
    );
    assert_eq!(resolved(Reference::Entity(entity("nobody"), None)), None);
    assert_eq!(
        resolved(Reference::Section(Section::Status)).as_deref(),
        Some("/pl/stan/")
    );
}

#[test]
fn sections_are_found_by_their_names() {
    for section in Section::ALL {
        assert_eq!(Section::of_name(section.name()), Some(section));
    }
    assert_eq!(Section::of_name("pages"), None);
}
