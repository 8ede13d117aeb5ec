//! Error codes: an endpoint's own and those that any endpoint can return.

use crate::check::context::Context;
use crate::check::names::is_constant;
use crate::diagnostic::Problems;
use crate::spec::{ErrorCode, GlobalError, Spanned};

pub(super) fn check(cx: &mut Context<'_>) {
    for error in &cx.endpoint.errors {
        check_number(&error.code, cx.problems);
        let subject = |key: &str| format!("errors.{}.{key}", error.code.value);
        cx.decided(&subject("advice"), error.advice.is_some(), &error.code.span);
        if !cx.endpoint.is_undecided(&subject("meaning")) {
            check_message(cx, error);
        }
    }
}

fn check_message(cx: &mut Context<'_>, error: &ErrorCode) {
    let code = error.code.value;
    match (&error.message, &error.meaning) {
        (None, _) if error.source.is_none() => {
            let title = format!("missing key `message` for the code {code}");
            cx.at(&error.code.span, title, "what does the page print for it?")
                .help("where the page does not list the code, add `source` and `meaning`");
        }
        (None, None) => {
            let title = format!("missing key `meaning` for the code {code}");
            cx.at(&error.code.span, title, "no message says what it means")
                .help("add `meaning = \"…\"` with what the code says, in English");
        }
        (Some(message), None) if !message.is_ascii() => {
            let title = format!("the message of code {code} is not in English");
            cx.at(&message.span, title, "this needs a translation beside it")
                .help("add `meaning = \"…\"` with the message in English");
        }
        (_, Some(meaning)) if !meaning.is_ascii() => {
            let title = format!("the meaning of code {code} is not in English");
            cx.at(&meaning.span, title, "expected English");
        }
        (Some(message), Some(meaning)) if message.is_ascii() => {
            cx.at(&meaning.span, "`meaning` beside an English message", "not needed")
                .related(&message.span, "this is English already")
                .help("remove `meaning`; name the constant with `rust` if it reads badly");
        }
        _ => {}
    }
}

pub(super) fn check_global(errors: &[GlobalError], problems: &mut Problems) {
    let pairs = errors.iter().map(|error| {
        let name = match &error.sub_code {
            None => error.code.to_string(),
            Some(sub_code) => format!("{} with sub_code {:?}", *error.code, **sub_code),
        };
        (name, &error.code.span)
    });
    problems.unique("error code", pairs);
    for error in errors {
        check_number(&error.code, problems);
        if !is_constant(&error.name) {
            let title = format!("`{}` cannot be the name of a constant", *error.name);
            problems.at(&error.name.span, title, "expected SCREAMING_SNAKE_CASE");
        }
    }
}

fn check_number(code: &Spanned<i64>, problems: &mut Problems) {
    if code.value == 0 {
        problems.at(&code.span, "the code 0 is not an error", "0 means success");
    }
}
