//! Shape of a value, merged from all examples and all items of their lists.

use std::collections::BTreeMap;

use serde_json::Value;

/// Depth beyond any page.
pub(super) const MOST_DEPTH: usize = 24;
/// Most nested maps that are recognised. Each costs a copy of its content.
const MOST_MAPS: usize = 2;

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
    /// Merged shape of all fields, if every field is an object: their names may be keys of a map.
    values: Option<Box<Shape>>,
}

impl Shape {
    /// Returns the merged shape of several examples.
    pub(crate) fn of_all(examples: &[Value]) -> Self {
        let mut shape = Self::default();
        for example in examples {
            shape.add(example);
        }
        shape.find_values(MOST_MAPS);
        shape
    }

    /// Returns the merged shape of the values of a map.
    pub(crate) fn of_values(&self) -> Option<&Self> {
        self.values.as_deref()
    }

    /// Looks for maps, and for up to `within` levels of maps in their values.
    fn find_values(&mut self, within: usize) {
        let objects = |shape: &Shape| shape.has_fields() && !shape.is_scalar();
        if within > 0 && self.has_fields() && self.fields.values().all(objects) {
            let mut values = Self::default();
            for shape in self.fields.values() {
                values.merge(shape);
            }
            values.find_values(within - 1);
            self.values = Some(Box::new(values));
        }
        self.fields.values_mut().for_each(|shape| shape.find_values(within));
    }

    fn merge(&mut self, other: &Self) {
        for kind in &other.seen {
            self.see(*kind);
        }
        for (name, shape) in &other.fields {
            self.fields.entry(name.clone()).or_default().merge(shape);
        }
    }

    /// Returns whether the value has known fields.
    pub(crate) fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Returns whether a value of this kind was seen here.
    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.seen.contains(&kind)
    }

    /// Returns whether a text, a number or a boolean was seen, but neither a list nor an object.
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
