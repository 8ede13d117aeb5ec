//! Reading what the service really sends: numbers as strings, `null` for lists, fields that nobody
//! documented.
//!
//! Each type knows how a field that has it is read, so the generated objects only name their fields.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use smol_str::SmolStr;

/// What a field can hold.
pub(crate) trait Read: Sized {
    /// Reads the value of a field.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// What it says if there is no such field.
    fn missing<E: de::Error>(name: &'static str) -> Result<Self, E> {
        Err(E::missing_field(name))
    }
}

/// An object with named fields. A list is none, though the readers that others derive would take its
/// items for fields by position, and an empty list for an object that lacks everything.
pub(crate) trait Object: Sized {
    /// The fields that it reads, under their wire names.
    const NAMES: &'static [&'static str];

    /// Reads the fields in whatever order they come.
    fn read_fields<'de, A: MapAccess<'de>>(fields: Fields<A>) -> Result<Self, A::Error>;
}

/// One that can hold its own type.
impl<T: Object> Object for Box<T> {
    const NAMES: &'static [&'static str] = T::NAMES;

    fn read_fields<'de, A: MapAccess<'de>>(fields: Fields<A>) -> Result<Self, A::Error> {
        T::read_fields(fields).map(Self::new)
    }
}

/// Reads an object.
pub(crate) fn object<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// The fields of an object as they come by.
pub(crate) struct Fields<A> {
    entries: A,
    names: &'static [&'static str],
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    /// The name of the next field. One that had to be unescaped and is none of the object's is empty.
    pub(crate) fn next(&mut self) -> Result<Option<&'de str>, A::Error> {
        self.entries.next_key_seed(Name(self.names))
    }

    /// Reads the value of the field behind its name.
    pub(crate) fn read<T: Read>(
        &mut self,
        name: &'static str,
        field: &mut Option<T>,
    ) -> Result<(), A::Error> {
        if field.is_some() {
            return Err(de::Error::duplicate_field(name));
        }
        *field = Some(self.entries.next_value_seed(Seed::new())?);
        Ok(())
    }

    /// Passes by a value that nobody asked for.
    pub(crate) fn skip(&mut self) -> Result<(), A::Error> {
        self.entries.next_value().map(|IgnoredAny| ())
    }
}

/// The value of a field, or what its absence says.
pub(crate) fn found<T: Read, E: de::Error>(name: &'static str, field: Option<T>) -> Result<T, E> {
    field.map_or_else(|| T::missing(name), Ok)
}

impl<T: Object> Read for T {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer)
    }
}

/// An integer, as a number or as a string of digits.
impl Read for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IntegerVisitor)
    }
}

/// A number that may have a fraction, as a number or as a string that holds one.
impl Read for f64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FloatVisitor)
    }
}

impl Read for SmolStr {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(SmolStrVisitor)
    }
}

macro_rules! as_it_is {
    ($($Type:ty),*) => {$(
        impl Read for $Type {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(deserializer)
            }
        }
    )*};
}

as_it_is!(bool, String, serde_json::Value, crate::Secret);

/// `null` is none, as if the field were missing.
impl<T: Read> Read for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }

    fn missing<E: de::Error>(_: &'static str) -> Result<Self, E> {
        Ok(None)
    }
}

/// `null` is an empty list, as if the field were missing.
impl<T: Read> Read for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }

    fn missing<E: de::Error>(_: &'static str) -> Result<Self, E> {
        Ok(Self::new())
    }
}

/// A text of the envelope, whose absence or odd type must never hide the code beside it.
pub(crate) struct Text(pub(crate) Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(Self)
    }
}

/// Reads a value by its type.
struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Read> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Reads the name of a field without copying it.
struct Name(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = &'de str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'de str, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = &'de str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<&'de str, E> {
        Ok(name)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<&'de str, E> {
        Ok(self.0.iter().find(|known| **known == name).copied().unwrap_or_default())
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<T, A::Error> {
        T::read_fields(Fields { entries, names: T::NAMES })
    }
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: Read> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: de::Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer).map(Some)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Read> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or null")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Seed::new())? {
            list.push(item);
        }
        Ok(list)
    }
}

struct SmolStrVisitor;

impl Visitor<'_> for SmolStrVisitor {
    type Value = SmolStr;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<SmolStr, E> {
        Ok(SmolStr::new(text))
    }
}

struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, or a string holding one")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<i64, E> {
        i64::try_from(number).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<i64, E> {
        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

struct FloatVisitor;

impl Visitor<'_> for FloatVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or a string holding one")
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    // Beyond 2^53 the nearest number that has a place in 64 bits.
    #[allow(clippy::cast_precision_loss)]
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<f64, E> {
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Error, Value, json};

    use super::Read;

    fn float(value: Value) -> Result<f64, Error> {
        f64::read(value)
    }

    #[test]
    fn numbers_with_a_fraction_are_read_however_they_are_written() -> Result<(), Error> {
        for (value, expected) in [(json!(0.5), 0.5), (json!("-0.5"), -0.5), (json!(3), 3.0)] {
            assert_eq!(float(value)?.to_string(), expected.to_string());
        }
        assert_eq!(format!("{:?}", Vec::<f64>::read(json!([1, "2.5"]))?), "[1.0, 2.5]");
        assert!(Vec::<f64>::read(json!(null))?.is_empty());
        assert_eq!(Option::<f64>::read(json!(null))?, None);
        Ok(())
    }

    #[test]
    fn what_json_cannot_write_as_a_number_is_none() {
        for value in [json!("NaN"), json!("inf"), json!("1e999"), json!(""), json!(true), json!([])]
        {
            assert!(float(value.clone()).is_err(), "{value}");
        }
    }
}
