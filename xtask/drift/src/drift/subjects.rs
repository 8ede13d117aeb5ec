//! What a departure is about, in the words of changes: these go by the path of wire names, a
//! departure about a field of an object by the object's name.

use crate::compare::error_subject;
use xtask_pages::facts::ErrorCode;
use xtask_spec::spec::{Departure, Endpoint, Field};

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
    let own = || vec![departure.subject.value.clone()];
    match departure.parts().as_slice() {
        ["errors", "omitted"] => omitted(endpoint, departure),
        [table @ ("parameters" | "response" | "errors"), name, key] => {
            let names = names(endpoint, &format!("{table}.{name}"), name);
            covered(names.iter().map(|name| format!("{table}.{name}")).collect(), key)
        }
        ["types", object, name, key] => covered(uses(endpoint, object, name), key),
        _ => Covered { subjects: own(), below: false },
    }
}

/// Under another name, the whole thing comes and goes.
fn covered(names: Vec<String>, key: &str) -> Covered {
    match key {
        "name" | "code" | "sub_code" => Covered { subjects: names, below: true },
        _ => {
            let subjects = names.iter().map(|name| format!("{name}.{key}")).collect();
            Covered { subjects, below: false }
        }
    }
}

/// Codes that the page lists and the spec cannot hold.
fn omitted(endpoint: &Endpoint, departure: &Departure) -> Covered {
    let codes: Vec<ErrorCode> = serde_json::from_str(&departure.page).unwrap_or_default();
    let subjects = codes.iter().map(error_subject);
    let held: Vec<_> =
        endpoint.errors.iter().map(|error| format!("errors.{}", error.code.value)).collect();
    Covered { subjects: subjects.filter(|it| !held.contains(it)).collect(), below: true }
}

/// Returns the wire name and the one that the page prints.
fn names(endpoint: &Endpoint, subject: &str, name: &str) -> Vec<String> {
    let printed = |key: &str| {
        let subject = format!("{subject}.{key}");
        let departure = endpoint.departures.iter().find(|it| it.subject.value == subject)?;
        Some(departure.page.value.clone()).filter(|it| !it.is_empty())
    };
    let mut names = vec![name.to_owned()];
    if subject.starts_with("errors.") {
        names.extend(printed("code"));
        let sub_code = printed("sub_code").into_iter();
        let with_sub_code: Vec<_> = sub_code
            .flat_map(|sub_code| names.iter().map(move |code| format!("{code}/{sub_code}")))
            .collect();
        names.extend(with_sub_code);
    } else {
        names.extend(printed("name"));
    }
    names
}

/// Returns the paths of a field wherever its object is used.
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
