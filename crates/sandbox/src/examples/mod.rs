//! The calls without behaviour of their own: a request is checked against the specification, and
//! answered with the page's example.
//!
//! Values are checked as JSON and not with the types of `dingtalk-protocol`, because the sandbox is
//! meant to test these.

mod data;
mod groups;
mod problem;
mod read;
mod sent;
mod signature;
#[cfg(test)]
mod tests;
mod values;

use std::sync::OnceLock;

use http::Request;

pub(crate) use self::data::{Endpoint, Example};
use self::sent::Sent;
use crate::tokens::Tokens;
use crate::wire::{Message, Refusal};

/// Returns every endpoint of the specification.
pub(crate) fn examples() -> &'static [Example] {
    static EXAMPLES: OnceLock<Vec<Example>> = OnceLock::new();
    EXAMPLES.get_or_init(|| data::endpoints().iter().map(Endpoint::route).collect())
}

/// Returns the response to a request that the gateway has accepted.
pub(crate) fn answer(
    endpoint: &'static Endpoint,
    request: &Request<Vec<u8>>,
    tokens: &Tokens,
) -> Message {
    let sent = Sent::new(request);
    let checked = values::check(endpoint, &sent);
    match checked.and_then(|()| signature::check(endpoint, &sent, tokens)) {
        Ok(()) => Message::Example(&endpoint.response),
        Err(problem) => {
            let (code, text) = problem.code(endpoint, request.uri().path());
            Message::Refused(Refusal::plain(code, format!("{text}: {problem}")))
        }
    }
}
