//! The parts of a client that its calls share: sender, source of tokens and settings.

use std::time::Duration;

use dingtalk_protocol::driver::{Event, Exchange};
use dingtalk_protocol::{AccessToken, DecodeOptions, Error, Reply, Retry};

use crate::attempt::{Record, Sender};
use crate::clock::Deadline;
use crate::drive::Tokens;
use crate::settings::CallSettings;
use crate::token::{TokenCall, TokenSource};

/// Everything that calls need; shared by the clones of a client.
pub(crate) struct Pipeline {
    pub(crate) sender: Sender,
    pub(crate) tokens: Box<dyn TokenSource>,
    pub(crate) retry: Retry,
    pub(crate) timeout: Duration,
    pub(crate) options: DecodeOptions,
}

impl Pipeline {
    /// Returns the options for decoding the response to a call with these settings.
    pub(crate) fn decode_options(&self, settings: &CallSettings) -> DecodeOptions {
        settings.options.unwrap_or(self.options)
    }

    /// Makes a call, with as many attempts as it needs and its settings allow.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::Client::send).
    pub(crate) fn call<E: Exchange>(
        &self,
        exchange: E,
        settings: &CallSettings,
    ) -> Result<Reply<E::Response>, Error> {
        self.recorded_call(exchange, settings, None)
    }

    /// Like [`call`](Self::call), with a record of the attempts.
    pub(crate) fn recorded_call<E: Exchange>(
        &self,
        exchange: E,
        settings: &CallSettings,
        record: Option<&dyn Record>,
    ) -> Result<Reply<E::Response>, Error> {
        let timeout = settings.timeout.unwrap_or(self.timeout);
        let deadline =
            Deadline::after(&*self.sender.clock, timeout, settings.cancellation.as_ref());
        let tokens =
            TokensOfCall { source: &*self.tokens, call: TokenCall::new(&self.sender, deadline) };
        let retry = settings.retry.unwrap_or(self.retry);
        self.sender.drive(exchange, retry, settings, deadline, &tokens, record)
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
}

/// The client's source of tokens, bound to one call.
struct TokensOfCall<'c> {
    source: &'c dyn TokenSource,
    call: TokenCall<'c>,
}

impl Tokens for TokensOfCall<'_> {
    fn token(&self) -> Event {
        match self.source.token(&self.call) {
            Ok(token) => Event::Token(Ok(token)),
            Err(error) => {
                self.call.set_failed();
                let can_fetch = self.call.can_fetch();
                if can_fetch { Event::Token(Err(error)) } else { Event::Unsent(error) }
            }
        }
    }

    fn rejected(&self, token: &AccessToken) -> bool {
        self.source.rejected(token, &self.call)
    }
}
