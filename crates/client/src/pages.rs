//! Lists that come page by page, as iterators.

use std::fmt;
use std::iter::FusedIterator;
use std::vec;

use dingtalk_protocol::{End, Error, PageSized, Paged, PagedByOffset, Position, Reply, Walk};

use crate::call::Call;
use crate::client::Client;
use crate::settings::CallSettings;

/// Calls whose list comes page by page.
impl<R: Paged> Call<R> {
    /// Returns the list page by page. Each page is fetched when it is asked for.
    ///
    /// First page and page size are those of the request; by default the list begins at its first page,
    /// with the largest documented page size.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use dingtalk_client::{AccessToken, Client};
    ///
    /// let client = Client::builder().token(AccessToken::new("token")).build()?;
    /// for page in client.role().list_users(1507113578).pages() {
    ///     let page = page?;
    ///     println!("{} people, request id {:?}", page.users.len(), page.request_id());
    /// }
    /// # Ok::<(), dingtalk_client::Error>(())
    /// ```
    pub fn pages(self) -> Pages<R> {
        let (client, request, settings) = self.into_parts();
        Pages::new(client, request, settings)
    }

    /// Returns the list item by item. It is fetched page by page, and only one page is kept in memory.
    ///
    /// First page and page size are those of the request; by default the list begins at its first page,
    /// with the largest documented page size.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use dingtalk_client::{AccessToken, Client, End};
    ///
    /// let client = Client::builder().token(AccessToken::new("token")).build()?;
    /// let mut users = client.role().list_users(1507113578).items();
    /// for user in &mut users {
    ///     match user {
    ///         Ok(user) => println!("{}", user.user_id),
    ///         Err(error) => eprintln!("{error}"),
    ///     }
    /// }
    /// match users.end() {
    ///     Some(End::Complete { items }) => println!("{items} people, and that is all"),
    ///     Some(End::Stopped { position, .. }) => println!("incomplete: stopped at {position}"),
    ///     None => println!("not at the end yet"),
    /// }
    /// # Ok::<(), dingtalk_client::Error>(())
    /// ```
    pub fn items(self) -> Items<R> {
        Items::of(self.pages())
    }

    /// Returns the whole list or an error, never a part of it.
    ///
    /// First page and page size are those of the request; by default the list begins at its first page,
    /// with the largest documented page size. [`Walk`] says what happens to a list that changes
    /// meanwhile.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`] for the first page that fails, and
    /// [`NoProgress`](crate::ErrorKind::NoProgress). [`Error::position`] says where.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use dingtalk_client::{AccessToken, Client};
    ///
    /// let client = Client::builder().token(AccessToken::new("token")).build()?;
    /// let users = client.role().list_users(1507113578).collect_complete()?;
    /// println!("{} people hold the role", users.len());
    /// # Ok::<(), dingtalk_client::Error>(())
    /// ```
    pub fn collect_complete(self) -> Result<Vec<R::Item>, Error> {
        self.items().collect_complete()
    }
}

/// The pages of a list; made by [`Call::pages`].
///
/// An error ends the iteration until it is [resumed](Self::resume). [`end`](Self::end) says
/// whether the list is complete, and [`Walk`] what makes a page an error.
#[must_use = "no page is fetched until it is asked for"]
pub struct Pages<R> {
    client: Client,
    settings: CallSettings,
    walk: Walk<R>,
}

/// Lists whose pages begin at an offset.
impl<R: PagedByOffset> Pages<R> {
    /// Begins at this offset instead of the request's; the first item is at 0. An iteration that has
    /// begun starts over.
    pub fn from_offset(mut self, offset: i64) -> Self {
        self.walk = self.walk.starting_at(offset);
        self
    }

    /// Returns the offset of the next page.
    pub fn offset(&self) -> i64 {
        self.walk.offset()
    }
}

/// Lists whose page size can be chosen.
impl<R: PageSized> Pages<R> {
    /// Requests pages of this many items, at most [`Paged::MAX_PAGE_SIZE`]. With a size beyond the
    /// limits, the first page is an error, and nothing is sent.
    ///
    /// An iteration by page number that has begun starts over.
    pub fn page_size(mut self, size: i64) -> Self {
        self.walk = self.walk.with_page_size(size);
        self
    }
}

impl<R: Paged> Pages<R> {
    pub(crate) fn new(client: Client, request: R, settings: CallSettings) -> Self {
        Self { client, settings, walk: Walk::new(request) }
    }

    /// Begins at this position instead of the request's, for example where an earlier walk stopped. An
    /// iteration that has begun starts over.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) if the list has no such positions.
    pub fn from_position(self, position: &Position) -> Result<Self, Error> {
        Ok(Self { walk: self.walk.from_position(position)?, ..self })
    }

    /// Sets the maximum number of items, 1,000,000 by default. See [`Walk::with_max_items`].
    pub fn with_max_items(mut self, max_items: u64) -> Self {
        self.walk = self.walk.with_max_items(max_items);
        self
    }

    /// Returns how the list ended; `None` while there may be more pages.
    pub fn end(&self) -> Option<&End> {
        self.walk.end()
    }

    /// Returns where the next page begins.
    pub fn position(&self) -> &Position {
        self.walk.position()
    }

