//! A list of scalar values that is written as a text with its JSON.

use std::marker::PhantomData;

use serde::de::value::SeqDeserializer;
use serde::de::{Deserializer, Error, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use crate::scalar_readers::refused;

/// Reads the list in `text`. Items that are objects, lists or `null` are refused: no page shows such a text, and to
/// read them, the reader of every item's type would have to be compiled a second time.
///
/// # Errors
///
/// If the text is not the JSON of such a list, or `reader` refuses an item.
pub(crate) fn read<'de, V: Visitor<'de>, E: Error>(text: &str, reader: V) -> Result<V::Value, E> {
    let items: Vec<Value> = match serde_json::from_str(text) {
        Ok(items) => items,
        Err(_) => return Err(refused("a text", &reader)),
    };
    // Also refuses items that `reader` leaves over.
    let items = items.into_iter().map(|value| Item { value, error: PhantomData });
    SeqDeserializer::new(items).deserialize_any(reader)
}

/// An item, and the error of the deserializer that the text came from.
struct Item<E> {
    value: Value,
    error: PhantomData<E>,
}

impl<E: Error> IntoDeserializer<'_, E> for Item<E> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de, E: Error> Deserializer<'de> for Item<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Value::Bool(boolean) => visitor.visit_bool(boolean),
            Value::String(text) => visitor.visit_string(text),
            Value::Number(number) => number.deserialize_any(visitor).map_err(E::custom),
            Value::Null | Value::Array(_) | Value::Object(_) => {
                Err(refused("null, a list or an object in a text", &visitor))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.value {
            Value::String(name) => visitor.visit_enum(name.into_deserializer()),
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
