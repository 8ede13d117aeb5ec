//! Conversion of wire names into Rust names. Only this module decides it.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use crate::spec::{DateSpan, ErrorCode, Field, Object, UploadKind};

/// Returns the name of the field of a request, a response or an object: `hasMore` → `has_more`.
pub fn field(field: &Field) -> String {
    field.rust.as_ref().map_or_else(|| field.name.to_snake_case(), |rust| rust.value.clone())
}

/// Returns the name of the type of an object: `LockerPage` → `LockerPage`.
pub fn object(object: &Object) -> String {
    object.rust.as_ref().map_or_else(|| object.name.to_pascal_case(), |rust| rust.value.clone())
}

/// Returns the name of the constant of an error code: `Invalid roleIds` → `INVALID_ROLE_IDS`. A
/// code whose meaning is undecided is named by its number.
pub fn error(error: &ErrorCode) -> String {
    let code = error.code.value;
    let sign = if code < 0 { "MINUS_" } else { "" };
    let number = || format!("CODE_{sign}{}", code.unsigned_abs());
    let english = || error.english().map_or_else(number, |text| text.to_shouty_snake_case());
    error.rust.as_ref().map_or_else(english, |rust| rust.value.clone())
}

/// Returns the name of the constant with the value that the service uses if none is sent: `DEFAULT_SIZE`.
pub fn default(constant: &str) -> String {
    format!("DEFAULT_{constant}")
}

/// Returns the name of the constant with the values that the page lists: `SORT_VALUES`.
pub fn values(constant: &str) -> String {
    format!("{constant}_VALUES")
}

/// Returns the name of the constant with the most days between two dates: `MAX_PERIOD_DAYS`.
pub fn span(span: &DateSpan) -> String {
    format!("MAX_{}_DAYS", span.name.to_shouty_snake_case())
}

/// Returns the name of the constant with the largest size of a kind of file: `MAX_IMAGE_BYTES`.
pub fn upload(kind: &UploadKind) -> String {
    format!("MAX_{}_BYTES", kind.name.to_ascii_uppercase())
}

/// Returns the client's method for calls of any size: `add` → `add_bulk`.
pub fn bulk(method: &str) -> String {
    format!("{method}_bulk")
}

/// Returns the client's type with the calls of a service: `role` → `RoleService`.
pub fn service(service: &str) -> String {
    format!("{}Service", service.to_pascal_case())
}

/// Returns the stem of the constants of a field of this name: `SIZE`. Those of an object's field begin with
/// the object: `ITEM_SIZE`.
pub fn constant(field: &str, owner: Option<&Object>) -> String {
    let name = field.to_shouty_snake_case();
    match owner {
        Some(owner) => format!("{}_{name}", object(owner).to_shouty_snake_case()),
        None => name,
    }
}
