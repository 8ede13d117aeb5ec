//! Reading the service's own JSON, which varies more than its pages say.
//!
//! [`Lenient`] stands between the derived readers and `serde_json`. The types themselves are ordinary
//! serde types; only what comes from the service is read through it, at every depth:
//!
//! | asked for | also read |
//! |---|---|
//! | an integer | a text of digits, a number with a whole value such as `7.0` |
//! | a number | a text that holds one |
//! | a boolean | `"true"`, `"false"`, 0, 1, `"0"`, `"1"` |
//! | a text | a number, a boolean |
//! | a list | a single object, as a list of one |
//!
//! Refused are a list or a text where an object belongs, a text that is no number, `null` where
//! something must be, and an object with none of its documented fields.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use crate::fields::Fields;

/// A deserializer, or an access or a seed of one, that is lenient at every depth.
pub(crate) struct Lenient<T> {
    inner: T,
    mode: Mode,
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The object that an answer consists of: without any documented field it is refused.
    Payload,
    /// A value within an answer: an object may be empty.
    Nested,
    /// The parameters of a request: there, a list or an object may be a text that holds its JSON.
    #[cfg(feature = "server")]
    Parameters,
}

impl<T> Lenient<T> {
    pub(crate) fn new(inner: T, mode: Mode) -> Self {
        Self { inner, mode }
    }

    fn visitor<V>(&self, visitor: V, wanted: Wanted) -> Reader<V> {
        Reader { visitor, wanted, mode: self.mode }
    }
}

impl Mode {
    /// Returns what reads `inner` as something within.
    fn nested_in<T>(self, inner: T) -> Lenient<T> {
        Lenient::new(inner, self.nested())
    }

    /// Returns the mode of what is within.
    fn nested(self) -> Self {
        match self {
            Self::Payload | Self::Nested => Self::Nested,
            #[cfg(feature = "server")]
            Self::Parameters => Self::Parameters,
        }
    }
}

