//! Signatures of requests.

use crate::request::Request;
use crate::secret::Secret;

/// A request that is signed with a secret, which itself is not sent. The implementations are generated, and
/// need the feature `signature`.
///
/// The service compares the timestamp with its own clock, so sign a request right before it is sent.
///
/// # Example
///
/// ```
/// # #[cfg(all(feature = "robot", feature = "signature"))] {
/// use dingtalk_protocol::robot::send::{Request, Text};
/// use dingtalk_protocol::{Host, Secret, Signed, encode};
///
/// let mut request = Request::new("BE3xxxx", "text").with_text(Text::new().with_content("Hello"));
/// request.sign(&Secret::new("this is secret"), 1767225600000);
/// let http = encode(&request, &Host::MAINLAND, None)?;
/// let query = "access_token=BE3xxxx&timestamp=1767225600000\
///     &sign=Ihwj8FyPJfT4YIXi%2FadIQljYfR8hNknkj4tQ%2Bv3VTqM%3D";
/// assert_eq!(http.uri().query(), Some(query));
/// # }
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub trait Signed: Request + Clone {
    /// Sets the timestamp, in milliseconds since 1970, and the signature made with `secret`.
    fn sign(&mut self, secret: &Secret, timestamp: i64);
}

/// Returns the base64 of an HMAC-SHA256 with the key `secret`, over `timestamp` (in milliseconds) and, if given,
/// a line feed and `text`. Needs the feature `signature`.
///
/// [`encode`](crate::encode) percent-encodes it for the URL.
#[cfg(feature = "signature")]
pub fn signature(secret: &Secret, timestamp: i64, text: Option<&str>) -> Secret {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    let key = secret.expose().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(timestamp.to_string().as_bytes());
    if let Some(text) = text {
        mac.update(b"\n");
        mac.update(text.as_bytes());
    }
    Secret::new(BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}
