//! The Rust names that an import proposes for the names of a page.

use xtask_pages::facts::{Field, Page};

use crate::import::{empty_spec, facts_of, field, importer, options, text_of};

/// Returns the file of a page with a change.
fn file_of(change: impl FnOnce(&mut Page)) -> String {
    let mut page = facts_of("markdown/delete.md");
    change(&mut page);
    let imported = importer(empty_spec()).import(&page, &options());
    text_of(&imported.unwrap_or_else(|failure| panic!("{}", failure.0))).to_owned()
}

#[test]
fn a_parameter_always_gets_a_name_that_works() {
    let names = ["userIds", "user_ids", "type", "match", "2d", "名字"];
    let file = file_of(|page| {
        page.parameters = names.map(|name| field(name, "String")).into();
        page.examples.request = None;
    });
    let rust = [
        ("user_ids", "user_ids_2"),
        ("type", "kind"),
        ("match", "value_match"),
        ("2d", "value_2d"),
        ("\"名字\"", "value_6"),
    ];
    for (name, rust) in rust {
        let parameter = format!("[parameters.{name}]\ntype = \"String\"\nrust = \"{rust}\"\n");
        assert!(file.contains(&parameter), "{name}: {file}");
    }
    assert_eq!(file.matches("\nrust = ").count(), rust.len(), "{file}");
}

#[test]
fn one_of_a_list_is_called_by_the_singular() {
    let types = [
        ("manageScopes", "ManageScope[]"),
        ("userList", "User[]"),
        ("status", "Status[]"),
        ("owner", "Owner"),
        ("9", "Value[]"),
    ];
    let file = file_of(|page| {
        page.response.extend(types.map(|(name, ty)| {
            let ty = if ty.ends_with("[]") { "Object[]" } else { "Object" };
            Field { fields: vec![field("name", "String")], ..field(name, ty) }
        }));
    });
    for (name, ty) in types {
        let field = format!("[response.{name}]\ntype = \"{ty}\"\n");
        assert!(file.contains(&field), "{name}: {file}");
    }
}
