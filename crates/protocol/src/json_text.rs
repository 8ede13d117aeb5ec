//! Values that are sent as a text with their JSON: for `#[serde(with = "…")]` on the fields of a request with
//! a JSON body. In a form or a query no attribute is needed.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Error, Serialize, Serializer};

use crate::nulls::without_nulls;

/// Writes the value's JSON as a text.
///
/// # Errors
///
/// The value cannot be represented as JSON.
pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&json::<T, S::Error>(value)?)
}

/// Reads the value from a text with its JSON.
///
/// # Errors
///
/// The text is not JSON, or not that of a `T`.
pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    serde_json::from_str(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// The same for a value that may be absent.
pub mod option {
    use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
    use serde::ser::{Serialize, Serializer};

    /// Writes the value's JSON as a text, if there is a value.
    ///
    /// # Errors
    ///
    /// The value cannot be represented as JSON.
    pub fn serialize<T: Serialize, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().map(super::json::<T, S::Error>).transpose()?.serialize(serializer)
    }

    /// Reads the value from a text with its JSON, if there is one.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or not that of a `T`.
    pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| serde_json::from_str(&text)).transpose().map_err(D::Error::custom)
    }
}

/// Returns the value's JSON as it is sent.
pub(crate) fn json<T: Serialize, E: Error>(value: &T) -> Result<String, E> {
    serde_json::to_string(value).map(without_nulls).map_err(E::custom)
}
