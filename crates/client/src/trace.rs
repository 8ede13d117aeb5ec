//! Spans and events for [`tracing`](https://docs.rs/tracing). Their names are part of the public
//! interface and documented in the guide.
//!
//! Without the feature `tracing`, all of this does nothing.

#[cfg(feature = "tracing")]
pub(crate) use on::*;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use dingtalk_protocol::{Endpoint, Error, Reply};
    use tracing::field::Empty;
    use tracing::span::EnteredSpan;

    use crate::clock::Clock;
    use crate::observer::Attempt;

    /// The current span of a thread, for other threads to enter.
    pub(crate) struct Parent(tracing::Span);

    impl Parent {
        pub(crate) fn current() -> Self {
            Self(tracing::Span::current())
        }

        pub(crate) fn scope<T>(&self, work: impl FnOnce() -> T) -> T {
            self.0.in_scope(work)
        }
    }

    /// The span of a call.
    pub(crate) struct Call<'c> {
        span: EnteredSpan,
        clock: &'c dyn Clock,
        began: Duration,
    }

    impl<'c> Call<'c> {
        pub(crate) fn begin(endpoint: &Endpoint, clock: &'c dyn Clock) -> Self {
            let span = tracing::info_span!(
                "dingtalk.call",
                endpoint = &*endpoint.name,
                attempts = Empty,
                code = Empty,
                error = Empty,
                request_id = Empty,
                duration_ms = Empty,
            );
            Self { span: span.entered(), clock, began: clock.elapsed() }
        }

        pub(crate) fn end<T>(self, result: &Result<Reply<T>, Error>) {
            let (attempts, code, request_id) = match result {
                Ok(reply) => (reply.attempts(), Some(0), reply.request_id()),
                Err(error) => {
                    self.span.record("error", tracing::field::debug(error.kind()));
                    (error.attempts(), error.code().map(i64::from), error.request_id())
                }
            };
            self.span.record("attempts", attempts);
            if let Some(code) = code {
                self.span.record("code", code);
            }
            if let Some(request_id) = request_id.filter(is_plain) {
                self.span.record("request_id", request_id);
            }
            let duration = self.clock.elapsed().saturating_sub(self.began);
            self.span.record("duration_ms", milliseconds(duration));
        }
    }

    pub(crate) fn attempt(attempt: &Attempt<'_>) {
        let endpoint = &*attempt.endpoint.name;
        let code = attempt.error.map_or(Some(0), |error| error.code().map(i64::from));
        let error = attempt.error.map(|error| tracing::field::debug(error.kind()));
        let request_id = attempt.request_id.filter(is_plain);
        let duration_ms = milliseconds(attempt.duration);
        let held_back_ms = milliseconds(attempt.held_back);
        let (number, sent) = (attempt.number, attempt.sent);
        if attempt.error.is_some() {
            let pause_ms = attempt.pause.map(milliseconds);
            let what = pause_ms.map_or("call failed", |_| "attempt failed, another follows");
            tracing::warn!(
                endpoint,
                attempt = number,
                sent,
                code,
                error,
                request_id,
                duration_ms,
                held_back_ms,
                pause_ms,
                "{what}"
            );
        } else {
            tracing::debug!(
                endpoint,
                attempt = number,
                sent,
                code,
                request_id,
                duration_ms,
                held_back_ms,
                done_before = attempt.done_before,
                "call done"
            );
        }
    }

    pub(crate) fn token_fetched(life: Duration) {
        tracing::info!(life_s = life.as_secs(), "access token fetched");
    }

    pub(crate) fn token_not_stored(error: &Error) {
        // Only the kind is logged: the store's own message may contain a secret.
        tracing::warn!(error = ?error.kind(), "access token not stored");
    }

    pub(crate) fn token_store_silent() {
        tracing::warn!("token store gave no answer");
    }

    fn milliseconds(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }

    /// Returns whether `request_id` looks like an id. A faulty service can put anything there.
    fn is_plain(request_id: &&str) -> bool {
        request_id.len() <= 64
            && request_id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use dingtalk_protocol::{Endpoint, Error, Reply};

    use crate::clock::Clock;
    use crate::observer::Attempt;

    pub(crate) struct Parent;

    impl Parent {
        pub(crate) fn current() -> Self {
            Self
        }

        pub(crate) fn scope<T>(&self, work: impl FnOnce() -> T) -> T {
            let Self = self;
            work()
        }
    }

    pub(crate) struct Call;

    impl Call {
        pub(crate) fn begin(_: &Endpoint, _: &dyn Clock) -> Self {
            Self
        }

        pub(crate) fn end<T>(self, _: &Result<Reply<T>, Error>) {
            let Self = self;
        }
    }

    pub(crate) fn attempt(_: &Attempt<'_>) {}

    pub(crate) fn token_fetched(_: Duration) {}

    pub(crate) fn token_not_stored(_: &Error) {}

    pub(crate) fn token_store_silent() {}
}
