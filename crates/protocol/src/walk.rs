//! A walk through a list that is read page by page. It decides what to request, but sends nothing.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::error::{Error, Reported};
use crate::kind::ErrorKind;
use crate::paging::{PageSized, Paged, PagedByOffset};
use crate::position::{Cursor, Position};
use crate::reply::Reply;

/// A walk through a list: decides which page to request next, and whether an answer continues the list, ends
/// it or is invalid.
///
/// The end is a value: [`End::Complete`], or [`End::Stopped`] with a position and an error. An unexpected
/// answer is never taken for the end of the list.
///
/// | answer | outcome |
/// |---|---|
/// | says that no page follows | complete |
/// | does not say whether a page follows, and has no cursor of a next page | complete, if the list uses cursors |
/// | does not say whether a page follows, and is empty | complete, if the list uses offsets or page numbers |
/// | is shorter than asked for | not the end; by offset, the next page starts right behind it |
/// | is empty and says that another page follows | [`ErrorKind::NoProgress`] |
/// | says that another page follows, but has no cursor for it, or one that was used before | [`ErrorKind::NoProgress`] |
/// | holds the same items as the page before it, or goes round in a circle | [`ErrorKind::NoProgress`], even if it says that no page follows |
/// | ends the list, and says that all pages hold more items than came | [`ErrorKind::NoProgress`] |
/// | ends beyond the last offset or page number that an `i64` can hold | [`ErrorKind::NoProgress`] |
/// | goes beyond the [largest number of items](Self::with_max_items) | [`ErrorKind::TooManyItems`] |
///
/// Items are the same if their [keys](Paged::key) are equal, which are their ids if they have one: a changed
/// name does not make a page a new one.
///
/// By offset or page number, the service numbers the list anew for every page. An item that is added during
/// the walk can make others come twice; one that is removed can shift others to a page that was already read,
/// and no answer shows that. If that matters, walk again until two walks return the same items.
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
///     let reply = encode(&request, &Host::MAINLAND, &token)
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
    /// The request for the next page.
    request: R,
    start: Position,
    next: Position,
    /// Hash of the last page, so that no page is kept in memory.
    before: Option<u64>,
    /// Hash of an earlier page: the first, second, fourth, eighth … of the walk. A service that repeats pages
    /// in a cycle returns one of them again.
    anchor: Option<u64>,
    /// Hashes of the cursors used so far; none may come again. A service chooses how long its cursors are, so
    /// none of them is kept in memory.
    used: HashSet<u64>,
    pages: u64,
    items: u64,
    max_items: u64,
    end: Option<End>,
}

/// Default of the largest number of items in a walk.
const MAX_ITEMS: u64 = 1_000_000;

impl<R: Paged> Walk<R> {
    /// Creates a walk that begins at the position of `request` and has its page size. The defaults are the
    /// first page and the largest documented page size.
    pub fn new(mut request: R) -> Self {
        if let (None, Some(size)) = (request.page_size(), R::MAX_PAGE_SIZE) {
            request = request.sized(size);
        }
        let start = request.position().unwrap_or_else(R::first);
        let request = request.clone().at(&start).unwrap_or(request);
        Self {
            request,
            next: start.clone(),
            start,
            before: None,
            anchor: None,
            used: HashSet::new(),
            pages: 0,
            items: 0,
            max_items: MAX_ITEMS,
            end: None,
        }
    }

    /// Sets where to begin, for example at [`Error::position`] of an earlier walk. The progress so far is
    /// discarded.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] if the list has no such positions: an offset where its pages have
    /// numbers, for example.
    pub fn from_position(self, position: &Position) -> Result<Self, Error> {
        let max_items = self.max_items;
        let Some(request) = self.request.at(position) else {
            let detail = format!("a page of this list cannot begin at {position}");
            return Err(Error::new(ErrorKind::InvalidRequest).of(R::ENDPOINT).with_detail(detail));
        };
        Ok(Self { max_items, ..Self::new(request) })
    }

    /// Sets the largest number of items in the walk, 1,000,000 by default. If a service never ends its list,
    /// the walk stops there with [`ErrorKind::TooManyItems`].
    pub fn with_max_items(mut self, max_items: u64) -> Self {
        self.max_items = max_items;
        self
    }

    /// Returns the request for the next page; `None` once the walk has ended.
    pub fn next_request(&self) -> Option<R> {
        self.end.is_none().then(|| self.request.clone())
    }

