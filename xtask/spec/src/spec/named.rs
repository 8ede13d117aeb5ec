//! Tables whose keys are names: `[ids.NAME]`, `[parameters.NAME]`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::spec::spanned::Text;

/// An entry of a table of named entries.
pub(crate) trait Named {
    /// Takes over the key of the entry.
    fn set_name(&mut self, name: Text);
}

/// Deserializes a table of named entries, in the order of the file.
pub(crate) fn named<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Named + Deserialize<'de>,
{
    deserializer.deserialize_map(Entries(PhantomData))
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Named + Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some((name, mut entry)) = map.next_entry::<Text, T>()? {
            let start = name.span.range.start;
            entry.set_name(name);
            entries.push((start, entry));
        }
        entries.sort_by_key(|(start, _)| *start);
        Ok(entries.into_iter().map(|(_, entry)| entry).collect())
    }
}
