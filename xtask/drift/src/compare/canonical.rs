//! Canonical form of facts: equal facts have the same one.

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use xtask_pages::facts::{Field, Page, Place};

/// Returns the facts without file and remarks, sorted where order has no meaning.
pub fn canonical(page: &Page) -> Page {
    let mut page = page.of_endpoint();
    page.content_type = page.content_type.as_deref().map(content_type);
    set(&mut page.hosts);
    set(&mut page.permissions);
    page.app_types.sort_by_key(|app| *app as u8);
    page.app_types.dedup();
    for parameter in &mut page.parameters {
        let place = parameter.place;
        canonical_fields(std::slice::from_mut(parameter), place);
    }
    page.parameters.sort_by(by_name);
    canonical_fields(&mut page.response, None);
    page.errors.sort_by_cached_key(json);
    page.errors.dedup();
    for example in [&mut page.examples.request, &mut page.examples.response] {
        *example = example.take().map(canonical_value);
    }
    if let Some(Value::String(sample)) = &mut page.examples.request {
        let mut sent: Vec<&str> = sample.split('&').collect();
        sent.sort_unstable();
        *sample = sent.join("&");
    }
    page
}

/// Returns a hash of the facts of a page. Pages that [`compare_facts`](super::compare_facts) finds equal have
/// the same hash, whatever their layout and location.
pub fn digest(page: &Page) -> String {
    format!("{:032x}", xxh3_128(json(&canonical(page)).as_bytes()))
}

/// Sorts fields, and sets `place` at all depths: fields are sent with their parent.
fn canonical_fields(fields: &mut [Field], place: Option<Place>) {
    for field in fields.iter_mut() {
        field.place = place;
        set(&mut field.values);
        canonical_fields(&mut field.fields, place);
    }
    fields.sort_by(by_name);
}

fn by_name(a: &Field, b: &Field) -> Ordering {
    (&a.name, a.place).cmp(&(&b.name, b.place)).then_with(|| json(a).cmp(&json(b)))
}

fn set<T: Ord>(items: &mut Vec<T>) {
    items.sort();
    items.dedup();
}

/// Normalises a content type: case and spaces have no meaning.
fn content_type(printed: &str) -> String {
    printed.split_whitespace().collect::<String>().to_ascii_lowercase()
}

/// Sorts the members of objects by name, so that the JSON library's order does not matter.
fn canonical_value(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(canonical_value).collect(),
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            members.into_iter().map(|(name, value)| (name, canonical_value(value))).collect()
        }
        scalar => scalar,
    }
}

/// Returns facts as JSON, which can represent all of them: texts, numbers and lists.
fn json(fact: &impl Serialize) -> String {
    serde_json::to_string(fact).unwrap_or_default()
}
