//! The documented names of a type's fields: whether one of them is there, and what they are.

use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

/// The entries of an object, which has to hold one of its documented fields.
pub(crate) struct Fields<A> {
    entries: A,
    /// The documented names, as long as none of them has come.
    awaited: &'static [&'static str],
    is_empty: bool,
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    pub(crate) fn new(entries: A, names: &'static [&'static str]) -> Self {
        Self { entries, awaited: names, is_empty: true }
    }

    /// Reads the object, and refuses one with none of its documented fields; one without any field only
    /// if `empty_is_refused`.
    pub(crate) fn read<V: Visitor<'de>>(
        mut self,
        visitor: V,
        empty_is_refused: bool,
    ) -> Result<V::Value, A::Error> {
        let value = visitor.visit_map(&mut self)?;
        if self.awaited.is_empty() || (self.is_empty && !empty_is_refused) {
            return Ok(value);
        }
        Err(A::Error::custom("none of the documented fields is there"))
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        if self.awaited.is_empty() {
            return self.entries.next_key_seed(seed);
        }
        let mut found = false;
        let key = Key { inner: seed, names: self.awaited, found: &mut found };
        let key = self.entries.next_key_seed(key)?;
        self.is_empty &= key.is_none();
        if found {
            self.awaited = &[];
        }
        Ok(key)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.entries.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.entries.size_hint()
    }
}

/// A seed, a deserializer or a visitor of a key that says whether the key is one of `names`.
struct Key<'f, T> {
    inner: T,
    names: &'static [&'static str],
    found: &'f mut bool,
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'_, K> {
    type Value = K::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Value, D::Error> {
        self.inner.deserialize(Key { inner: deserializer, names: self.names, found: self.found })
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Key<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = Key { inner: visitor, names: self.names, found: self.found };
        self.inner.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Key<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<V::Value, E> {
        *self.found = self.names.contains(&key);
        self.inner.visit_str(key)
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<V::Value, E> {
        *self.found = self.names.contains(&key);
        self.inner.visit_borrowed_str(key)
    }
}

/// Returns whether `T` is a struct with a field of this name on the wire.
pub(crate) fn declares<T: DeserializeOwned>(name: &str) -> bool {
    let mut names: &[&str] = &[];
    // It reads nothing and fails by design.
    drop(T::deserialize(Names(&mut names)));
    names.contains(&name)
}

/// A deserializer that notes the names of a struct's fields.
struct Names<'n>(&'n mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        Err(Self::Error::custom("only the names are asked for"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("not a struct"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
