//! What is generated reads what it has written, and writes it again byte by byte.
//!
//! Copied into the generated workspace, beside a file with the requests and answers of its spec.

use dingtalk_protocol::server::{CODECS, Codec, Transcode};
use dingtalk_protocol::{AccessToken, Host};

/// Name, method, path with a query, body, answer.
type Sample = (&'static str, &'static str, &'static str, &'static str, &'static str);

const SAMPLES: &[Sample] = include!("samples.in");

#[test]
fn every_request_survives_the_wire() {
    let token = AccessToken::new("TOKEN");
    for (codec, (name, method, uri, body, _)) in samples() {
        let page = http::Request::builder().method(*method).uri(*uri);
        let page = page.body(body.as_bytes().to_vec()).unwrap();
        let again = |request| codec.transcode(request, &Host::INTERNATIONAL, &token);
        let once = again(&page).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let twice = again(&once).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(once.uri(), twice.uri(), "{name}");
        assert_eq!(text(once.body()), text(twice.body()), "{name}");
    }
}

#[test]
fn every_answer_survives_the_wire() {
    for (codec, (name, .., answer)) in samples() {
        let page = http::Response::new(answer.as_bytes().to_vec());
        let described = codec.describe(page.clone()).unwrap_or_else(|it| panic!("{name}: {it:?}"));
        match codec.reencode(page) {
            Ok(again) => assert_eq!(codec.describe(again).unwrap(), described, "{name}"),
            // No secret is written.
            Err(Transcode::Write(_)) => assert!(answer.contains("token\""), "{name}"),
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

/// At any depth, a value that the page does not allow is found before anything is sent.
#[test]
fn the_limits_of_objects_are_checked() {
    let mut broken = 0;
    for (codec, (name, method, uri, body, _)) in samples() {
        let long = body.replace(r#""name": "a""#, r#""name": "nine characters""#);
        if long == *body {
            continue;
        }
        let page = http::Request::builder().method(*method).uri(*uri).body(long.into_bytes());
        let sent =
            codec.transcode(&page.unwrap(), &Host::INTERNATIONAL, &AccessToken::new("TOKEN"));
        let Err(Transcode::Call(error)) = sent else { panic!("{name} was encoded") };
        let fields: Vec<_> = error.violations().iter().map(|violation| violation.field).collect();
        assert!(fields.contains(&"PartVo.name"), "{name}: {fields:?}");
        broken += 1;
    }
    assert!(broken > 0, "no request has such an object: nothing was checked");
}

fn samples() -> impl Iterator<Item = (&'static Codec, &'static Sample)> {
    assert_eq!(SAMPLES.len(), CODECS.len());
    SAMPLES.iter().map(|sample| {
        let codec = CODECS.iter().find(|codec| codec.endpoint.name == sample.0);
        (codec.expect("every endpoint of the spec is generated"), sample)
    })
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}
