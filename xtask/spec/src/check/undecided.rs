//! Undecided parts of the spec.

use crate::check::context::Context;
use crate::read::format;
use crate::spec::{Field, FileId, Spec, parts};

/// Returns the undecided subjects, each with its file. As long as there are any, code can be generated but
/// not published.
pub fn undecided(spec: &Spec) -> Vec<(FileId, String)> {
    let services = spec.api.services.iter().filter(|service| service.doc.is_none());
    let services = services.map(|it| (it.name.span.file, format!("services.{}.doc", *it.name)));
    let endpoints = spec.endpoints.iter().flat_map(|endpoint| {
        endpoint.undecided.iter().map(|subject| (endpoint.file, subject.value.clone()))
    });
    services.chain(endpoints).collect()
}

pub(super) fn check(cx: &mut Context<'_>) {
    let subjects = &cx.endpoint.undecided;
    cx.problems.unique("subject", subjects.iter().map(|it| (it.as_str(), &it.span)));
    for subject in subjects {
        match is_decided(cx, subject) {
            Some(false) => {}
            Some(true) => {
                let title = format!("`{}` has been decided", **subject);
                cx.at(&subject.span, title, "the file says it already")
                    .help("remove the subject from `undecided`");
            }
            None => {
                let title = format!("`{}` is not a subject", **subject);
                cx.at(&subject.span, title, "the file has nothing of this name");
            }
        }
    }
}

/// Returns whether the file has the key, if its absence alone would make the subject undecided. `None` if
/// there is no such subject.
fn is_decided(cx: &Context<'_>, subject: &str) -> Option<bool> {
    let endpoint = cx.endpoint;
    if endpoint.departures.iter().any(|it| *it.subject == subject) {
        // Which side is right is undecided.
        return Some(false);
    }
    if let Some(permission) = subject.strip_prefix("permissions.") {
        return Some(cx.api.permission(permission).is_some());
    }
    let has_doc = |fields: &[Field], name: &str| {
        fields.iter().find(|field| *field.name == name).map(|field| field.doc.is_some())
    };
    match parts(subject)[..] {
        ["file"] => Some(false),
        ["docs"] => Some(!endpoint.lacks_docs()),
        ["errors"] => Some(!endpoint.lacks_words()),
        ["summary"] => Some(endpoint.summary.is_some()),
        ["repeat"] => Some(endpoint.repeat.is_some()),
        [table @ ("parameters" | "response"), name, ref key @ ..] => {
            let is_sent = table == "parameters";
            let fields = if is_sent { &endpoint.parameters } else { &endpoint.response };
            has_doc(fields, name).map(|has| has && *key == ["doc"])
        }
        ["types", object, "doc"] => endpoint.object(object).map(|it| it.doc.is_some()),
        ["types", object, ref rest @ ..] => {
            let object = endpoint.object(object)?;
            let [name, "doc"] = *rest else { return Some(false) };
            Some(has_doc(&object.fields, name).unwrap_or_default())
        }
        ["together", name, ref key @ ..] => {
            let group = endpoint.together.iter().find(|it| *it.name == name)?;
            Some(*key == ["doc"] && group.doc.is_some())
        }
        ["errors", code, ref key @ ..] => {
            let error = endpoint.errors.iter().find(|it| it.code.to_string() == code)?;
            Some(match *key {
                ["advice"] => error.advice.is_some(),
                ["meaning"] => error.english().is_some(),
                _ => false,
            })
        }
        [table, ..] => format::ENDPOINT.key(table).map(|_| false),
        [] => None,
    }
}
