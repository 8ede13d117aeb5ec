//! Error codes: an endpoint's own and those that any endpoint can answer.

use crate::check::{Context, unique};
use crate::diagnostic::Diagnostic;
use crate::spec::GlobalError;

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let errors = &cx.endpoint.errors;
    let codes = errors.iter().map(|error| (error.code.value, error.code.span.clone()));
    unique("error code", codes, problems);
    for error in errors {
        if error.code.value == 0 {
            problems.push(success(&error.code.span));
        }
        match &error.meaning {
            None if !error.message.is_ascii() => {
                let title = format!("the message of code {} is not in English", *error.code);
                problems.push(
                    Diagnostic::at(
                        &error.message.span,
                        title,
                        "this needs a translation beside it",
                    )
                    .help("add `meaning = \"…\"` with the message in English"),
                );
            }
            Some(meaning) if !meaning.is_ascii() => {
                let title = format!("the meaning of code {} is not in English", *error.code);
                problems.push(Diagnostic::at(&meaning.span, title, "expected English"));
            }
            Some(meaning) if error.message.is_ascii() => {
                problems.push(
                    Diagnostic::at(
                        &meaning.span,
                        "`meaning` beside an English message",
                        "not needed",
                    )
                    .related(&error.message.span, "this is English already")
                    .help("remove `meaning`; name the variant with `rust` if it reads badly"),
                );
            }
            _ => {}
        }
    }
}

pub(super) fn check_global(errors: &[GlobalError], problems: &mut Vec<Diagnostic>) {
    let pairs = errors.iter().map(|error| {
        let name = match &error.sub_code {
            None => error.code.to_string(),
            Some(sub_code) => format!("{} with sub_code {:?}", *error.code, **sub_code),
        };
        (name, error.code.span.clone())
    });
    unique("error code", pairs, problems);
    problems.extend(
        errors.iter().filter(|error| error.code.value == 0).map(|error| success(&error.code.span)),
    );
}

fn success(span: &crate::spec::Span) -> Diagnostic {
    Diagnostic::at(span, "the code 0 is not an error", "0 means success")
}
