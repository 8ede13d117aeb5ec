//! Place of a value that is being read, and what is allowed there.

use std::cell::Cell;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use crate::list_text;
use crate::scalar_readers::refused;

/// Origin of the JSON. It is a type, so that code that only requests need is not compiled for answers.
pub(crate) trait Origin {
    /// Whether an object may have only undocumented fields.
    const MAY_LACK_FIELDS: bool;

    /// Reads an object.
    fn read_object<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        deserializer: D,
        reader: V,
    ) -> Result<V::Value, D::Error>;

    /// Reads an object from a text, if the origin allows that.
    fn read_object_text<'de, V: Visitor<'de>, E: Error>(
        text: &str,
        reader: V,
    ) -> Result<V::Value, E>;

    /// Reads a list from a text with its JSON, as far as the origin allows that.
    fn read_list_text<'de, V: Visitor<'de>, E: Error>(text: &str, reader: V)
    -> Result<V::Value, E>;
}

/// JSON of an answer. If another value is in place of an object, the error of `serde_json` contains that
/// value, so it must not be shown unchanged.
pub(crate) struct Answer;

impl Origin for Answer {
    const MAY_LACK_FIELDS: bool = false;

    #[inline]
    fn read_object<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        deserializer: D,
        reader: V,
    ) -> Result<V::Value, D::Error> {
        deserializer.deserialize_map(reader)
    }

    fn read_object_text<'de, V: Visitor<'de>, E: Error>(_: &str, reader: V) -> Result<V::Value, E> {
        Err(refused("a text", &reader))
    }

    fn read_list_text<'de, V: Visitor<'de>, E: Error>(
        text: &str,
        reader: V,
    ) -> Result<V::Value, E> {
        list_text::read(text, reader)
    }
}

/// Parameters of a request: a list or an object may be a text with its JSON, at any depth.
#[cfg(feature = "server")]
pub(crate) struct Parameters;

#[cfg(feature = "server")]
impl Origin for Parameters {
    const MAY_LACK_FIELDS: bool = true;

    fn read_object<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        deserializer: D,
        reader: V,
    ) -> Result<V::Value, D::Error> {
        deserializer.deserialize_any(reader)
    }

    fn read_object_text<'de, V: Visitor<'de>, E: Error>(
        text: &str,
        reader: V,
    ) -> Result<V::Value, E> {
        match serde_json::from_str(text) {
            Ok(serde_json::Value::String(_)) | Err(_) => Err(refused("a text", &reader)),
            Ok(value) => value.deserialize_any(reader).map_err(E::custom),
        }
    }

    fn read_list_text<'de, V: Visitor<'de>, E: Error>(
        text: &str,
        reader: V,
    ) -> Result<V::Value, E> {
        Self::read_object_text(text, reader)
    }
}

/// Place of a value.
pub(crate) struct Place<O> {
    /// Whether the value is the object that is the whole answer or request.
    is_payload: bool,
    /// Whether something else shows that the object may have none of its documented fields.
    pub(crate) is_excused: Cell<bool>,
    /// Set when the value is read. Types skip the values of fields that they do not know.
    pub(crate) is_read: Cell<bool>,
    origin: PhantomData<O>,
}

impl<O: Origin> Place<O> {
    /// Returns the place of the object that is the whole answer or request.
    pub(crate) fn payload() -> Self {
        Self { is_payload: true, ..Self::within() }
    }

    /// Returns a place within another one.
    pub(crate) fn within() -> Self {
        let [is_excused, is_read] = [Cell::new(false), Cell::new(false)];
        Self { is_payload: false, is_excused, is_read, origin: PhantomData }
    }

    /// Returns whether an object with none of its documented fields is allowed here.
    pub(crate) fn may_lack_fields(&self, is_empty: bool) -> bool {
        O::MAY_LACK_FIELDS || self.is_excused.get() || (is_empty && !self.is_payload)
    }
}
