//! Bulk operations, too large for one call: split into chunks, sent by several threads, recorded in a
//! journal.

mod chunk;
mod journal;
mod line;
mod outcome;
mod progress;
mod workers;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use dingtalk_protocol::{Error, ErrorKind, Pairs, Reach, Retry, bulk};
use http::header::{HeaderName, HeaderValue};

use crate::cancel::Cancellation;
use crate::client::Client;
use crate::settings::CallSettings;
pub use chunk::{Chunk, ChunkResult};
use journal::Journal;
pub use outcome::Outcome;
use progress::OnProgress;
pub use progress::{Counts, Progress};
use workers::Work;

/// A bulk operation, which is a request with lists of any length: set the optional parameters, then
/// [`run`](Self::run) it.
///
/// Duplicates are dropped from the lists, and the rest is split into chunks, each within the limits of
/// one call. Each chunk is a call of its own, made as [`Client::send`] makes it, under the same limiter
/// and with the same retries. By default, a failed chunk does not stop the others. While the service
/// asks for a pause that does not fit into the time of a call, chunks are not attempted, and
/// [`Outcome::held_back`] says why: run the rest later, or give the calls more
/// [`timeout`](Self::timeout).
///
/// | setting | default |
/// |---|---|
/// | [`threads`](Self::threads) | 4 |
/// | [`stop_at_first_failure`](Self::stop_at_first_failure) | off |
/// | [`on_progress`](Self::on_progress) | none |
/// | [`journal`](Self::journal) | none |
/// | [`continue_from`](Self::continue_from) | nothing is done yet |
/// | [`timeout`](Self::timeout), [`retry`](Self::retry) | those of the client |
/// | [`header`](Self::header), [`cancelled_by`](Self::cancelled_by) | none |
///
/// # Example
///
/// ```no_run
/// use dingtalk_client::{AccessToken, Client};
///
/// let client = Client::builder().token(AccessToken::new("token")).build()?;
/// let users = (1..=50_000).map(|number| format!("user{number}"));
/// let bulk = client.role().add_to_users_bulk([1507113584], users);
/// let mut outcome = bulk.journal("engineers.jsonl").run()?;
/// for (chunk, error) in outcome.failed() {
///     eprintln!("{} users: {error}", chunk.user_ids.len());
/// }
/// if !outcome.is_complete() {
///     outcome = outcome.into_bulk(&client).run()?;
/// }
/// assert!(outcome.is_complete());
/// # Ok::<(), dingtalk_client::Error>(())
/// ```
#[must_use = "a bulk does nothing until it is run"]
pub struct Bulk<'p, R> {
    client: Client,
    request: R,
    threads: usize,
    stop_at_first_failure: bool,
    on_progress: Option<OnProgress<'p>>,
    journal: Option<PathBuf>,
    before: Option<Outcome<R>>,
    /// Settings of every chunk's call.
    settings: CallSettings,
}

impl<R: Pairs> Bulk<'static, R> {
    /// Returns a bulk of `client` with `request`, whose lists may be longer than one call takes.
    pub fn new(client: &Client, request: R) -> Self {
        Self {
            client: client.clone(),
            request,
            threads: 4,
            stop_at_first_failure: false,
            on_progress: None,
            journal: None,
            before: None,
            settings: CallSettings::default(),
        }
    }
}

