//! What one change of a page does to the file that people have worked on.

use std::path::Path;

use insta::assert_snapshot;
use serde_json::json;
use similar::TextDiff;
use xtask::codegen::generate;
use xtask_drift::import::{Imported, Options};
use xtask_pages::facts::{AppType, Code, ErrorCode, Field, LeftOut, Page, Place};
use xtask_pages::read as read_page;
use xtask_spec::load::Sources;

use crate::drift::with_address;
use crate::import::{empty_spec, field, held, importer, options, printed, text_of, with_file};
use crate::workspace::root;
use crate::workspace::small_spec;

pub(super) const LIST_USERS: &str = "role/list_users.toml";
const LIST_IDS: &str = "user/list_ids.toml";
const DELETE: &str = "role/delete.toml";
pub(super) const ADD: &str = "role/add_to_users.toml";

/// One change of one fact of the page of a file.
macro_rules! changes {
    ($($name:ident: $file:ident, $change:expr;)*) => {$(
        #[test]
        fn $name() {
            let report = report($file, $change);
            insta::with_settings!({ omit_expression => true }, {
                assert_snapshot!(stringify!($name), report);
            });
        }
    )*};
}

changes! {
    limit: LIST_USERS, |page| parameter(page, "size").limits.max = Some(50);
    limit_that_went: LIST_USERS, |page| parameter(page, "offset").limits.min = None;
    default: LIST_USERS, |page| parameter(page, "size").default = Some(json!(10));
    example: LIST_USERS, |page| parameter(page, "role_id").example = Some("7".to_owned());
    example_in_another_form: LIST_USERS, |page| answer(page)["errcode"] = json!("0");
    example_in_the_form_of_the_tables_again: DELETE, |page| answer(page)["errcode"] = json!(0);
    required: LIST_USERS, |page| parameter(page, "role_id").required = Some(false);
    new_parameter: LIST_USERS, |page| page.parameters.insert(2, another_parameter());
    removed_parameter: LIST_USERS, |page| {
        page.parameters.retain(|it| it.name != "offset");
        parameter(page, "size").with = None;
        page.examples.request = Some(json!("access_token=d1812xxxxc53245&role_id=1203141&size=20"));
    };
    pair_that_was_untied: LIST_USERS, |page| {
        parameter(page, "offset").with = None;
        parameter(page, "size").with = None;
    };
    pair_of_which_one_is_tied: LIST_USERS, |page| parameter(page, "size").with = None;
    pair_that_every_call_sends: LIST_USERS, |page| {
        parameter(page, "offset").required = Some(true);
        parameter(page, "size").required = Some(true);
    };
    values: LIST_USERS, |page| parameter(page, "size").values = vec!["10".into(), "20".into()];
    new_field: LIST_USERS, |page| user_fields(page).insert(1, field("title", "String"));
    new_object: LIST_USERS, |page| {
        let mut leader = field("leader", "LeaderVo");
        leader.fields = vec![field("userid", "String")];
        user_fields(page).push(leader);
    };
    new_object_that_holds_itself: LIST_USERS, |page| {
        let mut leader = field("leader", "Array of A");
        leader.fields = vec![field("userid", "String"), field("deputies", "A[]")];
        user_fields(page).push(leader);
    };
    removed_object: LIST_USERS, |page| {
        user_fields(page).retain(|it| it.name != "manageScopes");
        page.examples.response = Some(json!({"errcode": 0, "result": {"hasMore": false}}));
    };
    removed_row_that_the_example_shows: LIST_USERS, |page| {
        user_fields(page).retain(|it| it.name != "manageScopes");
    };
    renamed_type: LIST_USERS, |page| page.response[3].fields[1].ty = Some("EmpVo[]".to_owned());
    type_of_a_field: LIST_USERS, |page| user_fields(page)[1].ty = Some("Number".to_owned());
    message: LIST_USERS, |page| page.errors[0].message = Some("Unknown role".to_owned());
    chinese_message: LIST_IDS, |page| page.errors[0].message = Some("部门不存在".to_owned());
    retry: LIST_USERS, |page| page.errors[3].retry = false;
    new_error: LIST_USERS, |page| page.errors.insert(1, another_error());
    removed_error: LIST_USERS, |page| page.errors.retain(|it| it.code != Code::Number(40069));
    doubled_error: LIST_USERS, |page| {
        let mut again = page.errors[0].clone();
        again.message = Some("Again".to_owned());
        page.errors.push(again);
    };
    permissions: LIST_USERS, |page| page.permissions.push("qyapi_get_member".to_owned());
    app_types: LIST_USERS, |page| page.app_types = vec![AppType::ThirdPartyPersonal];
    content_type: LIST_USERS, |page| page.content_type = Some("application/x-www-form-urlencoded".into());
    request_example: LIST_USERS, |page| page.examples.request = Some(json!("role_id=5"));
    response_example: ADD, |page| {
        page.examples.response = Some(json!({"errcode": 0, "errmsg": "ok", "request_id": "r1"}));
    };
    no_request_example: ADD, |page| page.examples.request = None;
    departure_that_is_obsolete: LIST_IDS, |page| parameter(page, "dept_id").required = Some(true);
    departure_of_which_the_page_changed: LIST_IDS, |page| {
        parameter(page, "dept_id").required = Some(false);
    };
}

