//! The ticket that DingTalk pushes to a third-party app.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use dingtalk_protocol::{Error, ErrorKind, Secret};

/// Supplies the newest suite ticket.
///
/// | ticket | supplies |
/// |---|---|
/// | [`SuiteTickets`] | the ticket that this process has received |
/// | [`Secret`] | itself, always: the text that a custom app sends |
/// | your own | a ticket that another process has received and stored |
pub trait SuiteTicket: Send + Sync {
    /// Returns the newest ticket. It is called for every fetch of a token.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TokenUnavailable`] if there is none. The call that needs the token fails with this
    /// error.
    fn ticket(&self) -> Result<Secret, Error>;
}

impl SuiteTicket for Secret {
    fn ticket(&self) -> Result<Secret, Error> {
        Ok(self.clone())
    }
}

/// A ticket that several apps share.
impl<T: SuiteTicket + ?Sized> SuiteTicket for Arc<T> {
    fn ticket(&self) -> Result<Secret, Error> {
        (**self).ticket()
    }
}

/// The newest ticket that this process has received. Clones share it.
#[derive(Clone, Default)]
pub struct SuiteTickets(Arc<Mutex<Option<Secret>>>);

impl SuiteTickets {
    /// Creates a holder without a ticket.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces the ticket. Tokens that were fetched with the previous ticket are kept.
    pub fn set(&self, ticket: impl Into<Secret>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(ticket.into());
    }
}

impl SuiteTicket for SuiteTickets {
    fn ticket(&self) -> Result<Secret, Error> {
        let ticket = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        ticket.ok_or_else(|| {
            Error::new(ErrorKind::TokenUnavailable).with_detail(
                "no suite ticket was received yet: DingTalk pushes one every five hours",
            )
        })
    }
}

impl fmt::Debug for SuiteTickets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SuiteTickets").finish_non_exhaustive()
    }
}
