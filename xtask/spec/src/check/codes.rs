//! Error codes: an endpoint's own and those that any endpoint can answer.

use crate::check::context::{Context, unique};
use crate::check::names::is_constant;
use crate::diagnostic::Diagnostic;
use crate::spec::{ErrorCode, GlobalError};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let errors = &cx.endpoint.errors;
    for error in errors {
        if error.code.value == 0 {
            problems.push(success(&error.code.span));
        }
        let subject = |key: &str| format!("errors.{}.{key}", error.code.value);
        cx.decided(&subject("advice"), error.advice.is_some(), &error.code.span, problems);
        if !cx.endpoint.is_undecided(&subject("meaning")) {
            problems.extend(check_message(error));
        }
    }
}

fn check_message(error: &ErrorCode) -> Option<Diagnostic> {
    let code = error.code.value;
    match (&error.message, &error.meaning) {
        (None, _) if error.source.is_none() => {
            let title = format!("missing key `message` for the code {code}");
            let label = "what does the page print for it?";
            let help = "where the page does not list the code, add `source` and `meaning`";
            Some(Diagnostic::at(&error.code.span, title, label).help(help))
        }
        (None, None) => {
            let title = format!("missing key `meaning` for the code {code}");
            let label = "no message says what it means";
            let help = "add `meaning = \"…\"` with what the code says, in English";
            Some(Diagnostic::at(&error.code.span, title, label).help(help))
        }
        (Some(message), None) if !message.is_ascii() => {
            let title = format!("the message of code {code} is not in English");
            let label = "this needs a translation beside it";
            let help = "add `meaning = \"…\"` with the message in English";
            Some(Diagnostic::at(&message.span, title, label).help(help))
        }
        (_, Some(meaning)) if !meaning.is_ascii() => {
            let title = format!("the meaning of code {code} is not in English");
            Some(Diagnostic::at(&meaning.span, title, "expected English"))
        }
        (Some(message), Some(meaning)) if message.is_ascii() => {
            let title = "`meaning` beside an English message";
            let help = "remove `meaning`; name the constant with `rust` if it reads badly";
            let problem = Diagnostic::at(&meaning.span, title, "not needed");
            Some(problem.related(&message.span, "this is English already").help(help))
        }
        _ => None,
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
    for error in errors.iter().filter(|error| !is_constant(&error.name)) {
        let title = format!("`{}` cannot be the name of a constant", *error.name);
        problems.push(Diagnostic::at(&error.name.span, title, "expected SCREAMING_SNAKE_CASE"));
    }
    problems.extend(
        errors.iter().filter(|error| error.code.value == 0).map(|error| success(&error.code.span)),
    );
}

fn success(span: &crate::spec::Span) -> Diagnostic {
    Diagnostic::at(span, "the code 0 is not an error", "0 means success")
}