    /// Checks the answer to [`next_request`](Self::next_request). Use its items only if this succeeds. An
    /// answer after the end of the walk changes nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoProgress`] or [`ErrorKind::TooManyItems`], which stop the walk before this page.
    pub fn accept<B>(&mut self, reply: &Reply<R::Response, B>) -> Result<(), Error> {
        match &self.end {
            Some(End::Complete { .. }) => return Ok(()),
            Some(End::Stopped { error, .. }) => return Err(error.clone()),
            None => {}
        }
        match self.judge(reply) {
            Ok(step) if step.items > self.max_items => {
                let error = error_of::<R, B>(reply, ErrorKind::TooManyItems);
                Err(self.fail(error.with_detail(format!("at most {}", self.max_items))))
            }
            Ok(step) => {
                self.advance(step);
                Ok(())
            }
            Err(odd) => {
                let error = error_of::<R, B>(reply, ErrorKind::NoProgress);
                Err(self.fail(error.with_detail(odd)))
            }
        }
    }

    /// Stops the walk because the page could not be fetched, and adds the position to the error. A walk that
    /// is complete stays complete.
    pub fn fail(&mut self, error: Error) -> Error {
        let position = self.next.clone();
        let error = error.at_position(position.clone());
        if !matches!(self.end, Some(End::Complete { .. })) {
            self.end = Some(End::Stopped { position, error: error.clone() });
        }
        error
    }

    /// Continues after an error with the page that failed. No page is skipped or repeated.
    ///
    /// The walk still knows the page before it: if the service repeats that page again, the walk stops again.
    /// To accept such a page, begin another walk at that position.
    pub fn resume(&mut self) {
        if matches!(self.end, Some(End::Stopped { .. })) {
            self.end = None;
        }
    }

    /// Returns how the walk ended; `None` while it goes on.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// Returns where the walk began.
    pub fn start(&self) -> &Position {
        &self.start
    }

    /// Returns where the next page begins. After the end it is where the last page began or, by offset, the
    /// position after the last item.
    pub fn position(&self) -> &Position {
        &self.next
    }

    /// Returns how the answer advances the walk, or what is wrong with it.
    fn judge(&self, response: &R::Response) -> Result<Step<R>, Cow<'static, str>> {
        let items = R::items(response);
        let cursor = R::next(response);
        let has_cursors = matches!(self.next, Position::Start | Position::Cursor(_));
        let has_more = R::has_more(response).unwrap_or(if has_cursors {
            cursor.is_some()
        } else {
            !items.is_empty()
        });
        if items.is_empty() && has_more {
            return Err("the page is empty and yet says that another follows".into());
        }
        // A hash collision of two different pages would cause an error, but never lose an item.
        let page = hash_of_page::<R>(items);
        if self.before == Some(page) {
            return Err("the page holds the same items as the one before it".into());
        }
        if self.anchor == Some(page) && !items.is_empty() {
            return Err("the page holds the same items as an earlier one".into());
        }
        let next = self.behind(items.len(), cursor.filter(|_| has_more), has_more)?;
        let request = self.request.clone().at(&next);
        let request = request.ok_or("the cursor of the next page has the wrong type")?;
        let count = self.items.saturating_add(items.len() as u64);
        if !has_more && let Some(total) = R::total(response) {
            self.check_total(total, count)?;
        }
        Ok(Step { request, next, has_more, page, items: count })
    }

    /// Returns where the page after this one begins.
    fn behind(
        &self,
        received: usize,
        cursor: Option<Cursor>,
        has_more: bool,
    ) -> Result<Position, &'static str> {
        match (&self.next, cursor) {
            // The number of received items counts, not the page size: the service may return fewer items than
            // requested, and a step by the page size would skip the missing ones. So an item may come twice,
            // but none is left out.
            (Position::Offset(offset), _) => i64::try_from(received)
                .ok()
                .and_then(|received| offset.checked_add(received))
                .map(Position::Offset)
                .ok_or("the next offset does not fit into 64 bits"),
            (Position::Page(number), _) if has_more => number
                .checked_add(1)
                .map(Position::Page)
                .ok_or("the next page number does not fit into 64 bits"),
            (Position::Start | Position::Cursor(_), Some(cursor)) => {
                if self.was_used(&cursor) {
                    return Err("the cursor of the next page is that of an earlier one");
                }
                Ok(Position::Cursor(cursor))
            }
            (Position::Start | Position::Cursor(_), None) if has_more => {
                Err("the page says that another follows, but has no cursor for it")
            }
            (here, None) | (here @ Position::Page(_), _) => Ok(here.clone()),
        }
    }

    /// Returns whether the walk has already used the cursor: going on from there would never end.
    fn was_used(&self, cursor: &Cursor) -> bool {
        let is = |position: &Position| matches!(position, Position::Cursor(it) if it == cursor);
        // As with pages, a hash collision would cause an error, but never lose an item.
        let is_old = || self.used.contains(&hash(cursor));
        cursor.is_beginning() || is(&R::first()) || is(&self.next) || is_old()
    }

    /// Checks that as many items came as the service reports in total, as far as the walk can know.
    fn check_total(&self, total: i64, count: u64) -> Result<(), Cow<'static, str>> {
        let skipped = match self.start {
            Position::Offset(offset) => offset,
            _ if self.start == R::first() => 0,
            _ => return Ok(()),
        };
        let expected = u64::try_from(total.saturating_sub(skipped)).unwrap_or(0);
        if count < expected {
            return Err(format!("received {count} of {expected} items").into());
        }
        Ok(())
    }

    fn advance(&mut self, step: Step<R>) {
        if let Position::Cursor(cursor) = &self.next {
            self.used.insert(hash(cursor));
        }
        self.request = step.request;
        self.next = step.next;
        self.items = step.items;
        self.before = Some(step.page);
        self.pages += 1;
        if self.pages.is_power_of_two() {
            self.anchor = Some(step.page);
        }
        if !step.has_more {
            self.end = Some(End::Complete { items: step.items });
        }
    }
}

