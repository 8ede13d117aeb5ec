//! Whether a failed call may be repeated, and when. Facts and rules alone: the clock is the caller's.

use std::time::{Duration, SystemTime};

use crate::{Error, ErrorKind};

/// How far a failed call got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Nothing left the caller.
    NotSent,
    /// The gateway refused it before it was handed on, so nothing changed.
    Refused,
    /// It may have arrived, and may have taken effect in part or in whole.
    Unknown,
    /// It took effect; only its answer is of no use.
    Done,
}

/// What to do about a failed call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repetition {
    /// Do not repeat it: that cannot help, or could do harm.
    No,
    /// Repeat it once with a new access token.
    WithNewToken,
    /// Repeat it after a pause.
    After(Wait),
}

/// How long to wait before a call is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wait {
    /// As long as the caller's own back-off says.
    Backoff,
    /// This long after the first failure, twice as long after each further one.
    Doubling(Duration),
    /// This long.
    For(Duration),
    /// Until this time, which the service names. It may be past.
    Until(SystemTime),
}

impl Wait {
    /// How long it is at `now`, after so many failures in a row; `None` where the caller's own
    /// back-off decides. An end that is past says no more than one that is not named, and one that
    /// is more than an hour away is to be asked for again after an hour.
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// use dingtalk_protocol::Wait;
    ///
    /// let wait = Wait::Doubling(Duration::from_secs(1));
    /// let pauses = [1, 2, 3].map(|failures| wait.length(failures, SystemTime::now()));
    /// assert_eq!(pauses, [1, 2, 4].map(|seconds| Some(Duration::from_secs(seconds))));
    /// ```
    pub fn length(self, failures: u32, now: SystemTime) -> Option<Duration> {
        let doubled = |first: Duration| {
            first.saturating_mul(1 << failures.saturating_sub(1).min(MOST_DOUBLINGS))
        };
        match self {
            Self::Backoff => None,
            Self::Doubling(first) => Some(doubled(first)),
            Self::For(time) => Some(time),
            Self::Until(end) => {
                let left = end.duration_since(now).ok().filter(|left| !left.is_zero());
                Some(left.map_or_else(|| doubled(THROTTLE), |left| left.min(LONGEST)))
            }
        }
    }
}

/// No named end is waited for longer: one that was misread must not silence a caller for good.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// How often a pause doubles: 1 s becomes 64 s.
const MOST_DOUBLINGS: u32 = 6;

/// How long the gateway bans an IP address.
const BAN: Duration = Duration::from_secs(5 * 60);

/// Where no end is named: the vendor advises 1 s, 2 s, 4 s for code 90002, and counts calls by the
/// second for 90018.
const THROTTLE: Duration = Duration::from_secs(1);

impl ErrorKind {
    /// How far a call got that failed like this. [`Error::reach`] knows better where a kind has two
    /// causes.
    pub fn reach(self) -> Reach {
        match self {
            Self::InvalidRequest
            | Self::InvalidConfiguration
            | Self::TokenUnavailable
            | Self::HeldBack
            | Self::Unreachable => Reach::NotSent,
            Self::IpBanned
            | Self::TokenRejected
            | Self::TokenMissing
            | Self::PermissionMissing
            | Self::CallerNotAllowed
            | Self::Throttled
            | Self::QuotaExhausted
            | Self::UnknownPath => Reach::Refused,
            Self::Cancelled
            | Self::Connection
            | Self::Timeout
            | Self::BodyTooLarge
            | Self::EmptyBody
            | Self::Html
            | Self::Truncated
            | Self::NotUtf8
            | Self::NotJson
            | Self::NoErrcode
            // Of its two codes, 88 hints that the call was not handed on. Nothing promises it.
            | Self::GatewayTimeout
            // No page says that these change nothing, such as when one id of twenty is bad.
            | Self::Busy
            | Self::Documented
            | Self::Undocumented
            // Reading it comes before the first call, writing it after one.
            | Self::Journal => Reach::Unknown,
            Self::UnexpectedShape | Self::NoProgress => Reach::Done,
        }
    }
}

impl Error {
    /// How far the call got, with [all its attempts](Self::with_reach).
    pub fn reach(&self) -> Reach {
        self.reach_of_all_attempts().unwrap_or_else(|| self.reach_of_last_attempt())
    }

    fn reach_of_last_attempt(&self) -> Reach {
        // Without a token, `encode` refuses by itself.
        if self.kind() == ErrorKind::TokenMissing && self.code().is_none() {
            return Reach::NotSent;
        }
        self.kind().reach()
    }

    /// Whether the request may have reached the service.
    pub fn may_have_arrived(&self) -> bool {
        self.reach() != Reach::NotSent
    }

    /// Whether the answer was lost on its way: the call may have taken effect, and the endpoint has
    /// not said anything about it. Its repetition is read with
    /// [`decode_repeated`](crate::decode_repeated).
    pub fn answer_was_lost(&self) -> bool {
        let said = matches!(
            self.kind(),
            ErrorKind::Busy | ErrorKind::Documented | ErrorKind::Undocumented
        );
        self.reach_of_last_attempt() == Reach::Unknown && !said
    }

    /// Whether a second, equal call does no harm: nothing has changed yet, or the endpoint's
    /// [`repeat_safe`](crate::Endpoint::repeat_safe) says that repeating leaves the same state.
    pub fn repeat_is_safe(&self) -> bool {
        matches!(self.reach(), Reach::NotSent | Reach::Refused)
            || self.endpoint().is_some_and(|endpoint| endpoint.repeat_safe)
    }

