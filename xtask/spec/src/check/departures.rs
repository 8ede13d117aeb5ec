//! Departures: every difference between page and file is recorded, and every record still holds.

pub mod said;

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::read::format;
use crate::read::schema::Table;
use crate::spec::{ABSENT, Departure, Field, LimitKind, Text};

const FORMS: &str = "a subject is `parameters.NAME.KEY`, `response.NAME.KEY`, `types.TYPE.FIELD.KEY`, \
     `errors.CODE.KEY`, `errors.omitted`, `path`, `method`, `content_type`, `app_types`, \
     `permissions` or `span.max_days`";

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    for departure in &cx.endpoint.departures {
        problems.extend(check_departure(cx, departure).err().map(|problem| *problem));
    }
}

fn check_departure(cx: &Context<'_>, departure: &Departure) -> Result<(), Box<Diagnostic>> {
    if departure.page.value == departure.spec.value {
        return Err(
            outdated(departure, &departure.spec, "page and spec say the same".to_owned()).into()
        );
    }
    match departure.parts().as_slice() {
        ["parameters", name, key]
            if cx.endpoint.is_authenticated() && cx.api.is_credential(name) =>
        {
            let key = known(&format::PARAMETER, departure, key)?;
            expect_spec(departure, &said::of_credential(cx.api, key))
        }
        ["span", "max_days"] => expect_spec(departure, &said::of_spans(cx.endpoint)),
        ["parameters", name, "with"] => {
            let parameter = field(departure, "parameter", &cx.endpoint.parameters, name)?;
            expect_spec(departure, cx.endpoint.partner(&parameter.name).unwrap_or(ABSENT))
        }
        ["parameters", name, key] => {
            let parameter = field(departure, "parameter", &cx.endpoint.parameters, name)?;
            let key = known(&format::PARAMETER, departure, key)?;
            expect_spec(departure, &said::of_field(cx.endpoint, parameter, key))
        }
        ["response", name, "type"] if cx.api.is_envelope(name) => {
            let known = cx.api.envelope_field(name);
            expect_spec(departure, known.map_or(ABSENT, |known| &known.ty.spelling))
        }
        ["response", name, key] => {
            let field = field(departure, "field", &cx.endpoint.response, name)?;
            let key = known(&format::RESPONSE, departure, key)?;
            expect_spec(departure, &said::of_field(cx.endpoint, field, key))
        }
        ["types", ty, name, key] => {
            let objects = &cx.endpoint.types;
            let object = objects.iter().find(|it| *it.name == *ty).ok_or_else(|| {
                unknown(departure, "type", ty)
                    .suggest(ty, objects.iter().map(|it| it.name.as_str()))
            })?;
            let field = field(departure, "field", &object.fields, name)?;
            if *key == "with" {
                return expect_spec(departure, ABSENT);
            }
            let key = known(&format::FIELD, departure, key)?;
            expect_spec(departure, &said::of_field(cx.endpoint, field, key))
        }
        ["errors", "omitted"] => check_omitted(departure),
        ["errors", code, key] => {
            let errors = &cx.endpoint.errors;
            let error = errors
                .iter()
                .find(|it| it.code.to_string() == *code)
                .ok_or_else(|| unknown(departure, "error code", code))?;
            if ["status", "sub_code"].contains(key) {
                return expect_spec(departure, ABSENT);
            }
            let key = known(&format::ERROR, departure, key)?;
            expect_spec(departure, &said::of_error(error, key))
        }
        parts => {
            if let [key] = parts
                && let Some(present) = said::of_endpoint(cx.endpoint, key)
            {
                return expect_spec(departure, &present);
            }
            let title = format!("`{}` is not a subject", *departure.subject);
            Err(Diagnostic::at(&departure.subject.span, title, "unknown form").help(FORMS).into())
        }
    }
}

/// What every code has that a page lists and the format cannot hold, as the reader of pages prints it.
#[derive(serde::Deserialize)]
struct OmittedCode {
    #[serde(rename = "code")]
    _code: serde_json::Value,
}

/// Checks that the list of omitted codes is one.
fn check_omitted(departure: &Departure) -> Result<(), Box<Diagnostic>> {
    match serde_json::from_str::<Vec<OmittedCode>>(&departure.page) {
        Ok(codes) if !codes.is_empty() => expect_spec(departure, ABSENT),
        _ => {
            let title = "`errors.omitted` lists no error codes";
            let label = "expected a list of JSON, as `cargo xtask docs read` prints `errors`";
            Err(Diagnostic::at(&departure.page.span, title, label).into())
        }
    }
}

fn expect_spec(departure: &Departure, present: &str) -> Result<(), Box<Diagnostic>> {
    if *departure.spec == present {
        return Ok(());
    }
    let label = format!("the spec says `{present}`");
    Err(outdated(departure, &departure.spec, label).into())
}

fn outdated(departure: &Departure, at: &Text, label: String) -> Diagnostic {
    let title = format!("the departure `{}` no longer applies", *departure.subject);
    Diagnostic::at(&at.span, title, label).help("correct the departure, or remove it")
}

fn unknown(departure: &Departure, what: &str, name: &str) -> Diagnostic {
    let title = format!("the departure is about an unknown {what} `{name}`");
    Diagnostic::at(&departure.subject.span, title, format!("there is no {what} of this name"))
}

fn field<'a>(
    departure: &Departure,
    what: &str,
    fields: &'a [Field],
    name: &str,
) -> Result<&'a Field, Box<Diagnostic>> {
    fields.iter().find(|it| *it.name == name).ok_or_else(|| {
        let names = fields.iter().map(|it| it.name.as_str());
        unknown(departure, what, name).suggest(name, names).into()
    })
}

fn known<'k>(
    schema: &Table,
    departure: &Departure,
    key: &'k str,
) -> Result<&'k str, Box<Diagnostic>> {
    let limits = if schema.key("limits").is_some() { LimitKind::KEYS } else { Default::default() };
    let own = ["name", "code"].into_iter().chain(schema.keys.iter().map(|key| key.name));
    let keys = own.filter(|key| *key != "limits").chain(limits.iter().copied());
    if keys.clone().any(|it| it == key) {
        return Ok(key);
    }
    Err(unknown(departure, "key", key).suggest(key, keys).into())
}