#[test]
fn a_page_that_says_what_the_file_says_leaves_it_byte_for_byte() {
    for file in [LIST_USERS, LIST_IDS, ADD] {
        let page = page_of(file);
        let imported = importer(spec()).import(&page, &update("2027-01-01")).unwrap();
        assert!(imported.texts.is_empty(), "{file}: {}", text_of(&imported));
    }
}

/// The file holds the conditions in words of its own, and examples as JSON.
#[test]
fn other_quotes_and_another_number_of_conditions_leave_the_file_as_it_is() {
    let unchanged = |file: &str, change: &dyn Fn(&mut Page)| {
        let mut page = page_of(file);
        change(&mut page);
        let imported = importer(spec()).import(&page, &update("2027-01-01")).unwrap();
        assert!(imported.texts.is_empty(), "{}", text_of(&imported));
    };
    unchanged(ADD, &|page| page.preconditions = 2);
    unchanged(LIST_IDS, &|page| {
        page.response[3].fields[0].example = Some("[“zxxxx”，“lixxxi”]".to_owned());
    });
}

/// What a page no longer shows may be missing from the saved page alone.
#[test]
fn nothing_is_removed_by_a_page_that_may_not_show_all() {
    let refusal = |file: &str, spec: Sources, change: &dyn Fn(&mut Page)| {
        let mut page = page_of(file);
        change(&mut page);
        importer(spec).import(&page, &update("2027-01-01")).unwrap_err().0
    };
    let cut = refusal(LIST_USERS, spec(), &|page| page.errors.clear());
    assert!(cut.contains("no error codes any more"), "{cut}");
    let left_out = refusal(LIST_USERS, spec(), &|page| {
        page.errors.remove(0);
        page.left_out.push(LeftOut { line: 7, heading: None, names: vec!["60011".to_owned()] });
    });
    assert!(left_out.contains("a table at line 7 that was not understood"), "{left_out}");
}

#[test]
fn a_page_that_names_its_address_and_its_day_is_noted_with_them() {
    let mut page = page_of(ADD);
    page.preconditions += 1;
    page.url = Some("https://open.dingtalk.com/document/add".to_owned());
    page.updated = Some("2026-12-24".to_owned());
    let mut spec = importer(empty_spec());
    let imported = spec.import(&page, &options()).unwrap();
    let text = text_of(&imported);
    assert!(text.contains("url = \"https://open.dingtalk.com/document/add\"\n"), "{text}");
    assert!(text.contains("changed = 2026-12-24\n"), "{text}");
    assert!(!text.contains("\"pages\""), "{text}");
}

#[test]
fn the_order_of_rows_is_no_change() {
    let mut page = page_of(LIST_USERS);
    page.parameters.reverse();
    page.errors.reverse();
    page.response.reverse();
    let imported = importer(spec()).import(&page, &update("2027-01-01")).unwrap();
    assert!(imported.texts.is_empty(), "{}", text_of(&imported));
}

