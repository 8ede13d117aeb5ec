//! Responses of the service.

use dingtalk_protocol::Error;
use dingtalk_protocol::http::{Response, StatusCode};
use dingtalk_protocol::server::CODECS;

/// Reads the input as an answer of each endpoint. What was read must be the same after it has been written
/// and read again.
pub(crate) fn decode(input: &[u8]) {
    for codec in CODECS {
        let answer = || Response::new(input.to_vec());
        let mut failure = answer();
        *failure.status_mut() = StatusCode::BAD_GATEWAY;
        let _ = codec.describe(failure).inspect_err(shown);
        let Ok(read) = codec.describe(answer()).inspect_err(shown) else { continue };
        // An answer with a secret cannot be written.
        if let Ok(written) = codec.reencode(answer()) {
            let again = codec.describe(written).expect("what was written can be read");
            assert_eq!(again, read);
        }
    }
}

/// Formats an error as people see it, with its texts cut, masked and quoted.
fn shown(error: &Error) {
    let _ = (format!("{error:?} {error}"), error.advice());
}
