//! Where a value stands that is read, and what is allowed there.

use std::cell::Cell;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use crate::scalar_readers::refused;

/// What is read. A type and not a value, so that nothing is compiled for answers that only requests need.
pub(crate) trait Origin {
    /// Whether an object may have fields of which none is documented.
    const MAY_LACK_FIELDS: bool;

    /// Reads an object.
    fn read_object<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        deserializer: D,
        reader: V,
    ) -> Result<V::Value, D::Error>;

    /// Reads a list or an object where a text stands.
    fn read_text<'de, V: Visitor<'de>, E: Error>(text: &str, reader: V) -> Result<V::Value, E>;
}

/// An answer. Where no object stands that belongs there, the error of `serde_json` repeats what stands there:
/// nobody may show it as it is.
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

    fn read_text<'de, V: Visitor<'de>, E: Error>(_: &str, reader: V) -> Result<V::Value, E> {
        Err(refused("a text", &reader))
    }
}

/// The parameters of a request: there, a list or an object may be a text that holds its JSON, at any depth.
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

    fn read_text<'de, V: Visitor<'de>, E: Error>(text: &str, reader: V) -> Result<V::Value, E> {
        match serde_json::from_str(text) {
            Ok(serde_json::Value::String(_)) | Err(_) => Err(refused("a text", &reader)),
            Ok(value) => value.deserialize_any(reader).map_err(E::custom),
        }
    }
}

/// Where a value stands.
pub(crate) struct Place<O> {
    /// Whether it is the object that an answer, or a request, consists of.
    is_payload: bool,
    /// Set when a value is read there. Types skip the value of a field that they do not know.
    pub(crate) is_read: Cell<bool>,
    origin: PhantomData<O>,
}

impl<O: Origin> Place<O> {
    /// Returns the place of the object that an answer, or a request, consists of.
    pub(crate) fn payload() -> Self {
        Self { is_payload: true, ..Self::within() }
    }

    /// Returns a place within another one.
    pub(crate) fn within() -> Self {
        Self { is_payload: false, is_read: Cell::new(false), origin: PhantomData }
    }

    /// Returns whether an object may stand here that has none of its documented fields.
    pub(crate) fn may_lack_fields(&self, is_empty: bool) -> bool {
        O::MAY_LACK_FIELDS || (is_empty && !self.is_payload)
    }
}
