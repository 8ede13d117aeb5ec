//! How a wire name becomes a Rust name. The one place that decides it.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use crate::spec::{ErrorCode, Field, LimitKind, Object, Parameter, Sent, Spanned};

/// The field of a request: `roleIds` → `role_ids`.
pub fn parameter(parameter: &Parameter) -> String {
    sent(&parameter.sent())
}

/// The field of a request or of an object in it.
pub fn sent(sent: &Sent<'_>) -> String {
    sent.rust.map_or_else(|| sent.name.to_snake_case(), |rust| rust.value.clone())
}

/// The field of a response: `hasMore` → `has_more`.
pub fn field(field: &Field) -> String {
    field.rust.as_ref().map_or_else(|| field.name.to_snake_case(), |rust| rust.value.clone())
}

/// The type of an object of the answer: `LockerPage` → `LockerPage`.
pub fn object(object: &Object) -> String {
    object.rust.as_ref().map_or_else(|| object.name.to_pascal_case(), |rust| rust.value.clone())
}

/// The variant of an error code: `Invalid roleIds` → `InvalidRoleIds`.
pub fn variant(error: &ErrorCode) -> String {
    let english = || error.english().map(|text| text.to_pascal_case()).unwrap_or_default();
    error.rust.as_ref().map_or_else(english, |rust| rust.value.clone())
}

/// The limits of a parameter with the constants that hold them: `MAX_ROLE_IDS`, `MAX_NAME_CHARS`.
///
/// That of an object's field begins with the object: `MAX_ITEM_NAME_CHARS`.
pub fn limits<'a>(sent: &Sent<'a>) -> Vec<(LimitKind, String, &'a Spanned<i64>)> {
    let name = constant_of(sent);
    [
        (LimitKind::Min, format!("MIN_{name}"), sent.min),
        (LimitKind::Max, format!("MAX_{name}"), sent.max),
        (LimitKind::MaxItems, format!("MAX_{name}"), sent.max_items),
        (LimitKind::MaxChars, format!("MAX_{name}_CHARS"), sent.max_chars),
    ]
    .into_iter()
    .filter_map(|(kind, constant, limit)| Some((kind, constant, limit?)))
    .collect()
}

/// The constant of what the service takes if a parameter is not sent: `DEFAULT_SIZE`.
pub fn default(sent: &Sent<'_>) -> String {
    format!("DEFAULT_{}", constant_of(sent))
}

/// The constant of the values that the page lists: `SORT_VALUES`.
pub fn values(sent: &Sent<'_>) -> String {
    format!("{}_VALUES", constant_of(sent))
}

/// The client's method for calls of any size: `add` → `add_bulk`.
pub fn bulk(method: &str) -> String {
    format!("{method}_bulk")
}

/// The client's type with the calls of a service: `role` → `RoleService`.
pub fn service(service: &str) -> String {
    format!("{}Service", service.to_pascal_case())
}

/// What the constants of a field of this name end in; those of an object's field begin with the
/// object.
pub fn constant(field: &str, owner: Option<&Object>) -> String {
    let name = field.to_shouty_snake_case();
    match owner {
        Some(owner) => format!("{}_{name}", object(owner).to_shouty_snake_case()),
        None => name,
    }
}

fn constant_of(sent: &Sent<'_>) -> String {
    constant(&self::sent(sent), sent.owner)
}
