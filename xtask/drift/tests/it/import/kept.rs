//! What an update leaves as people wrote it, and what it says of that.

use serde_json::json;
use xtask_pages::facts;
use xtask_spec::load::Sources;

use crate::import::update::{ADD, page_of, parameter, spec, update};
use crate::import::{empty_spec, importer, options, text_of, with_file};

/// Returns a spec in which people changed the file of `add_to_users`.
fn with_own_add(changes: &[(&str, &str)]) -> Sources {
    let path = format!("spec/{ADD}");
    let known = spec().files.iter().find(|it| it.path == path).unwrap().text().unwrap().to_owned();
    let change = |text: String, (from, to): &(&str, &str)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    };
    with_file(spec(), &path, &changes.iter().fold(known, change))
}

const TWO_USERS: [(&str, &str); 2] = [
    ("bulk = { split = [\"roleIds\", \"userIds\"] }\n", ""),
    ("limits = { max_items = 20 }\nexample = \"user1\"", "example = \"user1,user2\""),
];

/// Pages state no separator: an import guesses it by the example.
#[test]
fn another_example_keeps_the_separator() {
    let mut page = page_of(ADD);
    parameter(&mut page, "userIds").limits.max_items = None;
    let mut spec = importer(with_own_add(&TWO_USERS));
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    let after = text_of(&imported);
    assert!(after.contains("example = \"user1\""), "{after}");
    assert_eq!(after.matches("separator = \",\"").count(), 2, "{after}");
}

#[test]
fn quotes_are_the_reason_only_where_nothing_else_differs() {
    let ty = "[departures]\n\"parameters.userIds.type\" = { page = \"String[]\", spec = \"String\", \
              reason = \"Sent joined.\" }\n\n[examples]";
    let [bulk, users] = TWO_USERS;
    let mut page = page_of(ADD);
    let own = parameter(&mut page, "userIds");
    (own.ty, own.limits.max_items) = (Some("String[]".to_owned()), None);
    let mut spec = importer(with_own_add(&[bulk, users, ("[examples]", ty)]));
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    let after = text_of(&imported);
    assert!(after.contains("page = \"user1\", spec = \"user1,user2\""), "{after}");
    assert!(!after.contains("typographically"), "{after}");
}

#[test]
fn what_the_file_has_elsewhere_is_not_added_to_it() {
    let departure = "[departures]\n\"parameters.view.name\" = { page = \"view\", spec = \"absent\", \
                     reason = \"It stands elsewhere.\" }\n\n[examples]";
    let mut page = page_of(ADD);
    page.parameters.push(facts::Field { name: "view".to_owned(), ..page.parameters[1].clone() });
    parameter(&mut page, "userIds").example = Some("user9".to_owned());
    let mut spec = importer(with_own_add(&[("[examples]", departure)]));
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    let after = text_of(&imported);
    assert!(after.contains("user9") && after.contains("It stands elsewhere."), "{after}");
    assert!(!after.contains("[parameters.view]"), "{after}");
}

#[test]
fn another_page_does_not_keep_the_departure_about_an_example() {
    let path = "spec/role/delete.toml";
    let known = spec().files.iter().find(|it| it.path == path).unwrap().text().unwrap().to_owned();
    let other =
        "[[pages]]\nurl = \"https://example.com/zh\"\nlanguage = \"zh\"\nread = 2026-11-20\n\n";
    let (before, after) = known.split_once("[parameters.role_id]").unwrap();
    let text = format!("{before}{other}[parameters.role_id]{after}");
    let mut page = page_of("role/delete.toml");
    page.examples.response.as_mut().unwrap()["errcode"] = json!(0);
    let mut spec = importer(with_file(spec(), path, &text));
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    let after = text_of(&imported);
    assert!(after.contains("\"errcode\": 0") && !after.contains("[departures]"), "{after}");
}

#[test]
fn nothing_is_written_where_no_import_can_write_the_old_facts() {
    let departs = "[departures]\ncontent_type = { page = \"text/plain\", spec = \
                   \"application/x-www-form-urlencoded;charset=utf-8\", reason = \"It is a form.\" }\n\n[examples]";
    let page = page_of(ADD);
    let mut spec = importer(with_own_add(&[("[examples]", departs)]));
    let failure = spec.import(&page, &update("2027-01-01")).unwrap_err();
    assert!(failure.0.contains("cannot be amended: edit it by hand"), "{}", failure.0);
}

#[test]
fn a_service_that_is_new_ends_its_lines_as_the_others_do() {
    let mut sources = empty_spec();
    let api = sources.files.iter_mut().find(|it| it.path == "spec/api.toml").unwrap();
    api.bytes = api.text().unwrap().replace('\n', "\r\n").into_bytes();
    let imported = importer(sources).import(&page_of(ADD), &options()).unwrap();
    let (_, api) = imported.texts.iter().find(|(path, _)| path == "api.toml").unwrap();
    assert!(api.contains("[services.role]\r\n"), "{api}");
    assert_eq!(api.matches('\n').count(), api.matches("\r\n").count());
}
