//! The decisions of a call, step by step. How a client makes calls of them is tested with the client.

use std::time::{Duration, SystemTime};

use dingtalk_protocol::driver::{Driver, Event, Exchange, Moment, Next};
use dingtalk_protocol::role::delete;
use dingtalk_protocol::user::get_by_auth_code;
use dingtalk_protocol::{AccessToken, Error, ErrorKind, Host, Reach, Retry, auth, validate};

const SECOND: Duration = Duration::from_secs(1);

fn moment(random: f64) -> Moment {
    Moment::new(SystemTime::UNIX_EPOCH, 60 * SECOND, random)
}

fn answer(body: &str) -> Event {
    Event::Answer(Ok(http::Response::new(body.into())))
}

fn token(token: &str) -> Event {
    Event::Token(Ok(AccessToken::new(token)))
}

/// Returns the steps that these events lead to, as `Debug` shows them.
fn steps<E>(mut driver: Driver<'_, E>, events: impl IntoIterator<Item = Event>) -> Vec<String>
where
    E: Exchange<Response: std::fmt::Debug>,
{
    let step = |event| match driver.next(event, || moment(0.5)) {
        Next::Done(Err(error)) => format!("{:?} after {}", error.kind(), error.attempts()),
        Next::Done(Ok(reply)) => format!("success after {}", reply.attempts()),
        next => format!("{next:?}"),
    };
    events.into_iter().map(step).collect()
}

const BUSY: &str = r#"{"errcode":1002}"#;
const REJECTED: &str = r#"{"errcode":88,"sub_code":"40014"}"#;

#[test]
fn a_call_is_a_token_an_attempt_and_where_that_helps_a_pause_and_another_attempt() {
    let request = delete::Request::new(11);
    let driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::new());
    let events = [
        Event::Begin,
        token("t1"),
        answer(BUSY),
        Event::Waited,
        token("t1"),
        answer(REJECTED),
        Event::Dropped { another: true },
        Event::Waited,
        token("t2"),
        answer(r#"{"errcode":0}"#),
    ];
    let expected = [
        "FetchToken",
        "Send(…)",
        "Wait(250ms)",
        "FetchToken",
        "Send(…)",
        "DropToken(…)",
        "Wait(0ns)",
        "FetchToken",
        "Send(…)",
        "success after 3",
    ];
    assert_eq!(steps(driver, events), expected);
}

#[test]
fn a_call_that_needs_no_token_asks_for_none() {
    let request = auth::get_token::Request::new("key", "5ecret");
    let driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::off());
    let events = [Event::Begin, answer(REJECTED)];
    assert_eq!(steps(driver, events), ["Send(…)", "TokenRejected after 1"]);
}

#[test]
fn a_token_is_replaced_once_and_only_if_there_is_another() {
    let request = delete::Request::new(11);
    let driver = || Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::new());
    let first = |another| [Event::Begin, token("t1"), answer(REJECTED), Event::Dropped { another }];
    assert_eq!(steps(driver(), first(false))[3], "TokenRejected after 1");

    let again = [Event::Waited, token("t2"), answer(REJECTED), Event::Dropped { another: true }];
    let steps = steps(driver(), first(true).into_iter().chain(again));
    assert_eq!(
        steps[3..],
        ["Wait(0ns)", "FetchToken", "Send(…)", "DropToken(…)", "TokenRejected after 2"]
    );
}

#[test]
fn what_keeps_a_repetition_from_being_sent_does_not_hide_why_it_was_needed() {
    let request = delete::Request::new(11);
    let driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::new());
    let held_back = || Event::Unsent(Error::new(ErrorKind::HeldBack));
    let events = [Event::Begin, token("t"), answer(BUSY), Event::Waited, token("t"), held_back()];
    assert_eq!(steps(driver, events)[5], "Busy after 1");

    let driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::new());
    assert_eq!(steps(driver, [Event::Begin, held_back()])[1], "HeldBack after 0");
}

#[test]
fn an_error_of_the_call_itself_is_not_taken_for_one_of_its_token() {
    let request = delete::Request::new(11);
    let mut driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::new());
    let _ = driver.next(Event::Begin, || moment(0.5));
    let unsent = Event::Unsent(Error::new(ErrorKind::Journal).of(&delete::ENDPOINT));
    let Next::Done(Err(error)) = driver.next(unsent, || moment(0.5)) else { panic!() };
    assert!(error.to_string().starts_with("role::delete: the journal"), "{error}");
}

#[test]
fn a_pause_beyond_the_time_that_is_left_ends_the_call_with_the_error_that_it_has() {
    let request = delete::Request::new(11);
    let mut driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::new());
    let left = |remaining| move || Moment::new(SystemTime::UNIX_EPOCH, remaining, 0.5);
    let _ = driver.next(Event::Begin, left(SECOND));
    let _ = driver.next(token("t"), left(SECOND));
    let lost = Event::Answer(Err(Error::new(ErrorKind::Connection)));
    let Next::Done(Err(error)) = driver.next(lost, left(SECOND / 4)) else { panic!() };
    assert_eq!((error.kind(), error.reach()), (ErrorKind::Connection, Reach::Unknown));
    assert_eq!(driver.failure().map(Error::kind), Some(ErrorKind::Connection));
}

