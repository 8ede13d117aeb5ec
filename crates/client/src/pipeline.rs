//! The loop of a call: validate → (token → attempt → renew | retry)* → reply.
//!
//! What can be decided without a clock is decided by [`dingtalk_protocol`]; one attempt is
//! [`Sender`]'s.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use dingtalk_protocol::{AccessToken, DecodeOptions, Error, ErrorKind, Reach, Repetition, Reply};

use crate::attempt::{Ended, Sender};
use crate::clock::Deadline;
use crate::exchange::Exchange;
use crate::retry::Retry;
use crate::settings::CallSettings;
use crate::token::{TokenCall, TokenSource};
use crate::trace;

/// Everything that calls need; shared by the clones of a client.
pub(crate) struct Pipeline {
    pub(crate) sender: Sender,
    pub(crate) tokens: Box<dyn TokenSource>,
    pub(crate) retry: Retry,
    pub(crate) random: Mutex<fastrand::Rng>,
    pub(crate) timeout: Duration,
    pub(crate) options: DecodeOptions,
}

/// What the attempts of a call have left behind.
struct History {
    attempts: u32,
    sent: u32,
    /// How many were throttled.
    throttled: u32,
    /// How many failed in a way that is worth a repetition, a rejected token apart.
    repeated: u32,
    /// How far the attempt got that got farthest.
    reach: Reach,
    /// Whether the response to one of them was lost.
    lost: bool,
    renewed: bool,
    /// The last error that is not about waiting.
    error: Option<Error>,
}

impl History {
    fn new() -> Self {
        Self {
            attempts: 0,
            sent: 0,
            throttled: 0,
            repeated: 0,
            reach: Reach::NotSent,
            lost: false,
            renewed: false,
            error: None,
        }
    }

    fn add<T>(&mut self, ended: &Ended<T>) {
        self.attempts += 1;
        if !ended.sent {
            return;
        }
        self.sent += 1;
        if let Err(error) = &ended.result {
            self.throttled += u32::from(error.kind() == ErrorKind::Throttled);
            self.reach = self.reach.max(error.reach());
            self.lost |= error.answer_was_lost();
        }
    }
}

impl Pipeline {
    /// Returns how the response to a call with these settings is read.
    pub(crate) fn decode_options(&self, settings: &CallSettings) -> DecodeOptions {
        settings.options.unwrap_or(self.options)
    }

    /// Makes a call, with as many attempts as it needs and may have.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::Client::send).
    pub(crate) fn call<E: Exchange>(
        &self,
        exchange: &E,
        settings: &CallSettings,
    ) -> Result<Reply<E::Response>, Error> {
        let clock = &*self.sender.clock;
        let deadline = Deadline::after(
            clock,
            settings.timeout.unwrap_or(self.timeout),
            settings.cancellation.as_ref(),
        );
        let span = trace::Call::begin(&exchange.endpoint(), clock);
        let result = self.attempts(exchange, settings, deadline);
        span.end(&result);
        result
    }

    /// Returns the token that a call would carry now.
    ///
    /// # Errors
    ///
    /// Those of the source of tokens.
    pub(crate) fn access_token(&self) -> Result<AccessToken, Error> {
        let deadline = Deadline::after(&*self.sender.clock, self.timeout, None);
        self.tokens.token(&TokenCall::new(&self.sender, deadline))
    }

    fn attempts<E: Exchange>(
        &self,
        exchange: &E,
        settings: &CallSettings,
        deadline: Deadline<'_>,
    ) -> Result<Reply<E::Response>, Error> {
        let tokens = TokenCall::new(&self.sender, deadline);
        let retry = settings.retry.unwrap_or(self.retry);
        let mut history = History::new();
        loop {
            let ended =
                self.authorised_attempt(exchange, settings, &tokens, deadline, history.lost);
            history.add(&ended);
            let pause = match &ended.result {
                Ok(_) => None,
                Err(error) => self.pause(error, &ended, &tokens, retry, &mut history),
            };
            let pause =
                pause.filter(|pause| *pause < deadline.remaining() && exchange.can_be_repeated());
            self.sender.observe(&exchange.endpoint(), &ended, history.attempts, pause);
            let error = match ended.result {
                Ok(reply) => return Ok(reply.after_attempts(history.sent)),
                Err(error) => error,
            };
            // That there was no room for another attempt says less than why it was needed.
            let error = match history.error.take() {
                Some(earlier) if error.kind() == ErrorKind::HeldBack => earlier,
                _ => error,
            };
            if !pause.is_some_and(|pause| deadline.sleep(pause)) {
                let error = if deadline.is_cancelled() {
                    Error::new(ErrorKind::Cancelled).of(exchange.endpoint())
                } else {
                    error
                };
                return Err(error.after_attempts(history.sent).with_reach(history.reach));
            }
            history.error = Some(error);
        }
    }

    /// Returns the pause before the call is attempted again; `None` if it is not.
    fn pause<T>(
        &self,
        error: &Error,
        ended: &Ended<T>,
        tokens: &TokenCall<'_>,
        retry: Retry,
        history: &mut History,
    ) -> Option<Duration> {
        if !ended.sent {
            tokens.set_failed();
        }
        match (error.repetition(), &ended.token) {
            (Repetition::WithNewToken, Some(token)) if ended.sent => {
                let another = self.tokens.rejected(token, tokens);
                let first = !std::mem::replace(&mut history.renewed, true);
                (another && first).then_some(Duration::ZERO)
            }
            (Repetition::After(wait), _) if ended.sent || tokens.can_fetch() => {
                history.repeated += 1;
                let bound = retry.bound(history.repeated)?;
                let now = self.sender.clock.now();
                let length = wait.length(history.throttled, ended.hints.now(error, now));
                let pause = length.unwrap_or_else(|| self.jittered(bound));
                Some(pause.max(ended.hints.retry_after(now)))
            }
            _ => None,
        }
    }

    /// Returns a random pause up to `bound`: with full jitter, callers that failed together do not
    /// come back together.
    fn jittered(&self, bound: Duration) -> Duration {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        bound.mul_f64(random.f64())
    }

    /// Makes one attempt, with a token if the endpoint needs one.
    fn authorised_attempt<E: Exchange>(
        &self,
        exchange: &E,
        settings: &CallSettings,
        tokens: &TokenCall<'_>,
        deadline: Deadline<'_>,
        repeated: bool,
    ) -> Ended<E::Response> {
        let endpoint = exchange.endpoint();
        if !endpoint.authenticated {
            return self.sender.attempt(exchange, settings, None, deadline, repeated);
        }
        match self.tokens.token(tokens) {
            Ok(token) => self.sender.attempt(exchange, settings, Some(token), deadline, repeated),
            Err(error) => {
                // The source's own call knows better what failed.
                let error = match error.endpoint() {
                    Some(_) => error.on_behalf_of(endpoint),
                    None => error.of(endpoint),
                };
                Ended::unsent(error, Duration::ZERO)
            }
        }
    }
}
