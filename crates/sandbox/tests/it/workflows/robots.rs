//! Custom robots, and files that are uploaded.

use std::time::{Duration, UNIX_EPOCH};

use dingtalk_client::robot::send::Text;
use dingtalk_client::{Call, Client, Error, Upload};
use dingtalk_sandbox::{DEFAULT_ROBOT, ManualClock, Sandbox};

use super::{client, code, start};

const SECRET: &str = "this is secret";

type Send = Call<dingtalk_client::robot::send::Request>;

fn message(client: &Client, token: &str) -> Send {
    client.robot().send(token, "text").with_text(Text::new().with_content("Hello"))
}

/// Returns a robot that checks signatures, at 2026-01-01T00:00:00Z.
fn signing() -> (Sandbox, Client) {
    let builder = Sandbox::builder().clock(ManualClock::new());
    let sandbox = builder.signing_robot("signing", SECRET).start().unwrap();
    let client = client(&sandbox);
    (sandbox, client)
}

/// Signed with the secret that the example of the page has; by Python's `hmac`.
fn signed_at(client: &Client, timestamp: i64, signature: &str) -> Result<(), Error> {
    let call = message(client, "signing").with_timestamp(timestamp).with_signature(signature);
    call.send().map(drop)
}

#[test]
fn a_robot_with_a_secret_takes_only_signed_messages() {
    let (sandbox, client) = signing();
    let (now, signature) = (1_767_225_600_000, "Ihwj8FyPJfT4YIXi/adIQljYfR8hNknkj4tQ+v3VTqM=");
    signed_at(&client, now, signature).unwrap();
    assert_eq!(sandbox.robot_messages().len(), 1);

    assert_eq!(code(message(&client, "signing").send()), 310_000);
    assert_eq!(code(signed_at(&client, now + 1, signature)), 310_000);
    assert_eq!(
        code(signed_at(&client, now, "eX+W1tXrypeBjPXo3ifxcq6ZiyFC0qzxcPeh4LoAkeA=")),
        310_000
    );
    assert_eq!(code(signed_at(&client, now, "not base64")), 310_000);
    assert_eq!(sandbox.robot_messages().len(), 1);
    // The other robot has no secret.
    message(&client, DEFAULT_ROBOT).send().unwrap();
    assert_eq!(code(message(&client, "unknown").send()), 400_101);
}

#[test]
fn a_signature_is_good_for_an_hour_in_both_directions() {
    const HOUR: Duration = Duration::from_secs(3600);
    const MILLISECOND: Duration = Duration::from_millis(1);
    let signature = "Ihwj8FyPJfT4YIXi/adIQljYfR8hNknkj4tQ+v3VTqM=";
    let signed = UNIX_EPOCH + Duration::from_secs(1_767_225_600);
    for (now, is_taken) in [
        (signed + HOUR, true),
        (signed + HOUR + MILLISECOND, false),
        (signed - HOUR, true),
        (signed - HOUR - MILLISECOND, false),
    ] {
        let clock = ManualClock::starting_at(now);
        let builder = Sandbox::builder().clock(clock).signing_robot("signing", SECRET);
        let sandbox = builder.start().unwrap();
        let client = client(&sandbox);
        let outcome = signed_at(&client, 1_767_225_600_000, signature);
        let message = outcome.map_err(|error| error.message().map(str::to_owned));
        let expected = if is_taken { Ok(()) } else { Err(Some("invalid timestamp".to_owned())) };
        assert_eq!(message, expected, "{now:?}");
    }
}

#[test]
fn the_client_signs_what_the_robot_checks() {
    let sandbox = Sandbox::builder().signing_robot("signing", SECRET).start().unwrap();
    let client = client(&sandbox);
    message(&client, "signing").signed_by(SECRET).send().unwrap();
    assert_eq!(code(message(&client, "signing").signed_by("another").send()), 310_000);
    let shown = format!("{:?}", sandbox.requests());
    assert!(shown.contains("sign=[signature]") && !shown.contains(SECRET), "{shown}");
}

#[test]
fn a_message_is_sent_once_for_each_key() {
    let (sandbox, client) = start();
    for key in ["a", "a", "b"] {
        message(&client, DEFAULT_ROBOT).with_message_uuid(key).send().unwrap();
    }
    assert_eq!(sandbox.robot_messages().len(), 2);
}

#[test]
fn a_robot_that_sends_too_much_in_a_minute_is_refused_for_ten() {
    let clock = ManualClock::new();
    let builder = Sandbox::builder().clock(clock.clone()).robot("another").limit_robots();
    let sandbox = builder.start().unwrap();
    let client = client(&sandbox);
    for _ in 0..20 {
        message(&client, DEFAULT_ROBOT).send().unwrap();
    }
    assert_eq!(code(message(&client, DEFAULT_ROBOT).send()), 410_100);
    message(&client, "another").send().unwrap();
    clock.advance(Duration::from_secs(599));
    assert_eq!(code(message(&client, DEFAULT_ROBOT).send()), 410_100);
    clock.advance(Duration::from_secs(1));
    message(&client, DEFAULT_ROBOT).send().unwrap();
}

#[test]
fn an_uploaded_file_can_be_looked_at_by_its_id() {
    let (sandbox, client) = start();
    let content = b"Name,Room\r\nJohn,\x00\xff".to_vec();
    let file = Upload::from_bytes("名单.csv", content.clone()).with_content_type("text/csv");
    let id = client.media().upload("file", file).send().unwrap().media_id.clone();
    let kept = sandbox.uploaded_file(id.as_str()).unwrap();
    assert_eq!((kept.kind.as_str(), kept.name.as_str()), ("file", "名单.csv"));
    assert_eq!((kept.content_type.as_deref(), kept.content), (Some("text/csv"), content));
    assert_eq!(sandbox.uploaded_file("@unknown"), None);
    sandbox.clear_requests();
    assert_eq!(sandbox.uploaded_file(id.as_str()), None);
}
