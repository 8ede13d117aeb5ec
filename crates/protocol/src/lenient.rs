//! Reading the service's own JSON, which varies more than its pages say.
//!
//! [`Lenient`] is a layer between the derived readers and `serde_json`. The types themselves are ordinary
//! serde types; only the service's data is read through this layer, at every depth. [`decode`](crate::decode()) says what
//! is read and what is refused.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::place::{Origin, Place};
use crate::scalar_readers::{BooleanReader, FloatReader, IntegerReader, TextReader};
use crate::single::Single;

/// Leniently reads the `T` that is the whole answer or request.
///
/// # Errors
///
/// Those of `deserializer`, and one for every value that is refused.
pub(crate) fn read<'de, O: Origin, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    read_at(&Place::<O>::payload(), deserializer)
}

/// Like [`read`], at a place that says what is allowed there.
pub(crate) fn read_at<'de, O: Origin, T: Deserialize<'de>, D: Deserializer<'de>>(
    place: &Place<O>,
    deserializer: D,
) -> Result<T, D::Error> {
    T::deserialize(Lenient { inner: deserializer, place })
}

/// A deserializer, or an access or a seed of one, that reads leniently at every depth.
struct Lenient<'p, O, T> {
    inner: T,
    place: &'p Place<O>,
}

impl<O, T> Lenient<'_, O, T> {
    /// Marks the place as read and returns the inner deserializer.
    #[inline]
    fn known(self) -> T {
        self.place.is_read.set(true);
        self.inner
    }
}

impl<'de, O: Origin, D: Deserializer<'de>> Deserializer<'de> for Lenient<'_, O, D> {
    type Error = D::Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let reader = AnyReader { visitor, place: self.place };
        self.known().deserialize_any(reader)
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.known().deserialize_any(BooleanReader(visitor))
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
        self.known().deserialize_any(IntegerReader(visitor))
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
        self.known().deserialize_any(FloatReader(visitor))
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
        self.known().deserialize_any(TextReader(visitor))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.known().deserialize_bytes(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.known().deserialize_byte_buf(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let reader = AnyReader { visitor, place: self.place };
        self.known().deserialize_option(reader)
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
        let reader = ListReader { visitor, origin: PhantomData::<O> };
        self.known().deserialize_any(reader)
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
        let reader = ObjectReader { visitor, place: self.place, has_fields: false };
        O::read_object(self.known(), reader)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let has_fields = !fields.is_empty();
        let reader = ObjectReader { visitor, place: self.place, has_fields };
        O::read_object(self.known(), reader)
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

/// Reads a list.
struct ListReader<O, V> {
    visitor: V,
    origin: PhantomData<O>,
}

impl<'de, O: Origin, V: Visitor<'de>> Visitor<'de> for ListReader<O, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_seq(Lenient { inner: items, place: &Place::<O>::within() })
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        let (inner, place) = (MapAccessDeserializer::new(entries), &Place::<O>::within());
        self.visitor.visit_seq(Single::new(Lenient { inner, place }))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        O::read_list_text(text, self)
    }
}

/// Reads an object.
struct ObjectReader<'p, O, V> {
    visitor: V,
    place: &'p Place<O>,
    /// Whether the object's type has documented fields.
    has_fields: bool,
}

impl<'de, O: Origin, V: Visitor<'de>> Visitor<'de> for ObjectReader<'_, O, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        let mut object = Object::<O, _>::new(entries);
        let read = self.visitor.visit_map(&mut object);
        let needs_known_field = self.has_fields && !self.place.may_lack_fields(object.is_empty);
        if needs_known_field && !object.within.is_read.get() && read.is_ok() {
            return Err(A::Error::custom("none of the documented fields is there"));
        }
        read
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        O::read_object_text(text, self)
    }
}

/// Reads an optional value, or one of any type.
struct AnyReader<'p, O, V> {
    visitor: V,
    place: &'p Place<O>,
}

impl<'de, O: Origin, V: Visitor<'de>> Visitor<'de> for AnyReader<'_, O, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<V::Value, E> {
        self.visitor.visit_bool(boolean)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<V::Value, E> {
        self.visitor.visit_i64(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        self.visitor.visit_u64(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<V::Value, E> {
        self.visitor.visit_f64(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.visitor.visit_str(text)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<V::Value, E> {
        self.visitor.visit_borrowed_str(text)
    }

    fn visit_string<E: Error>(self, text: String) -> Result<V::Value, E> {
        self.visitor.visit_string(text)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Lenient { inner: value, place: self.place })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_seq(Lenient { inner: items, place: &Place::<O>::within() })
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Object::<O, _>::new(entries))
    }
}

impl<'de, O: Origin, A: SeqAccess<'de>> SeqAccess<'de> for Lenient<'_, O, A> {
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

impl<'de, O: Origin, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Lenient<'_, O, T> {
    type Value = T::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.inner.deserialize(Lenient { inner: deserializer, place: self.place })
    }
}

/// The entries of an object.
struct Object<O, A> {
    entries: A,
    /// Place of the values. It is marked as read once the type has read one of its known fields.
    within: Place<O>,
    is_empty: bool,
}

impl<O: Origin, A> Object<O, A> {
    fn new(entries: A) -> Self {
        Self { entries, within: Place::within(), is_empty: true }
    }
}

impl<'de, O: Origin, A: MapAccess<'de>> MapAccess<'de> for Object<O, A> {
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
