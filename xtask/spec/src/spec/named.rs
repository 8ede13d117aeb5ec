//! Tables whose keys are names: `[ids.NAME]`, `[parameters.NAME]`.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer};
use toml::Spanned;

/// Deserializes a table of named entries, in the order of the file. Each entry also has its name as a field.
pub(crate) fn named<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let entries = BTreeMap::<Spanned<String>, T>::deserialize(deserializer)?;
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}