#[test]
fn nothing_is_written_where_what_people_added_rests_on_what_went() {
    let mut page = page_of(LIST_USERS);
    parameter(&mut page, "size").limits.max = None;
    let failure = importer(spec()).import(&page, &update("2027-01-01")).unwrap_err();
    assert!(failure.0.contains("`size` has no maximum"), "{}", failure.0);
}

#[test]
fn nothing_is_written_where_a_persons_limit_contradicts_the_pages() {
    let sources = spec();
    let file = sources.files.iter().find(|it| it.path == "spec/role/list_users.toml").unwrap();
    let text = file
        .text()
        .unwrap()
        .replace("min = 1,", "min = 30,")
        .replace("default = 20\n", "")
        .replace("example = \"20\"", "example = \"40\"")
        .replace("&size=20", "&size=40")
        .replace("spec = \"1\"", "spec = \"30\"");
    let sources = with_file(spec(), "spec/role/list_users.toml", &text);
    let mut page = printed(&sources, LIST_USERS);
    page.hosts = vec!["https://oapi.dingtalk.io".to_owned()];
    parameter(&mut page, "size").limits.max = Some(20);
    let failure = importer(sources).import(&page, &update("2027-01-01")).unwrap_err();
    assert!(failure.0.contains("`min` is above `max`"), "{}", failure.0);
}

#[test]
fn an_enum_of_the_service_stays_there() {
    let name = "name = { type = \"String\", example = \"John\"";
    let sources = spec();
    let file = sources.files.iter().find(|it| it.path == "spec/role/list_users.toml").unwrap();
    let own = file.text().unwrap().replace(name, &format!("{name}, enum = \"Name\""));
    let other = own.replace("/topapi/role/simplelist", "/topapi/role/other");
    let enums = "[enums.Name.values]\nJohn = { value = \"John\" }\nMary = { value = \"Mary\" }\n";
    let sources = with_file(spec(), "spec/role/list_users.toml", &own);
    let sources = with_file(sources, "spec/role/list_other_users.toml", &other);
    let mut spec = importer(with_file(sources, "spec/role/enums.toml", enums));
    let mut page = page_of(LIST_USERS);
    user_fields(&mut page)[1].values = vec!["John".into(), "Mary".into()];
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    assert!(imported.texts.is_empty(), "{}", text_of(&imported));
    parameter(&mut page, "size").limits.max = Some(50);
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    let after = text_of(&imported);
    assert!(after.contains("max = 50") && after.contains("enum = \"Name\""), "{after}");
    assert!(!after.contains("[enums"), "{after}");
    // One that is new is a person's to name. Everything else that the page changed is written.
    user_fields(&mut page)[1].values.push("Ann".into());
    parameter(&mut page, "size").limits.max = Some(30);
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    let after = text_of(&imported);
    assert!(after.contains("undecided = [\"types.OpenEmpSimple.name.enum\"]"), "{after}");
    assert!(after.contains("{ page = \"John,Mary,Ann\", spec = \"John,Mary\", "), "{after}");
    assert!(after.contains("max = 30"), "{after}");
    assert_eq!(imported.decisions[0].need, "the page lists `Ann`, which has no name");
    assert!(generate(spec.sources()).is_ok());
}

#[test]
fn a_list_of_some_values_of_an_enum_stays_as_people_wrote_it() {
    let name = "name = { type = \"String\", example = \"John\"";
    let sources = spec();
    let file = sources.files.iter().find(|it| it.path == "spec/role/list_users.toml").unwrap();
    let some = format!("{name}, enum = \"Name\", values = [\"John\"]");
    let own = file.text().unwrap().replace(name, &some).replace(
        "[examples]",
        "[enums.Name.values]\nJohn = { value = \"John\" }\nMary = { value = \"Mary\" }\n\n[examples]",
    );
    let mut spec = importer(with_file(spec(), "spec/role/list_users.toml", &own));
    let mut page = page_of(LIST_USERS);
    user_fields(&mut page)[1].values = vec!["John".into(), "Ann".into()];
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    let after = text_of(&imported);
    assert!(after.contains("values = [\"John\"]"), "{after}");
    assert!(after.contains("{ page = \"John,Ann\", spec = \"John\", "), "{after}");
}

