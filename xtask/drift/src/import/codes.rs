//! The error codes of a page as those of a file.

use std::collections::BTreeSet;

use crate::import::owner::Decision;
use xtask_pages::facts::{self, Code};
use xtask_spec::spec::{ErrorCode, Text};

/// Advice where the page says to try again.
pub(super) const RETRY: &str = "Wait a moment and repeat the call.";

/// Returns what of the codes the file holds, in the page's order.
pub(super) fn build(codes: &[facts::ErrorCode], decisions: &mut Vec<Decision>) -> Vec<ErrorCode> {
    let (held, omitted) = split(codes);
    if !omitted.is_empty() {
        let codes: Vec<String> = omitted.iter().map(|error| shown(&error.code)).collect();
        let need = format!("the format cannot hold {}: see the departure", codes.join(", "));
        decisions.push(Decision::new("errors.omitted", need));
    }
    held.into_iter().map(|(code, fact)| one(code, fact, decisions)).collect()
}

/// Returns what the file can hold, and the rest: codes that are no numbers, 0, and those that stand there
/// already.
pub(super) fn split(
    codes: &[facts::ErrorCode],
) -> (Vec<(i64, &facts::ErrorCode)>, Vec<&facts::ErrorCode>) {
    let (mut held, mut omitted, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for error in codes {
        match error.code {
            Code::Number(code) if code != 0 && seen.insert(code) => held.push((code, error)),
            _ => omitted.push(error),
        }
    }
    (held, omitted)
}

/// Returns the message, unless it is blank.
pub(super) fn message(fact: &facts::ErrorCode) -> Option<Text> {
    let stated = fact.message.as_deref().filter(|text| !text.trim().is_empty());
    stated.map(Text::from)
}

fn one(code: i64, fact: &facts::ErrorCode, decisions: &mut Vec<Decision>) -> ErrorCode {
    let message = message(fact);
    let key = format!("errors.{code}");
    match &message {
        None => decisions.push(Decision::new(key, "the page prints no message: what does it say?")),
        Some(text) if !text.is_ascii() => {
            decisions.push(Decision::new(key, "give the message in English, and name the code"));
        }
        Some(text) if text.split_whitespace().count() > 4 => {
            let need = "choose a short name with `rust`";
            decisions.push(Decision::new(format!("{key}.rust"), need));
        }
        Some(_) => {}
    }
    ErrorCode {
        code: code.into(),
        message,
        advice: fact.retry.then(|| RETRY.into()),
        retry: fact.retry.then(|| true.into()),
        ..ErrorCode::default()
    }
}

fn shown(code: &Code) -> String {
    match code {
        Code::Number(number) => number.to_string(),
        Code::Text(text) => text.clone(),
    }
}
