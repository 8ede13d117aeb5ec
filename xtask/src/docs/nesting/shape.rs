//! What the examples show of a value, all of them and all items of their lists together.

use std::collections::BTreeMap;

use serde_json::Value;

/// The shape of a value.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    pub(crate) object: bool,
    pub(crate) list: bool,
    pub(crate) scalar: bool,
    pub(crate) text: bool,
    pub(crate) number: bool,
    pub(crate) fields: BTreeMap<String, Shape>,
}

impl Shape {
    /// The shape that several examples have together.
    pub(crate) fn of_all(examples: &[Value]) -> Self {
        let mut shape = Self::default();
        for example in examples {
            shape.add(example);
        }
        shape
    }

    /// Whether fields of it are known.
    pub(crate) fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Array(items) => {
                self.list = true;
                for item in items {
                    self.add(item);
                }
            }
            Value::Object(fields) => {
                self.object = true;
                for (name, value) in fields {
                    self.fields.entry(name.clone()).or_default().add(value);
                }
            }
            Value::String(_) => (self.scalar, self.text) = (true, true),
            Value::Number(_) => (self.scalar, self.number) = (true, true),
            Value::Bool(_) => self.scalar = true,
        }
    }
}
