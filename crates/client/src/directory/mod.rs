//! The whole organisation as one value: departments, users, roles, and what has changed since last time.
//!
//! [`Client::directory`] is the entry point; the chapter on [directories](crate::guide::directory) shows
//! how to use it.

mod difference;
mod fields;
mod found;
mod parts;
mod pool;
mod progress;
mod stored;
mod value;
mod walk;

use std::fmt;
use std::time::Duration;

use dingtalk_protocol::{DepartmentId, Error, ErrorKind, Retry};

use crate::cancel::Cancellation;
use crate::client::Client;
use crate::settings::CallSettings;
pub use difference::{Change, Difference};
pub use parts::{Department, Holder, Membership, Role, RoleGroup, User};
pub use progress::Progress;
pub use value::Directory;
use value::{Extent, ROOT};

/// Default of the largest number of departments, and of users.
const MAX_ITEMS: u64 = 1_000_000;

impl Client {
    /// Returns a walk through the whole organisation, to be set up and [run](DirectoryWalk::run). Needs the
    /// features `department`, `role` and `user`.
    pub fn directory(&self) -> DirectoryWalk<'static> {
        DirectoryWalk {
            client: self.clone(),
            extent: Extent {
                host: self.host().to_string(),
                root: ROOT,
                within_app_scope: false,
                roles: true,
                department_details: true,
                language: None,
            },
            threads: 4,
            max_items: MAX_ITEMS,
            on_progress: None,
            calls: CallSettings::default(),
        }
    }
}

/// A walk through the organisation: set the optional parameters, then [`run`](Self::run) it.
///
/// Its calls are made by a few threads, each as [`Client::send`] makes it, under the same limiter and
/// with the same retries. The first call that fails ends the walk.
///
/// | setting | default |
/// |---|---|
/// | [`root`](Self::root) | the root department |
/// | [`within_app_scope`](Self::within_app_scope) | off: everybody has to be found |
/// | [`without_roles`](Self::without_roles), [`without_department_details`](Self::without_department_details) | off |
/// | [`language`](Self::language) | that of the service |
/// | [`threads`](Self::threads) | 4 |
/// | [`max_items`](Self::max_items) | 1,000,000 departments and 1,000,000 users |
/// | [`on_progress`](Self::on_progress) | none |
/// | [`timeout`](Self::timeout), [`retry`](Self::retry) | those of the client |
/// | [`cancelled_by`](Self::cancelled_by) | none |
///
/// # What changes meanwhile
///
/// A walk takes minutes, and people change departments meanwhile. Somebody who moves from a department
/// that is not listed yet to one that is already listed appears in neither list. So most lists are read
/// a second time: the departments below each, the ids of each department's members, the number of all
/// employees before and after, and lists of holders that span several pages. If two lists disagree about
/// somebody, a call about that user decides. If the organisation is still inconsistent after three such
/// passes, the walk ends with [`Inconsistent`](ErrorKind::Inconsistent).
///
/// Other changes go unnoticed: for a name that changes during the walk, the result may contain the
/// earlier or the later one, and so for the holders of a role that fit on one page.
#[must_use = "a walk does nothing until it is run"]
pub struct DirectoryWalk<'p> {
    client: Client,
    extent: Extent,
    threads: usize,
    max_items: u64,
    on_progress: Option<OnProgress<'p>>,
    /// Settings of every call.
    calls: CallSettings,
}

/// Function that is called with the progress.
type OnProgress<'p> = Box<dyn Fn(&Progress) + Sync + 'p>;

impl DirectoryWalk<'_> {
    /// Walks only a department and those below it, with their members. Their number is not checked
    /// against the service's count.
    pub fn root(mut self, department: impl Into<DepartmentId>) -> Self {
        self.extent.root = department.into();
        self
    }

    /// Accepts a directory of only what the app may see. Without this, the walk fails if fewer users are
    /// listed than the service counts employees, even if the app may see only some of them.
    pub fn within_app_scope(mut self) -> Self {
        self.extent.within_app_scope = true;
        self
    }

    /// Leaves the roles out.
    pub fn without_roles(mut self) -> Self {
        self.extent.roles = false;
        self
    }

    /// Leaves out the fields that only [`department::get`](mod@dingtalk_protocol::department::get)
    /// returns, which saves a call for each department.
    pub fn without_department_details(mut self) -> Self {
        self.extent.department_details = false;
        self
    }

    /// Requests names in this language, for example `en_US`.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.extent.language = Some(language.into());
        self
    }

    /// Sets how many calls can be in flight at the same time, at least 1. More threads do not speed up
    /// calls that wait for the limit of calls per second.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Sets the largest number of departments and of users in the whole walk, 1,000,000 each by default; no
    /// list of the walk may be longer either. If a service never stops naming new ones, the walk ends there
    /// with [`TooManyItems`](ErrorKind::TooManyItems).
    pub fn max_items(mut self, max_items: u64) -> Self {
        self.max_items = max_items;
        self
    }

    /// Sets how long each call may take, as [`Call::timeout`](crate::Call::timeout) does.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.calls.timeout = Some(timeout);
        self
    }

    /// Sets how often and after which pauses a call is repeated, as [`Call::retry`](crate::Call::retry) does.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.calls.retry = Some(retry);
        self
    }

    /// Sets the handle by which another thread cancels the walk, which then ends as [`Cancelled`](ErrorKind::Cancelled).
    pub fn cancelled_by(mut self, cancellation: &Cancellation) -> Self {
        self.calls.cancellation = Some(cancellation.clone());
        self
    }

    /// Calls `tell` after every call or list, by one thread at a time. The other threads wait for it between
    /// two calls, so it should be quick.
    pub fn on_progress<'p>(self, tell: impl Fn(&Progress) + Sync + 'p) -> DirectoryWalk<'p> {
        DirectoryWalk { on_progress: Some(Box::new(tell)), ..self }
    }

    /// Runs the walk, and returns the complete directory or an error.
    ///
    /// A panic in code of the caller, such as the source of tokens, is resumed in this thread.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`] for the first call that fails. [`ErrorKind::Inconsistent`] if the lists
    /// still contradict each other after several passes, or fewer users are listed than the service
    /// counts employees, for example because the app may not see all of them.
    /// [`ErrorKind::TooManyItems`] if there are more departments or users than
    /// [`max_items`](Self::max_items) allows.
    /// [`ErrorKind::UnexpectedShape`] if a response lacks an id or a list that the walk needs.
    /// [`ErrorKind::InvalidConfiguration`] if there are no threads.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use dingtalk_client::{AccessToken, Client};
    ///
    /// let client = Client::builder().token(AccessToken::new("token")).build()?;
    /// let directory = client.directory().run()?;
    /// for user in directory.members(directory.root().department_id) {
    ///     println!("{}", user.user_id);
    /// }
    /// # Ok::<(), dingtalk_client::Error>(())
    /// ```
    pub fn run(self) -> Result<Directory, Error> {
        if self.threads == 0 {
            let error = Error::new(ErrorKind::InvalidConfiguration);
            return Err(
                error.with_detail("threads is zero, so no call could be made: set at least 1")
            );
        }
        walk::Walk::new(&self).run()
    }
}

impl fmt::Debug for DirectoryWalk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryWalk")
            .field("client", &self.client)
            .field("extent", &self.extent)
            .field("threads", &self.threads)
            .field("max_items", &self.max_items)
            .finish_non_exhaustive()
    }
}
