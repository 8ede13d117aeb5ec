//! Departures: every difference between page and file is recorded, and every record still holds.

mod said;

use crate::check::context::Context;
use crate::check::{answer, request};
use crate::diagnostic::Diagnostic;
use crate::json::{self, Member, Ranged as _, Value};
use crate::read::format;
use crate::read::schema::Table;
use crate::spec::{ABSENT, BaseType, Departure, Field, LimitKind, Method, Place, Span, Text};

const FORMS: &str = "a subject is `parameters.NAME.KEY`, `response.NAME.KEY`, `types.TYPE.FIELD.KEY`, \
     `errors.CODE.KEY`, `errors.heading`, `errors.omitted`, `examples.request.NAME`, `examples.response.NAME`, `path`, `method`, `content_type`, \
     `app_types`, `permissions` or `span.max_days`";

pub(super) fn check(cx: &Context<'_>, answer: &Value<'_>, problems: &mut Vec<Diagnostic>) {
    let departures = &cx.endpoint.departures;
    let before = problems.len();
    for departure in departures {
        problems.extend(check_departure(cx, departure, answer).err().map(|problem| *problem));
    }
    // One of those that do not hold may be the one that is missing.
    if problems.len() == before {
        demand_request(cx, problems);
        demand_response(cx, answer, problems);
    }
}

fn check_departure(
    cx: &Context<'_>,
    departure: &Departure,
    answer: &Value<'_>,
) -> Result<(), Box<Diagnostic>> {
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
        ["errors", "heading"] => expect_spec(departure, "errcode"),
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
        ["examples", "request", name] => {
            let parameters = &cx.endpoint.parameters;
            check_request(cx, departure, field(departure, "parameter", parameters, name)?)
        }
        ["examples", "response", name] => {
            let error = "errcode";
            let envelope = cx
                .api
                .envelope_field(error)
                .filter(|_| *name == error)
                .map(|it| Field { name: it.name.clone(), ty: it.ty.clone(), ..Field::default() });
            let field = match &envelope {
                Some(field) => field,
                None => field(departure, "field", &cx.endpoint.response, name)?,
            };
            check_response(cx, departure, field, answer)
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

fn check_request(
    cx: &Context<'_>,
    departure: &Departure,
    parameter: &Field,
) -> Result<(), Box<Diagnostic>> {
    let name = parameter.name.as_str();
    let body = cx.endpoint.body_place().into_str();
    if *departure.page != body {
        let title = format!("a sample's data can only be a {body}");
        let label = format!("expected \"{body}\"");
        return Err(Diagnostic::at(&departure.page.span, title, label).into());
    }
    if !request::arguments(cx).iter().any(|argument| argument.name == name) {
        let label = format!("the request example has no `{name}`");
        return Err(outdated(departure, &departure.subject, label)
            .related(&cx.endpoint.examples.request.span, "the request example")
            .into());
    }
    expect_spec(departure, said::place(parameter))
}

fn check_response(
    cx: &Context<'_>,
    departure: &Departure,
    field: &Field,
    answer: &Value<'_>,
) -> Result<(), Box<Diagnostic>> {
    let text = &cx.endpoint.examples.response;
    let name = field.name.as_str();
    match member(answer, name) {
        None if *departure.page == ABSENT => expect_spec(departure, "optional"),
        None => Err(outdated(departure, &departure.page, format!("the example has no `{name}`"))
            .help(format!("write `page = \"{ABSENT}\"`"))
            .into()),
        Some(member) => {
            let raw = member.value.text(text);
            let compact = serde_json::from_str::<serde_json::Value>(raw)
                .map_or_else(|_| raw.to_owned(), |value| value.to_string());
            if *departure.page == compact {
                return check_sides(departure, field, &member.value);
            }
            let label = format!("the example has `{compact}`");
            Err(outdated(departure, &departure.page, label)
                .related(&answer::span(cx, member.value.range()), "the example's value")
                .into())
        }
    }
}

/// The example's value must be one that the type would not lead to expect, the spec's one
/// that it would.
fn check_sides(
    departure: &Departure,
    field: &Field,
    value: &Value<'_>,
) -> Result<(), Box<Diagnostic>> {
    let ty = field.ty.spelling.as_str();
    if fits(field, value) {
        let label = format!("this is of type `{ty}`, as the table says");
        return Err(outdated(departure, &departure.page, label).into());
    }
    if json::parse(&departure.spec).is_ok_and(|value| fits(field, &value)) {
        return Ok(());
    }
    let title = format!("the departure `{}` puts nothing right", *departure.subject);
    let label = format!("expected a JSON value of type `{ty}`");
    Err(Diagnostic::at(&departure.spec.span, title, label)
        .related(&field.ty.span, "the type")
        .into())
}

/// Returns whether a value is written the way its type is meant to be.
fn fits(field: &Field, value: &Value<'_>) -> bool {
    match (&field.ty.base, value) {
        _ if field.ty.is_list() => matches!(value, Value::Array(_)),
        (BaseType::Object(_), value) => matches!(value, Value::Object(_)),
        // A number within a string can be read, and still is not what the type says.
        (BaseType::Number | BaseType::Float, Value::StringLit(_)) => false,
        (base, value) => json::sent_fault(base, value).is_none(),
    }
}

/// Demands a departure for what the sample sends in the body and the table puts into the query.
fn demand_request(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    if cx.endpoint.method() != Method::Post || cx.endpoint.examples.is_made("request") {
        return;
    }
    for argument in request::arguments(cx) {
        let name = argument.name.as_str();
        let parameter = cx.endpoint.parameters.iter().find(|it| *it.name == name);
        let place = parameter.and_then(|it| it.place.as_ref());
        if let Some(place) = place.filter(|it| it.value == Place::Query) {
            let body = cx.endpoint.body_place().into_str();
            let title =
                format!("the page's sample sends `{name}` in the {body}, the spec in the query");
            let subject = format!("examples.request.{name}");
            let spans = (&argument.span, &place.span);
            problems.extend(demand(cx, &subject, title, spans, [body, "query"]));
        }
    }
}

/// Demands a departure for an `errcode` that the example prints as a string.
fn demand_response(cx: &Context<'_>, answer: &Value<'_>, problems: &mut Vec<Diagnostic>) {
    let name = "errcode";
    if let Some(member) = member(answer, name)
        && let Value::StringLit(text) = &member.value
        && let Some(field) = cx.api.envelope_field(name)
        && !cx.endpoint.examples.is_made("response")
    {
        let title = "the page's example prints `errcode` as a string".to_owned();
        let at = answer::span(cx, member.value.range());
        let page = format!("{:?}", text.value);
        let sides = [page.as_str(), &text.value];
        let subject = format!("examples.response.{name}");
        problems.extend(demand(cx, &subject, title, (&at, &field.ty.span), sides));
    }
}

fn member<'v, 't>(answer: &'v Value<'t>, name: &str) -> Option<&'v Member<'t>> {
    answer.as_object()?.get(name)
}

fn demand(
    cx: &Context<'_>,
    subject: &str,
    title: String,
    (page, spec): (&Span, &Span),
    [page_text, spec_text]: [&str; 2],
) -> Option<Diagnostic> {
    if cx.endpoint.departures.iter().any(|departure| *departure.subject == subject) {
        return None;
    }
    let entry = format!(
        "record it in `[departures]`:\n\"{subject}\" = {{ page = {page_text:?}, spec = {spec_text:?}, reason = \"…\" }}"
    );
    Some(Diagnostic::at(page, title, "the page").related(spec, "the spec").help(entry))
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
