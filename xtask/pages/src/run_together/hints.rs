//! Names and values that the examples of a page hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::vocabulary::names::comparable;
use crate::vocabulary::pattern::Pattern;

/// `"name": "text"` and `"name": 1` of JSON, and `-d 'name=value'` and `req.name=value` of samples.
static PAIR: Pattern = Pattern::new(
    r#"["“”](?P<name>[\w.-]{1,64})["“”]\s*[:：]\s*(?:["“”](?P<text>[^"“”]{0,200})["“”]|(?P<bare>[^\s,\[\]{}]{0,200}))|(?:-d '|--data(?:-raw|-urlencode)? '|req\.|&)(?P<name2>[\w.-]{1,64})=["']?(?P<value>[^&'"\n]{0,200})"#,
);

/// `obj.setDeptId(2L)`
static SETTER: Pattern = Pattern::new(r"\.set(?P<name>[A-Za-z0-9]{1,64})\(");

/// The values of every name that occurs in an example.
pub(super) struct Hints<'a> {
    values: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// What samples for the SDK set, by comparable names.
    set: BTreeSet<String>,
}

impl<'a> Hints<'a> {
    pub(super) fn collect(page: &'a str) -> Self {
        let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for pair in PAIR.captures_iter(page) {
            let first = |groups: &[&str]| groups.iter().find_map(|group| pair.name(group));
            let Some(name) = first(&["name", "name2"]) else { continue };
            let values = values.entry(name.as_str()).or_default();
            let value = first(&["text", "bare", "value"]).map_or("", |value| value.as_str());
            values.extend(Some(value).filter(|value| value.contains(char::is_alphanumeric)));
        }
        let set = SETTER.captures_iter(page).map(|setter| comparable(&setter["name"])).collect();
        Self { values, set }
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        self.values.contains_key(name) || self.set.contains(&comparable(name))
    }

    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.values.get(name).into_iter().flatten().copied()
    }
}
