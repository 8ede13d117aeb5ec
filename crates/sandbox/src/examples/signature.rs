//! Signatures of requests.

use dingtalk_protocol::{Secret, signature};

use super::data::Endpoint;
use super::problem::Problem;
use super::sent::Sent;
use crate::tokens::Tokens;

/// Checks a signature, if a parameter names an app whose secret the sandbox knows. That it is there has been checked
/// before.
pub(super) fn check(endpoint: &Endpoint, sent: &Sent<'_>, tokens: &Tokens) -> Result<(), Problem> {
    let Some(signed) = &endpoint.signature else { return Ok(()) };
    let text = |name: &str| endpoint.parameter(name).and_then(|it| sent.text(it));
    let mut texts = endpoint.parameters.iter().filter_map(|it| sent.text(it));
    let secret = texts.find_map(|key| tokens.secret(&key).map(str::to_owned));
    let (Some(secret), Some(timestamp), Some(value)) =
        (secret, text(&signed.timestamp), text(&signed.value))
    else {
        return Ok(());
    };
    let wrong = |name: &str, what: &str| {
        let parameter = endpoint.parameter(name);
        parameter.map_or(Ok(()), |parameter| Err(Problem::wrong(parameter, "", what)))
    };
    let Ok(timestamp) = timestamp.parse() else {
        return wrong(&signed.timestamp, "is no number of milliseconds");
    };
    let over = match signed.over.as_deref() {
        Some("secret") => Some(secret.as_str().into()),
        Some(name) => text(name),
        None => None,
    };
    let expected = signature(&Secret::new(secret.as_str()), timestamp, over.as_deref());
    if expected.expose() == value {
        return Ok(());
    }
    wrong(&signed.value, "is not that of the app's secret")
}
