//! Tables whose keys are names: `[ids.NAME]`, `[parameters.NAME]`.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::spec::spanned::Text;

thread_local! {
    /// The keys of the tables around what is being deserialized, the innermost last: serde tells an entry nothing
    /// of its key.
    static KEYS: RefCell<Vec<Text>> = const { RefCell::new(Vec::new()) };
}

/// Returns the key of the entry that is being deserialized, for the field that holds its name.
pub(crate) fn key() -> Text {
    KEYS.with_borrow(|keys| keys.last().cloned()).unwrap_or_default()
}

/// Deserializes a table of named entries, in the order of the file.
pub(crate) fn named<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_map(Entries(PhantomData))
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Text>()? {
            let start = key.span.range.start;
            KEYS.with_borrow_mut(|keys| keys.push(key));
            let entry = map.next_value::<T>();
            KEYS.with_borrow_mut(Vec::pop);
            entries.push((start, entry?));
        }
        entries.sort_by_key(|(start, _)| *start);
        Ok(entries.into_iter().map(|(_, entry)| entry).collect())
    }
}
