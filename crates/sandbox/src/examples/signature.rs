//! Signatures of requests.

use super::data::Endpoint;
use super::problem::Problem;
use super::sent::Sent;
use crate::signature::is_right;
use crate::tokens::Tokens;

/// Checks a signature, if a parameter names an app whose secret the sandbox knows. A missing signature
/// has been refused before.
pub(super) fn check(endpoint: &Endpoint, sent: &Sent<'_>, tokens: &Tokens) -> Result<(), Problem> {
    let Some(signed) = &endpoint.signature else { return Ok(()) };
    let text = |name: &str| endpoint.parameter(name).and_then(|it| sent.text(it));
    let mut texts = endpoint.parameters.iter().filter_map(|it| sent.text(it));
    let secret = texts.find_map(|key| tokens.secret(&key));
    let parameter = endpoint.parameter(&signed.value);
    let (Some(secret), Some(parameter), Some(timestamp), Some(value)) =
        (secret, parameter, text(&signed.timestamp), text(&signed.value))
    else {
        return Ok(());
    };
    let over = match signed.over.as_deref() {
        Some("secret") => format!("{timestamp}\n{secret}"),
        Some(name) => format!("{timestamp}\n{}", text(name).unwrap_or_default()),
        None => timestamp.into_owned(),
    };
    if is_right(&value, &over, secret) {
        return Ok(());
    }
    Err(Problem::wrong(parameter, "", "is not that of the app's secret"))
}
