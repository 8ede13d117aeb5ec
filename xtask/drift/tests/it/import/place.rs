//! Where the file of a page goes.

use xtask_drift::import::Options;

use crate::import::{empty_spec, facts_of, importer, options};

/// Returns the file of a page with this path, or why it gives none.
fn file_of(path: &str, options: &Options) -> Result<String, String> {
    let mut page = facts_of("markdown/delete.md");
    path.clone_into(&mut page.path);
    let imported = importer(empty_spec()).import(&page, options);
    imported.map(|it| it.file).map_err(|failure| failure.0)
}

fn of_path(path: &str) -> String {
    file_of(path, &options()).unwrap()
}

#[test]
fn the_path_gives_the_service_and_a_method_that_begins_with_a_verb() {
    assert_eq!(of_path("/topapi/role/simplelist"), "role/list_simple.toml");
    assert_eq!(of_path("/topapi/role/addrolesforemps"), "role/add_rolesforemps.toml");
    assert_eq!(of_path("/topapi/role/deleterole"), "role/delete_role.toml");
    assert_eq!(of_path("/topapi/role/scope/update"), "role/update_scope.toml");
    assert_eq!(of_path("/topapi/user/listid"), "user/list_id.toml");
    assert_eq!(of_path("/topapi/v2/user/getbymobile"), "user/get_by_mobile.toml");
    assert_eq!(of_path("/role/add_role"), "role/add_role.toml");
    assert_eq!(of_path("/topapi/inactive/user/v2/get"), "inactive/get_user.toml");
    assert_eq!(of_path("/topapi/role/list"), "role/list.toml");
}

#[test]
fn a_name_that_the_crates_use_is_passed_over() {
    let recall = "/topapi/message/corpconversation/recall";
    assert_eq!(of_path(recall), "corpconversation/recall.toml");
}

#[test]
fn a_path_without_a_verb_is_called() {
    assert_eq!(of_path("/topapi/attendance/shift"), "attendance/call_shift.toml");
}

#[test]
fn the_version_tells_two_paths_apart() {
    let mut spec = importer(empty_spec());
    let mut file = |path: &str| {
        let mut page = facts_of("markdown/delete.md");
        path.clone_into(&mut page.path);
        spec.import(&page, &options()).map(|it| it.file).map_err(|failure| failure.0)
    };
    assert_eq!(file("/topapi/role/get").unwrap(), "role/get.toml");
    assert_eq!(file("/topapi/v2/role/get").unwrap(), "role/get_v2.toml");
    assert!(file("/role/get").unwrap_err().contains("gives no name"));
}

#[test]
fn a_given_name_has_to_work() {
    let named = |name: &str| {
        let options = Options { name: Some(name.to_owned()), ..options() };
        file_of("/topapi/role/deleterole", &options)
    };
    assert!(named("role/list").is_ok());
    for bad in ["role", "Role/list", "message/send", "role/new", "role/a/b", "../x"] {
        assert!(named(bad).unwrap_err().contains("is no SERVICE/METHOD"), "{bad}");
    }
}
