//! Visitors that accept a boolean, a number or a text in all forms in which the service writes it.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};

use crate::scalars::{self, Integer};

/// Returns the error for a value that does not fit, without the value: it may be personal data.
pub(crate) fn refused<'de, E: Error>(found: &'static str, reader: &impl Visitor<'de>) -> E {
    E::invalid_type(Unexpected::Other(found), reader)
}

/// Reads a boolean.
pub(crate) struct BooleanReader<V>(pub(crate) V);

impl<'de, V: Visitor<'de>> Visitor<'de> for BooleanReader<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    #[inline]
    fn visit_bool<E: Error>(self, boolean: bool) -> Result<V::Value, E> {
        self.0.visit_bool(boolean)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        if number > 1 {
            return Err(refused("another number", &self));
        }
        self.0.visit_bool(number == 1)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        let Some(boolean) = scalars::boolean(text) else {
            return Err(refused("another text", &self));
        };
        self.0.visit_bool(boolean)
    }
}

/// Reads an integer.
pub(crate) struct IntegerReader<V>(pub(crate) V);

impl<'de, V: Visitor<'de>> Visitor<'de> for IntegerReader<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    #[inline]
    fn visit_i64<E: Error>(self, number: i64) -> Result<V::Value, E> {
        self.0.visit_i64(number)
    }

    #[inline]
    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        self.0.visit_u64(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<V::Value, E> {
        let Some(number) = scalars::whole(number) else {
            return Err(refused("a number with a fraction, or one that is too large", &self));
        };
        self.0.visit_i64(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        match scalars::integer(text) {
            Some(Integer::Signed(number)) => self.0.visit_i64(number),
            Some(Integer::Unsigned(number)) => self.0.visit_u64(number),
            None => Err(refused("another text", &self)),
        }
    }
}

/// Reads a number.
pub(crate) struct FloatReader<V>(pub(crate) V);

impl<'de, V: Visitor<'de>> Visitor<'de> for FloatReader<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<V::Value, E> {
        self.0.visit_i64(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        self.0.visit_u64(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<V::Value, E> {
        self.0.visit_f64(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        let Some(number) = scalars::float(text) else {
            return Err(refused("another text", &self));
        };
        self.0.visit_f64(number)
    }
}

/// Reads a text.
pub(crate) struct TextReader<V>(pub(crate) V);

impl<'de, V: Visitor<'de>> Visitor<'de> for TextReader<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<V::Value, E> {
        self.0.visit_str(if boolean { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<V::Value, E> {
        self.0.visit_string(number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        self.0.visit_string(number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<V::Value, E> {
        // A larger number has lost digits, for example those of a long id.
        if !scalars::is_exact(number) {
            return Err(refused("a number", &self));
        }
        self.0.visit_string(number.to_string())
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.0.visit_str(text)
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<V::Value, E> {
        self.0.visit_borrowed_str(text)
    }

    #[inline]
    fn visit_string<E: Error>(self, text: String) -> Result<V::Value, E> {
        self.0.visit_string(text)
    }
}
