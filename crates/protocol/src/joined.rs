//! Lists that are sent as one text, joined by commas: for `#[serde(with = "…")]` on the fields of a request.
//!
//! An item that is empty or contains a comma is refused, because it could not be read back. An empty list is
//! an empty text.

use std::fmt::{self, Write};
use std::marker::PhantomData;
use std::str::FromStr;

use memchr::memchr_iter;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::ser::{Error, Serializer};
use serde_json::Value;

/// An item of a list that is sent joined by commas.
pub trait Item {
    /// Appends the item to `text`.
    fn push_to(&self, text: &mut String);
}

impl Item for i64 {
    // Faster than formatting, which matters in long lists.
    #[inline]
    fn push_to(&self, text: &mut String) {
        text.push_str(itoa::Buffer::new().format(*self));
    }
}

impl Item for f64 {
    #[inline]
    fn push_to(&self, text: &mut String) {
        write!(text, "{self}").expect("writing to a string does not fail");
    }
}

impl Item for bool {
    #[inline]
    fn push_to(&self, text: &mut String) {
        text.push_str(if *self { "true" } else { "false" });
    }
}

impl Item for String {
    #[inline]
    fn push_to(&self, text: &mut String) {
        self.as_str().push_to(text);
    }
}

impl Item for str {
    #[inline]
    fn push_to(&self, text: &mut String) {
        text.push_str(self);
    }
}

/// Writes the items as one text.
///
/// # Errors
///
/// An item is empty or contains a comma.
pub fn serialize<T: Item, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&join::<T, S::Error>(items)?)
}

/// Reads the items from one text. In a self-describing format, also reads a list or a single number.
///
/// # Errors
///
/// An item is empty or cannot be parsed as a `T`.
pub fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    if deserializer.is_human_readable() {
        // A list is accepted too, because people write lists by hand.
        deserializer.deserialize_any(JoinedVisitor(PhantomData))
    } else {
        deserializer.deserialize_str(JoinedVisitor(PhantomData))
    }
}

/// The same for a list that may be absent.
pub mod option {
    use std::str::FromStr;

    use serde::de::{Deserialize, Deserializer};
    use serde::ser::{Serialize, Serializer};

    use super::Item;

    /// A list that is present.
    struct Joined<T>(Vec<T>);

    impl<'de, T: FromStr> Deserialize<'de> for Joined<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            super::deserialize(deserializer).map(Self)
        }
    }

    /// Writes the items as one text, if there is a list.
    ///
    /// # Errors
    ///
    /// An item is empty or contains a comma.
    pub fn serialize<T: Item, S: Serializer>(
        items: &Option<Vec<T>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = items.as_deref().map(super::join::<T, S::Error>).transpose()?;
        text.serialize(serializer)
    }

    /// Reads the items from one text, if there is one.
    ///
    /// # Errors
    ///
    /// An item is empty or cannot be parsed as a `T`.
    pub fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<T>>, D::Error> {
        Ok(Option::<Joined<T>>::deserialize(deserializer)?.map(|joined| joined.0))
    }
}

fn join<T: Item, E: Error>(items: &[T]) -> Result<String, E> {
    // Capacity for ids of usual length, so that the text does not have to grow.
    let mut text = String::with_capacity(items.len() * 16);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        let start = text.len();
        item.push_to(&mut text);
        if text.len() == start {
            return Err(E::custom(format_args!("item {index} of a joined list is empty")));
        }
    }
    // Counting at the end takes a fraction of the time of a search in each item.
    if memchr_iter(b',', text.as_bytes()).count() >= items.len().max(1) {
        return Err(E::custom("an item of a joined list holds a comma"));
    }
    Ok(text)
}

fn split<T: FromStr, E: de::Error>(text: &str) -> Result<Vec<T>, E> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    text.split(',').map(parse).collect()
}

fn parse<T: FromStr, E: de::Error>(item: &str) -> Result<T, E> {
    match item.parse() {
        Ok(value) if !item.is_empty() => Ok(value),
        _ => Err(E::invalid_value(de::Unexpected::Other("an item"), &EXPECTED)),
    }
}

/// Expected form, for error messages.
const EXPECTED: &str = "items joined by commas";

struct JoinedVisitor<T>(PhantomData<T>);

impl<'de, T: FromStr> Visitor<'de> for JoinedVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<T>, E> {
        split(text)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Vec<T>, E> {
        split(&number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Vec<T>, E> {
        split(&number.to_string())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element::<Value>()? {
            let text = match item {
                Value::String(text) => text,
                other => other.to_string(),
            };
            items.push(parse(&text)?);
        }
        Ok(items)
    }
}
