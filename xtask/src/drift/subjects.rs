//! What a departure is about, in the words of changes: these go by the path of wire names, a
//! departure about a field of an object by the object's name.

use crate::spec::{Departure, Endpoint, Field};

/// The subjects of changes that a departure accounts for.
#[derive(Debug, Default)]
pub(super) struct Covered {
    subjects: Vec<String>,
    /// Whether the subjects below them count as well.
    below: bool,
}

impl Covered {
    pub(super) fn has(&self, subject: &str) -> bool {
        self.subjects.iter().any(|own| {
            let rest = subject.strip_prefix(own.as_str());
            rest.is_some_and(|rest| rest.is_empty() || self.below && rest.starts_with('.'))
        })
    }
}

pub(super) fn subjects(endpoint: &Endpoint, departure: &Departure) -> Covered {
    let subject = departure.subject.value.as_str();
    let parts: Vec<&str> = subject.split('.').collect();
    match parts.as_slice() {
        ["examples", _] => Covered { subjects: vec![subject.to_owned()], below: true },
        ["parameters" | "response" | "errors", name, key] => {
            let names = names(endpoint, &format!("{}.{name}", parts[0]), name);
            covered(names.iter().map(|name| format!("{}.{name}", parts[0])).collect(), key)
        }
        ["types", object, name, key] => covered(uses(endpoint, object, name), key),
        _ => Covered { subjects: vec![subject.to_owned()], below: false },
    }
}

/// Under another name, the whole thing comes and goes.
fn covered(names: Vec<String>, key: &str) -> Covered {
    match key {
        "name" | "code" => Covered { subjects: names, below: true },
        _ => {
            let subjects = names.iter().map(|name| format!("{name}.{key}")).collect();
            Covered { subjects, below: false }
        }
    }
}

/// The wire name and the one that the page prints.
fn names(endpoint: &Endpoint, subject: &str, name: &str) -> Vec<String> {
    let key = if subject.starts_with("errors.") { "code" } else { "name" };
    let subject = format!("{subject}.{key}");
    let printed = endpoint.departures.iter().filter(|it| it.subject.value == subject);
    let printed = printed.map(|it| it.page.value.clone()).filter(|it| !it.is_empty());
    std::iter::once(name.to_owned()).chain(printed).collect()
}

/// The paths of a field wherever its object is used.
fn uses(endpoint: &Endpoint, object: &str, name: &str) -> Vec<String> {
    let mut walk = Walk { endpoint, object, name, found: Vec::new() };
    for parameter in &endpoint.parameters {
        let wire = &parameter.name.value;
        for name in names(endpoint, &format!("parameters.{wire}"), wire) {
            walk.inside(parameter.ty.object(), &format!("parameters.{name}"), &mut Vec::new());
        }
    }
    walk.fields("response", "response", &endpoint.response, &mut Vec::new());
    walk.found
}

struct Walk<'a> {
    endpoint: &'a Endpoint,
    object: &'a str,
    name: &'a str,
    found: Vec<String>,
}

impl<'a> Walk<'a> {
    fn inside(&mut self, object: Option<&'a str>, path: &str, within: &mut Vec<&'a str>) {
        let object = object.filter(|name| !within.contains(name));
        let Some(object) = object.and_then(|name| self.endpoint.object(name)) else { return };
        within.push(&object.name);
        self.fields(&format!("types.{}", object.name.value), path, &object.fields, within);
        within.pop();
    }

    fn fields(&mut self, owner: &str, path: &str, fields: &'a [Field], within: &mut Vec<&'a str>) {
        for field in fields {
            let wire = &field.name.value;
            let wanted = within.last() == Some(&self.object) && wire == self.name;
            for name in names(self.endpoint, &format!("{owner}.{wire}"), wire) {
                let path = format!("{path}.{name}");
                self.inside(field.ty.object(), &path, within);
                if wanted {
                    self.found.push(path);
                }
            }
        }
    }
}
