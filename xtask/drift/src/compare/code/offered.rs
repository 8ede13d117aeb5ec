//! Changes in what an endpoint's generated code offers.

use std::collections::BTreeSet;

use super::comparison::Comparison;
use super::leaves::ancestors;
use super::surface::{Field, Offer, Surface};
use crate::compare::change::Kind;
use crate::compare::changes::{breaks, compatible};
use crate::compare::values;

/// For changes whose old and new values exist only in Rust.
const NONE: [Option<String>; 2] = [None, None];

/// Notes every difference that affects callers' code.
pub(super) fn compare(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    if old.in_result == new.in_result {
        fields(old, new, "", comparison);
    } else {
        fields(old, new, "parameters.", comparison);
        payload(old, new, comparison);
    }
    if old.has_success != new.has_success {
        let texts = [&comparison.old, &comparison.new].map(|it| it.get("", "envelope"));
        let judgement = compatible("`server::encode_response` follows");
        comparison.note(
            "envelope",
            Kind::Changed,
            texts.map(|it| it.map(str::to_owned)),
            judgement,
        );
    }
    structs(old, new, comparison);
    offers(old, new, comparison);
    either(old, new, comparison);
}

/// Compares the fields below `root`.
fn fields(old: &Surface, new: &Surface, root: &str, comparison: &mut Comparison) {
    let below =
        |it: &Surface| it.fields.keys().filter(|at| at.starts_with(root)).cloned().collect();
    let (known, now): (BTreeSet<String>, BTreeSet<String>) = (below(old), below(new));
    for path in &known | &now {
        let (before, after) = (old.fields.get(&path), new.fields.get(&path));
        let subject = if after.is_some() { new } else { old }.in_spec(&path);
        match (before, after) {
            (Some(before), Some(after)) => field(&subject, before, after, comparison),
            // Fields within an added or removed field are part of that change.
            (Some(_), _) if ancestors(&path).any(|at| known.contains(at) && !now.contains(at)) => {}
            (_, Some(_)) if ancestors(&path).any(|at| now.contains(at) && !known.contains(at)) => {}
            (Some(before), _) => {
                let judgement = breaks(format!("the field `{}` goes", before.name));
                let texts = [Some(before.ty.clone()), None];
                comparison.note(&subject, Kind::Removed, texts, judgement);
            }
            (_, after) => {
                let Some(after) = after else { continue };
                let judgement = if after.is_argument {
                    breaks(format!("`new` takes one argument more: `{}`", after.name))
                } else {
                    compatible(format!("a new field `{}`", after.name))
                };
                let texts = [None, Some(after.ty.clone())];
                comparison.note(&subject, Kind::Added, texts, judgement);
            }
        }
    }
}

/// Keys that determine a field.
const KEYS: [&str; 11] = [
    "type",
    "rust",
    "id",
    "enum",
    "secret",
    "type.rust",
    "optional",
    "required",
    "separator",
    "items",
    "encoding",
];

fn field(subject: &str, before: &Field, after: &Field, comparison: &mut Comparison) {
    let rust = |field: &Field| format!("{}: {}", field.name, field.ty);
    let (was, is) = (rust(before), rust(after));
    if before.group != after.group {
        let group = before.group.iter().chain(&after.group).next();
        let subject = format!("together.{}", group.map_or("", String::as_str));
        let judgement = breaks("fields of the request move into the struct, or out of it");
        comparison.note(&subject, Kind::Changed, NONE, judgement);
    } else if was != is {
        let judgement = breaks(format!("the field `{was}` becomes `{is}`"));
        comparison.note_key(subject, &KEYS, judgement);
    } else if before.is_argument != after.is_argument {
        comparison.note_key(subject, &KEYS, breaks("`new` takes other arguments"));
    } else if before.encoding != after.encoding {
        let judgement = compatible("it travels in another way, the Rust type stays");
        comparison.note_key(subject, &KEYS, judgement);
    } else if let (Some(old), Some(new)) = (&before.label, &after.label)
        && old != new
    {
        let holder = subject.rsplit_once('.').map_or(subject, |(holder, _)| holder);
        let judgement = compatible(format!("errors about broken limits say `{new}`"));
        comparison.note_key(holder, &["type"], judgement);
    }
}

