//! The page's response example, read as the generated types would read it.

use crate::check::context::Context;
use crate::check::faults;
use crate::diagnostic::Diagnostic;
use crate::json::{self, Range, Ranged as _, Value};
use crate::spec::{Field, Object, Span};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let text = &cx.endpoint.examples.response;
    match json::parse(text) {
        Ok(answer) => {
            check_fields(cx, &answer, problems);
            check_code(cx, &answer, problems);
        }
        Err(error) => {
            let span = cx.within(text, error.offset, (error.offset + 1).min(text.len()));
            let title = "the response example is not JSON";
            problems.push(Diagnostic::at(&span, title, error.message));
        }
    }
}

/// Returns the place of a part of the example.
fn span(cx: &Context<'_>, range: Range) -> Span {
    cx.within(&cx.endpoint.examples.response, range.start, range.end)
}

fn check_fields(cx: &Context<'_>, answer: &Value<'_>, problems: &mut Vec<Diagnostic>) {
    let envelope = cx.api.envelope.iter();
    let envelope =
        envelope.map(|it| Field { name: it.name.clone(), ty: it.ty.clone(), ..Field::default() });
    let whole = Object {
        name: "Response".into(),
        fields: cx.endpoint.response.iter().cloned().chain(envelope).collect(),
        ..Object::default()
    };
    for misfit in faults::of_answer(cx, &whole, answer) {
        let title = "the response example does not agree with the tables";
        let at = span(cx, misfit.range);
        let problem = Diagnostic::at(&at, title, misfit.fault.what.as_str());
        problems.push(misfit.fault.explain(problem));
    }
}

fn check_code(cx: &Context<'_>, answer: &Value<'_>, problems: &mut Vec<Diagnostic>) {
    let Value::Object(members) = answer else { return };
    let inner = members.get_object("result").filter(|_| cx.endpoint.has_inner_code());
    match members.get("errcode").or(inner.and_then(|result| result.get("errcode"))) {
        None => {
            let title = "the response example lacks `errcode`";
            let problem = Diagnostic::at(&span(cx, answer.range()), title, "no `errcode` in here");
            problems.push(problem.note("without it the answer does not count as a success"));
        }
        Some(member) => {
            let zero = match &member.value {
                Value::NumberLit(number) => number.value == "0",
                Value::StringLit(text) => text.value == "0",
                Value::NullKeyword(_) => false,
                // Reported as a wrong type.
                _ => true,
            };
            if !zero {
                let at = span(cx, member.value.range());
                let title = "the response example is an error";
                problems.push(Diagnostic::at(&at, title, "expected 0, which means success"));
            }
        }
    }
}
