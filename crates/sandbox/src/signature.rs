//! Signatures of requests, computed here and not by `dingtalk-protocol`, which the sandbox is meant to
//! test.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Returns whether a signature is the base64 of HMAC-SHA256 over a text, keyed with a secret.
pub(crate) fn is_right(signature: &str, text: &str, secret: &str) -> bool {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of every length");
    mac.update(text.as_bytes());
    BASE64_STANDARD.decode(signature).is_ok_and(|bytes| mac.verify_slice(&bytes).is_ok())
}