impl<R: Pairs> Bulk<'_, R> {
    /// Sets how many calls can be in flight at the same time, at least 1. More threads do not speed up
    /// calls that wait for the limit of calls per second.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Starts no further chunk once one has failed. Chunks in flight are waited for.
    pub fn stop_at_first_failure(mut self) -> Self {
        self.stop_at_first_failure = true;
        self
    }

    /// Sets how long the call of a chunk may take, as [`Call::timeout`](crate::Call::timeout) does.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Sets how often and after which pauses the call of a chunk is repeated, as
    /// [`Call::retry`](crate::Call::retry) does.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = Some(retry);
        self
    }

    /// Adds a header to every request, as [`Call::header`](crate::Call::header) does.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.settings.headers.insert(name, value);
        self
    }

    /// Sets the handle by which another thread cancels the bulk operation. No further chunk starts then; chunks in flight end
    /// as [`Cancelled`](ErrorKind::Cancelled).
    pub fn cancelled_by(mut self, cancellation: &Cancellation) -> Self {
        self.settings.cancellation = Some(cancellation.clone());
        self
    }

    /// Calls `tell` after every finished chunk, by one thread at a time. The other threads wait for
    /// it between two calls, so it should be quick.
    ///
    /// If it panics, no further chunk begins, and [`Outcome::panicked`] says so.
    pub fn on_progress<'p>(self, tell: impl Fn(&Progress) + Sync + 'p) -> Bulk<'p, R> {
        Bulk { on_progress: Some(Box::new(tell)), ..self }
    }

    /// Writes a journal, so that the bulk operation can be resumed after its process has died: run it
    /// again with the same file, and chunks that are done are not sent again.
    ///
    /// The file is created if it does not exist, readable by its owner alone (mode 0600 on Unix). It gets
    /// one line of JSON per finished chunk, done or failed, before the chunk counts as finished: endpoint,
    /// host, both lists and the result. It contains no token and no text from the service, but the ids in
    /// it may be personal data. A power cut can lose its last lines; their chunks are then sent again.
    ///
    /// A run locks the file until it ends. Another run with the same file fails meanwhile, with
    /// [`ErrorKind::Journal`], and sends nothing. On a file system without locks, nothing keeps it from
    /// sending the same.
    ///
    /// A journal belongs to one job of one organisation: endpoint and host are checked, the organisation
    /// cannot be checked. Remove it once the job is done, as otherwise the same job, months later, has
    /// nothing to do.
    pub fn journal(mut self, path: impl Into<PathBuf>) -> Self {
        self.journal = Some(path.into());
        self
    }

    /// Sends only what is not done in `before`. The new outcome covers everything, and chunks that were
    /// done keep their results.
    ///
    /// [`Outcome::into_bulk`] does this with the same lists. If the lists differ, those of this bulk
    /// operation apply. Chunks that are done only according to `before` are not added to the journal.
    pub fn continue_from(mut self, before: Outcome<R>) -> Self {
        self.before = Some(before);
        self
    }

    /// Runs the bulk and waits for its end.
    ///
    /// # Errors
    ///
    /// Nothing has been sent then: [`ErrorKind::InvalidConfiguration`] if there are no threads, or if
    /// the outcome to continue from is of another host; [`ErrorKind::Journal`] if the journal cannot be
    /// opened, is in use by another run, holds a line that cannot be read, or belongs to another endpoint
    /// or host. A failed chunk is not an error here; it is reported in the [`Outcome`].
    pub fn run(self) -> Result<Outcome<R>, Error> {
        let Self { client, request, threads, stop_at_first_failure, on_progress, .. } = self;
        let host = client.host();
        if threads == 0 {
            return Err(invalid::<R>("threads is zero, so no call could be made: set at least 1"));
        }
        if self.before.as_ref().is_some_and(|before| before.host() != host) {
            return Err(invalid::<R>(
                "the outcome to continue from is of another host: continue with a client of that host",
            ));
        }
        let mut done = self.before.map(Outcome::into_done).unwrap_or_default();
        let mut journal = None;
        if let Some(path) = self.journal {
            let (opened, of_journal) = Journal::open(path, host, &request)
                .map_err(|error| error.with_reach(Reach::NotSent))?;
            journal = Some(opened);
            done.extend(of_journal);
        }
        let (done, results): (Vec<_>, Vec<_>) =
            done.into_iter().map(|chunk| (chunk.request, chunk.result)).unzip();
        let result = |done_by: Option<usize>| {
            done_by.map_or(ChunkResult::NotAttempted, |call| results[call].clone())
        };
        let parts = bulk::plan(&request, &done).into_iter();
        let (chunks, results) = parts.map(|part| (part.request, result(part.done_by))).unzip();
        let settings = self.settings;
        let work = Work { client: &client, settings, stop_at_first_failure, on_progress, chunks };
        let end = work.run(results, journal, threads);
        Ok(Outcome::new(host.clone(), request, end))
    }
}

impl<R: Pairs> Outcome<R> {
    /// Returns a bulk operation for what is not done. All its settings, also the journal, are the
    /// defaults.
    pub fn into_bulk(self, client: &Client) -> Bulk<'static, R> {
        Bulk::new(client, self.request().clone()).continue_from(self)
    }
}

impl<R: Pairs> fmt::Debug for Bulk<'_, R> {
    // The lists may be very long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("client", &self.client)
            .field(R::FIRST, &self.request.first().len())
            .field(R::SECOND, &self.request.second().len())
            .field("threads", &self.threads)
            .field("stop_at_first_failure", &self.stop_at_first_failure)
            .field("journal", &self.journal)
            .finish_non_exhaustive()
    }
}

fn invalid<R: Pairs>(what: &'static str) -> Error {
    Error::new(ErrorKind::InvalidConfiguration).of(R::ENDPOINT).with_detail(what)
}
