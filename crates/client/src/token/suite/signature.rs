//! The signature of calls that a third-party app makes with its key.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use dingtalk_protocol::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Returns HMAC-SHA256 over timestamp, line feed and ticket, keyed with the secret, as base64.
pub(super) fn sign(secret: &Secret, timestamp: u64, ticket: &Secret) -> Secret {
    let key = secret.expose().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(format!("{timestamp}\n{}", ticket.expose()).as_bytes());
    Secret::new(BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}