    /// Continues after an error, with the page that failed; otherwise does nothing. See
    /// [`Walk::resume`].
    ///
    /// # Example
    ///
    /// ```no_run
    /// use std::{thread, time::Duration};
    ///
    /// use dingtalk_client::{AccessToken, Client};
    ///
    /// let client = Client::builder().token(AccessToken::new("token")).build()?;
    /// let mut pages = client.role().list_users(1507113578).pages();
    /// let mut failures = 0;
    /// while let Some(page) = pages.next() {
    ///     match page {
    ///         Ok(page) => println!("{} people", page.users.len()),
    ///         Err(error) if failures == 3 => return Err(error),
    ///         Err(error) => {
    ///             eprintln!("{error}");
    ///             failures += 1;
    ///             thread::sleep(Duration::from_secs(10));
    ///             pages.resume();
    ///         }
    ///     }
    /// }
    /// # Ok::<(), dingtalk_client::Error>(())
    /// ```
    pub fn resume(&mut self) {
        self.walk.resume();
    }
}

impl<R: Paged> Iterator for Pages<R> {
    type Item = Result<Reply<R::Response>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = self.walk.next_request()?;
        let page =
            self.client.send_with(&request, &self.settings).map_err(|error| self.walk.fail(error));
        Some(page.and_then(|reply| self.walk.accept(&reply).map(|()| reply)))
    }
}

impl<R: Paged> FusedIterator for Pages<R> {}

impl<R: Paged> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("client", &self.client)
            .field("walk", &self.walk)
            .finish_non_exhaustive()
    }
}

/// The items of a list; made by [`Call::items`].
///
/// An error ends the iteration until it is [resumed](Self::resume). [`end`](Self::end) says
/// whether the list is complete, and [`Walk`] what makes a page an error.
#[must_use = "nothing is fetched until an item is asked for"]
pub struct Items<R: Paged> {
    pages: Pages<R>,
    /// Remaining items of the page fetched last.
    page: vec::IntoIter<R::Item>,
    /// Where that page begins.
    page_position: Position,
}

/// Lists whose pages begin at an offset.
impl<R: PagedByOffset> Items<R> {
    /// Begins at this offset instead of the request's; the first item is at 0. An iteration that has
    /// begun starts over.
    pub fn from_offset(self, offset: i64) -> Self {
        Self::of(self.pages.from_offset(offset))
    }

    /// Returns the offset of the next item, also in the middle of a page.
    pub fn offset(&self) -> i64 {
        let left = i64::try_from(self.page.len()).expect("a page beyond all offsets is an error");
        self.pages.offset() - left
    }
}

/// Lists whose page size can be chosen.
impl<R: PageSized> Items<R> {
    /// Requests pages of this many items, at most [`Paged::MAX_PAGE_SIZE`]. A size beyond the limits
    /// is an error in place of the first item, and nothing is sent.
    ///
    /// An iteration by page number that has begun starts over.
    pub fn page_size(self, size: i64) -> Self {
        let by_number = matches!(self.position(), Position::Page(_));
        let pages = self.pages.page_size(size);
        if by_number { Self::of(pages) } else { Self { pages, ..self } }
    }
}

impl<R: Paged> Items<R> {
    fn of(pages: Pages<R>) -> Self {
        let page_position = pages.position().clone();
        Self { pages, page: Vec::new().into_iter(), page_position }
    }

    /// Begins at this position instead of the request's, for example where an earlier walk stopped. An
    /// iteration that has begun starts over.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) if the list has no such positions.
    pub fn from_position(self, position: &Position) -> Result<Self, Error> {
        self.pages.from_position(position).map(Self::of)
    }

    /// Sets the maximum number of items, 1,000,000 by default. See [`Walk::with_max_items`].
    pub fn with_max_items(mut self, max_items: u64) -> Self {
        self.pages = self.pages.with_max_items(max_items);
        self
    }

    /// Returns how the list ended; `None` while there may be more items.
    pub fn end(&self) -> Option<&End> {
        // The list ends only once the last item of the last page is taken.
        self.pages.end().filter(|_| self.page.as_slice().is_empty())
    }

    /// Returns the position of the page with the next item. A list begun there in the middle of a page
    /// repeats that whole page, and leaves nothing out.
    pub fn position(&self) -> &Position {
        if self.page.as_slice().is_empty() { self.pages.position() } else { &self.page_position }
    }

    /// Continues after an error, with the item that could not be fetched; otherwise does nothing. See
    /// [`Walk::resume`].
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// Returns the whole list from where the iteration began, or an error, never a part.
    ///
    /// The iteration starts over if items have been taken or an error has occurred.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`] for the first page that fails, and
    /// [`NoProgress`](crate::ErrorKind::NoProgress). [`Error::position`] says where.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use dingtalk_client::{AccessToken, Client};
    ///
    /// let client = Client::builder().token(AccessToken::new("token")).build()?;
    /// let users = client.role().list_users(1507113578).items().page_size(20).collect_complete()?;
    /// println!("{} people hold the role", users.len());
    /// # Ok::<(), dingtalk_client::Error>(())
    /// ```
    pub fn collect_complete(self) -> Result<Vec<R::Item>, Error> {
        let start = self.pages.walk.start().clone();
        let mut items = Vec::new();
        for page in self.pages.from_position(&start)? {
            items.extend(R::into_items(page?.into_inner()));
        }
        Ok(items)
    }
}

impl<R: Paged> Iterator for Items<R> {
    type Item = Result<R::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            self.page_position = self.pages.position().clone();
            match self.pages.next()? {
                Ok(reply) => self.page = R::into_items(reply.into_inner()).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<R: Paged> FusedIterator for Items<R> {}

impl<R: Paged> fmt::Debug for Items<R> {
    // Personal data stays out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("position", self.position())
            .finish_non_exhaustive()
    }
}
