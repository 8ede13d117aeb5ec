//! Texts of requests without the token.

use serde_json::Value;

/// Stands where a token was.
const MASK: &str = "[token]";

/// A query or a body, with the value of every `access_token` and every one of `secrets` masked.
pub(crate) fn mask(text: &[u8], secrets: &[String]) -> String {
    let shown = if text.trim_ascii_start().starts_with(b"{") {
        match serde_json::from_slice(text) {
            Ok(value) => json(value),
            // What can not be read can not be masked for sure.
            Err(_) => format!("({} bytes that are no JSON)", text.len()),
        }
    } else {
        match std::str::from_utf8(text) {
            Ok(text) => form(text),
            Err(_) => format!("({} bytes that are no UTF-8)", text.len()),
        }
    };
    // A known token may stand under another name.
    secrets.iter().filter(|secret| !secret.is_empty()).fold(shown, |shown, secret| {
        shown.replace(secret.as_str(), MASK).replace(&encoded(secret), MASK)
    })
}

fn form(text: &str) -> String {
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_token(name) => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn json(mut value: Value) -> String {
    if let Some(token) = value.get_mut("access_token") {
        *token = MASK.into();
    }
    value.to_string()
}

/// Whether a name in a form is `access_token`, percent-encoded or not.
fn is_token(name: &str) -> bool {
    let pairs: Result<Vec<(String, String)>, _> = serde_urlencoded::from_str(name);
    pairs.is_ok_and(|pairs| pairs.iter().any(|(name, _)| name == "access_token"))
}

fn encoded(secret: &str) -> String {
    let pair = serde_urlencoded::to_string([("", secret)]).unwrap_or_default();
    pair.trim_start_matches('=').to_owned()
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn masks_the_token_wherever_it_stands() {
        let secrets = ["a b+密".to_owned()];
        for text in [
            "access_token=other&role_id=11",
            "access%5Ftoken=other&role_id=11",
            "role_id=11&x=a+b%2B%E5%AF%86",
            r#"{"access_token":"other","role_id":11}"#,
            r#"{"x":"a b+密","role_id":11}"#,
        ] {
            let masked = mask(text.as_bytes(), &secrets);
            assert!(masked.contains("[token]") && masked.contains("11"), "{masked}");
            assert!(!masked.contains("other") && !masked.contains('密'), "{masked}");
        }
        assert_eq!(mask(b"{\"access_token\":\"cut off", &[]), "(24 bytes that are no JSON)");
        assert_eq!(mask(b"\xff", &[]), "(1 bytes that are no UTF-8)");
    }
}
