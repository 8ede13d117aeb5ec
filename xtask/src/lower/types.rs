//! The Rust types of values, and the traits that structs derive.

use crate::model::{Base, Scalar, Value};
use xtask_spec::spec::{BaseType, LimitKind, Measure};

/// Returns the type of a scalar or of free-form JSON.
pub(super) fn of_base(base: &BaseType) -> Option<(Base, &'static str)> {
    Some(match base {
        BaseType::Number => (Base::Number, "i64"),
        BaseType::Float => (Base::Float, "f64"),
        BaseType::Boolean => (Base::Boolean, "bool"),
        BaseType::String => (Base::String, "String"),
        BaseType::File => (Base::File, "FilePart"),
        BaseType::Json => (Base::Json, "serde_json::Value"),
        BaseType::Object(_) => return None,
    })
}

/// Returns the type of the constant that holds a limit.
pub(super) fn limit(kind: LimitKind) -> &'static str {
    match kind.measure() {
        Measure::Number => "i64",
        Measure::Items | Measure::Characters | Measure::Bytes => "usize",
    }
}

/// Returns the type of the constant that holds a default or a listed value.
pub(super) fn scalar(value: &Scalar) -> &'static str {
    match value {
        Scalar::Number(_) => "i64",
        Scalar::Boolean(_) => "bool",
        Scalar::String(_) => "&str",
    }
}

/// Returns the traits that a struct derives.
pub(super) fn of_struct(traits: Traits) -> Vec<&'static str> {
    let wanted = [
        ("Debug", true),
        ("Clone", true),
        ("Copy", traits.copy),
        ("PartialEq", true),
        ("Eq", traits.exact),
        ("Hash", traits.exact),
        ("Default", traits.default),
        ("Serialize", true),
        ("Deserialize", true),
    ];
    wanted.into_iter().filter_map(|(name, is_wanted)| is_wanted.then_some(name)).collect()
}

/// What decides on the traits of a struct.
#[derive(Debug, Clone, Copy)]
pub(super) struct Traits {
    pub(super) copy: bool,
    /// Whether it holds no floats.
    pub(super) exact: bool,
    /// Whether `new` takes nothing.
    pub(super) default: bool,
}

impl Traits {
    /// Returns those of a struct with these fields. `exact` says whether they hold no floats at any depth.
    pub(super) fn of(fields: &[Value], exact: bool) -> Self {
        Self { copy: false, exact, default: !fields.iter().any(|field| field.required) }
    }
}

/// Returns the traits that an enum of values derives.
pub(super) fn of_enum(numeric: bool) -> Vec<&'static str> {
    let copy = numeric.then_some("Copy");
    let others = ["PartialEq", "Eq", "Hash", "Serialize", "Deserialize"];
    ["Debug", "Clone"].into_iter().chain(copy).chain(others).collect()
}

/// Returns the traits that an id derives.
pub(super) fn of_id(numeric: bool) -> Vec<&'static str> {
    let copy = numeric.then_some("Copy");
    let order = ["PartialEq", "Eq", "PartialOrd", "Ord", "Hash", "Serialize", "Deserialize"];
    ["Debug", "Clone"].into_iter().chain(copy).chain(order).collect()
}
