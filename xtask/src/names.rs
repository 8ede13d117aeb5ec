//! How a wire name becomes a Rust name. The one place that decides it.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use crate::spec::{ErrorCode, Field, Object, Parameter};

/// The field of a request: `roleIds` → `role_ids`.
pub fn parameter(parameter: &Parameter) -> String {
    parameter
        .rust
        .as_ref()
        .map_or_else(|| parameter.name.to_snake_case(), |rust| rust.value.clone())
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
    let message = error.meaning.as_ref().unwrap_or(&error.message);
    error.rust.as_ref().map_or_else(|| message.to_pascal_case(), |rust| rust.value.clone())
}

/// The constant of a limit: `("MAX", "role_ids")` → `MAX_ROLE_IDS`.
pub fn constant(prefix: &str, field: &str) -> String {
    format!("{prefix}_{}", field.to_shouty_snake_case())
}

/// The client's type with the calls of a service: `role` → `RoleService`.
pub fn service(service: &str) -> String {
    format!("{}Service", service.to_pascal_case())
}
