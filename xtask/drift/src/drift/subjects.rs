//! Which departures a change is about. Changes go by the path of wire names, a departure about a
//! field of an object by the object's name.

use crate::compare::error_subject;
use xtask_pages::facts::ErrorCode;
use xtask_spec::spec::{Departure, Endpoint, Field};

/// Returns the subjects of the departures that account for a change: that on the key which changed, and
/// those on the names of all that it stands in, for under another name the whole thing comes and goes.
pub(super) fn subjects(endpoint: &Endpoint, change: &str) -> Vec<String> {
    let mut found = Found { endpoint, subjects: vec![change.to_owned()] };
    match change.split_once('.') {
        Some(("parameters", path)) => found.fields("parameters", &endpoint.parameters, path),
        Some(("response", path)) => found.fields("response", &endpoint.response, path),
        Some(("errors", path)) => found.errors(path),
        _ => {}
    }
    found.subjects
}

struct Found<'a> {
    endpoint: &'a Endpoint,
    subjects: Vec<String>,
}

impl<'a> Found<'a> {
    fn fields(&mut self, owner: &str, fields: &'a [Field], path: &str) {
        for field in fields {
            let at = format!("{owner}.{}", field.name.value);
            let mut names = vec![field.name.value.clone()];
            names.extend(self.printed(&at, "name"));
            for rest in names.iter().filter_map(|name| below(path, name)) {
                self.found(&at, &["name"], rest);
                let object = field.ty.object().and_then(|name| self.endpoint.object(name));
                if let Some(object) = object {
                    self.fields(&format!("types.{}", *object.name), &object.fields, rest);
                }
            }
        }
    }

    fn errors(&mut self, path: &str) {
        let mut is_held = false;
        for error in &self.endpoint.errors {
            let at = format!("errors.{}", error.code.value);
            let mut names = vec![error.code.to_string()];
            names.extend(self.printed(&at, "code"));
            if let Some(sub_code) = self.printed(&at, "sub_code") {
                names.extend(names.clone().iter().map(|code| format!("{code}/{sub_code}")));
            }
            for rest in names.iter().filter_map(|name| below(path, name)) {
                is_held = true;
                self.found(&at, &["code", "sub_code"], rest);
            }
        }
        let omitted = self.printed("errors", "omitted").unwrap_or_default();
        let omitted: Vec<ErrorCode> = serde_json::from_str(&omitted).unwrap_or_default();
        let path = format!("errors.{path}");
        if !is_held && omitted.iter().any(|it| below(&path, &error_subject(it)).is_some()) {
            self.subjects.push("errors.omitted".to_owned());
        }
    }

    /// Notes what stands `at` a subject: the keys that name it, and the key that is the `rest` of a path.
    fn found(&mut self, at: &str, names: &[&str], rest: &str) {
        let keys = names.iter().copied().chain(Some(rest).filter(|rest| !rest.is_empty()));
        self.subjects.extend(keys.map(|key| format!("{at}.{key}")));
    }

    /// Returns what a departure says that the page prints under a key, if it prints anything there.
    fn printed(&self, at: &str, key: &str) -> Option<String> {
        let subject = format!("{at}.{key}");
        let is_it = |it: &&Departure| it.subject.value == subject;
        let departure = self.endpoint.departures.iter().find(is_it)?;
        Some(departure.page.value.clone()).filter(|it| !it.is_empty())
    }
}

/// Returns what follows a name in a path that begins with it: nothing where that is all of the path.
fn below<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(name)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}
