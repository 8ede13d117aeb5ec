//! Bodies that hold a file, byte for byte.

use dingtalk_protocol::limits::{Limits, Rule};
use dingtalk_protocol::{
    AccessToken, Endpoint, ErrorKind, FilePart, Host, Request, encode, encode_upload, preview,
};
use serde::{Deserialize, Serialize};

static UPLOAD: Endpoint = Endpoint::post("hall::upload", "/hall/upload").multipart();

#[derive(Debug, Serialize, Deserialize)]
struct Upload {
    #[serde(rename = "type")]
    kind: String,
    media: FilePart,
    note: Option<String>,
    level: i64,
}

impl Request for Upload {
    type Response = serde_json::Value;
    const ENDPOINT: &'static Endpoint = &UPLOAD;

    fn check_limits(&self, limits: &mut Limits) {
        limits.file("media", &self.media);
        limits.max_file_bytes("media", &self.media, 10);
    }

    fn file(&self) -> Option<(&'static str, &FilePart)> {
        Some(("media", &self.media))
    }
}

fn upload(media: FilePart) -> Upload {
    Upload { kind: "image".into(), media, note: None, level: 3 }
}

fn encoded(media: FilePart) -> http::Request<dingtalk_protocol::Multipart> {
    encode_upload(&upload(media), &Host::MAINLAND, &AccessToken::new("t"), "XyZ-1").unwrap()
}

#[test]
fn the_file_stands_in_its_place_among_the_other_parameters() {
    let (parts, body) = encoded(FilePart::new("a.png", 4)).into_parts();
    assert_eq!(parts.uri, "https://oapi.dingtalk.com/hall/upload?access_token=t");
    assert_eq!(parts.headers["content-type"], "multipart/form-data; boundary=XyZ-1");
    let head = "--XyZ-1\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nimage\r\n\
        --XyZ-1\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n";
    let tail =
        "\r\n--XyZ-1\r\nContent-Disposition: form-data; name=\"level\"\r\n\r\n3\r\n--XyZ-1--\r\n";
    assert_eq!(String::from_utf8_lossy(&body.head), head);
    assert_eq!(String::from_utf8_lossy(&body.tail), tail);
    let length = (head.len() + 4 + tail.len()) as u64;
    assert_eq!((body.file_length, body.content_length()), (4, length));
    assert_eq!(parts.headers["content-length"], length.to_string());
}

/// As browsers write them.
#[test]
fn no_name_can_end_its_header() {
    let name = "报告 \"a\"\\\r\nX-Evil: 1\0.png";
    let body = encoded(FilePart::new(name, 4)).into_body();
    let head = String::from_utf8(body.head).unwrap();
    let expected = "filename=\"报告 %22a%22%5C%0D%0AX-Evil: 1%00.png\"\r\n";
    assert!(head.contains(expected), "{head}");
}

#[test]
fn a_content_type_that_would_end_its_header_is_refused() {
    for content_type in ["image/png\r\nX-Evil: 1", "", "bild/später"] {
        let file = FilePart::new("a.png", 4).with_content_type(content_type);
        let request = upload(file);
        let error = encode_upload(&request, &Host::MAINLAND, &AccessToken::new("t"), "b");
        let error = error.unwrap_err();
        assert_eq!(error.violations()[0].rule, Rule::ContentType, "{content_type:?}");
    }
}

#[test]
fn a_file_that_is_too_long_or_has_no_name_is_refused() {
    let request = upload(FilePart::new("", 11));
    let error = encode_upload(&request, &Host::MAINLAND, &AccessToken::new("t"), "b").unwrap_err();
    let rules: Vec<_> = error.violations().iter().map(|violation| &violation.rule).collect();
    assert_eq!(rules, [&Rule::Required, &Rule::MaxFileBytes { max: 10, actual: 11 }]);
}

#[test]
fn a_boundary_that_could_end_its_header_is_refused() {
    let request = upload(FilePart::new("a.png", 4));
    let long = "b".repeat(71);
    for boundary in ["", "a b", "a\r\nX-Evil: 1", "ä", &long] {
        let error = encode_upload(&request, &Host::MAINLAND, &AccessToken::new("t"), boundary);
        assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidRequest, "{boundary:?}");
    }
}

/// It would be sent without the file.
#[test]
fn a_request_with_a_file_is_not_encoded_without_it() {
    let request = upload(FilePart::new("a.png", 4));
    let error = encode(&request, &Host::MAINLAND, &AccessToken::new("t")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("encode it as an upload"), "{error}");
}

#[test]
fn a_preview_says_how_long_the_file_is() {
    let http = preview(&upload(FilePart::new("a.png", 4)), &Host::MAINLAND).unwrap();
    let body = String::from_utf8(http.into_body()).unwrap();
    assert!(body.contains("\r\n\r\n(4 bytes)\r\n--boundary\r\n"), "{body}");
}
