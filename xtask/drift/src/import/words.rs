//! Words made from wire names: neutral documentation, and names of Rust that work.

use heck::{ToPascalCase as _, ToSnakeCase as _};

use xtask_spec::check::can_name_a_field;
use xtask_spec::spec::{BaseType, Type};

/// A sentence on a parameter or field that says no more than its name and type do.
pub(super) fn doc(name: &str, ty: Option<&Type>) -> String {
    let snake = name.to_snake_case();
    if snake.is_empty() || !snake.is_ascii() || name.contains('`') {
        return format!("The value of `{}`.", name.replace('`', ""));
    }
    if ty.is_some_and(|ty| ty.is(&BaseType::Boolean)) {
        return format!("The flag `{name}`.");
    }
    format!("The {}.", spoken(&snake))
}

/// A field of Rust that a wire name can have, another than the mechanical one where that is none.
/// `taken` are the names beside it.
pub(super) fn field(name: &str, position: usize, taken: impl Fn(&str) -> bool) -> String {
    let snake = name.to_snake_case();
    let base = match snake.as_str() {
        "type" => "kind".to_owned(),
        "ref" => "reference".to_owned(),
        "self" => "this".to_owned(),
        _ if can_name_a_field(&snake) => snake,
        // A keyword, or a digit at its beginning.
        _ if !snake.is_empty() && snake.is_ascii() => format!("value_{snake}"),
        _ => format!("value_{}", position + 1),
    };
    numbered(&base, "_", |name| can_name_a_field(name) && !taken(name))
}

/// The name itself or, where it is not free, the name with the first number that makes it so.
pub(super) fn numbered(base: &str, joint: &str, free: impl Fn(&str) -> bool) -> String {
    if free(base) {
        return base.to_owned();
    }
    let numbers = 2..=usize::MAX;
    let mut names = numbers.map(|number| format!("{base}{joint}{number}"));
    names.find(|name| free(name)).unwrap_or_default()
}

/// What one item of a list is called: `manageScopes` → `ManageScope`.
pub(super) fn type_of(field: &str, list: bool) -> String {
    let name = field.to_pascal_case();
    let name = if list { one(&name) } else { &name };
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if starts && name.is_ascii() { name.to_owned() } else { "Value".to_owned() }
}

/// The variant of a code of which no message gives one: `Error60003`, `ErrorMinus1`.
pub(super) fn variant(code: i64) -> String {
    if code < 0 { format!("ErrorMinus{}", code.unsigned_abs()) } else { format!("Error{code}") }
}

/// A name as a part of a sentence: `user_id_list` → `user id list`.
fn spoken(snake: &str) -> String {
    let words = snake.split('_').map(|word| match word {
        "dept" => "department",
        "userid" => "user id",
        "deptid" => "department id",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn one(name: &str) -> &str {
    if let Some(stem) = name.strip_suffix("List").filter(|stem| stem.len() > 2) {
        return stem;
    }
    match name.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_neutral_sentences() {
        let text = Type { spelling: "String".into(), base: BaseType::String, lists: 0 };
        let flag = Type { spelling: "Boolean".into(), base: BaseType::Boolean, lists: 0 };
        assert_eq!(doc("role_id", Some(&text)), "The role id.");
        assert_eq!(doc("deptIds", Some(&text)), "The department ids.");
        assert_eq!(doc("hasMore", Some(&flag)), "The flag `hasMore`.");
        assert_eq!(doc("名字", None), "The value of `名字`.");
    }

    #[test]
    fn a_field_always_gets_a_name_that_works() {
        let free = |_: &str| false;
        assert_eq!(field("userIds", 0, free), "user_ids");
        assert_eq!(field("type", 0, free), "kind");
        assert_eq!(field("match", 0, free), "value_match");
        assert_eq!(field("2d", 0, free), "value_2d");
        assert_eq!(field("名字", 3, free), "value_4");
        assert_eq!(field("userIds", 0, |name| name == "user_ids"), "user_ids_2");
    }

    #[test]
    fn one_of_a_list_is_called_by_the_singular() {
        assert_eq!(type_of("manageScopes", true), "ManageScope");
        assert_eq!(type_of("userList", true), "User");
        assert_eq!(type_of("status", true), "Status");
        assert_eq!(type_of("owner", false), "Owner");
        assert_eq!(type_of("9", false), "Value");
    }
}
