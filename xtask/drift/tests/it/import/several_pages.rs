//! Updates of calls that several pages document: facts are the union of their pages.

use serde_json::json;
use xtask::codegen::generate;
use xtask_drift::compare::expected;
use xtask_pages::facts::{Code, Language, LeftOut, Page};
use xtask_spec::load::Sources;
use xtask_spec::read::read;

use crate::import::update::{
    LIST_USERS, another_parameter, page_of, parameter, spec, update, user_fields,
};
use crate::import::{importer, text_of, with_file};

/// Returns the file of `list_users`, with a Chinese page that the facts come from as well.
fn with_second_page() -> Sources {
    let path = format!("spec/{LIST_USERS}");
    let sources = spec();
    let known = sources.files.iter().find(|it| it.path == path).unwrap().text().unwrap();
    let known = known.replacen("changed = 2026-05-27\n", "read = 2026-11-20\n", 1);
    with_file(sources, &path, &known)
}

#[test]
fn what_one_of_several_pages_lacks_is_left_to_the_others() {
    let mut page = page_of(LIST_USERS);
    page.errors.remove(0);
    user_fields(&mut page).retain(|it| it.name != "name");
    page.parameters.insert(2, another_parameter());
    page.examples.response = Some(json!({"errcode": 0, "result": {"hasMore": false, "list": []}}));
    let mut spec = importer(with_second_page());
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    let after = text_of(&imported);
    let other = "\"obtain-the-list-of-employees-of-a-role\"";
    let name = after.lines().find(|line| line.starts_with("name = {")).unwrap();
    assert!(name.contains(&format!("pages = [{other}]")), "{after}");
    let code = "\"errors.33011.code\" = { page = \"absent\", spec = \"33011\", pages = [\"en\"]";
    assert!(after.contains(code), "{after}");
    let new = after.split("[parameters.type]").nth(1).unwrap();
    assert!(new.split("\n\n").next().unwrap().contains("pages = [\"en\"]"), "{after}");
    assert!(imported.removed.is_empty(), "{:?}", imported.removed);
    for subject in
        ["parameters.type.required", "types.OpenEmpSimple.name.pages", "errors.33011.code"]
    {
        let undecided = after.lines().find(|line| line.starts_with("undecided = ")).unwrap();
        assert!(undecided.contains(subject), "{undecided}");
    }
    assert!(generate(spec.sources()).is_ok());
}

#[test]
fn a_further_page_of_a_call_adds_what_only_it_has_and_changes_nothing_else() {
    let mut page = page_of(LIST_USERS);
    page.url = Some("https://open.dingtalk.com/document/development/another".to_owned());
    page.parameters.insert(2, another_parameter());
    parameter(&mut page, "role_id").required = Some(false);
    parameter(&mut page, "size").limits.max = Some(50);
    let known = spec();
    let path = format!("spec/{LIST_USERS}");
    let file = known.files.iter().find(|it| it.path == path).unwrap();
    let url = "[[pages]]\nurl = \"https://example.com/roles\"\nlanguage = \"en\"\nread";
    let file = file.text().unwrap().replace("[[pages]]\nlanguage = \"en\"\nread", url);
    let file = format!("hosts = [\"mainland\"]\n{file}");
    let mut spec = importer(with_file(known, &path, &file));
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    let after = text_of(&imported);
    // With the site that this page prints, they are those of `api.toml`.
    assert!(!after.contains("hosts = "), "{after}");
    for line in [
        "url = \"https://open.dingtalk.com/document/development/another\"",
        "pages = [\"another\"]",
        "\"parameters.role_id.required\" = { page = \"false\", spec = \"true\", pages = [\"another\"]",
        "\"parameters.size.max\" = { page = \"50\", spec = \"100\", pages = [\"another\"]",
    ] {
        assert!(after.contains(line), "{line}\n{after}");
    }
    let again = spec.import(&page, &update("2027-01-01")).unwrap();
    assert!(again.texts.is_empty(), "{}", text_of(&again));
}

/// Returns what the file of `list_users` leaves undecided after one of its pages has changed.
fn undecided(mut page: Page, change: impl Fn(&mut Page)) -> String {
    change(&mut page);
    let mut spec = importer(with_second_page());
    let imported = spec.import(&page, &update("2027-01-01")).unwrap();
    assert!(spec.import(&page, &update("2027-01-02")).unwrap().texts.is_empty());
    let list = text_of(&imported).lines().find_map(|line| line.strip_prefix("undecided = "));
    list.unwrap_or_default().to_owned()
}

#[test]
fn what_contradicts_another_page_is_left_to_a_person() {
    let (spec, _) = read(&with_second_page());
    let endpoint = spec.endpoints.iter().find(|it| it.name == "list_users").unwrap();
    let chinese = || Page {
        url: endpoint.pages[1].url.as_ref().map(|it| it.value.clone()),
        language: Some(Language::Chinese),
        ..expected(endpoint, &spec.api, &endpoint.pages[1])
    };
    let told = undecided(chinese(), |page| parameter(page, "size").default = Some(json!(10)));
    assert_eq!(told, "[\"parameters.size.default\"]");
    let told =
        undecided(chinese(), |page| parameter(page, "role_id").ty = Some("String".to_owned()));
    assert_eq!(told, "[\"parameters.role_id.type\"]");
    let told = undecided(page_of(LIST_USERS), |page| {
        page.errors.retain(|it| it.code != Code::Number(40069));
    });
    assert_eq!(told, "[\"errors.40069.code\"]");
}

#[test]
fn a_table_that_was_not_understood_leaves_nothing_to_the_other_pages() {
    let mut page = page_of(LIST_USERS);
    page.parameters.retain(|it| it.name == "access_token");
    page.left_out.push(LeftOut { line: 38, heading: None, names: vec!["role_id".to_owned()] });
    let failure = importer(with_second_page()).import(&page, &update("2027-01-01")).unwrap_err();
    assert!(
        failure.0.contains("parameters.role_id, parameters.size, parameters.offset, but has"),
        "{}",
        failure.0
    );
}
