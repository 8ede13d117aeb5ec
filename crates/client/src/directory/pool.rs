//! A pool of threads for jobs that may add further jobs.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use dingtalk_protocol::Error;

use crate::trace;

/// The remaining jobs, and the data that the threads share.
pub(super) struct Pool<J, S> {
    state: Mutex<State<J, S>>,
    changed: Condvar,
}

struct State<J, S> {
    left: Vec<J>,
    in_flight: usize,
    end: Option<End>,
    shared: S,
}

/// Reason to stop before all jobs are done.
enum End {
    Failed(Error),
    Panicked(Box<dyn Any + Send>),
}

/// Result of a job: the jobs that it adds.
pub(super) type Settled<J> = Result<Vec<J>, Error>;

impl<J: Send, S: Send> Pool<J, S> {
    pub(super) fn new(shared: S) -> Self {
        let state = State { left: Vec::new(), in_flight: 0, end: None, shared };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Performs `jobs` and those that they add, and waits for the end. `perform` makes the calls of a
    /// job and merges its result into the shared data with [`Self::settle`]; `finished` is called after
    /// each job, with the number of jobs left.
    ///
    /// # Errors
    ///
    /// The error of the first job that fails. No other job is started after that.
    pub(super) fn run(
        &self,
        threads: usize,
        jobs: Vec<J>,
        perform: impl Fn(J) -> Settled<J> + Sync,
        finished: impl Fn(&mut S, usize) + Sync,
    ) -> Result<(), Error> {
        self.lock().left.extend(jobs.into_iter().rev());
        let parent = trace::Parent::current();
        let work = || self.work(&perform, &finished);
        thread::scope(|scope| {
            // The current thread is one of the workers.
            for _ in 1..threads {
                let worker = thread::Builder::new().name("dingtalk-directory".into());
                // If the system cannot start another thread, the running ones perform all jobs.
                if worker.spawn_scoped(scope, || parent.scope(work)).is_err() {
                    break;
                }
            }
            work();
        });
        match self.lock().end.take() {
            None => Ok(()),
            Some(End::Failed(error)) => Err(error),
            Some(End::Panicked(panic)) => resume_unwind(panic),
        }
    }

    /// Changes the shared data.
    pub(super) fn settle<T>(&self, change: impl FnOnce(&mut S) -> T) -> T {
        change(&mut self.lock().shared)
    }

    pub(super) fn into_inner(self) -> S {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).shared
    }

    fn work(&self, perform: &impl Fn(J) -> Settled<J>, finished: &impl Fn(&mut S, usize)) {
        while let Some(job) = self.next() {
            // Code of the caller, such as a source of tokens, may panic.
            let settled = catch_unwind(AssertUnwindSafe(|| perform(job)));
            let mut state = self.lock();
            state.in_flight -= 1;
            match settled {
                Ok(Ok(jobs)) => state.left.extend(jobs.into_iter().rev()),
                Ok(Err(error)) => drop(state.end.get_or_insert(End::Failed(error))),
                Err(panic) => drop(state.end.get_or_insert(End::Panicked(panic))),
            }
            let left = state.left.len() + state.in_flight;
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| finished(&mut state.shared, left)))
            {
                state.end.get_or_insert(End::Panicked(panic));
            }
            drop(state);
            self.changed.notify_all();
        }
    }

    /// Returns the next job, once there is one; `None` at the end.
    fn next(&self) -> Option<J> {
        let mut state = self.lock();
        loop {
            if state.end.is_some() {
                return None;
            }
            if let Some(job) = state.left.pop() {
                state.in_flight += 1;
                return Some(job);
            }
            if state.in_flight == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Locks the state, ignoring poisoning: panics are caught before they leave it half changed.
    fn lock(&self) -> MutexGuard<'_, State<J, S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