/// Compares the fields of an answer that are in `result` on one side only. If the fields are the same,
/// callers do not notice.
fn payload(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    let mut before = old.fields.iter().filter(|(path, _)| path.starts_with("response."));
    let stays = before.all(|(path, before)| {
        new.fields.get(path).is_some_and(|after| {
            (&before.name, &before.ty, before.is_argument)
                == (&after.name, &after.ty, after.is_argument)
        })
    });
    if stays {
        let judgement = compatible("the fields of `Response` stay");
        comparison.note("response.result", Kind::Changed, NONE, judgement);
        return;
    }
    let judgement = if old.in_result {
        breaks(
            "the fields of `result` are no longer those of `Response`, but of its field `result`",
        )
    } else {
        breaks("the fields of `result` become those of `Response`")
    };
    let mut is_told = false;
    for kind in [Kind::Removed, Kind::Added] {
        for (path, _) in comparison.tables(kind) {
            if path.starts_with("response.") {
                comparison.note(&path, kind, NONE, judgement.clone());
                is_told = true;
            }
        }
    }
    if !is_told {
        comparison.note("response.result", Kind::Changed, NONE, judgement);
    }
}

fn structs(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    for (path, before) in &old.structs {
        let Some(after) = new.structs.get(path) else { continue };
        let name = &after.name;
        let common = |these: &[String], others: &[String]| {
            let common = these.iter().filter(|it| others.contains(it)).cloned();
            common.collect::<Vec<_>>().join(", ")
        };
        let was = common(&before.arguments, &after.arguments);
        let is = common(&after.arguments, &before.arguments);
        if was != is {
            let judgement = breaks("it takes its arguments in another order");
            let subject = format!("{name}::new");
            comparison.note(&subject, Kind::Changed, [Some(was), Some(is)], judgement);
        }
    }
}

/// Compares constants, names of errors and types of traits. If one is added or removed together with its
/// owner, only the owner is reported.
fn offers(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    let all: BTreeSet<_> = old.offers.keys().chain(new.offers.keys()).collect();
    for at @ (path, keys) in all {
        let (before, after) = (old.offers.get(at), new.offers.get(at));
        let name = |it: &Surface| it.fields.get(path).map(|it| it.name.clone());
        if path.starts_with("errors.") && !comparison.have_both(path) {
            let judgement = match after {
                Some(_) => compatible("a new constant of the code"),
                None => breaks("the constant of the code goes"),
            };
            let texts = [before, after].map(|it| it.map(|it| it.item.clone()));
            comparison.note(path, Kind::between(before, after), texts, judgement);
        }
        if before == after || !comparison.have_both(path) || name(old) != name(new) {
            continue;
        }
        let judgement = match (before, after) {
            (Some(before), Some(after)) if before.item != after.item => {
                breaks(format!("`{}` becomes `{}`", before.item, after.item))
            }
            (_, Some(after @ Offer { limit: Some((kind, limit)), .. })) => {
                let before = before.and_then(|it| it.limit).map(|(_, limit)| limit);
                let (verdict, consequence) = values::limit(*kind, before, Some(*limit));
                let constant = after.item.split(':').next().unwrap_or_default();
                (verdict, format!("`{constant}`: {consequence}"))
            }
            (Some(_), Some(after)) => compatible(format!("`{}` has another value", after.item)),
            (None, Some(after)) => compatible(format!("`{}` comes", after.item)),
            (Some(before), None) => breaks(format!("`{}` goes", before.item)),
            (None, None) => continue,
        };
        comparison.note_key(path, keys, judgement);
    }
}

/// Compares `either` groups. A request that was accepted and is now refused breaks callers.
fn either(old: &Surface, new: &Surface, comparison: &mut Comparison) {
    for (name, after) in &new.either {
        let Some(before) = old.either.get(name) else { continue };
        if before == after {
            continue;
        }
        let judgement = if after.takes_all_of(before) {
            compatible("every request that was sent is sent")
        } else {
            breaks("requests that were sent are refused")
        };
        comparison.note_key(&format!("either.{name}"), &["members", "need"], judgement);
    }
}
