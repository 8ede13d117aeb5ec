//! Masks tokens and secrets in the text of requests.

use serde_json::Value;

/// The parameters that contain a secret, and the text that replaces its value.
const NAMES: [(&str, &str); 4] = [
    ("access_token", "[token]"),
    ("appsecret", "[secret]"),
    ("init_password", "[password]"),
    ("sign", "[signature]"),
];

/// Replacement for a known secret under another name.
const MASK: &str = "[secret]";

/// Returns a query or a body, with the value of every one of [`NAMES`] and every one of `secrets` masked.
pub(crate) fn mask(text: &[u8], secrets: &[String]) -> String {
    let shown = if text.trim_ascii_start().starts_with(b"{") {
        match serde_json::from_slice(text) {
            Ok(value) => json(value),
            // A body that cannot be parsed cannot be masked reliably.
            Err(_) => format!("({} bytes that are no JSON)", text.len()),
        }
    } else {
        match std::str::from_utf8(text) {
            Ok(text) => form(text),
            Err(_) => format!("({} bytes that are no UTF-8)", text.len()),
        }
    };
    // A known secret may appear under another name.
    secrets.iter().filter(|secret| !secret.is_empty()).fold(shown, |shown, secret| {
        shown.replace(secret.as_str(), MASK).replace(&encoded(secret), MASK)
    })
}

fn form(text: &str) -> String {
    let pairs = text.split('&').map(|pair| {
        let masked = pair.split_once('=').and_then(|(name, _)| Some((name, place_holder(name)?)));
        masked.map_or_else(|| pair.to_owned(), |(name, mask)| format!("{name}={mask}"))
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn json(mut value: Value) -> String {
    for (name, mask) in NAMES {
        if let Some(secret) = value.get_mut(name) {
            *secret = mask.into();
        }
    }
    value.to_string()
}

/// Returns the replacement for the value of a parameter that contains a secret; its name in a form may
/// be percent-encoded.
fn place_holder(name: &str) -> Option<&'static str> {
    let holds =
        |known: &str| form_urlencoded::parse(name.as_bytes()).any(|(name, _)| name == known);
    NAMES.iter().find(|(known, _)| holds(known)).map(|(_, mask)| *mask)
}

fn encoded(secret: &str) -> String {
    form_urlencoded::byte_serialize(secret.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn masks_secrets_wherever_they_stand() {
        let secrets = ["a b+密".to_owned()];
        for text in [
            "access_token=other&role_id=11",
            "access%5Ftoken=other&role_id=11",
            "appsecret=other&role_id=11",
            "app%73ecret=other&role_id=11",
            r#"{"appsecret":"other","role_id":11}"#,
            "role_id=11&x=a+b%2B%E5%AF%86",
            r#"{"access_token":"other","role_id":11}"#,
            r#"{"x":"a b+密","role_id":11}"#,
        ] {
            let masked = mask(text.as_bytes(), &secrets);
            assert!(masked.contains("[token]") || masked.contains("[secret]"), "{masked}");
            assert!(masked.contains("11"), "{masked}");
            assert!(!masked.contains("other") && !masked.contains('密'), "{masked}");
        }
        assert_eq!(mask(b"{\"access_token\":\"cut off", &[]), "(24 bytes that are no JSON)");
        assert_eq!(mask(b"\xff", &[]), "(1 bytes that are no UTF-8)");
    }
}
