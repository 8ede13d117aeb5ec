//! The threads that send the chunks of a bulk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use dingtalk_protocol::{Error, ErrorKind, Pairs, Reach, Reply};

use super::chunk::{Chunk, ChunkResult};
use super::journal::Journal;
use super::progress::{OnProgress, Progress};
use crate::client::Client;
use crate::settings::CallSettings;
use crate::trace;

/// The read-only data that all threads share.
pub(super) struct Work<'c, R> {
    pub(super) client: &'c Client,
    pub(super) settings: CallSettings,
    pub(super) stop_at_first_failure: bool,
    pub(super) on_progress: Option<OnProgress<'c>>,
    pub(super) chunks: Vec<R>,
}

/// Results of all chunks, and what went wrong beside them.
pub(super) struct End<R> {
    pub(super) chunks: Vec<Chunk<R>>,
    pub(super) held_back: Option<Error>,
    pub(super) journal_error: Option<Error>,
    pub(super) panicked: bool,
}

/// State that the threads change under a lock.
struct State {
    results: Vec<ChunkResult>,
    /// Indices of the chunks that no thread has started.
    left: std::vec::IntoIter<usize>,
    stopped: bool,
    progress: Progress,
    journal: Option<Journal>,
    held_back: Option<Error>,
    journal_error: Option<Error>,
    panicked: bool,
}

impl<R: Pairs> Work<'_, R> {
    /// Sends every chunk that is not done, and waits for the end.
    pub(super) fn run(
        self,
        results: Vec<ChunkResult>,
        journal: Option<Journal>,
        threads: usize,
    ) -> End<R> {
        let is_left = |index: &usize| matches!(results[*index], ChunkResult::NotAttempted);
        let left: Vec<_> = (0..results.len()).filter(is_left).collect();
        let threads = threads.min(left.len());
        let progress = Progress::of(self.chunks.iter().zip(&results));
        let state = Mutex::new(State {
            results,
            left: left.into_iter(),
            stopped: false,
            progress,
            journal,
            held_back: None,
            journal_error: None,
            panicked: false,
        });
        let parent = trace::Parent::current();
        thread::scope(|scope| {
            // The current thread is one of the workers.
            for _ in 1..threads {
                let worker = thread::Builder::new().name("dingtalk-bulk".into());
                // If the system cannot start another thread, the running ones send all chunks.
                if worker.spawn_scoped(scope, || parent.scope(|| self.work(&state))).is_err() {
                    break;
                }
            }
            self.work(&state);
        });
        let state = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let State { results, held_back, journal_error, panicked, .. } = state;
        let chunks = self.chunks.into_iter().zip(results);
        let chunks = chunks.map(|(request, result)| Chunk { request, result }).collect();
        End { chunks, held_back, journal_error, panicked }
    }

    fn work(&self, state: &Mutex<State>) {
        loop {
            let Some(index) = lock(state).begin() else { return };
            let chunk = &self.chunks[index];
            // Code of the caller, such as a source of tokens, may panic.
            let sent =
                catch_unwind(AssertUnwindSafe(|| self.client.send_with(chunk, &self.settings)));
            self.finish(&mut lock(state), index, sent);
        }
    }

    fn finish(&self, state: &mut State, index: usize, sent: Sent<R>) {
        let chunk = &self.chunks[index];
        let result = match sent {
            Ok(Ok(reply)) => ChunkResult::done(&reply),
            // Nothing was sent, and nothing is wrong with the chunk: the next run sends it.
            Ok(Err(error))
                if matches!(error.kind(), ErrorKind::HeldBack | ErrorKind::Cancelled)
                    && error.reach() == Reach::NotSent =>
            {
                state.stopped |= error.kind() == ErrorKind::Cancelled;
                state.held_back.get_or_insert(error);
                return;
            }
            Ok(Err(error)) => ChunkResult::Failed(error),
            Err(_) => {
                state.panic();
                ChunkResult::Failed(interrupted::<R>())
            }
        };
        state.write(chunk, &result);
        state.progress.add(chunk, &result);
        state.stopped |= self.stop_at_first_failure && matches!(result, ChunkResult::Failed(_));
        state.results[index] = result;
        if let Some(tell) = self.on_progress.as_ref().filter(|_| !state.panicked)
            && catch_unwind(AssertUnwindSafe(|| tell(&state.progress))).is_err()
        {
            state.panic();
        }
    }
}

/// The result of sending a chunk, or a panic.
type Sent<R> = thread::Result<Result<Reply<<R as dingtalk_protocol::Request>::Response>, Error>>;

impl State {
    /// Returns the next chunk to be sent.
    fn begin(&mut self) -> Option<usize> {
        if self.stopped { None } else { self.left.next() }
    }

    fn write<R: Pairs>(&mut self, chunk: &R, result: &ChunkResult) {
        if let Some(journal) = &mut self.journal
            && let Err(error) = journal.write(chunk, result)
        {
            // The file may end with half a line, and no other line may follow it.
            self.journal = None;
            self.journal_error = Some(error);
            self.stopped = true;
        }
    }

    fn panic(&mut self) {
        self.panicked = true;
        self.stopped = true;
    }
}

impl ChunkResult {
    fn done<T>(reply: &Reply<T>) -> Self {
        Self::Done {
            request_id: reply.request_id().map(str::to_owned),
            attempts: reply.attempts(),
            done_before: reply.done_before(),
            from_journal: false,
        }
    }
}

/// Locks the state, ignoring poisoning: no locked region leaves it half changed.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the error of a call that panicked. As after a broken connection, it is unknown whether the
/// call took effect.
fn interrupted<R: Pairs>() -> Error {
    Error::new(ErrorKind::Connection)
        .of(R::ENDPOINT)
        .with_detail("something panicked during the call, such as the source of tokens")
}
