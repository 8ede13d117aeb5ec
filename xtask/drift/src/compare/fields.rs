//! Parameters, fields of the answer, and the fields of their objects.

use crate::compare::change::Kind;
use crate::compare::changes::{Changes, Judgement, breaks, compatible, documentation};
use crate::compare::pairs::pairs;
use crate::compare::types::{Renames, is_single_object, respelled};
use crate::compare::values;
use xtask_pages::facts::{Field, Page, Place};
use xtask_spec::spec::Api;

pub(super) fn compare(old: &Page, new: &Page, api: &Api, changes: &mut Changes) {
    let cx = &Context { api, renames: Renames::between(old, new), old, new };
    let sent = Some(old.parameters.as_slice());
    let owner = Owner { subject: "parameters", before: sent, inner: false, is_sent: true };
    compare_all(cx, owner, &new.parameters, changes);
    let answered = Some(old.response.as_slice());
    let owner = Owner { subject: "response", before: answered, inner: false, is_sent: false };
    compare_all(cx, owner, &new.response, changes);
}

struct Context<'a> {
    api: &'a Api,
    renames: Renames,
    /// Whole pages, for changes that depend on more than one fact.
    old: &'a Page,
    new: &'a Page,
}

/// Parent of fields: the call, the answer, or an object in one of them.
#[derive(Clone, Copy)]
struct Owner<'a> {
    subject: &'a str,
    /// Its earlier fields, if it was a struct.
    before: Option<&'a [Field]>,
    inner: bool,
    is_sent: bool,
}

impl Owner<'_> {
    /// Returns the verdict on a change of something described in `api.toml`: of the whole of it, or of one of
    /// its keys.
    fn shared(self, api: &Api, name: &str, is_whole: bool) -> Option<Judgement> {
        if self.inner {
            return None;
        }
        if !self.is_sent {
            let judgement = || documentation("the crates read the envelope as `api.toml` says");
            return api.is_envelope(name).then(judgement);
        }
        api.is_credential(name).then(|| {
            if is_whole {
                compatible("the crates send the credential along, or call without it")
            } else {
                documentation("the crates treat the credential as `api.toml` says")
            }
        })
    }
}

fn compare_all(cx: &Context<'_>, owner: Owner<'_>, after: &[Field], changes: &mut Changes) {
    let before = owner.before.unwrap_or_default();
    for pair in pairs(before, after, |field| field.name.clone()) {
        let Some(any) = pair.0.or(pair.1) else { continue };
        let subject = format!("{}.{}", owner.subject, any.name);
        let mut own = Changes::default();
        match pair {
            (Some(old), Some(new)) => compare_one(cx, &subject, owner, (old, new), &mut own),
            (Some(old), None) => own.removed(&subject, &described(old), removed(owner, old)),
            (None, _) => own.added(&subject, &described(any), added(cx, owner, any)),
        }
        for change in own.into_vec() {
            let judgement = (change.verdict, change.consequence.clone());
            let shared = owner.shared(cx.api, &any.name, change.subject == subject);
            changes.push(change, shared.unwrap_or(judgement));
        }
    }
}

fn compare_one(
    cx: &Context<'_>,
    subject: &str,
    owner: Owner<'_>,
    (old, new): (&Field, &Field),
    changes: &mut Changes,
) {
    let at = |key: &str| format!("{subject}.{key}");
    if let (false, Some(before), Some(after)) = (owner.inner, old.place, new.place)
        && !cx.api.is_credential(&new.name)
    {
        let name = place(after);
        changes.differ(&at("in"), Some(&place(before)), Some(&name), |_| match after {
            Place::Query | Place::Body | Place::Header => {
                compatible(format!("the crates send it in the {name}; callers' code stays"))
            }
            Place::Path => breaks(format!("the generator sends nothing in the {name}")),
        });
    }
    changes.differ(&at("type"), old.ty.as_ref(), new.ty.as_ref(), |kind| match kind {
        Kind::Removed => documentation("the page no longer says"),
        Kind::Added => documentation("the page now says"),
        _ => respelled(old, new, &cx.renames),
    });
    values::compare(subject, old, new, owner.is_sent, changes);
    let before = Some(old.fields.as_slice()).filter(|fields| !fields.is_empty());
    compare_all(cx, Owner { subject, before, inner: true, ..owner }, &new.fields, changes);
}

fn removed(owner: Owner<'_>, old: &Field) -> Judgement {
    match old.required {
        Some(true) if owner.is_sent => breaks(format!("{} takes one argument less", new_of(owner))),
        _ => breaks("its field goes"),
    }
}

fn added(cx: &Context<'_>, owner: Owner<'_>, new: &Field) -> Judgement {
    let known = |name: &String| owner.before.unwrap_or_default().iter().any(|it| it.name == *name);
    match new.required {
        _ if owner.before.is_none() => breaks("a value of any JSON becomes a struct"),
        _ if !owner.is_sent && !owner.inner && loses_payload(cx) => breaks(
            "the fields of `result` are no longer those of `Response`, but of its field `result`",
        ),
        Some(true) => breaks(format!("{} takes one argument more", new_of(owner))),
        _ if !owner.is_sent => compatible("a new field, empty where an answer lacks it"),
        _ if new.with.as_ref().is_some_and(known) => {
            breaks("it and an existing parameter become one struct")
        }
        Some(false) => compatible("a new optional parameter"),
        None => compatible(
            "the page does not say whether it is required: taken as a new optional parameter",
        ),
    }
}

fn new_of(owner: Owner<'_>) -> &'static str {
    if owner.inner { "the object's `new`" } else { "`Request::new`" }
}

/// Returns whether the fields of `result` are those of the response, by the rule of `Endpoint::payload`.
fn has_payload(page: &Page, api: &Api) -> bool {
    let mut own = page.response.iter().filter(|it| !api.is_envelope(&it.name) && !it.elsewhere);
    match (own.next(), own.next()) {
        (Some(field), None) => field.name == "result" && is_single_object(field),
        _ => false,
    }
}

/// Returns whether `result` still exists but its fields are no longer those of the response.
fn loses_payload(cx: &Context<'_>) -> bool {
    let stays = cx.new.response.iter().any(|field| field.name == "result");
    stays && has_payload(cx.old, cx.api) && !has_payload(cx.new, cx.api)
}

/// Describes a parameter or field in a few words, for lists of additions and removals.
fn described(field: &Field) -> String {
    let ty = field.ty.as_deref().unwrap_or("no type");
    let Some(sent) = field.place else { return ty.to_owned() };
    let required = match field.required {
        Some(true) => "required",
        Some(false) => "optional",
        None => "not stated whether required",
    };
    format!("{ty} in the {}, {required}", place(sent))
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Header => "header",
        Place::Query => "query",
        Place::Body => "body",
    }
}