/// What the type that is read asks for.
#[derive(Clone, Copy)]
enum Wanted {
    Any,
    Boolean,
    Integer,
    Float,
    Text,
    List,
    Object(&'static [&'static str]),
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Lenient<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.visitor(visitor, Wanted::Any);
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.visitor(visitor, Wanted::Boolean);
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.visitor(visitor, Wanted::Integer);
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.visitor(visitor, Wanted::Float);
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.visitor(visitor, Wanted::Text);
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_bytes(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_byte_buf(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.visitor(visitor, Wanted::Any);
        self.inner.deserialize_option(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_unit(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.visitor(visitor, Wanted::List);
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.visitor(visitor, Wanted::Object(&[]));
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = self.visitor(visitor, Wanted::Object(fields));
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_identifier(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_ignored_any(visitor)
    }
}

/// Hands what is found to the visitor, converted to what is wanted.
struct Reader<V> {
    visitor: V,
    wanted: Wanted,
    mode: Mode,
}

/// From this size on, a floating-point number no longer stands for one integer alone.
const INEXACT: f64 = 9_007_199_254_740_992.0;

/// Returns the integer that `number` is, if it is one.
#[allow(clippy::cast_possible_truncation)]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < INEXACT).then_some(number as i64)
}

impl<'de, V: Visitor<'de>> Reader<V> {
    fn refuse<T, E: Error>(&self, found: &'static str) -> Result<T, E> {
        Err(E::invalid_type(Unexpected::Other(found), self))
    }

    fn text<E: Error>(self, text: &str) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Text => self.visitor.visit_str(text),
            Wanted::Boolean => match text {
                "true" | "1" => self.visitor.visit_bool(true),
                "false" | "0" => self.visitor.visit_bool(false),
                _ => self.refuse("another text"),
            },
            Wanted::Integer => {
                if let Ok(number) = text.parse::<i64>() {
                    self.visitor.visit_i64(number)
                } else if let Ok(number) = text.parse::<u64>() {
                    self.visitor.visit_u64(number)
                } else if let Some(number) = text.parse().ok().and_then(whole) {
                    self.visitor.visit_i64(number)
                } else {
                    self.refuse("another text")
                }
            }
            Wanted::Float => match text.parse() {
                Ok(number) if f64::is_finite(number) => self.visitor.visit_f64(number),
                _ => self.refuse("another text"),
            },
            #[cfg(feature = "server")]
            Wanted::List | Wanted::Object(_) if self.mode == Mode::Parameters => {
                self.json_in_text(text)
            }
            Wanted::List | Wanted::Object(_) => self.refuse("a text"),
        }
    }

    /// Reads a list or an object from a text that holds its JSON.
    #[cfg(feature = "server")]
    fn json_in_text<E: Error>(self, text: &str) -> Result<V::Value, E> {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else {
            return self.refuse("a text that is no JSON");
        };
        let value = Lenient::new(value, Mode::Nested);
        let value = match self.wanted {
            Wanted::Object(fields) => value.deserialize_struct("", fields, self.visitor),
            _ => value.deserialize_seq(self.visitor),
        };
        value.map_err(E::custom)
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Reader<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.wanted {
            Wanted::Any => self.visitor.expecting(f),
            Wanted::Boolean => f.write_str("a boolean"),
            Wanted::Integer => f.write_str("an integer"),
            Wanted::Float => f.write_str("a number"),
            Wanted::Text => f.write_str("a string"),
            Wanted::List => f.write_str("a list"),
            Wanted::Object(_) => f.write_str("an object"),
        }
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Boolean => self.visitor.visit_bool(boolean),
            Wanted::Text => self.visitor.visit_str(if boolean { "true" } else { "false" }),
            _ => self.refuse("a boolean"),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Integer | Wanted::Float => self.visitor.visit_i64(number),
            Wanted::Text => self.visitor.visit_string(number.to_string()),
            Wanted::Boolean | Wanted::List | Wanted::Object(_) => self.refuse("a number"),
        }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Integer | Wanted::Float => self.visitor.visit_u64(number),
            Wanted::Text => self.visitor.visit_string(number.to_string()),
            Wanted::Boolean if number <= 1 => self.visitor.visit_bool(number == 1),
            Wanted::Boolean | Wanted::List | Wanted::Object(_) => self.refuse("a number"),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Float => self.visitor.visit_f64(number),
            Wanted::Integer => match whole(number) {
                Some(number) => self.visitor.visit_i64(number),
                None => self.refuse("a number with a fraction, or one that is too large"),
            },
            // A larger one has lost digits, as that of a long id would.
            Wanted::Text if number.abs() < INEXACT => self.visitor.visit_string(number.to_string()),
            _ => self.refuse("a number"),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.text(text)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Text => self.visitor.visit_borrowed_str(text),
            _ => self.text(text),
        }
    }

    fn visit_string<E: Error>(self, text: String) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Text => self.visitor.visit_string(text),
            _ => self.text(&text),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any => self.visitor.visit_unit(),
            _ => self.refuse("null"),
        }
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Lenient::new(value, self.mode))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        match self.wanted {
            Wanted::Any | Wanted::List => self.visitor.visit_seq(self.mode.nested_in(items)),
            _ => self.refuse("a list"),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        match self.wanted {
            Wanted::Any => self.visitor.visit_map(self.mode.nested_in(entries)),
            Wanted::Object(names) => {
                let entries = self.mode.nested_in(entries);
                match self.mode {
                    Mode::Payload => Fields::new(entries, names).read(self.visitor, true),
                    Mode::Nested => Fields::new(entries, names).read(self.visitor, false),
                    #[cfg(feature = "server")]
                    Mode::Parameters => self.visitor.visit_map(entries),
                }
            }
            Wanted::List => {
                let item = self.mode.nested_in(MapAccessDeserializer::new(entries));
                self.visitor.visit_seq(Single(Some(item)))
            }
            _ => self.refuse("an object"),
        }
    }
}

/// A list of one.
struct Single<D>(Option<D>);

impl<'de, D: Deserializer<'de>> SeqAccess<'de> for Single<D> {
    type Error = D::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, D::Error> {
        self.0.take().map(|item| seed.deserialize(item)).transpose()
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Lenient<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        self.inner.next_element_seed(Lenient::new(seed, self.mode))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Lenient<T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.inner.deserialize(Lenient::new(deserializer, self.mode))
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Lenient<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.inner.next_key_seed(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.inner.next_value_seed(Lenient::new(seed, self.mode))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}
