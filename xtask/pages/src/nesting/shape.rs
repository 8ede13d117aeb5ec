//! What the examples show of a value, all of them and all items of their lists together.

use std::collections::BTreeMap;

use serde_json::Value;

/// A kind of JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    List,
    Text,
    Number,
    Truth,
}

/// The shape of a value.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    seen: Vec<Kind>,
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

    /// Whether a value of this kind was seen here.
    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.seen.contains(&kind)
    }

    /// Whether a text, a number or a truth value was seen, and neither list nor object.
    pub(crate) fn is_plain(&self) -> bool {
        self.is_scalar() && !self.is(Kind::Object) && !self.is(Kind::List)
    }

    pub(crate) fn is_scalar(&self) -> bool {
        [Kind::Text, Kind::Number, Kind::Truth].iter().any(|kind| self.is(*kind))
    }

    fn see(&mut self, kind: Kind) {
        if !self.is(kind) {
            self.seen.push(kind);
        }
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Array(items) => {
                self.see(Kind::List);
                for item in items {
                    self.add(item);
                }
            }
            Value::Object(fields) => {
                self.see(Kind::Object);
                for (name, value) in fields {
                    self.fields.entry(name.clone()).or_default().add(value);
                }
            }
            Value::String(_) => self.see(Kind::Text),
            Value::Number(_) => self.see(Kind::Number),
            Value::Bool(_) => self.see(Kind::Truth),
        }
    }
}
