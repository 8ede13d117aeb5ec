//! Rust names made from wire names.

use heck::{ToPascalCase as _, ToSnakeCase as _};

use xtask_spec::check::can_name_a_field;

/// Returns a Rust field name for a wire name: the mechanical one, or another if that is not valid. `taken`
/// returns whether a name is used beside it.
pub(super) fn field(name: &str, position: usize, taken: impl Fn(&str) -> bool) -> String {
    let snake = name.to_snake_case();
    let base = match snake.as_str() {
        "type" => "kind".to_owned(),
        "ref" => "reference".to_owned(),
        "self" => "this".to_owned(),
        _ if can_name_a_field(&snake) => snake,
        // Names that are keywords or begin with a digit.
        _ if !snake.is_empty() && snake.is_ascii() => format!("value_{snake}"),
        _ => format!("value_{}", position + 1),
    };
    numbered(&base, "_", |name| can_name_a_field(name) && !taken(name))
}

/// Returns the name itself or, if it is not free, with the first number that makes it free.
pub(super) fn numbered(base: &str, joint: &str, free: impl Fn(&str) -> bool) -> String {
    if free(base) {
        return base.to_owned();
    }
    let numbers = 2..=usize::MAX;
    let mut names = numbers.map(|number| format!("{base}{joint}{number}"));
    names.find(|name| free(name)).unwrap_or_default()
}

/// Returns the name of the type of one item: `manageScopes` → `ManageScope`.
pub(super) fn type_of(field: &str, list: bool) -> String {
    let name = field.to_pascal_case();
    let name = if list { one(&name) } else { &name };
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if starts && name.is_ascii() { name.to_owned() } else { "Value".to_owned() }
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
