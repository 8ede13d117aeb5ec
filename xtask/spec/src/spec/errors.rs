//! The error codes of an endpoint.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::spec::spanned::{Spanned, Text};
use crate::spec::words::{ErrorClass, Evidence};

/// An error code of an endpoint.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ErrorCode {
    #[serde(rename = "name", skip_serializing, deserialize_with = "code")]
    pub code: Spanned<i64>,
    /// The name of the constant in Rust.
    pub rust: Option<Text>,
    /// Class that clients can match on, if other codes share the kind of error.
    pub class: Option<Spanned<ErrorClass>>,
    /// Message as printed on the page.
    pub message: Option<Text>,
    /// Message of the Chinese page, if `message` is that of an English one.
    pub message_zh: Option<Text>,
    /// Message in English, if the page prints it in another language or not at all.
    pub meaning: Option<Text>,
    /// Absent if undecided.
    pub advice: Option<Text>,
    /// Whether the page says to try again.
    pub retry: Option<Spanned<bool>>,
    /// Source of the code if the page does not list it.
    pub source: Option<Spanned<Evidence>>,
}

/// Reads the name of the table as a number: the schema accepts only integers.
fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Spanned<i64>, D::Error> {
    let name = Text::deserialize(deserializer)?;
    let value = name.value.parse().map_err(D::Error::custom)?;
    Ok(Spanned { value, span: name.span })
}

impl ErrorCode {
    /// Returns the message in English. Every code of a checked spec has one, unless its meaning is
    /// undecided.
    pub fn english(&self) -> Option<&Text> {
        let message = self.message.as_ref().filter(|it| it.is_ascii());
        self.meaning.as_ref().or(message)
    }

    pub fn is_retry(&self) -> bool {
        self.retry.as_ref().is_some_and(|it| it.value)
    }
}
