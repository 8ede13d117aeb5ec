//! Lists that come page by page, as iterators.

use std::fmt;
use std::iter::FusedIterator;
use std::vec;

use dingtalk_protocol::{End, Error, Paged, Reply, Walk};

use crate::call::Call;
use crate::client::Client;
use crate::settings::CallSettings;

/// Calls whose list comes page by page.
impl<R: Paged> Call<R> {
    /// Returns the list page by page. Each page is fetched when it is asked for.
    ///
    /// It begins where the request says, and with its page size; without them at offset 0 and with
    /// the largest page size.
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
        Pages { client, settings, walk: Walk::new(request) }
    }

    /// Returns the list item by item. It is fetched page by page, and no more than one page is held.
    ///
    /// It begins where the request says, and with its page size; without them at offset 0 and with
    /// the largest page size.
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
    ///     Some(End::Stopped { offset, .. }) => println!("incomplete: stopped at offset {offset}"),
    ///     None => println!("not at the end yet"),
    /// }
    /// # Ok::<(), dingtalk_client::Error>(())
    /// ```
    pub fn items(self) -> Items<R> {
        Items { pages: self.pages(), page: Vec::new().into_iter() }
    }

    /// Returns the whole list or an error, never a part of it.
    ///
    /// It begins where the request says, and with its page size; without them at offset 0 and with
    /// the largest page size. [`Walk`] says what happens to a list that changes meanwhile.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`] for the first page that fails, and
    /// [`NoProgress`](crate::ErrorKind::NoProgress). [`Error::offset`] says where.
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

impl<R: Paged> Pages<R> {
    /// Begins at this offset instead of the request's; the first item is at 0. An iteration that has
    /// begun starts over.
    pub fn from_offset(mut self, offset: i64) -> Self {
        self.walk = self.walk.starting_at(offset);
        self
    }

    /// Asks for pages of this many items, at most [`Paged::MAX_PAGE_SIZE`]. A size beyond the limits
    /// is the first page's error, and nothing is sent.
    pub fn page_size(mut self, size: i64) -> Self {
        self.walk = self.walk.with_page_size(size);
        self
    }

    /// Returns how the list ended; `None` while there may be more pages.
    pub fn end(&self) -> Option<&End> {
        self.walk.end()
    }

    /// Returns the offset of the next page.
    pub fn offset(&self) -> i64 {
        self.walk.offset()
    }

    /// Goes on after an error, with the page that failed; otherwise without effect. More of it at
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
    /// What is left of the page that was fetched last.
    page: vec::IntoIter<R::Item>,
}

impl<R: Paged> Items<R> {
    /// Begins at this offset instead of the request's; the first item is at 0. An iteration that has
    /// begun starts over.
    pub fn from_offset(mut self, offset: i64) -> Self {
        self.pages = self.pages.from_offset(offset);
        self.page = Vec::new().into_iter();
        self
    }

    /// Asks for pages of this many items, at most [`Paged::MAX_PAGE_SIZE`]. A size beyond the limits
    /// is an error in place of the first item, and nothing is sent.
    pub fn page_size(mut self, size: i64) -> Self {
        self.pages = self.pages.page_size(size);
        self
    }

    /// Returns how the list ended; `None` while there may be more items.
    pub fn end(&self) -> Option<&End> {
        // The service's last page is not the end before its last item is out.
        self.pages.end().filter(|_| self.page.as_slice().is_empty())
    }

    /// Returns the offset of the next item, also in the middle of a page.
    pub fn offset(&self) -> i64 {
        let left = i64::try_from(self.page.len()).expect("a page beyond all offsets is an error");
        self.pages.offset() - left
    }

    /// Continues after an error, with the item that could not be fetched; otherwise without effect. More
    /// of it at [`Walk::resume`].
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// Returns the whole list from the offset that the iteration began at, or an error, never a part.
    ///
    /// If items have been taken before, or an error has come, it starts over.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`] for the first page that fails, and
    /// [`NoProgress`](crate::ErrorKind::NoProgress). [`Error::offset`] says where.
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
        let start = self.pages.walk.start();
        let mut items = Vec::new();
        for page in self.pages.from_offset(start) {
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
            match self.pages.next()? {
                Ok(reply) => self.page = R::into_items(reply.into_inner()).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<R: Paged> FusedIterator for Items<R> {}

impl<R: Paged> fmt::Debug for Items<R> {
    // People stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("offset", &self.offset())
            .finish_non_exhaustive()
    }
}
