//! Responses that a test sets in place of the ordinary ones.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::time::Duration;

use crate::{Fault, Gate};

/// What the sandbox does with a future request, instead of or in addition to its ordinary response.
///
/// | made by | the request takes effect | the caller gets |
/// |---|---|---|
/// | [`Answer::ordinary`] | yes | the ordinary answer |
/// | [`Answer::error`] | no | a plain error answer |
/// | [`Answer::http`] | no | exactly this HTTP response |
/// | [`Answer::hang_up`] | no | a closed connection |
/// | [`Answer::fault`] | as the [`Fault`] says | as the [`Fault`] says |
///
/// Each can be changed further: [`lost`](Self::lost), [`cut_after`](Self::cut_after),
/// [`held_at`](Self::held_at).
#[derive(Clone)]
pub struct Answer {
    pub(crate) content: Content,
    pub(crate) delivery: Delivery,
    pub(crate) gate: Option<Gate>,
}

impl Answer {
    /// Returns the answer that the sandbox would give anyway, as a base for [`lost`](Self::lost),
    /// [`cut_after`](Self::cut_after) and [`held_at`](Self::held_at).
    pub fn ordinary() -> Self {
        Self::of(Content::Ordinary)
    }

    /// Returns an error answer with this `errcode` and `errmsg`, for codes that do not depend on the
    /// state of the organisation, such as "system busy".
    pub fn error(code: impl Into<i64>, message: impl Into<String>) -> Self {
        Self::of(Content::Error { code: code.into(), message: message.into() })
    }

    /// Returns exactly this HTTP response: status, headers, body. A missing `Content-Length` is added;
    /// if it is too large, the connection is closed after the last byte of the body, while the caller
    /// waits for more.
    pub fn http(response: http::Response<impl Into<Vec<u8>>>) -> Self {
        Self::of(Content::Http(response.map(Into::into)))
    }

    /// Closes the connection without an answer; the request has no effect.
    pub fn hang_up() -> Self {
        Self { delivery: Delivery::None, ..Self::of(Content::Nothing) }
    }

    /// Returns an answer with this fault. Faults that a plan refuses on `/gettoken` can be set there
    /// this way.
    pub fn fault(fault: Fault) -> Self {
        Self { delivery: fault.delivery(), ..Self::of(Content::Fault(fault)) }
    }

    /// Closes the connection instead of sending the answer. With [`Answer::ordinary`], the request
    /// has taken effect by then.
    #[must_use]
    pub fn lost(mut self) -> Self {
        self.delivery = Delivery::None;
        self
    }

    /// Sends the header, with the length of the whole body, and the first `bytes` of the body;
    /// then closes the connection.
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.delivery = Delivery::Cut(bytes);
        self
    }

    /// Delays the finished response until the gate opens. With [`Answer::ordinary`], the request has
    /// taken effect by then.
    #[must_use]
    pub fn held_at(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }

    fn of(content: Content) -> Self {
        Self { content, delivery: Delivery::Whole, gate: None }
    }
}

impl fmt::Debug for Answer {
    // A body made up by a test may contain the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content: &dyn fmt::Debug = match &self.content {
            Content::Ordinary => &"ordinary",
            Content::Nothing => &"nothing",
            Content::Error { code, .. } => code,
            Content::Http(response) => &response.status(),
            Content::Fault(fault) => fault,
        };
        f.debug_struct("Answer")
            .field("content", content)
            .field("delivery", &self.delivery)
            .field("gate", &self.gate)
            .finish()
    }
}

/// Source of an answer's content.
#[derive(Clone)]
pub(crate) enum Content {
    Ordinary,
    Error { code: i64, message: String },
    Http(http::Response<Vec<u8>>),
    Fault(Fault),
    Nothing,
}

/// How a response reaches the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Whole,
    /// The connection is closed after this many bytes of the body.
    Cut(usize),
    /// Whole, after a delay.
    SlowHead(Duration),
    /// The head at once and the body in pieces.
    SlowBody(Duration),
    /// Not at all; the connection is closed.
    None,
    /// Not at all; the connection is reset.
    Reset,
}

/// The answers set by tests, per path and in order.
#[derive(Debug, Default)]
pub(crate) struct Script(BTreeMap<String, VecDeque<Answer>>);

impl Script {
    pub(crate) fn push(&mut self, path: &str, count: usize, answer: &Answer) {
        let queue = self.0.entry(path.to_owned()).or_default();
        queue.extend(std::iter::repeat_n(answer.clone(), count));
    }

    pub(crate) fn next(&mut self, path: &str) -> Option<Answer> {
        self.0.get_mut(path)?.pop_front()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
