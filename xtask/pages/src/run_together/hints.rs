//! Names and values that the examples of a page hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::vocabulary::names::comparable;
use crate::vocabulary::spelling::head;

/// More than any page has; what comes after adds nothing.
const MOST_NAMES: usize = 4000;
const MOST_VALUES: usize = 4;
const LONGEST_VALUE: usize = 200;

/// The values of every name that occurs in an example.
#[derive(Default)]
pub(crate) struct Hints {
    values: BTreeMap<String, Vec<String>>,
    /// What samples for the SDK set, by comparable names.
    set: BTreeSet<String>,
}

impl Hints {
    pub(crate) fn collect(page: &str) -> Self {
        let mut hints = Self::default();
        for line in page.lines() {
            if hints.values.len() >= MOST_NAMES {
                break;
            }
            hints.json(line);
            hints.form(line.trim());
            hints.setters(line);
        }
        hints
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        self.values.contains_key(name) || self.set.contains(&comparable(name))
    }

    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values.get(name).into_iter().flatten().map(String::as_str)
    }

    /// Reads `"name": value`, any number of times on a line.
    fn json(&mut self, line: &str) {
        let mut parts = line.split(['"', '“', '”']).peekable();
        parts.next();
        while let Some(name) = parts.next() {
            let Some(between) = parts.peek().copied() else { break };
            let Some(value) = between.trim_start().strip_prefix([':', '：']) else { continue };
            parts.next();
            let bare = value.trim().trim_end_matches([',', '}', ']', '{', '[']).trim();
            if !bare.is_empty() {
                self.insert(name, bare);
            } else if value.trim().is_empty() {
                let text = parts.next().unwrap_or_default();
                parts.next();
                self.insert(name, text);
            } else {
                self.insert(name, "");
            }
        }
    }

    /// Reads `-d 'name=value'`, and the assignments of the script samples.
    fn form(&mut self, line: &str) {
        let data = ["-d ", "--data ", "--data-raw ", "--data-urlencode "];
        let line = line.strip_suffix('\\').unwrap_or(line).trim();
        if let Some(pair) = data.iter().find_map(|option| line.strip_prefix(option)) {
            for pair in pair.trim_matches(['\'', '"', ' ']).split('&') {
                if let Some((name, value)) = pair.split_once('=') {
                    self.insert(name, value);
                }
            }
        } else if let Some((name, value)) =
            line.strip_prefix("req.").and_then(|pair| pair.split_once('='))
        {
            self.insert(name, value.trim_matches(['"', '\'', ' ']));
        }
    }

    /// Reads `obj.setDeptId(2L)`, any number of times on a line.
    fn setters(&mut self, line: &str) {
        for call in line.split(".set").skip(1) {
            let end = call.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(call.len());
            if call[end..].starts_with('(') && self.set.len() < MOST_NAMES {
                self.set.insert(comparable(head(&call[..end], LONGEST_VALUE)));
            }
        }
    }

    fn insert(&mut self, name: &str, value: &str) {
        let is_name = !name.is_empty()
            && name.len() <= 64
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
        if !is_name || self.values.len() >= MOST_NAMES {
            return;
        }
        let values = self.values.entry(name.to_owned()).or_default();
        let fits = value.contains(char::is_alphanumeric)
            && value.len() <= LONGEST_VALUE
            && values.len() < MOST_VALUES;
        if fits && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
}
