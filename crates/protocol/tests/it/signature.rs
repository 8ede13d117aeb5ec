//! Signatures, against values that Python's `hmac` computed.

use dingtalk_protocol::{Secret, signature};

fn sign(secret: &str, timestamp: i64, text: Option<&str>) -> String {
    signature(&Secret::new(secret), timestamp, text).expose().to_owned()
}

#[test]
fn a_robot_signs_timestamp_and_secret() {
    let secret = "this is secret";
    let expected = "Ihwj8FyPJfT4YIXi/adIQljYfR8hNknkj4tQ+v3VTqM=";
    assert_eq!(sign(secret, 1_767_225_600_000, Some(secret)), expected);
}

#[test]
fn a_third_party_app_signs_timestamp_and_ticket() {
    let expected = "pWdj8PJq8izvc5Xr6sikl2+oi3tIt9cFXfSf257+0sM=";
    assert_eq!(sign("y1ie2Rfb54", 1_527_130_370_219, Some("TestSuiteTicket")), expected);
}

#[test]
fn a_sign_in_signs_the_timestamp_alone() {
    let expected = "HCbG3xNE3vzhO+u7qCUL1jS5hsu2n5r2cFhnTrtyDAE=";
    assert_eq!(sign("testappSecret", 1_546_084_445_901, None), expected);
}

/// HMAC hashes a key that is longer than its block first.
#[test]
fn a_long_secret_and_a_text_beyond_ascii_are_signed_as_they_are() {
    let expected = "yw7FF642v9slIAr3ykRi7QVX0i4u71b7Od/NTQYJ+AA=";
    assert_eq!(sign(&"k".repeat(65), 1_577_262_236_757, Some("密钥")), expected);
}
