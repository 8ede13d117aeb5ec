//! A walk through a list that comes page by page. It only decides and sends nothing.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::error::{Error, Reported};
use crate::kind::ErrorKind;
use crate::paging::{Paged, Position};
use crate::reply::Reply;

/// A walk through a list: it decides which page to ask for next, and whether an answer continues the
/// list, ends it or makes no sense.
///
/// The end is a value: [`End::Complete`], or [`End::Stopped`] with an offset and an error. What is
/// odd is never taken for the end of the list.
///
/// | answer | outcome |
/// |---|---|
/// | says that no page follows | complete |
/// | is shorter than asked for | the next page starts right behind it |
/// | is empty and says that another page follows | [`ErrorKind::NoProgress`] |
/// | holds the same items as the page before it, or goes round in a circle | [`ErrorKind::NoProgress`], even if it says that no page follows |
/// | ends beyond the last offset that an `i64` can hold | [`ErrorKind::NoProgress`] |
/// | goes beyond the [largest number of items](Self::with_max_items) | [`ErrorKind::TooManyItems`] |
///
/// Items are the same if their [keys](Paged::key) are, which are their ids where they have one: a name
/// that changes does not make a page a new one.
///
/// The service numbers the list afresh for every page. An item that is added during the walk can make
/// others come twice; one that is removed can make others move up to a page that was read before,
/// which no answer says. Where that matters, walk again until two walks bring the same.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::role::list_users::Request;
/// use dingtalk_protocol::{AccessToken, End, Error, Host, Walk, decode, encode};
///
/// fn send(_: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, Error> {
///     // … your transport, blocking or not …
///     # let body = r#"{"errcode":0,"result":{"hasMore":false,"list":[{"userid":"manager4220"}]}}"#;
///     # Ok(http::Response::new(body.into()))
/// }
///
/// let token = AccessToken::new("bE74xxxx");
/// let mut walk = Walk::new(Request::new(1203141));
/// let mut users = Vec::new();
/// while let Some(request) = walk.next_request() {
///     let reply = encode(&request, &Host::INTERNATIONAL, &token)
///         .and_then(send)
///         .and_then(decode::<Request, _>)
///         .map_err(|error| walk.fail(error))?;
///     walk.accept(&reply)?;
///     users.extend(reply.into_inner().users);
/// }
/// assert!(matches!(walk.end(), Some(End::Complete { items: 1 })));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a walk does nothing until its requests are sent"]
pub struct Walk<R> {
    request: R,
    start: i64,
    next: Position,
    /// A hash of the last page, so that a long walk holds no page.
    before: Option<u64>,
    /// A hash of an earlier page: the first, second, fourth, eighth … of the walk. A service that
    /// goes round in a circle comes by one of them.
    anchor: Option<u64>,
    pages: u64,
    max_items: u64,
    end: Option<End>,
}

/// How many items a walk takes unless it is told otherwise.
const MAX_ITEMS: u64 = 1_000_000;

impl<R: Paged> Walk<R> {
    /// Creates a walk that begins where `request` says, and with its page size; without them at offset 0
    /// and with the largest page size.
    pub fn new(request: R) -> Self {
        let whole = Position { offset: 0, size: R::MAX_PAGE_SIZE };
        let next = request.position().unwrap_or(whole);
        let (start, before, anchor) = (next.offset, None, None);
        Self { request, start, next, before, anchor, pages: 0, max_items: MAX_ITEMS, end: None }
    }

    /// Sets the offset to begin at. What was walked before is forgotten.
    pub fn starting_at(mut self, offset: i64) -> Self {
        self.start = offset;
        self.next.offset = offset;
        self.before = None;
        self.anchor = None;
        self.pages = 0;
        self.end = None;
        self
    }

    /// Sets how many items a page is asked for. The limits are checked when a request is sent.
    pub fn with_page_size(mut self, size: i64) -> Self {
        self.next.size = size;
        self
    }

    /// Sets how many items the walk takes at most, 1,000,000 unless it is set. A service that never ends
    /// its list is stopped there, with [`ErrorKind::TooManyItems`].
    pub fn with_max_items(mut self, max_items: u64) -> Self {
        self.max_items = max_items;
        self
    }

    /// Returns the request for the next page; `None` once the walk has ended.
    pub fn next_request(&self) -> Option<R> {
        self.end.is_none().then(|| self.request.clone().at(self.next))
    }

