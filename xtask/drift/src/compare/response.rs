//! The fields of the answer.

use crate::compare::Kind;
use crate::compare::changes::{Changes, Judgement, breaks, compatible, documentation};
use crate::compare::context::Context;
use crate::compare::pairs::pairs;
use crate::compare::types::{Typed, is_float, is_single_object, respelled};
use xtask_pages::facts::{Field, Page};
use xtask_spec::spec::Api;

pub(super) fn compare(cx: &Context<'_>, changes: &mut Changes) {
    let owner = Owner { subject: "response", before: Some(&cx.old.response), inner: false };
    compare_all(cx, owner, &cx.new.response, changes);
}

/// What holds the fields: the answer, or an object in it.
#[derive(Clone, Copy)]
struct Owner<'a> {
    subject: &'a str,
    /// What it held, if it was a struct.
    before: Option<&'a [Field]>,
    inner: bool,
}

fn compare_all(cx: &Context<'_>, owner: Owner<'_>, after: &[Field], changes: &mut Changes) {
    let before = owner.before.unwrap_or_default();
    for pair in pairs(before, after, |field| field.name.clone(), |a, b| a.ty == b.ty) {
        let Some(any) = pair.0.or(pair.1) else { continue };
        let subject = format!("{}.{}", owner.subject, any.name);
        let envelope = !owner.inner && cx.api.is_envelope(&any.name);
        match pair {
            (Some(old), Some(new)) => compare_one(cx, &subject, envelope, (old, new), changes),
            (Some(old), None) => {
                let judgement = if envelope { in_envelope() } else { removed(cx, owner) };
                changes.removed(&subject, described(old), judgement);
            }
            (None, Some(new)) => {
                let judgement = if envelope { in_envelope() } else { added(cx, owner, new) };
                changes.added(&subject, described(new), judgement);
            }
            (None, None) => {}
        }
    }
}

fn compare_one(
    cx: &Context<'_>,
    subject: &str,
    envelope: bool,
    (old, new): (&Field, &Field),
    changes: &mut Changes,
) {
    let at = |key: &str| format!("{subject}.{key}");
    changes.differ(&at("type"), old.ty.as_ref(), new.ty.as_ref(), |kind| {
        match (kind, Typed::of_field(old), Typed::of_field(new)) {
            _ if envelope => in_envelope(),
            (Kind::Removed, ..) => documentation("the page no longer says"),
            (_, Some(old), Some(new)) => respelled(old, new, &cx.renames),
            _ => documentation("the page now says"),
        }
    });
    changes.differ(&at("example"), old.example.as_ref(), new.example.as_ref(), |_| {
        documentation("only an example")
    });
    let listed = |field: &Field| Some(field.values.join(", ")).filter(|text| !text.is_empty());
    let (before, after) = (listed(old), listed(new));
    changes.differ(&at("values"), before.as_ref(), after.as_ref(), |_| {
        documentation("answers with any value are read")
    });
    let was_struct = !old.fields.is_empty();
    let before = was_struct.then_some(old.fields.as_slice());
    compare_all(cx, Owner { subject, before, inner: true }, &new.fields, changes);
}

fn removed(cx: &Context<'_>, owner: Owner<'_>) -> Judgement {
    if !owner.inner && !has_payload(cx.old, cx.api) && has_payload(cx.new, cx.api) {
        return breaks("its field goes, and the fields of `result` become those of `Response`");
    }
    breaks("its field goes")
}

fn added(cx: &Context<'_>, owner: Owner<'_>, new: &Field) -> Judgement {
    let held_floats = owner.before.is_some_and(|before| before.iter().any(holds_floats));
    if owner.before.is_none() {
        breaks("a value of any JSON becomes a struct")
    } else if !owner.inner && loses_payload(cx) {
        breaks(
            "the fields of `result` are no longer those of `Response`, but of its field `result`",
        )
    } else if holds_floats(new) && !held_floats {
        breaks("what holds it loses `Eq` and `Hash`, for it is a number with a fraction")
    } else {
        compatible("a new field, empty where an answer lacks it")
    }
}

/// Whether the fields of `result` are those of the response: the rule of `Endpoint::payload`.
fn has_payload(page: &Page, api: &Api) -> bool {
    let mut own = page.response.iter().filter(|field| !api.is_envelope(&field.name));
    match (own.next(), own.next()) {
        (Some(field), None) => {
            field.name == "result" && Typed::of_field(field).is_some_and(is_single_object)
        }
        _ => false,
    }
}

/// Whether `result` is still there and its fields are no longer those of the response.
fn loses_payload(cx: &Context<'_>) -> bool {
    let stays = cx.new.response.iter().any(|field| field.name == "result");
    stays && has_payload(cx.old, cx.api) && !has_payload(cx.new, cx.api)
}

fn in_envelope() -> Judgement {
    documentation("the crates read the envelope as `api.toml` says")
}

fn holds_floats(field: &Field) -> bool {
    is_float(field.ty.as_deref()) || field.fields.iter().any(holds_floats)
}

fn described(field: &Field) -> &str {
    field.ty.as_deref().unwrap_or("no type")
}
