//! What nobody has decided on yet.

use crate::check::context::{Context, named, unique};
use crate::diagnostic::Diagnostic;
use crate::read::format;
use crate::spec::{FileId, Spec, Text};

/// Returns the subjects that nobody has decided on yet, each with its file. Code can be generated
/// meanwhile, but not published.
pub fn undecided(spec: &Spec) -> Vec<(FileId, String)> {
    let services = spec.api.services.iter().filter(|service| service.doc.is_none());
    let services = services.map(|it| (it.name.span.file, format!("services.{}.doc", *it.name)));
    let endpoints = spec.endpoints.iter().flat_map(|endpoint| {
        endpoint.undecided.iter().map(|subject| (endpoint.file, subject.value.clone()))
    });
    services.chain(endpoints).collect()
}

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let subjects = &cx.endpoint.undecided;
    unique("subject", named(subjects), problems);
    for subject in subjects {
        match known(cx, subject) {
            Ok(false) => {}
            Ok(true) => {
                let title = format!("`{}` has been decided", **subject);
                problems.push(
                    Diagnostic::at(&subject.span, title, "the file says it already")
                        .help("remove the subject from `undecided`"),
                );
            }
            Err(label) => {
                let title = format!("`{}` is not a subject", **subject);
                problems.push(Diagnostic::at(&subject.span, title, label));
            }
        }
    }
}

/// Returns whether the file has the key, if its absence alone would mean that it is undecided.
fn known(cx: &Context<'_>, subject: &Text) -> Result<bool, String> {
    let endpoint = cx.endpoint;
    let (table, rest) = subject.split_once('.').unwrap_or((subject.as_str(), ""));
    match (table, rest) {
        ("file", "") => return Ok(false),
        ("docs", "") => return Ok(!endpoint.lacks_docs()),
        ("errors", "") => return Ok(!endpoint.lacks_words()),
        ("summary", "") => return Ok(endpoint.summary.is_some()),
        ("repeat", "") => return Ok(endpoint.repeat.is_some()),
        ("permissions", name) if !name.is_empty() => {
            return Ok(cx.api.permission(name).is_some());
        }
        _ => {}
    }
    if format::ENDPOINT.key(table).is_none() {
        return Err(format!("the file has no key `{table}`"));
    }
    let (name, key) = rest.rsplit_once('.').unwrap_or((rest, ""));
    let (there, doc) = match table {
        "parameters" | "response" => {
            let fields =
                if table == "response" { &endpoint.response } else { &endpoint.parameters };
            match fields.iter().find(|field| *field.name == name) {
                Some(field) => (true, field.doc.is_some()),
                None => (fields.iter().any(|field| *field.name == rest), false),
            }
        }
        "types" => match endpoint.object(name) {
            Some(object) if key == "doc" => (true, object.doc.is_some()),
            Some(_) => (true, false),
            None => {
                let (object, name) = name.split_once('.').unwrap_or((name, ""));
                let object = endpoint.object(object).or_else(|| endpoint.object(rest));
                let field = object.and_then(|it| it.fields.iter().find(|it| *it.name == name));
                (object.is_some(), field.is_some_and(|field| field.doc.is_some()))
            }
        },
        "together" => {
            let group = endpoint.together.iter().find(|it| *it.name == name || *it.name == rest);
            (group.is_some(), group.is_some_and(|group| group.doc.is_some()))
        }
        "errors" => {
            let is_ours = |code: i64| name == code.to_string() || rest == code.to_string();
            match endpoint.errors.iter().find(|error| is_ours(error.code.value)) {
                Some(error) => {
                    let has_advice = key == "advice" && error.advice.is_some();
                    return Ok(has_advice || key == "meaning" && error.english().is_some());
                }
                None => (false, false),
            }
        }
        _ => (true, false),
    };
    if there || rest.is_empty() {
        Ok(key == "doc" && doc)
    } else {
        Err(format!("there is no `{rest}` in `{table}`"))
    }
}
