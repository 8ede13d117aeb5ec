use dingtalk_client::Directory;
use serde_json::{Value, json};

use crate::organisation::{Organisation, Service};

fn directory() -> Directory {
    Service::new(&Organisation::small()).directory().unwrap()
}

#[test]
fn a_stored_directory_comes_back_equal() {
    let directory = directory();
    let json = serde_json::to_string(&directory).unwrap();
    assert_eq!(serde_json::from_str::<Directory>(&json).unwrap(), directory);
    let bytes = postcard::to_allocvec(&directory).unwrap();
    assert_eq!(postcard::from_bytes::<Directory>(&bytes).unwrap(), directory);
}

#[test]
fn a_stored_directory_that_was_cut_off_is_refused_wherever_it_ends() {
    let directory = directory();
    let json = serde_json::to_vec(&directory).unwrap();
    let bytes = postcard::to_allocvec(&directory).unwrap();
    assert!((0..json.len()).all(|end| serde_json::from_slice::<Directory>(&json[..end]).is_err()));
    assert!((0..bytes.len()).all(|end| postcard::from_bytes::<Directory>(&bytes[..end]).is_err()));
}

/// Returns the error of reading a stored directory that was edited.
fn refusal(edit: impl FnOnce(&mut Value)) -> String {
    let mut stored = serde_json::to_value(directory()).unwrap();
    edit(&mut stored);
    serde_json::from_value::<Directory>(stored).unwrap_err().to_string()
}

#[test]
fn a_stored_directory_that_lost_something_is_refused() {
    let lost = "the directory is not complete: a part of it was lost";
    for list in ["departments", "users", "roles", "role_groups"] {
        assert_eq!(refusal(|it| drop(it[list].as_array_mut().unwrap().pop())), lost, "{list}");
    }
    let memberships =
        |it: &mut Value| drop(it["users"][2]["memberships"].as_array_mut().unwrap().pop());
    assert_eq!(refusal(memberships), lost);
    let holders = |it: &mut Value| drop(it["roles"][0]["holders"].as_array_mut().unwrap().pop());
    assert_eq!(refusal(holders), lost);
}

#[test]
fn a_stored_directory_that_does_not_fit_together_is_refused() {
    for (edit, expected) in [
        (("/format", json!("other")), "this is no directory"),
        (("/version", json!(9)), "the directory was stored by another version of this crate"),
        (("/departments/1/parent_id", json!(77)), "the department above 2 is missing"),
        (("/departments/1/parent_id", json!(4)), "department 2 is in or below a cycle"),
        (("/departments/1/parent_id", json!(null)), "department 2 has no parent"),
        (("/users/0/memberships/0/department_id", json!(77)), "department 77 of a user is missing"),
        (("/users/0/user_id", json!("zoe")), "an id occurs twice or is out of order"),
        (("/roles/0/group_id", json!(77)), "the group of role 10 is missing"),
        (
            ("/roles/0/holders/0/user_id", json!("cao")),
            "a holder of role 10 occurs twice or is out of order",
        ),
        (("/extent/root", json!(2)), "department 1 has no parent"),
    ] {
        let (place, value) = edit;
        let refusal = refusal(|it| *it.pointer_mut(place).unwrap() = value);
        assert_eq!(refusal, expected, "{place}");
    }
}