    /// Whether and when to repeat the call.
    ///
    /// | kind | repetition |
    /// |---|---|
    /// | `TokenRejected` | once, with a new token, if the endpoint takes one |
    /// | `Throttled` | at the end that the message names, else after 1 s, 2 s, 4 s, … |
    /// | `IpBanned` | after 5 minutes |
    /// | `Unreachable` | after the caller's back-off |
    /// | `Connection`, `Timeout`, `GatewayTimeout`, `Busy`, and every other [that is not an answer](ErrorKind::is_not_an_answer) | after the caller's back-off, if [`repeat_is_safe`](Self::repeat_is_safe) |
    /// | every other | never |
    pub fn repetition(&self) -> Repetition {
        match self.kind() {
            ErrorKind::TokenRejected if self.endpoint().is_none_or(|it| it.authenticated) => {
                Repetition::WithNewToken
            }
            _ if !self.repeat_is_safe() => Repetition::No,
            ErrorKind::Throttled => Repetition::After(
                self.throttled_until().map_or(Wait::Doubling(THROTTLE), Wait::Until),
            ),
            ErrorKind::IpBanned => Repetition::After(Wait::For(BAN)),
            // Nothing was sent, the service's own answer was lost, or it asks for another call.
            ErrorKind::Unreachable
            | ErrorKind::Connection
            | ErrorKind::Timeout
            | ErrorKind::EmptyBody
            | ErrorKind::Html
            | ErrorKind::Truncated
            | ErrorKind::NotUtf8
            | ErrorKind::NotJson
            | ErrorKind::NoErrcode
            | ErrorKind::GatewayTimeout
            | ErrorKind::Busy => Repetition::After(Wait::Backoff),
            _ => Repetition::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_core::de::IgnoredAny;
    use serde_core::{Deserialize, Deserializer};

    use super::*;
    use crate::limits::Limits;
    use crate::{DocumentedError, Endpoint, Parameters, Request, decode};

    static UNSAFE: Endpoint = endpoint(true);

    /// It needs no token.
    static OPEN: Endpoint = endpoint(false);

    const fn endpoint(authenticated: bool) -> Endpoint {
        Endpoint {
            name: "test::count_up",
            method: http::Method::POST,
            path: "/topapi/test/countup",
            content_type: None,
            authenticated,
            permissions: &[],
            repeat_safe: false,
            done_code: None,
            page: "",
            errors: &[
                DocumentedError { code: -1, meaning: "Busy", advice: "Wait.", retry: true },
                DocumentedError {
                    code: 33011,
                    meaning: "Bad id",
                    advice: "Mend it.",
                    retry: false,
                },
            ],
        }
    }

    /// Every further call changes more.
    #[derive(Debug)]
    struct CountUp;

    impl Request for CountUp {
        type Response = ();
        type ErrorCode = i64;
        const ENDPOINT: &'static Endpoint = &UNSAFE;
        fn check_limits(&self, _: &mut Limits) {}
        fn write_parameters(&self, _: &mut Parameters) {}
        fn read_answer<'de, D: Deserializer<'de>>(answer: D) -> Result<Option<()>, D::Error> {
            IgnoredAny::deserialize(answer).map(|_| Some(()))
        }
    }

    #[test]
    fn without_a_safe_endpoint_only_what_changed_nothing_is_repeated() {
        for kind in ErrorKind::ALL {
            // Where no endpoint is named, none is known to be safe.
            for error in [Error::new(*kind), Error::new(*kind).of(&UNSAFE)] {
                let changed_nothing = matches!(error.reach(), Reach::NotSent | Reach::Refused);
                assert_eq!(error.repeat_is_safe(), changed_nothing, "{kind:?}");
                let is_repeated = error.repetition() != Repetition::No;
                let expected = [
                    ErrorKind::Unreachable,
                    ErrorKind::TokenRejected,
                    ErrorKind::Throttled,
                    ErrorKind::IpBanned,
                ];
                assert_eq!(is_repeated, expected.contains(kind), "{kind:?}");
            }
        }
    }

    #[test]
    fn answers_of_an_endpoint_that_is_not_safe_to_repeat() {
        for (body, expected) in [
            (r#"{"errcode":88,"sub_code":"40014"}"#, Repetition::WithNewToken),
            (
                r#"{"errcode":88,"sub_code":"90018"}"#,
                Repetition::After(Wait::Doubling(Duration::from_secs(1))),
            ),
            (
                r#"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"0b51"}"#,
                Repetition::After(Wait::For(Duration::from_secs(300))),
            ),
            (r#"{"errcode":15,"sub_code":"isp.top-remote-connection-timeout"}"#, Repetition::No),
            (r#"{"errcode":88,"sub_code":""}"#, Repetition::No),
            (r#"{"errcode":-1}"#, Repetition::No),
            (r#"{"errcode":33011}"#, Repetition::No),
            ("<html></html>", Repetition::No),
            ("", Repetition::No),
            (r#"{"errcode":0"#, Repetition::No),
        ] {
            let error = decode::<CountUp, _>(http::Response::new(body)).unwrap_err();
            assert_eq!(error.endpoint(), Some(&UNSAFE));
            assert_eq!(error.repetition(), expected, "{body}");
            assert_eq!(error.repeat_is_safe(), expected != Repetition::No, "{body}");
        }
    }

    #[test]
    fn after_a_lost_attempt_no_error_says_that_nothing_has_changed() {
        for kind in ErrorKind::ALL {
            let error = Error::new(*kind).of(&UNSAFE).with_reach(Reach::Unknown);
            assert_eq!(error.reach(), Reach::Unknown, "{kind:?}");
            assert!(!error.repeat_is_safe(), "{kind:?}");
        }
    }

    #[test]
    fn a_call_that_carries_no_token_is_not_repeated_with_a_new_one() {
        let error = Error::new(ErrorKind::TokenRejected).of(&OPEN);
        assert_eq!(error.repetition(), Repetition::No);
    }
}
