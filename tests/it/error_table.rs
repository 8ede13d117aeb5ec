//! The guide's table of what happens on errors, held against the classification.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

use dingtalk_protocol::role::list_users;
use dingtalk_protocol::{Error, ErrorCode, ErrorKind, Reach, Repetition, Request, Wait, decode};

const GUIDE: &str = include_str!("../../crates/client/src/guide/errors.md");
const BEGIN: &str = "<!-- kinds: begin -->";
const END: &str = "<!-- kinds: end -->";

/// What happened, in words, and the kinds that mean it. The rest of a row is computed.
const ROWS: &[(&str, &[ErrorKind])] = &[
    (
        "a limit of the page is broken, a setting cannot work, no access token is available, or \
         waiting would have passed the deadline",
        &[
            ErrorKind::InvalidRequest,
            ErrorKind::InvalidConfiguration,
            ErrorKind::TokenUnavailable,
            ErrorKind::HeldBack,
        ],
    ),
    ("no connection could be made", &[ErrorKind::Unreachable]),
    (
        "the connection broke, or no answer came in time",
        &[ErrorKind::Connection, ErrorKind::Timeout],
    ),
    (
        "the body is empty, HTML, cut off, not UTF-8, not JSON, or JSON without `errcode`",
        &[
            ErrorKind::EmptyBody,
            ErrorKind::Html,
            ErrorKind::Truncated,
            ErrorKind::NotUtf8,
            ErrorKind::NotJson,
            ErrorKind::NoErrcode,
        ],
    ),
    (
        "the gateway timed out, or the page says of the code to try again",
        &[ErrorKind::GatewayTimeout, ErrorKind::Busy],
    ),
    (
        "the page documents the code as a mistake, no page documents it, `success` is false, the \
         answer is larger than allowed, or the caller cancelled the call",
        &[
            ErrorKind::Documented,
            ErrorKind::Undocumented,
            ErrorKind::BodyTooLarge,
            ErrorKind::Cancelled,
        ],
    ),
    (
        "the body is compressed, or empty and a redirect",
        &[ErrorKind::Compressed, ErrorKind::Redirect],
    ),
    (
        "the answer reports success but does not fit the documented types, a list cannot be read to \
         its end or is longer than the walk allows, or answers contradict each other",
        &[
            ErrorKind::UnexpectedShape,
            ErrorKind::NoProgress,
            ErrorKind::TooManyItems,
            ErrorKind::Inconsistent,
        ],
    ),
    ("the token is wrong or has expired", &[ErrorKind::TokenRejected]),
    ("the token is blank or missing", &[ErrorKind::TokenMissing]),
    (
        "the app's key or secret is refused, the app lacks a permission, the IP address is not \
         allowed, the monthly quota is used up, or the path does not exist",
        &[
            ErrorKind::CredentialsRejected,
            ErrorKind::PermissionMissing,
            ErrorKind::CallerNotAllowed,
            ErrorKind::QuotaExhausted,
            ErrorKind::UnknownPath,
        ],
    ),
    ("too many calls in a short time", &[ErrorKind::Throttled]),
    ("the gateway has banned the IP address", &[ErrorKind::IpBanned]),
    ("the file to upload cannot be read, or is not as long as was said", &[ErrorKind::File]),
    ("the journal of a bulk cannot be read or written", &[ErrorKind::Journal]),
];

#[test]
fn the_guide_says_what_the_classification_does() {
    let table = table();
    // A checkout may have changed the line endings.
    let guide = GUIDE.replace("\r\n", "\n");
    let held = guide
        .split_once(BEGIN)
        .and_then(|(_, rest)| rest.split_once(END))
        .map(|(held, _)| held.trim());
    let Some(held) = held else { panic!("the guide lacks `{BEGIN}` or `{END}`") };
    assert!(
        held == table.trim(),
        "the table of the guide is out of date: put this between `{BEGIN}` and `{END}`\n\n{table}"
    );
}

