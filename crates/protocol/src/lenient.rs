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
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor,
};

use crate::place::{Mode, Place};
use crate::scalars::{self, Integer};
use crate::single::Single;
use crate::wanted::Wanted;

/// Reads a `T` leniently.
///
/// # Errors
///
/// Those of `deserializer`, and one for every value that is refused.
pub(crate) fn read<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
    mode: Mode,
) -> Result<T, D::Error> {
    T::deserialize(Lenient { inner: deserializer, place: &Place::new(mode) })
}

/// A deserializer, or an access or a seed of one, that is lenient at every depth.
struct Lenient<'p, T> {
    inner: T,
    place: &'p Place,
}

impl<'p, T> Lenient<'p, T> {
    /// Returns the deserializer within, to read the value with.
    #[inline]
    fn known(self) -> T {
        self.place.is_read.set(true);
        self.inner
    }

    /// Returns the deserializer within, and `visitor` for a value that may vary.
    #[inline]
    fn reading<V>(self, visitor: V, wanted: Wanted) -> (T, Reader<'p, V>) {
        let reader = Reader { visitor, wanted, place: self.place };
        (self.known(), reader)
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Lenient<'_, D> {
    type Error = D::Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let (inner, reader) = self.reading(visitor, Wanted::Any);
        inner.deserialize_any(reader)
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let (inner, reader) = self.reading(visitor, Wanted::Boolean);
        inner.deserialize_any(reader)
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

    #[inline]
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let (inner, reader) = self.reading(visitor, Wanted::Integer);
        inner.deserialize_any(reader)
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

    #[inline]
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_f64(visitor)
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let (inner, reader) = self.reading(visitor, Wanted::Float);
        inner.deserialize_any(reader)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_string(visitor)
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_string(visitor)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let (inner, reader) = self.reading(visitor, Wanted::Text);
        inner.deserialize_any(reader)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.known().deserialize_bytes(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.known().deserialize_byte_buf(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let (inner, reader) = self.reading(visitor, Wanted::Any);
        inner.deserialize_option(reader)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.known().deserialize_unit(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.known().deserialize_unit_struct(name, visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let (inner, reader) = self.reading(visitor, Wanted::List);
        inner.deserialize_any(reader)
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

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let (inner, reader) = self.reading(visitor, Wanted::Map);
        inner.deserialize_any(reader)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let wanted = if fields.is_empty() { Wanted::Map } else { Wanted::Object };
        let (inner, reader) = self.reading(visitor, wanted);
        inner.deserialize_any(reader)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.known().deserialize_enum(name, variants, visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.known().deserialize_identifier(visitor)
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_ignored_any(visitor)
    }
}

/// Passes what is found to the visitor, converted to what is wanted.
struct Reader<'p, V> {
    visitor: V,
    wanted: Wanted,
    place: &'p Place,
}

impl<'de, V: Visitor<'de>> Reader<'_, V> {
    fn integer<E: Error>(self, number: Integer) -> Result<V::Value, E> {
        match number {
            Integer::Signed(number) => self.visitor.visit_i64(number),
            Integer::Unsigned(number) => self.visitor.visit_u64(number),
        }
    }

    fn refuse<T, E: Error>(&self, found: &'static str) -> Result<T, E> {
        Err(E::invalid_type(Unexpected::Other(found), self))
    }

    fn text<E: Error>(self, text: &str) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Text => self.visitor.visit_str(text),
            Wanted::Boolean => match scalars::boolean(text) {
                Some(boolean) => self.visitor.visit_bool(boolean),
                None => self.refuse("another text"),
            },
            Wanted::Integer => match scalars::integer(text) {
                Some(number) => self.integer(number),
                None => self.refuse("another text"),
            },
            Wanted::Float => match scalars::float(text) {
                Some(number) => self.visitor.visit_f64(number),
                None => self.refuse("another text"),
            },
            #[cfg(feature = "server")]
            Wanted::List | Wanted::Map | Wanted::Object if self.place.mode == Mode::Parameters => {
                self.json_in_text(text)
            }
            Wanted::List | Wanted::Map | Wanted::Object => self.refuse("a text"),
        }
    }

    /// Reads a list or an object from a text that holds its JSON.
    #[cfg(feature = "server")]
    fn json_in_text<E: Error>(self, text: &str) -> Result<V::Value, E> {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else {
            return self.refuse("a text that is no JSON");
        };
        let place = Place::new(Mode::Nested);
        let reader = Reader { visitor: self.visitor, wanted: self.wanted, place: &place };
        value.deserialize_any(reader).map_err(E::custom)
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Reader<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.wanted.name() {
            Some(name) => f.write_str(name),
            None => self.visitor.expecting(f),
        }
    }

    #[inline]
    fn visit_bool<E: Error>(self, boolean: bool) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Boolean => self.visitor.visit_bool(boolean),
            Wanted::Text => self.visitor.visit_str(if boolean { "true" } else { "false" }),
            _ => self.refuse("a boolean"),
        }
    }

    #[inline]
    fn visit_i64<E: Error>(self, number: i64) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Integer | Wanted::Float => self.visitor.visit_i64(number),
            Wanted::Text => self.visitor.visit_string(number.to_string()),
            _ => self.refuse("a number"),
        }
    }

    #[inline]
    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Integer | Wanted::Float => self.visitor.visit_u64(number),
            Wanted::Text => self.visitor.visit_string(number.to_string()),
            Wanted::Boolean if number <= 1 => self.visitor.visit_bool(number == 1),
            _ => self.refuse("a number"),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<V::Value, E> {
        match self.wanted {
            Wanted::Any | Wanted::Float => self.visitor.visit_f64(number),
            Wanted::Integer => match scalars::whole(number) {
                Some(number) => self.visitor.visit_i64(number),
                None => self.refuse("a number with a fraction, or one that is too large"),
            },
            // A larger one has lost digits, as that of a long id would.
            Wanted::Text if scalars::is_exact(number) => {
                self.visitor.visit_string(number.to_string())
            }
            _ => self.refuse("a number"),
        }
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.text(text)
    }

    #[inline]
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

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Lenient { inner: value, place: self.place })
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        match self.wanted {
            Wanted::Any | Wanted::List => {
                let items = Lenient { inner: items, place: &self.place.within() };
                self.visitor.visit_seq(items)
            }
            _ => self.refuse("a list"),
        }
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        match self.wanted {
            Wanted::Any | Wanted::Map | Wanted::Object => {
                let mut object = Object::new(entries, self.place);
                let value = self.visitor.visit_map(&mut object)?;
                let needs_known_field = matches!(self.wanted, Wanted::Object)
                    && !self.place.mode.may_lack_fields(object.is_empty);
                if needs_known_field && !object.within.is_read.get() {
                    return Err(A::Error::custom("none of the documented fields is there"));
                }
                Ok(value)
            }
            Wanted::List => {
                let (inner, place) = (MapAccessDeserializer::new(entries), self.place.within());
                self.visitor.visit_seq(Single::new(Lenient { inner, place: &place }))
            }
            _ => self.refuse("an object"),
        }
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Lenient<'_, A> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        self.inner.next_element_seed(Lenient { inner: seed, place: self.place })
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Lenient<'_, T> {
    type Value = T::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.inner.deserialize(Lenient { inner: deserializer, place: self.place })
    }
}

/// The entries of an object.
struct Object<A> {
    entries: A,
    /// Where the values stand. One of them has been read if a field came that the type knows.
    within: Place,
    is_empty: bool,
}

impl<A> Object<A> {
    fn new(entries: A, place: &Place) -> Self {
        Self { entries, within: place.within(), is_empty: true }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Object<A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.entries.next_key_seed(seed)
    }

    #[inline]
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.is_empty = false;
        self.entries.next_value_seed(Lenient { inner: seed, place: &self.within })
    }
}
