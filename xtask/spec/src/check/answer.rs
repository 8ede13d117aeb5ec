//! The page's response example, read in the same way as by the generated types.

use crate::check::context::Context;
use crate::check::faults;
use crate::json::{self, Range, Ranged as _, Value};
use crate::spec::{Field, Object, Span};

pub(super) fn check(cx: &mut Context<'_>) {
    let text = &cx.endpoint.examples.response;
    match json::parse(text) {
        Ok(answer) => {
            check_fields(cx, &answer);
            check_code(cx, &answer);
        }
        Err(error) => {
            let span = cx.within(text, error.offset, (error.offset + 1).min(text.len()));
            cx.at(&span, "the response example is not JSON", error.message);
        }
    }
}

/// Returns the span of a part of the example.
fn span(cx: &Context<'_>, range: Range) -> Span {
    cx.within(&cx.endpoint.examples.response, range.start, range.end)
}

fn check_fields(cx: &mut Context<'_>, answer: &Value<'_>) {
    let envelope = cx.api.envelope.iter();
    let envelope =
        envelope.map(|it| Field { name: it.name.clone(), ty: it.ty.clone(), ..Field::default() });
    let whole = Object {
        name: "Response".into(),
        fields: cx.endpoint.response.iter().cloned().chain(envelope).collect(),
        ..Object::default()
    };
    for fault in faults::of_answer(cx, &whole, answer) {
        let title = "the response example does not agree with the tables";
        fault.report(cx, &span(cx, fault.range), title);
    }
}

fn check_code(cx: &mut Context<'_>, answer: &Value<'_>) {
    let Value::Object(members) = answer else { return };
    let inner = members.get_object("result").filter(|_| cx.endpoint.has_inner_code());
    match members.get("errcode").or(inner.and_then(|result| result.get("errcode"))) {
        None => {
            let title = "the response example lacks `errcode`";
            cx.at(&span(cx, answer.range()), title, "no `errcode` in here")
                .note("without it the answer does not count as a success");
        }
        Some(member) => {
            let zero = match &member.value {
                Value::NumberLit(number) => number.value == "0",
                Value::StringLit(text) => text.value == "0",
                Value::NullKeyword(_) => false,
                // A wrong type is reported elsewhere.
                _ => true,
            };
            if !zero {
                let at = span(cx, member.value.range());
                let title = "the response example is an error";
                cx.at(&at, title, "expected 0, which means success");
            }
        }
    }
}
