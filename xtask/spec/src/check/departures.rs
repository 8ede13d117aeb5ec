//! Departures: every difference between page and file is recorded, and every record is still true.

pub mod said;

use std::collections::BTreeSet;

use self::said::{joined, of_credential, of_field};
use crate::check::context::Context;
use crate::read::format;
use crate::read::schema::Table;
use crate::spec::{ABSENT, Departure, EXAMPLE_OF_ANSWER, LimitKind, Text};

const FORMS: &str = "a subject is `parameters.NAME.KEY`, `response.NAME.KEY`, `types.TYPE.FIELD.KEY`, \
     `errors.CODE.KEY`, `errors.omitted`, `examples.response`, `path`, `method`, `content_type`, `app_types`, \
     `permissions` or `span.max_days`";

pub(super) fn check(cx: &mut Context<'_>) {
    for departure in &cx.endpoint.departures {
        let label = if departure.page == departure.spec {
            "page and spec say the same".to_owned()
        } else if let Some(said) = said(cx, departure).filter(|said| *said != *departure.spec) {
            format!("the spec says `{said}`")
        } else {
            continue;
        };
        let title = format!("the departure `{}` no longer applies", *departure.subject);
        cx.at(&departure.spec.span, title, label).help("correct the departure, or remove it");
    }
    let (endpoint, fields) = (cx.endpoint, said::otherwise_in_example(cx.endpoint, cx.api));
    let is_known = endpoint.departures.iter().any(|it| *it.subject == EXAMPLE_OF_ANSWER);
    if fields != ABSENT && !is_known {
        let title = "the response example has values in another form than the tables say";
        let help = format!("add a departure `examples.response` whose `page` is `{fields}`");
        cx.at(&endpoint.examples.response.span, title, "no departure says which").help(help);
    }
}

/// Returns the spec's value of the subject, as departures spell it, or reports an unknown subject.
fn said(cx: &mut Context<'_>, departure: &Departure) -> Option<String> {
    let (endpoint, api) = (cx.endpoint, cx.api);
    let (schema, fields, name, key) = match departure.parts()[..] {
        [key @ ("path" | "method" | "content_type" | "app_types" | "permissions")] => {
            return said::of_endpoint(endpoint, key);
        }
        ["span", "max_days"] => {
            let days: BTreeSet<_> = endpoint.span.iter().map(|it| it.max_days.value).collect();
            return Some(joined(days));
        }
        ["errors", "omitted"] => return omitted(cx, &departure.page),
        ["examples", "response"] => {
            let fields = said::otherwise_in_example(endpoint, api);
            if let Some(name) = departure.pages.first() {
                let title = "`examples.response` is about the first page alone";
                cx.at(&name.span, title, "remove the pages");
                return None;
            }
            if fields == *departure.page {
                return Some(ABSENT.to_owned());
            }
            let title = "`examples.response` lists other fields than the example";
            let label = match fields.as_str() {
                ABSENT => "the example writes all as the tables say".to_owned(),
                fields => format!("expected `{fields}`"),
            };
            cx.at(&departure.page.span, title, label);
            return None;
        }
        ["errors", code, key] => return of_error(cx, departure, code, key),
        ["parameters", name, "with"] if endpoint.partner(name).is_some() => {
            return endpoint.partner(name).map(str::to_owned);
        }
        ["parameters", name, key] if endpoint.is_authenticated() && api.is_credential(name) => {
            known(cx, departure, &format::PARAMETER, key)?;
            return Some(of_credential(api, key));
        }
        ["response", name, "type"] if api.is_envelope(name) => {
            return api.envelope_field(name).map(|it| it.ty.spelling.clone());
        }
        ["parameters", name, key] => (&format::PARAMETER, &endpoint.parameters, name, key),
        ["response", name, key] => (&format::RESPONSE, &endpoint.response, name, key),
        ["types", ty, name, key] => {
            let Some(object) = endpoint.object(ty) else {
                unknown(cx, departure, "type", ty, endpoint.types.iter().map(|it| &*it.name));
                return None;
            };
            (&format::FIELD, &object.fields, name, key)
        }
        _ => {
            let title = format!("`{}` is not a subject", *departure.subject);
            cx.at(&departure.subject.span, title, "unknown form").help(FORMS);
            return None;
        }
    };
    let Some(field) = fields.iter().find(|it| *it.name == name) else {
        let in_envelope = departure.subject.starts_with("response.") && api.is_envelope(name);
        if key == "name" && *departure.page == name && !in_envelope {
            return Some(ABSENT.to_owned());
        }
        let is_sent = departure.subject.starts_with("parameters.");
        let what = if is_sent { "parameter" } else { "field" };
        unknown(cx, departure, what, name, fields.iter().map(|it| &*it.name));
        return None;
    };
    known(cx, departure, schema, key)?;
    Some(of_field(endpoint, field, key))
}

/// Returns `absent`, the spec's value of codes that the format cannot hold. Checks that the page's value is a list.
fn omitted(cx: &mut Context<'_>, page: &Text) -> Option<String> {
    let codes: Option<Vec<serde_json::Value>> = serde_json::from_str(page).ok();
    let lists_codes = codes.is_some_and(|codes| {
        !codes.is_empty() && codes.iter().all(|code| code.get("code").is_some())
    });
    if !lists_codes {
        let title = "`errors.omitted` lists no error codes";
        let label = "expected a list of JSON, as `cargo xtask docs read` prints `errors`";
        cx.at(&page.span, title, label);
    }
    lists_codes.then(|| ABSENT.to_owned())
}

fn of_error(cx: &mut Context<'_>, departure: &Departure, code: &str, key: &str) -> Option<String> {
    let Some(error) = cx.endpoint.errors.iter().find(|it| it.code.to_string() == code) else {
        unknown(cx, departure, "error code", code, []);
        return None;
    };
    known(cx, departure, &format::ERROR, key)?;
    Some(said::of_error(error, key))
}

fn unknown<'n>(
    cx: &mut Context<'_>,
    departure: &Departure,
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n String>,
) {
    let title = format!("the departure is about an unknown {what} `{name}`");
    let label = format!("there is no {what} of this name");
    cx.at(&departure.subject.span, title, label)
        .suggest(name, known.into_iter().map(String::as_str));
}

/// Returns the key if the table of a file or a page has it, and reports an unknown key otherwise.
fn known<'k>(
    cx: &mut Context<'_>,
    departure: &Departure,
    schema: &Table,
    key: &'k str,
) -> Option<&'k str> {
    // Keys of pages that no file has.
    let of_pages: &[&str] = match schema.key("limits") {
        Some(_) => &["name", "with"],
        None if schema.key("retry").is_some() => &["code", "status", "sub_code"],
        None => &["name"],
    };
    let limits = schema.key("limits").map_or(&[][..], |_| LimitKind::KEYS);
    let own = schema.keys.iter().map(|key| key.name).filter(|key| *key != "limits");
    let keys: Vec<&str> =
        of_pages.iter().copied().chain(own).chain(limits.iter().copied()).collect();
    if keys.contains(&key) {
        return Some(key);
    }
    let title = format!("the departure is about an unknown key `{key}`");
    cx.at(&departure.subject.span, title, "there is no key of this name").suggest(key, keys);
    None
}
