//! Names found in the examples of a page.

use std::collections::BTreeSet;

use crate::vocabulary::names::comparable;
use crate::vocabulary::pattern::Pattern;

/// `"name":` in JSON, `-d 'name=` and `req.name=` in samples, and `obj.setDeptId(` in those of the SDK.
static NAME: Pattern = Pattern::new(
    r#"["“”](?P<json>[\w.-]{1,64})["“”]\s*[:：]|(?:-d '|--data(?:-raw|-urlencode)? '|req\.|&)(?P<sample>[\w.-]{1,64})=|\.set(?P<setter>[A-Za-z0-9]{1,64})\("#,
);

/// Names in examples, and those of setters, which can only be compared loosely.
pub(super) struct Hints<'a> {
    names: BTreeSet<&'a str>,
    set: BTreeSet<String>,
}

impl<'a> Hints<'a> {
    pub(super) fn collect(page: &'a str) -> Self {
        let mut hints = Self { names: BTreeSet::new(), set: BTreeSet::new() };
        for found in NAME.captures_iter(page) {
            hints
                .names
                .extend(found.name("json").or(found.name("sample")).map(|name| name.as_str()));
            hints.set.extend(found.name("setter").map(|name| comparable(name.as_str())));
        }
        hints
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        self.names.contains(name) || self.set.contains(&comparable(name))
    }
}
