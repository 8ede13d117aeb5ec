//! What the generated code of an endpoint no longer offers as it did.

use std::collections::BTreeSet;

use super::comparison::{Comparison, broken, differing};
use super::groups;
use super::leaves::ancestors;
use super::surface::{Item, Surface};
use crate::compare::{Change, Kind, Verdict};

/// Notes every difference that reaches the code of callers, and takes back what does not.
pub(super) fn compare(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    let grouped = groups::compare(old, new, comparison);
    if old.in_result == new.in_result {
        items(old, new, comparison, &grouped);
    } else {
        payload(old, new, comparison);
    }
    structs(old, new, comparison);
    offers(old, new, comparison);
    either(old, new, comparison);
}

fn items(old: &Surface, new: &Surface, comparison: &mut Comparison, grouped: &BTreeSet<String>) {
    for (path, before) in &old.items {
        let gone = |path: &str| is_item(old, path) && !is_item(new, path);
        match new.items.get(path) {
            Some(after) => item(path, before, after, comparison, grouped),
            None if ancestors(path).any(gone) => {}
            None => comparison.note(broken(
                path.clone(),
                Kind::Removed,
                &before.ty,
                "",
                format!("the field `{}` goes", before.name),
            )),
        }
    }
    for (path, after) in new.items.iter().filter(|(path, _)| !is_item(old, path)) {
        let came = |path: &str| is_item(new, path) && !is_item(old, path);
        if !ancestors(path).any(came) {
            comparison.note(Change {
                subject: path.clone(),
                kind: Kind::Added,
                old: None,
                new: Some(after.ty.clone()),
                verdict: Verdict::Compatible,
                consequence: format!("a new field `{}`", after.name),
            });
        }
    }
}

fn is_item(surface: &Surface, path: &str) -> bool {
    surface.items.contains_key(path)
}

fn item(
    path: &str,
    before: &Item,
    after: &Item,
    comparison: &mut Comparison,
    grouped: &BTreeSet<String>,
) {
    if before.name != after.name {
        comparison.note(broken(
            format!("{path}.rust"),
            Kind::Changed,
            &before.name,
            &after.name,
            format!("the field `{}` becomes `{}`", before.name, after.name),
        ));
    }
    if let (Some(_), Some(label)) = (&before.label, &after.label)
        && before.label != after.label
    {
        let holder = path.rsplit_once('.').map_or(path, |(holder, _)| holder);
        comparison.note(Change {
            subject: format!("{holder}.type"),
            kind: Kind::Changed,
            old: before.label.clone(),
            new: after.label.clone(),
            verdict: Verdict::Compatible,
            consequence: format!("errors about broken limits say `{label}`"),
        });
    }
    let keys = [
        "type",
        "type.rust",
        "id",
        "enum",
        "secret",
        "optional",
        "required",
        "separator",
        "items",
        "encoding",
    ];
    let key = differing(&comparison.old, &comparison.new, path, &keys).unwrap_or("type");
    if before.ty == after.ty {
        if before.name == after.name {
            unchanged(&format!("{path}.type"), before.encoding == after.encoding, comparison);
        }
    } else if !grouped.contains(path) {
        // The type of a sent value says whether it is required, which has been told.
        let key = match differing(&comparison.old, &comparison.new, path, &["id", "enum", "secret"])
        {
            Some(reason) => reason,
            None => key,
        };
        comparison.note(broken(
            format!("{path}.{key}"),
            Kind::Changed,
            &before.ty,
            &after.ty,
            format!("the field `{}` is `{}`, was `{}`", after.name, after.ty, before.ty),
        ));
    }
}

/// A type that is another one on the page and the same in Rust breaks nobody.
fn unchanged(subject: &str, same_encoding: bool, comparison: &mut Comparison) {
    let broken = |it: &&mut Change| it.subject == subject && it.verdict == Verdict::BreaksCallers;
    for change in comparison.changes.iter_mut().filter(broken) {
        (change.verdict, change.consequence) = if same_encoding {
            (Verdict::DocumentationOnly, "the Rust type stays".to_owned())
        } else {
            (Verdict::Compatible, "it travels in another way, the Rust type stays".to_owned())
        };
    }
}

/// The fields of `result` are those of the response, or no longer.
fn payload(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    if fields_stay(old, new) {
        let is_moved = |it: &&mut Change| {
            let known = is_item(old, &it.subject) || is_item(new, &it.subject);
            it.subject.starts_with("response.") && (known || it.subject == "response.result")
        };
        let broken = |it: &&mut Change| it.verdict == Verdict::BreaksCallers;
        for change in comparison.changes.iter_mut().filter(is_moved).filter(broken) {
            change.verdict = Verdict::Compatible;
            "the fields of `Response` stay".clone_into(&mut change.consequence);
        }
        return;
    }
    let consequence = if old.in_result {
        "the fields of `result` are no longer those of `Response`, but of its field `result`"
    } else {
        "the fields of `result` become those of `Response`"
    };
    let told = comparison.changes.iter().any(|it| {
        let beside = it.subject.strip_prefix("response.");
        let beside = beside.is_some_and(|it| !it.contains('.') || it == "result.type");
        beside && it.verdict == Verdict::BreaksCallers
    });
    if !told {
        comparison.note(broken(
            "response.result".to_owned(),
            Kind::Changed,
            "",
            "",
            consequence.to_owned(),
        ));
    }
}