    /// Checks the answer to [`next_request`](Self::next_request). Take its items only if it succeeds. An
    /// answer that comes after the end changes nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoProgress`] or [`ErrorKind::TooManyItems`], which stop the walk in front of this
    /// page.
    pub fn accept<B>(&mut self, reply: &Reply<R::Response, B>) -> Result<(), Error> {
        match &self.end {
            Some(End::Complete { .. }) => return Ok(()),
            Some(End::Stopped { error, .. }) => return Err(error.clone()),
            None => {}
        }
        let has_more = R::has_more(reply);
        let earlier = [self.before, self.anchor];
        match judge::<R>(R::items(reply), has_more, self.next.offset, earlier) {
            Ok((offset, _)) if offset.abs_diff(self.start) > self.max_items => {
                let error = error_of::<R, B>(reply, ErrorKind::TooManyItems);
                Err(self.fail(error.with_detail(format!("at most {}", self.max_items))))
            }
            Ok((offset, page)) => {
                self.next.offset = offset;
                self.before = Some(page);
                self.pages += 1;
                if self.pages.is_power_of_two() {
                    self.anchor = Some(page);
                }
                if !has_more {
                    self.end = Some(End::Complete { items: offset.abs_diff(self.start) });
                }
                Ok(())
            }
            Err(odd) => {
                let error = error_of::<R, B>(reply, ErrorKind::NoProgress);
                Err(self.fail(error.with_detail(odd)))
            }
        }
    }

    /// Stops the walk because the page could not be fetched, and names the offset in the error. A walk
    /// that is complete stays complete.
    pub fn fail(&mut self, error: Error) -> Error {
        let offset = self.next.offset;
        let error = error.at_offset(offset);
        if !matches!(self.end, Some(End::Complete { .. })) {
            self.end = Some(End::Stopped { offset, error: error.clone() });
        }
        error
    }

    /// Continues after an error with the page that failed. Nothing is left out, and nothing comes twice.
    ///
    /// The page before it is still known: where the service repeats it again, the walk stops again. To
    /// accept such a page, begin another walk at that offset.
    pub fn resume(&mut self) {
        if matches!(self.end, Some(End::Stopped { .. })) {
            self.end = None;
        }
    }

    /// Returns how the walk ended; `None` while it goes on.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// Returns the offset that the walk began at.
    pub fn start(&self) -> i64 {
        self.start
    }

    /// Returns the offset of the next page.
    pub fn offset(&self) -> i64 {
        self.next.offset
    }
}

/// How a walk through a list ended.
#[derive(Debug, Clone)]
pub enum End {
    /// The service said that no page follows.
    Complete {
        /// How many items came, from the offset that the walk began at.
        items: u64,
    },
    /// A page could not be fetched or made no sense. The list is not complete.
    Stopped {
        /// The offset of that page: every item before it came.
        offset: i64,
        /// What went wrong.
        error: Error,
    },
}

impl End {
    /// Returns whether the whole list came.
    pub fn is_complete(&self) -> bool {
        matches!(self, Self::Complete { .. })
    }
}

/// Returns the offset behind the page and the page's hash, or what is wrong with the page.
fn judge<R: Paged>(
    items: &[R::Item],
    has_more: bool,
    offset: i64,
    [before, anchor]: [Option<u64>; 2],
) -> Result<(i64, u64), &'static str> {
    if items.is_empty() && has_more {
        return Err("the page is empty and yet says that another follows");
    }
    // Two different pages with the same hash would cost an error, but never an item.
    let page = hash::<R>(items);
    if before == Some(page) {
        return Err("the page holds the same items as the one before it");
    }
    if anchor == Some(page) && !items.is_empty() {
        return Err("the page holds the same items as an earlier one");
    }
    // What was received counts, not what was asked for: the service may answer less than that. A
    // step by the page size would leave out what a short page lacks. This way an item may come
    // twice, but none is left out.
    let received = i64::try_from(items.len()).ok();
    let next = received.and_then(|received| offset.checked_add(received));
    Ok((next.ok_or("the page ends beyond the largest offset there is")?, page))
}

/// Returns a hash that is the same for items with the same keys, in any order.
fn hash<R: Paged>(items: &[R::Item]) -> u64 {
    let hash = |item| {
        let mut hasher = DefaultHasher::new();
        R::key(item).hash(&mut hasher);
        hasher.finish()
    };
    items.iter().map(hash).fold(0, u64::wrapping_add)
}

/// Returns the error for an answer that stops the walk, with all that the vendor's support asks for.
fn error_of<R: Paged, B>(reply: &Reply<R::Response, B>, kind: ErrorKind) -> Error {
    let request_id = reply.request_id().map(str::to_owned);
    Error::new(kind)
        .of(R::ENDPOINT)
        .with_response(reply.http())
        .with_reported(Reported { request_id, ..Reported::default() })
        .after_attempts(reply.attempts())
}
