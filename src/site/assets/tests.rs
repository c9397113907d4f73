use super::*;

fn files(list: &[(&str, &[u8])]) -> Files {
    list.iter()
        .map(|(name, bytes)| ((*name).to_owned(), Cow::Owned(bytes.to_vec())))
        .collect()
}

fn load(list: &[(&str, &[u8])]) -> Result<Assets, AssetError> {
    Assets::from_files(files(list), Effort::Start)
}

#[test]
fn the_parts_of_the_style_sheet_are_joined_in_cascade_order() {
    let assets = load(&[
        ("css/base.css", b"b{}\n"),
        ("css/print.css", b"p{}\n"),
        ("css/tokens.css", b"t{}"),
    ])
    .expect("loads");
    let url = assets.url(SITE_CSS).expect("one sheet");
    assert!(
        url.starts_with("/assets/site.") && url.ends_with(".css"),
        "{url}"
    );
    let asset = assets.get(url).expect("served");
    assert_eq!(asset.body.identity().bytes, "t{}\nb{}\np{}\n");
    assert_eq!(assets.iter().count(), 1);
}

#[test]
fn names_follow_content_and_sheets_follow_what_they_name() {
    let with = |font: &'static [u8]| {
        load(&[
            ("css/base.css", b"@font-face{src:url(../fonts/a.woff2)}"),
            ("fonts/a.woff2", font),
        ])
        .expect("loads")
    };
    let (one, same, other) = (with(b"1"), with(b"1"), with(b"2"));
    assert_eq!(one.url(SITE_CSS), same.url(SITE_CSS));
    assert_ne!(one.url("fonts/a.woff2"), other.url("fonts/a.woff2"));
    assert_ne!(one.url(SITE_CSS), other.url(SITE_CSS));
    let font = one.url("fonts/a.woff2").expect("served");
    let sheet = one.get(one.url(SITE_CSS).expect("served")).expect("served");
    let text = String::from_utf8_lossy(&sheet.body.identity().bytes).into_owned();
    assert!(
        text.contains(font.trim_start_matches(ASSETS_PATH)),
        "{text}"
    );
}

#[test]
fn a_sheet_that_names_a_missing_file_is_refused() {
    let error = load(&[("css/base.css", b"a{b:url(../img/none.svg)}")]).expect_err("dangling");
    assert_eq!(
        error.to_string(),
        "style sheet `css/site.css` refers to `../img/none.svg`, which does not exist"
    );
    assert!(load(&[("css/base.css", b"a{b:url(../../../etc/passwd)}")]).is_err());
}

#[test]
fn root_files_keep_their_names_and_unknown_kinds_are_not_served() {
    let assets = load(&[
        ("root/favicon.ico", b"icon"),
        ("fonts/OFL.license", b"words"),
        ("img/a.svg", b"<svg/>"),
    ])
    .expect("loads");
    assert_eq!(
        assets.root().map(|(path, _)| path).collect::<Vec<_>>(),
        ["/favicon.ico"]
    );
    assert_eq!(assets.iter().count(), 1);
}

#[test]
fn a_missing_folder_and_a_loop_of_links_are_told_apart() {
    let missing = AssetSource::Directory("/nonexistent/static".into());
    let error = Assets::load(&missing, Effort::Start).expect_err("missing");
    assert!(error.to_string().contains("/nonexistent/static"), "{error}");
    #[cfg(unix)]
    {
        let dir = std::env::temp_dir().join(format!("saradnja-loop-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("temporary folder");
        let _ = std::os::unix::fs::symlink(&dir, dir.join("again"));
        let looped = Assets::load(&AssetSource::Directory(dir.clone()), Effort::Start);
        fs::remove_dir_all(&dir).expect("removed");
        assert!(
            looped
                .expect_err("a loop")
                .to_string()
                .contains("symbolic link")
        );
    }
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_but_within_the_folder() {
    use std::os::unix::fs::symlink;
    let dir = std::env::temp_dir().join(format!("saradnja-static-links-{}", std::process::id()));
    let folder = dir.join("static");
    std::fs::create_dir_all(folder.join("..data")).expect("a folder");
    std::fs::write(folder.join("..data/a.svg"), "<svg/>").expect("a file");
    std::fs::write(dir.join("secret.svg"), "<svg/>").expect("a file");
    symlink("..data/a.svg", folder.join("a.svg")).expect("a link");
    let load = || Assets::load(&AssetSource::Directory(folder.clone()), Effort::Start);
    let within = load();
    for target in ["../secret.svg", "..", "/"] {
        symlink(target, folder.join("out.svg")).expect("a link");
        let outside = load();
        std::fs::remove_file(folder.join("out.svg")).expect("a link");
        assert!(
            matches!(outside, Err(AssetError::Outside { .. })),
            "{target}: {outside:?}"
        );
    }
    std::fs::remove_dir_all(&dir).expect("a folder");
    let shown = within.map(|assets| assets.urls.contains_key("a.svg"));
    assert!(matches!(shown, Ok(true)), "{shown:?}");
}