#[test]
fn every_kind_stands_in_one_row_beside_its_equals() {
    let listed: Vec<_> = ROWS.iter().flat_map(|(_, kinds)| *kinds).collect();
    for kind in ErrorKind::ALL {
        let count = listed.iter().filter(|listed| **listed == kind).count();
        assert_eq!(count, 1, "{kind:?} stands in so many of ROWS in tests/it/error_table.rs");
    }
    for (what, kinds) in ROWS {
        let facts: BTreeSet<_> = kinds.iter().map(|kind| facts(*kind)).collect();
        assert_eq!(
            facts.len(),
            1,
            "split the row of ROWS in tests/it/error_table.rs: {what}\n{facts:#?}"
        );
    }
}

fn table() -> String {
    let mut table = String::from(
        "| what happens | kind | did it reach the service? | safe to repeat? | does the client repeat it? |\n\
         |---|---|---|---|---|\n",
    );
    for (what, kinds) in ROWS {
        let names: Vec<_> = kinds.iter().map(|kind| format!("`{kind:?}`")).collect();
        let [reach, safe, action] = facts(kinds[0]);
        writeln!(table, "| {what} | {} | {reach} | {safe} | {action} |", names.join(", "))
            .expect("a string");
    }
    table
}

/// Returns the computed cells of a kind.
fn facts(kind: ErrorKind) -> [String; 3] {
    let samples = samples(kind);
    let unsafe_error = Error::new(kind);
    let is_safe_somewhere = samples.iter().all(Error::repeat_is_safe);
    let safe = match (unsafe_error.repeat_is_safe(), is_safe_somewhere) {
        (true, true) => "yes",
        (false, true) => "on repeat-safe endpoints",
        (_, false) => "no",
    };
    let mut action = each(&samples, |error| action(error.repetition()));
    if samples.iter().all(|error| error.repetition() != Repetition::No)
        && unsafe_error.repetition() == Repetition::No
    {
        action.push_str(", where safe");
    }
    [each(&samples, reach), safe.to_owned(), action]
}

/// Returns every way in which a kind can come, from an endpoint that is safe to repeat.
fn samples(kind: ErrorKind) -> Vec<Error> {
    let endpoint = list_users::Request::ENDPOINT;
    assert!(endpoint.repeat_safe, "another endpoint has to be the example");
    let mut samples = Vec::new();
    for error in ErrorCode::DOCUMENTED.iter().filter(|error| error.kind == kind) {
        let body = match error.sub_code {
            Some(sub_code) => format!(r#"{{"errcode":{},"sub_code":"{sub_code}"}}"#, error.code),
            // What names an end beats what is computed.
            None => format!(
                r#"{{"errcode":88,"sub_code":"{}","sub_msg":"2026-11-20 12:00:00"}}"#,
                error.code
            ),
        };
        let sample = decode::<list_users::Request, _>(http::Response::new(body)).unwrap_err();
        assert_eq!(sample.kind(), kind);
        samples.push(sample);
    }
    samples.push(Error::new(kind).of(endpoint));
    samples
}

/// Returns the texts about the samples, once each.
fn each<T: Into<String>>(samples: &[Error], say: impl Fn(&Error) -> T) -> String {
    let mut said: Vec<String> = Vec::new();
    for text in samples.iter().map(|error| say(error).into()) {
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said.join(", or ")
}

fn reach(error: &Error) -> &'static str {
    match (error.reach(), error.may_have_arrived()) {
        (Reach::NotSent, false) => "no",
        (Reach::Refused, true) => "yes, but refused",
        (Reach::Unknown, true) => "maybe, effect unknown",
        (Reach::Done, true) => "yes, with effect",
        (reach, arrived) => panic!("{reach:?} contradicts `may_have_arrived`, which is {arrived}"),
    }
}

fn action(repetition: Repetition) -> String {
    match repetition {
        Repetition::No => "no".into(),
        Repetition::WithNewToken => "once, at once, with a new token".into(),
        Repetition::After(Wait::Backoff) => "after random, growing pauses".into(),
        Repetition::After(Wait::Until(_)) => "at the end that the message names".into(),
        Repetition::After(Wait::Doubling(first)) => {
            let [first, second, third] = [1, 2, 4].map(|factor| time(first * factor));
            format!("after {first}, {second}, {third}, …")
        }
        Repetition::After(Wait::For(pause)) => format!("after {}", time(pause)),
        other => panic!("the table has no words for {other:?}"),
    }
}

fn time(duration: Duration) -> String {
    match duration.as_secs() {
        seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}
