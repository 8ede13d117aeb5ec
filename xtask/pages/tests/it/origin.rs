//! Where a page comes from.

use xtask_pages::facts::{Language, Page};
use xtask_pages::read;

use crate::{call, facts};

const ROW: &str = "| a | String | Yes | 1 | The first. |\n";
const FIELD: &str = "| b | String | 1 | The second. |\n";

fn page(before: &str) -> Page {
    read("page", &format!("{before}{}", call(ROW, FIELD, "{}"))).unwrap()
}

#[test]
fn the_address_and_the_day_are_facts() {
    let address = "https://open.dingtalk.com/document/a/list-users";
    for before in [
        format!(
            "---\ntitle: \"A\"\nsource_url: \"{address}\"\nupdated_at: \"2026-05-27 13:09:29\"\n---\n"
        ),
        format!("> Source: {address}\n> Updated: 2026-05-27 13:09:29\n\n"),
        format!("Source: <{address}>\n\nLast updated: 2026-05-27\n\n"),
    ] {
        let page = page(&before);
        assert_eq!(page.url.as_deref(), Some(address), "{before}");
        assert_eq!(page.updated.as_deref(), Some("2026-05-27"), "{before}");
    }
    let page = page("");
    assert_eq!((page.url, page.updated), (None, None));
}

#[test]
fn html_names_its_address_in_its_head() {
    let html = crate::fixture("html/list_ids.html");
    let links = [
        "<link rel=\"canonical\" href=\"https://open.dingtalk.com/document/a\">",
        "<link href='https://open.dingtalk.com/document/a' rel='canonical'/>",
    ];
    for link in links {
        let marked = html.replacen("<head>", &format!("<head>{link}"), 1);
        assert_ne!(marked, html);
        let page = read("page", &marked).unwrap();
        assert_eq!(page.url.as_deref(), Some("https://open.dingtalk.com/document/a"));
    }
}

/// An address in an example is not where the page comes from.
#[test]
fn other_addresses_are_not_its_own() {
    let example = "{\"source_url\": \"https://example.com/a\"}";
    let page = read("page", &call(ROW, FIELD, example)).unwrap();
    assert_eq!(page.url, None);
}

#[test]
fn the_language_is_that_of_the_text() {
    assert_eq!(facts("markdown/list_users.md").language, Some(Language::English));
    assert_eq!(facts("markdown/list_ids.md").language, Some(Language::Chinese));
    assert_eq!(facts("text/list_ids.txt").language, Some(Language::Chinese));
}

#[test]
fn origin_is_no_fact_of_the_endpoint() {
    let [one, other] = ["", "> Source: https://open.dingtalk.com/a\n\n"].map(page);
    assert_ne!(one, other);
    assert_eq!(one.of_endpoint(), other.of_endpoint());
}