#[test]
fn the_ends_of_lines_stay_as_they_are() {
    let mut page = page_of(LIST_USERS);
    let sources = spec();
    let file = sources.files.iter().find(|it| it.path == "spec/role/list_users.toml").unwrap();
    let windows = file.text().unwrap().replace('\n', "\r\n");
    let mut spec = importer(with_file(spec(), "spec/role/list_users.toml", &windows));
    parameter(&mut page, "size").limits.max = Some(50);
    page.errors.push(another_error());
    let imported = spec.import(&page, &update("2026-11-20")).unwrap();
    let after = text_of(&imported);
    assert!(after.contains("max = 50 }\r\n") && after.contains("\r\n60011 = {"), "{after}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    let again = spec.import(&page, &update("2027-01-01")).unwrap();
    assert!(again.texts.is_empty());
}

/// A second file would leave the first, with all that people wrote, at the old path for ever.
#[test]
fn a_page_whose_call_moved_amends_the_file_of_its_address() {
    let address = "https://example.com/delete";
    let mut page = page_of(DELETE);
    page.url = Some(address.to_owned());
    page.path = "/topapi/v2/role/deleterole".to_owned();
    page.method = "GET".to_owned();
    page.content_type = None;
    parameter(&mut page, "role_id").place = Some(Place::Query);
    page.errors.push(another_error());
    let sources = with_address(DELETE, address);
    let before = sources.files.len();
    let mut spec = importer(sources);
    let failure = spec.import(&page, &options()).unwrap_err();
    assert!(failure.0.contains("spec/role/delete.toml: amend that with `--update`"));
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    assert_eq!((imported.file.as_str(), imported.is_new), (DELETE, false));
    assert_eq!(spec.sources().files.len(), before);
    let after = text_of(&imported);
    for line in [
        "summary = \"Deletes a role.\"",
        "path = \"/topapi/v2/role/deleterole\"",
        "method = \"GET\"",
        "60011 = {",
        "# The page of addrolesforemps says \"supervisor\" where this one says \"manager\".",
    ] {
        assert!(after.contains(line), "{line}\n{after}");
    }
    assert_eq!(after.matches("path = ").count(), 1, "{after}");
    assert_eq!(printed(spec.sources(), DELETE), held(spec.sources(), DELETE, &page));
    assert!(generate(spec.sources()).is_ok());
    let again = spec.import(&page, &update("2027-01-01")).unwrap();
    assert!(again.texts.is_empty(), "{}", text_of(&again));
}

/// A page without an address is known by its path, whatever method it prints.
#[test]
fn a_page_with_another_method_amends_the_file_of_its_path() {
    let mut page = page_of(DELETE);
    page.method = "GET".to_owned();
    page.content_type = None;
    page.parameters.iter_mut().for_each(|it| it.place = Some(Place::Query));
    let mut spec = importer(spec());
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    assert_eq!((imported.file.as_str(), imported.is_new), (DELETE, false));
    assert!(text_of(&imported).contains("method = \"GET\""), "{}", text_of(&imported));
}

/// One site is left out by people; the other is the page's.
#[test]
fn only_a_site_that_the_page_prints_is_added() {
    let mut page = page_of(LIST_USERS);
    // Both are what all endpoints have by default.
    for (own, after) in [("international", Some("hosts = [\"international\"]")), ("mainland", None)]
    {
        let sources = spec();
        let file = sources.files.iter().find(|it| it.path == "spec/role/list_users.toml").unwrap();
        let file = format!("hosts = [\"{own}\"]\n{}", file.text().unwrap());
        parameter(&mut page, "size").limits.max = Some(50);
        let mut spec = importer(with_file(sources, "spec/role/list_users.toml", &file));
        let imported = spec.import(&page, &update("2027-01-01")).unwrap();
        let line = text_of(&imported).lines().find(|line| line.starts_with("hosts"));
        assert_eq!(line, after);
    }
}

#[test]
fn a_file_that_was_imported_can_be_amended_by_any_page() {
    for (name, page) in crate::import::all_pages() {
        let mut spec = importer(crate::import::empty_spec());
        let Ok(imported) = spec.import(&page, &options()) else { continue };
        let again = spec.import(&page, &update("2027-01-01")).unwrap();
        assert!(again.texts.is_empty(), "{name}: {}", text_of(&again));
        let mut changed = page.clone();
        changed.permissions.push("qyapi_another".to_owned());
        spec.import(&changed, &update("2027-01-01")).unwrap();
        let own = held(spec.sources(), &imported.file, &changed);
        assert_eq!(printed(spec.sources(), &imported.file), own, "{name}");
        spec.import(&page, &update("2026-11-20")).unwrap();
        let back = spec.sources().files.iter().find(|it| it.path.ends_with(&imported.file));
        assert_eq!(back.unwrap().text().unwrap(), text_of(&imported), "{name}");
    }
}

/// Returns the changed lines of the file, and the messages to the person.
fn report(file: &str, change: impl FnOnce(&mut Page)) -> String {
    let mut page = page_of(file);
    change(&mut page);
    let mut spec = importer(spec());
    let path = format!("spec/{file}");
    let before = spec.sources().files.iter().find(|it| it.path == path).unwrap().clone();
    let imported = spec.import(&page, &update("2026-11-21")).unwrap();
    let after = text_of(&imported);
    let sources = spec.sources();
    assert!(generate(sources).is_ok());
    assert_eq!(
        printed(sources, file),
        held(sources, file, &page),
        "the file does not say what the page says"
    );
    let again = spec.import(&page, &update("2027-01-01")).unwrap();
    assert!(again.texts.is_empty(), "a second run changed it again:\n{}", text_of(&again));
    // Every comment is still there.
    let comments = |text: &str| text.lines().filter(|it| it.starts_with('#')).count();
    let lost = comments(before.text().unwrap()).saturating_sub(comments(after));
    told(before.text().unwrap(), after, &imported, lost)
}

fn told(before: &str, after: &str, imported: &Imported, lost: usize) -> String {
    let diff = TextDiff::from_lines(before, after).unified_diff().context_radius(1).to_string();
    let kept = |line: &&str| !line.starts_with("@@") && !line.contains("read = 2026-11-2");
    let mut lines: Vec<String> = diff.lines().filter(kept).map(str::to_owned).collect();
    let day =
        |line: &String| line.trim() != "language = \"en\"" && line.trim() != "language = \"zh\"";
    lines.retain(day);
    lines.extend(imported.removed.iter().map(|removed| format!("removed: {removed}")));
    lines.extend(imported.decisions.iter().map(|it| format!("decide: {}: {}", it.key, it.need)));
    if lost > 0 {
        lines.push(format!("comments lost: {lost}"));
    }
    lines.join("\n")
}

pub(super) fn page_of(file: &str) -> Page {
    let stem = Path::new(file).file_stem().unwrap().to_str().unwrap();
    let name = format!("text/{stem}.txt");
    let text = std::fs::read_to_string(root().join("xtask/pages/fixtures").join(&name)).unwrap();
    read_page(&name, &text).unwrap()
}

pub(super) fn update(read: &str) -> Options {
    Options { update: true, name: None, read: read.to_owned() }
}

pub(super) fn spec() -> Sources {
    small_spec()
}

pub(super) fn parameter<'p>(page: &'p mut Page, name: &str) -> &'p mut Field {
    page.parameters.iter_mut().find(|it| it.name == name).unwrap()
}

fn answer(page: &mut Page) -> &mut serde_json::Value {
    page.examples.response.as_mut().unwrap()
}

pub(super) fn user_fields(page: &mut Page) -> &mut Vec<Field> {
    &mut page.response[3].fields[1].fields
}

pub(super) fn another_parameter() -> Field {
    let value = json!({"name": "type", "in": "body", "type": "String", "required": null,
                       "example": "a", "enum": ["a", "b"]});
    serde_json::from_value(value).unwrap()
}

fn another_error() -> ErrorCode {
    serde_json::from_value(json!({"code": 60011, "message": "No permission", "retry": false}))
        .unwrap()
}