#[test]
fn a_random_number_that_is_none_costs_the_randomness_and_no_more() {
    let request = delete::Request::new(11);
    for (random, pause) in [(0.0, 0), (0.5, 250), (f64::NAN, 500), (-1.0, 500)] {
        let mut driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::new());
        let _ = driver.next(Event::Begin, || moment(random));
        let _ = driver.next(token("t"), || moment(random));
        let Next::Wait(wait) = driver.next(answer(BUSY), || moment(random)) else { panic!() };
        assert_eq!(wait, Duration::from_millis(pause), "{random}");
    }
}

#[test]
fn nothing_of_a_call_under_way_shows_its_token() {
    let request = delete::Request::new(11);
    let mut driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::off());
    let mut seen = vec![format!("{driver:?} {:?}", token("5ecret"))];
    for event in [
        Event::Begin,
        token("5ecret"),
        answer(r#"{"errcode":88,"sub_code":"40014","sub_msg":"5ecret"}"#),
    ] {
        let next = driver.next(event, || moment(0.5));
        seen.push(format!("{next:?} {driver:?}"));
    }
    assert!(seen.iter().all(|text| !text.contains("5ecret")), "{seen:?}");
}

#[test]
fn a_request_id_that_repeats_a_secret_of_the_request_shows_nothing() {
    let request = get_by_auth_code::Request::new("c0de-of-a-sign-in");
    let mut driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, Retry::off());
    let echo = r#"{"errcode":0,"result":{"userid":"u"},"request_id":"c0de-of-a-sign-in"}"#;
    for event in [Event::Begin, token("5ecret")] {
        let _ = driver.next(event, || moment(0.5));
    }
    let Next::Done(Ok(reply)) = driver.next(answer(echo), || moment(0.5)) else { panic!() };
    assert_eq!(reply.request_id(), Some("[secret]"));
    assert!(!format!("{request:?}").contains("c0de"), "{request:?}");
}

/// Returns the pauses after so many busy answers, each with these headers, where the random part is `random`.
fn pauses(
    retry: Retry,
    headers: &[(http::HeaderName, &'static str)],
    random: f64,
    answers: usize,
) -> Vec<Duration> {
    let request = delete::Request::new(11);
    let mut driver = Driver::new(validate(&request).unwrap(), &Host::MAINLAND, retry);
    let moment = || Moment::new(SystemTime::UNIX_EPOCH, 7200 * SECOND, random);
    let mut pauses = Vec::new();
    for _ in 0..answers {
        let _ = driver.next(token("t1"), moment);
        let mut response = http::Response::new(BUSY.into());
        for (name, value) in headers {
            response.headers_mut().insert(name, http::HeaderValue::from_static(value));
        }
        if let Next::Wait(pause) = driver.next(Event::Answer(Ok(response)), moment) {
            pauses.push(pause);
        }
    }
    pauses
}

#[test]
fn bounds_double_up_to_the_longest_and_end_with_the_attempts() {
    let retry = Retry::new().attempts(5).first_pause(SECOND).longest_pause(5 * SECOND);
    assert_eq!(pauses(retry, &[], 1.0, 7), [1, 2, 4, 5].map(Duration::from_secs));
    assert_eq!(pauses(Retry::off(), &[], 1.0, 2), []);
}

#[test]
fn the_time_to_wait_comes_in_seconds_or_as_an_end_by_the_services_own_time() {
    const NOON: &str = "Thu, 01 Jan 2026 12:00:00 GMT";
    for (date, retry_after, seconds) in [
        (NOON, "2", 2),
        (NOON, "Thu, 01 Jan 2026 12:00:07 GMT", 7),
        (NOON, "Thu, 01 Jan 2026 11:59:59 GMT", 0),
        (NOON, "soon", 0),
        (NOON, "-1", 0),
        (NOON, "1.5", 0),
        (NOON, "", 0),
        (NOON, "99999999999999999999", 0),
        // A wait that was misread must not silence a caller for good.
        (NOON, "86400", 3600),
        // Without a time of the service, the end is compared with this machine's.
        ("noon", "Thu, 01 Jan 1970 00:00:09 GMT", 9),
        ("", "Thu, 01 Jan 1970 00:00:09 GMT", 9),
        ("Thu, 32 Jan 2026 12:00:00 GMT", "Thu, 01 Jan 1970 00:00:09 GMT", 9),
    ] {
        let headers = [(http::header::DATE, date), (http::header::RETRY_AFTER, retry_after)];
        let expected = [Duration::from_secs(seconds)];
        assert_eq!(pauses(Retry::new(), &headers, 0.0, 1), expected, "{date:?} {retry_after:?}");
    }
}
