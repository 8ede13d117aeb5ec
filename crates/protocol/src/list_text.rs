//! A list of scalar values that is written as a text with its JSON.

use std::marker::PhantomData;

use serde::de::value::SeqDeserializer;
use serde::de::{Deserializer, Error, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use crate::scalar_readers::refused;

/// Reads the list in `text`. A list with objects, lists or `null` is refused: no page shows one, and the reader of
/// every type of item would be compiled twice.
///
/// # Errors
///
/// If the text is not the JSON of such a list, or `reader` refuses an item.
pub(crate) fn read<'de, V: Visitor<'de>, E: Error>(text: &str, reader: V) -> Result<V::Value, E> {
    let items: Vec<Value> = match serde_json::from_str(text) {
        Ok(items) => items,
        Err(_) => return Err(refused("a text", &reader)),
    };
    reader.visit_seq(SeqDeserializer::new(items.into_iter().map(Item)))
}

struct Item(Value);

impl<E: Error> IntoDeserializer<'_, E> for Item {
    type Deserializer = ItemDeserializer<E>;

    fn into_deserializer(self) -> ItemDeserializer<E> {
        ItemDeserializer { value: self.0, error: PhantomData }
    }
}

struct ItemDeserializer<E> {
    value: Value,
    error: PhantomData<E>,
}

impl<'de, E: Error> Deserializer<'de> for ItemDeserializer<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Value::Bool(boolean) => visitor.visit_bool(boolean),
            Value::String(text) => visitor.visit_string(text),
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_i64(number),
                (_, Some(number), _) => visitor.visit_u64(number),
                (.., Some(number)) => visitor.visit_f64(number),
                (None, None, None) => Err(refused("a number", &visitor)),
            },
            Value::Null | Value::Array(_) | Value::Object(_) => {
                Err(refused("a structured value in a text", &visitor))
            }
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
