//! Values with the span they were read from.

use std::cell::Cell;
use std::ops::{Deref, Range};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml::de::DeTable;

/// Index of a file within [`crate::load::Sources`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub usize);

/// A range of bytes of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub file: FileId,
    pub range: Range<usize>,
}

/// A value and the span it was read from. Comparisons ignore spans.
#[derive(Debug, Clone, Default)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// A text of the specification.
pub type Text = Spanned<String>;

/// For values that are not in any file.
impl<T> From<T> for Spanned<T> {
    fn from(value: T) -> Self {
        Self { value, span: Span::default() }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

thread_local! {
    /// File that is being deserialized: serde provides ranges, but not the file.
    static FILE: Cell<FileId> = const { Cell::new(FileId(0)) };
}

/// Deserializes the content of a file. The spans of all [`Spanned`] values are in `file`.
pub(crate) fn from_toml<'de, T: Deserialize<'de>>(
    file: FileId,
    table: toml::Spanned<DeTable<'de>>,
) -> Result<T, toml::de::Error> {
    FILE.set(file);
    T::deserialize(toml::Deserializer::from(table))
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = toml::Spanned::<T>::deserialize(deserializer)?;
        let span = Span { file: FILE.get(), range: spanned.span() };
        Ok(Self { value: spanned.into_inner(), span })
    }
}

/// Without the span.
impl<T: Serialize> Serialize for Spanned<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
