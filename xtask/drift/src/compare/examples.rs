//! Compares examples: by member, as long as that is shorter than the whole.

use serde_json::Value;

use crate::compare::changes::{Changes, documentation, shown};
use xtask_pages::facts::Examples;

/// If there are more differences, they are reported as one.
const MOST: usize = 5;

pub(super) fn compare(old: &Examples, new: &Examples, changes: &mut Changes) {
    compare_one("examples.request", old.request.as_ref(), new.request.as_ref(), changes);
    compare_one("examples.response", old.response.as_ref(), new.response.as_ref(), changes);
}

fn compare_one(subject: &str, old: Option<&Value>, new: Option<&Value>, changes: &mut Changes) {
    let mut leaves = Vec::new();
    match (old, new) {
        (Some(Value::String(old)), Some(Value::String(new))) => {
            let (old, new) = (sent(old), sent(new));
            differences(subject, Some(&old), Some(&new), &mut leaves);
        }
        _ => differences(subject, old, new, &mut leaves),
    }
    if leaves.len() > MOST {
        leaves = vec![(subject.to_owned(), old.cloned(), new.cloned())];
    }
    for (subject, old, new) in leaves {
        let [old, new] = shown(old.as_ref(), new.as_ref());
        changes.differ(&subject, old.as_ref(), new.as_ref(), |_| documentation("only an example"));
    }
}

type Difference = (String, Option<Value>, Option<Value>);

fn differences(subject: &str, old: Option<&Value>, new: Option<&Value>, out: &mut Vec<Difference>) {
    match (old, new) {
        _ if old == new => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                differences(&format!("{subject}.{name}"), old.get(name), new.get(name), out);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for at in 0..old.len().max(new.len()) {
                differences(&format!("{subject}.{at}"), old.get(at), new.get(at), out);
            }
        }
        _ => out.push((subject.to_owned(), old.cloned(), new.cloned())),
    }
}

/// Returns the pairs of a form as an object. Pairs of the same name become a list.
fn sent(sample: &str) -> Value {
    let mut members = serde_json::Map::new();
    for pair in sample.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match members.get_mut(name) {
            None => {
                members.insert(name.to_owned(), value.into());
            }
            Some(Value::Array(values)) => values.push(value.into()),
            Some(first) => *first = Value::Array(vec![first.take(), value.into()]),
        }
    }
    Value::Object(members)
}