/// Returns whether the response has the same fields, and perhaps more, although they stand elsewhere.
fn fields_stay(old: &Surface, new: &Surface) -> bool {
    let root = |it: &Surface| if it.in_result { "response.result" } else { "response" };
    let (before, after) = (root(old), root(new));
    let stays = |(path, item): (&String, &Item)| {
        let Some(inner) = path.strip_prefix(before).filter(|it| it.starts_with('.')) else {
            return true;
        };
        let other = new.items.get(&format!("{after}{inner}"));
        other.is_some_and(|other| (&other.name, &other.ty) == (&item.name, &item.ty))
    };
    let arguments = |it: &Surface, root| it.structs.get(root).map(|it| it.arguments.clone());
    old.items.iter().all(stays) && arguments(old, before) == arguments(new, after)
}

fn structs(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    for (path, before) in &old.structs {
        let Some(after) = new.structs.get(path) else { continue };
        let name = &after.name;
        // A number with a fraction takes both, which is told where it comes in.
        let below = format!("{path}.");
        let told = comparison
            .changes
            .iter()
            .any(|it| it.subject.starts_with(&below) && it.verdict == Verdict::BreaksCallers);
        for lost in before.derives.difference(&after.derives).filter(|_| !told) {
            comparison.note(broken(
                format!("{name}: {lost}"),
                Kind::Removed,
                "",
                "",
                format!("`{name}` no longer is `{lost}`"),
            ));
        }
        let (known, now): (BTreeSet<_>, BTreeSet<_>) =
            (before.arguments.iter().collect(), after.arguments.iter().collect());
        for wire in now.symmetric_difference(&known) {
            let path = format!("{path}.{wire}");
            // Where both have the field, its type decides.
            let (was, is) = (old.items.get(&path), new.items.get(&path));
            if was.is_none() || is.is_none() {
                let more = is.is_some();
                let how = if more { "more" } else { "less" };
                comparison.note(broken(
                    path.clone(),
                    if more { Kind::Added } else { Kind::Removed },
                    was.map_or("", |it| &it.ty),
                    is.map_or("", |it| &it.ty),
                    format!("`{name}::new` takes one argument {how}"),
                ));
            } else if was.zip(is).is_some_and(|(was, is)| was.ty == is.ty) {
                let key = ["required", "optional"];
                let key = differing(&comparison.old, &comparison.new, &path, &key);
                comparison.note(broken(
                    format!("{path}.{}", key.unwrap_or("type")),
                    Kind::Changed,
                    "",
                    "",
                    format!("`{name}::new` takes other arguments"),
                ));
            }
        }
        let common = |arguments: &[String]| {
            let both = |it: &&String| known.contains(it) && now.contains(it);
            arguments.iter().filter(both).cloned().collect::<Vec<_>>()
        };
        let (before, after) = (common(&before.arguments), common(&after.arguments));
        if before != after {
            comparison.note(broken(
                format!("{name}::new"),
                Kind::Changed,
                &before.join(", "),
                &after.join(", "),
                "it takes its arguments in another order".to_owned(),
            ));
        }
    }
}

/// Compares constants, names of errors and types of traits. One that disappears together with its owner is
/// reported with the owner.
fn offers(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    for ((path, keys), before) in &old.offers {
        let after = new.offers.get(&(path.clone(), keys.clone()));
        let name = |it: &Surface| it.items.get(path).map(|it| it.name.clone());
        let stays = comparison.new.elements.contains_key(path);
        if after == Some(before) || !stays || name(old) != name(new) {
            continue;
        }
        let key = differing(&comparison.old, &comparison.new, path, keys).unwrap_or(keys[0]);
        let (kind, consequence) = match after {
            Some(after) => (Kind::Changed, format!("`{before}` becomes `{after}`")),
            None => (Kind::Removed, format!("`{before}` goes")),
        };
        let new = after.map_or("", String::as_str);
        comparison.note(broken(format!("{path}.{key}"), kind, before, new, consequence));
    }
}

/// A request that was sent and is refused now breaks callers.
fn either(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    for (name, after) in &new.either {
        let Some(before) = old.either.get(name) else { continue };
        let taken = after.takes_all_of(before);
        for key in ["members", "need"] {
            let subject = format!("either.{name}");
            let [was, is] = [&comparison.old, &comparison.new]
                .map(|leaves| leaves.get(&subject, key).map(str::to_owned));
            if was != is {
                let (verdict, consequence) = if taken {
                    (Verdict::Compatible, "every request that was sent is sent")
                } else {
                    (Verdict::BreaksCallers, "requests that were sent are refused")
                };
                comparison.note(Change {
                    subject: format!("{subject}.{key}"),
                    kind: Kind::Changed,
                    old: was,
                    new: is,
                    verdict,
                    consequence: consequence.to_owned(),
                });
            }
        }
    }
}
