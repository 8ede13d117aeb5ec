//! The error codes of a page as those of a draft.

use std::collections::BTreeSet;

use crate::import::draft::{Decision, ErrorCode};
use crate::import::words;
use xtask_pages::facts::{self, Code};

/// Advice where the page says to try again.
pub(super) const RETRY: &str = "Wait a moment and repeat the call.";

/// Advice where it does not.
pub(super) const CHECK: &str = "Check the call against the message.";

/// What of the codes the file holds, in the page's order.
pub(super) fn build(codes: &[facts::ErrorCode], decisions: &mut Vec<Decision>) -> Vec<ErrorCode> {
    let (held, omitted) = split(codes);
    if !omitted.is_empty() {
        let codes: Vec<String> = omitted.iter().map(|error| shown(&error.code)).collect();
        let need = format!("the format cannot hold {}: see the departure", codes.join(", "));
        decisions.push(Decision::new("errors.omitted", need));
    }
    held.into_iter().map(|(code, fact)| one(code, fact, decisions)).collect()
}

/// What the file can hold, and the rest: codes that are no numbers, 0, and those that stand there
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

/// A message as the format wants it: never blank.
pub(super) fn message(code: i64, fact: &facts::ErrorCode) -> String {
    let stated = fact.message.clone().filter(|text| !text.trim().is_empty());
    stated.unwrap_or_else(|| format!("Error {code}"))
}

fn one(code: i64, fact: &facts::ErrorCode, decisions: &mut Vec<Decision>) -> ErrorCode {
    let message = message(code, fact);
    let key = format!("errors.{code}");
    let english = message.is_ascii();
    let is_silent = fact.message.as_ref().is_none_or(|text| text.trim().is_empty());
    if is_silent {
        let need = format!("the page prints no message; `{message}` meanwhile");
        decisions.push(Decision::new(key.clone(), need));
    } else if !english {
        let need = format!("translate the message and name the code; `Error {code}` meanwhile");
        decisions.push(Decision::new(key.clone(), need));
    } else if message.split_whitespace().count() > 4 {
        let need = "choose a short name with `rust`";
        decisions.push(Decision::new(format!("{key}.rust"), need));
    }
    if !fact.retry {
        decisions.push(Decision::new(format!("{key}.advice"), "say what a caller should do"));
    }
    ErrorCode {
        code,
        rust: (!english).then(|| words::variant(code)),
        meaning: (!english).then(|| format!("Error {code}")),
        message: Some(message),
        advice: if fact.retry { RETRY } else { CHECK }.to_owned(),
        retry: fact.retry,
        source: None,
    }
}

fn shown(code: &Code) -> String {
    match code {
        Code::Number(number) => number.to_string(),
        Code::Text(text) => text.clone(),
    }
}
