//! Converts the error codes of a page into those of a file.

use std::collections::BTreeSet;

use crate::import::decision::Decision;
use xtask_pages::facts::{self, Code};
use xtask_spec::spec::{ErrorCode, Text};

/// Advice for codes whose page says to try again.
pub(super) const RETRY: &str = "Wait a moment and repeat the call.";

/// Returns the codes that the file can hold, in the page's order.
pub(super) fn build(codes: &[facts::ErrorCode], decisions: &mut Vec<Decision>) -> Vec<ErrorCode> {
    let (held, omitted) = split(codes);
    if !omitted.is_empty() {
        let need = "the format cannot hold all codes of the page: see the departure";
        decisions.push(Decision::new("errors.omitted", need));
    }
    let of_file = |(code, fact): (i64, &facts::ErrorCode)| ErrorCode {
        code: code.into(),
        message: fact.message.as_deref().filter(|text| !text.trim().is_empty()).map(Text::from),
        advice: fact.retry.then(|| RETRY.into()),
        retry: fact.retry.then(|| true.into()),
        ..ErrorCode::default()
    };
    held.into_iter().map(of_file).collect()
}

/// Splits codes into those that the file can hold and the rest: codes that are not numbers, 0, and repeated
/// ones.
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