/// Walks by offset.
impl<R: PagedByOffset> Walk<R> {
    /// Sets the offset to begin at. The progress so far is discarded.
    pub fn starting_at(self, offset: i64) -> Self {
        let max_items = self.max_items;
        let request = self.request.clone().at(&Position::Offset(offset));
        Self { max_items, ..Self::new(request.unwrap_or(self.request)) }
    }

    /// Returns the offset of the next page.
    pub fn offset(&self) -> i64 {
        self.next.offset().unwrap_or_default()
    }
}

/// Walks whose page size can be chosen.
impl<R: PageSized> Walk<R> {
    /// Sets the page size to request. Its limits are checked when a request is sent.
    ///
    /// A walk by page number that has begun starts over: with larger pages, the same number would skip items.
    pub fn with_page_size(self, size: i64) -> Self {
        let request = self.request.clone().sized(size);
        if !matches!(self.next, Position::Page(_)) {
            return Self { request, ..self };
        }
        let max_items = self.max_items;
        Self { max_items, ..Self::new(request.at(&self.start).unwrap_or(self.request)) }
    }
}

/// Progress of a walk by one answer.
struct Step<R> {
    request: R,
    next: Position,
    has_more: bool,
    /// Hash of the page.
    page: u64,
    /// Number of items received so far, including this page.
    items: u64,
}

/// Outcome of a walk through a list.
#[derive(Debug, Clone)]
pub enum End {
    /// The service said that no page follows, or indicated it otherwise.
    Complete {
        /// Number of items received, counted from the beginning of the walk.
        items: u64,
    },
    /// A page could not be fetched or was invalid. The list is not complete.
    Stopped {
        /// Where that page begins: every item before it was received.
        position: Position,
        /// What went wrong.
        error: Error,
    },
}

impl End {
    /// Returns whether the whole list was received.
    pub fn is_complete(&self) -> bool {
        matches!(self, Self::Complete { .. })
    }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Returns a hash that is equal for items with equal keys, in any order.
fn hash_of_page<R: Paged>(items: &[R::Item]) -> u64 {
    items.iter().map(|item| hash(R::key(item))).fold(0, u64::wrapping_add)
}

/// Returns the error for an answer that stops the walk, with the details that the vendor's support asks for.
fn error_of<R: Paged, B>(reply: &Reply<R::Response, B>, kind: ErrorKind) -> Error {
    let request_id = reply.request_id().map(str::to_owned);
    Error::new(kind)
        .of(R::ENDPOINT)
        .with_response(reply.http())
        .with_reported(Reported { request_id, ..Reported::default() })
        .after_attempts(reply.attempts())
}
