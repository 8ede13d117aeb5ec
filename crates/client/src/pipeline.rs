//! The way of a call: validate → encode → authorise → throttle → transport → classify → (renew |
//! retry | decode) → reply.
//!
//! What is decided without a clock is decided by [`dingtalk_protocol`]; here is the loop around it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dingtalk_protocol::{
    AccessToken, Error, ErrorKind, Host, Reach, Repetition, Reply, Request, decode,
    decode_repeated, encode, validate,
};

use crate::attempt::Observer;
use crate::clock::Deadline;
use crate::token::TokenCall;
use crate::{Attempt, Clock, Limiter, Retry, TokenSource, Transport, trace};

/// Everything that calls need; shared by the clones of a client.
pub(crate) struct Pipeline {
    pub(crate) host: Host,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) tokens: Box<dyn TokenSource>,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) limiter: Limiter,
    pub(crate) retry: Retry,
    pub(crate) random: Mutex<fastrand::Rng>,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) observer: Option<Observer>,
}

/// How an attempt ended.
struct Ended<T> {
    result: Result<Reply<T>, Error>,
    sent: bool,
    held_back: Duration,
    duration: Duration,
    /// The token that it carried.
    token: Option<AccessToken>,
}

/// What the attempts of a call have left behind.
struct History {
    attempts: u32,
    sent: u32,
    /// How many were throttled.
    throttled: u32,
    /// How far one of them got, at the most.
    reach: Reach,
    /// Whether the answer to one of them was lost.
    lost: bool,
    renewed: bool,
    /// The last error that is not about waiting.
    error: Option<Error>,
}

impl History {
    fn new() -> Self {
        let (attempts, sent, throttled) = (0, 0, 0);
        let (lost, renewed) = (false, false);
        Self { attempts, sent, throttled, reach: Reach::NotSent, lost, renewed, error: None }
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
    /// Makes a call, with as many attempts as it needs and may have.
    pub(crate) fn call<R: Request>(&self, request: &R) -> Result<Reply<R::Response>, Error> {
        // Before a token is asked for, which may be a call of its own.
        validate(request)?;
        let deadline = Deadline::after(&*self.clock, self.timeout);
        let span = trace::Call::begin(R::ENDPOINT, &*self.clock);
        let result = self.attempts(request, deadline);
        span.end(&result);
        result
    }

    /// Makes one attempt of a call that needs no token.
    pub(crate) fn fetch<R: Request>(
        &self,
        request: &R,
        deadline: Deadline<'_>,
    ) -> Result<Reply<R::Response>, Error> {
        let span = trace::Call::begin(R::ENDPOINT, &*self.clock);
        let ended = self.attempt(request, None, deadline, false);
        self.observe::<R>(&ended, 1, None);
        let sent = u32::from(ended.sent);
        let result = match ended.result {
            Ok(reply) => Ok(reply.after_attempts(sent)),
            Err(error) => Err(error.after_attempts(sent)),
        };
        span.end(&result);
        result
    }

    fn attempts<R: Request>(
        &self,
        request: &R,
        deadline: Deadline<'_>,
    ) -> Result<Reply<R::Response>, Error> {
        let tokens = TokenCall::new(self, deadline);
        let mut bounds = self.retry.bounds();
        let mut history = History::new();
        loop {
            let ended = self.authorised_attempt(request, &tokens, deadline, history.lost);
            history.add(&ended);
            let pause = match &ended.result {
                Ok(_) => None,
                Err(error) => self.pause(error, &ended, &tokens, &mut bounds, &mut history),
            };
            let pause = pause.filter(|pause| *pause < deadline.remaining());
            self.observe::<R>(&ended, history.attempts, pause);
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
                return Err(error.after_attempts(history.sent).with_reach(history.reach));
            }
            history.error = Some(error);
        }
    }

    /// The pause before the call is attempted again; `None` if it is not.
    fn pause<T>(
        &self,
        error: &Error,
        ended: &Ended<T>,
        tokens: &TokenCall<'_>,
        bounds: &mut impl Iterator<Item = Duration>,
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
                let bound = bounds.next()?;
                let length = wait.length(history.throttled, self.clock.now());
                Some(length.unwrap_or_else(|| self.jittered(bound)))
            }
            _ => None,
        }
    }

    /// A random pause up to `bound`: with full jitter, callers that failed together do not come back
    /// together.
    fn jittered(&self, bound: Duration) -> Duration {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        bound.mul_f64(random.f64())
    }

    fn authorised_attempt<R: Request>(
        &self,
        request: &R,
        tokens: &TokenCall<'_>,
        deadline: Deadline<'_>,
        lost: bool,
    ) -> Ended<R::Response> {
        if !R::ENDPOINT.authenticated {
            return self.attempt(request, None, deadline, lost);
        }
        match self.tokens.token(tokens) {
            Ok(token) => self.attempt(request, Some(token), deadline, lost),
            Err(error) => {
                // The source's own call knows better what failed.
                let error = match error.endpoint() {
                    Some(_) => error.on_behalf_of(R::ENDPOINT),
                    None => error.of(R::ENDPOINT),
                };
                Ended::unsent(error, Duration::ZERO)
            }
        }
    }

    fn attempt<R: Request>(
        &self,
        request: &R,
        token: Option<AccessToken>,
        deadline: Deadline<'_>,
        lost: bool,
    ) -> Ended<R::Response> {
        let clock = &*self.clock;
        let asked = clock.elapsed();
        let prepared = encode(request, &self.host, token.as_ref()).and_then(|http| {
            self.limiter.admit(R::ENDPOINT, clock, &deadline)?;
            let time = self.attempt_timeout.min(deadline.remaining());
            if time.is_zero() {
                return Err(Error::new(ErrorKind::HeldBack)
                    .with_detail("the time for the call was over before it could be sent"));
            }
            Ok((http, time))
        });
        let began = clock.elapsed();
        let held_back = began.saturating_sub(asked);
        let (http, time) = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return Ended::unsent(error.of(R::ENDPOINT), held_back),
        };
        let secret = token.as_ref().map_or("", AccessToken::expose);
        let result = self
            .transport
            .send(http, time)
            .map_err(|error| error.of(R::ENDPOINT))
            .and_then(if lost { decode_repeated::<R, _> } else { decode::<R, _> })
            .map(|reply| reply.without(secret))
            .map_err(|error| error.without(secret).without_secrets_of(request));
        self.limiter.learn(R::ENDPOINT, result.as_ref().err(), began, clock);
        let duration = clock.elapsed().saturating_sub(began);
        Ended { result, sent: true, held_back, duration, token }
    }

    fn observe<R: Request>(
        &self,
        ended: &Ended<R::Response>,
        number: u32,
        pause: Option<Duration>,
    ) {
        let reply = ended.result.as_ref().ok();
        let error = ended.result.as_ref().err();
        let request_id =
            reply.map_or_else(|| error.and_then(Error::request_id), |reply| reply.request_id());
        let attempt = Attempt {
            endpoint: R::ENDPOINT,
            number,
            sent: ended.sent,
            held_back: ended.held_back,
            duration: ended.duration,
            error,
            request_id,
            done_before: reply.is_some_and(Reply::done_before),
            pause,
        };
        trace::attempt(&attempt);
        if let Some(observer) = &self.observer {
            observer(&attempt);
        }
    }
}

impl<T> Ended<T> {
    fn unsent(error: Error, held_back: Duration) -> Self {
        let (duration, token) = (Duration::ZERO, None);
        Self { result: Err(error), sent: false, held_back, duration, token }
    }
}
