//! What stands in the cells of rows, on every page of the shipped register.

use super::{html_pages, shipped};
use std::collections::BTreeSet;

/// What stands between `from` and the next `to`, for each `from`.
fn between<'h>(html: &'h str, from: &str, to: &str) -> Vec<&'h str> {
    let pieces = html.split(from).skip(1);
    pieces
        .map(|piece| piece.split(to).next().expect("a piece has a beginning"))
        .collect()
}

/// The text after the last tag of this name begins.
fn text_of<'h>(html: &'h str, tag: &str) -> &'h str {
    let begun = html.rsplit(tag).next().expect("a piece has an end");
    begun.split_once('>').map_or("", |(_, text)| text)
}

#[test]
fn sources_beside_a_row_are_told_apart_and_numbered_upwards() {
    let (_, snapshot) = shipped();
    let mut several = 0;
    for (path, html) in html_pages(snapshot) {
        for evidence in between(html, "<dl class=\"prov\">", "</dl>") {
            let cited = between(evidence, "<dd class=\"src\">", "</a>");
            let labels: BTreeSet<_> = cited.iter().map(|cited| text_of(cited, "<a ")).collect();
            assert_eq!(labels.len(), cited.len(), "{path}: {labels:?}");
            let numbers: Vec<usize> = cited
                .iter()
                .flat_map(|cited| between(cited, "<b>", "</b>"))
                .map(|number| number.parse().expect("a number"))
                .collect();
            assert!(numbers.is_sorted(), "{path}: {numbers:?}");
            several += usize::from(cited.len() > 1);
        }
    }
    assert!(several > 0, "no row has several sources");
}

#[test]
fn events_without_a_date_stand_below_the_dated() {
    let (_, snapshot) = shipped();
    let mut mixed = 0;
    for (path, html) in html_pages(snapshot) {
        for ledger in between(html, "<ol class=\"ledger\">", "</ol>") {
            let undated: Vec<bool> = between(ledger, "<li class=\"row evt ", "\"")
                .iter()
                .map(|class| class.starts_with("unknown"))
                .collect();
            assert!(undated.is_sorted(), "{path}");
            mixed += usize::from(undated.contains(&true) && undated.contains(&false));
        }
    }
    assert!(mixed > 0, "no page has events with and without a date");
}

#[test]
fn every_row_of_a_list_has_its_key() {
    let (_, snapshot) = shipped();
    for (path, html) in html_pages(snapshot) {
        for list in between(html, "<ul class=\"list\">", "</ul>") {
            for row in between(list, "<li class=\"row\"", "</li>") {
                // What is not known has neither name nor key.
                assert!(
                    row.contains("<p class=\"key\">") || !row.contains("<h3>"),
                    "{path}: {row}"
                );
            }
        }
    }
}

#[test]
fn a_number_in_the_head_of_a_section_keeps_to_its_noun() {
    let (_, snapshot) = shipped();
    for (path, html) in html_pages(snapshot) {
        for head in between(html, "<div class=\"row sec\">", "</p></div>") {
            let key = text_of(head, "<p class=\"key\"");
            for part in key.split(", ") {
                assert!(
                    !part.starts_with(|c: char| c.is_ascii_digit())
                        || part.contains('\u{a0}')
                        || part.split(' ').count() > 2,
                    "{path}: {key}"
                );
            }
        }
    }
}

#[test]
fn societies_stand_in_the_order_of_their_countries() {
    let (_, snapshot) = shipped();
    let page = &snapshot.pages["/en/societies/"];
    let html = std::str::from_utf8(&page.body.identity().bytes).expect("UTF-8");
    let others = html.split("id=\"others\"").nth(1).expect("other societies");
    let rows = between(others, "<li class=\"row\"><p class=\"key\">", "</p>");
    assert!(rows.len() > 7 && rows.is_sorted(), "{rows:?}");
}

#[test]
fn who_only_takes_part_in_a_network_is_not_counted_as_a_member() {
    let (catalog, snapshot) = shipped();
    let network = &catalog.networks["ccm"];
    let page = &snapshot.pages["/en/networks/ccm/"];
    let html = std::str::from_utf8(&page.body.identity().bytes).expect("UTF-8");
    let own = catalog.memberships_in("ccm").count();
    let taking_part = (network.members.iter())
        .filter(|member| member.role == saradnja::content::record::MemberRole::Participant)
        .count();
    let members = own + network.members.len() - taking_part;
    let key = format!("{members}\u{a0}members, {taking_part}\u{a0}participants");
    assert!(html.contains(&key), "{key}");
}

#[test]
fn who_leads_a_network_is_called_the_same_in_the_table_and_on_its_page() {
    let (catalog, snapshot) = shipped();
    let html = |path: &str| std::str::from_utf8(&snapshot.pages[path].body.identity().bytes);
    let table = html("/en/who-with-whom/").expect("UTF-8");
    let mut led = 0;
    for (id, network) in &catalog.networks {
        let page = html(&format!("/en/networks/{id}/")).map(str::to_owned);
        let page = page.expect("UTF-8");
        let Some(leader) = &network.coordinator else {
            continue;
        };
        let row = format!("<tr id=\"m-{leader}\"");
        let Some(row) = page.split(&row).nth(1) else {
            continue;
        };
        let role = between(row, "<td data-label=\"Role\">", "</td>")[0];
        let role = role.trim_end_matches("</a>").rsplit('>').next();
        let role = role.expect("a text has a last part");
        let cell = format!("<span class=\"w\">{role}, </span>");
        assert!(table.contains(&cell), "{id}: {cell}");
        led += 1;
    }
    assert!(led > 1, "no network says who leads it");
}
