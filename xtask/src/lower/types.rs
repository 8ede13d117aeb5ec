//! The Rust types of values, and the traits that structs derive.

use crate::model::Base;
use xtask_spec::spec::BaseType;

/// Returns the type of a scalar or of free-form JSON.
pub(super) fn of_base(base: &BaseType) -> (Base, String) {
    let (base, name) = match base {
        BaseType::Number => (Base::Number, "i64"),
        BaseType::Float => (Base::Float, "f64"),
        BaseType::Boolean => (Base::Boolean, "bool"),
        BaseType::String => (Base::String, "String"),
        BaseType::File => (Base::File, "FilePart"),
        BaseType::Json | BaseType::Object(_) => (Base::Json, "serde_json::Value"),
    };
    (base, name.to_owned())
}

/// Returns the traits that a struct derives. `default` means that its `new` takes no arguments.
///
/// `Eq` and `Hash` are not among them: a float that is added to an answer must not take traits from callers.
pub(super) fn of_struct(copy: bool, default: bool) -> Vec<&'static str> {
    let wanted = [
        ("Debug", true),
        ("Clone", true),
        ("Copy", copy),
        ("PartialEq", true),
        ("Default", default),
        ("Serialize", true),
        ("Deserialize", true),
    ];
    wanted.into_iter().filter_map(|(name, is_wanted)| is_wanted.then_some(name)).collect()
}
