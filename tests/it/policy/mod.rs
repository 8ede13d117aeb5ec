//! What the client decides by itself: tokens, repetitions, pauses, deadlines, and what it shows of
//! them. Every test states the whole sequence of requests and pauses; the clock is moved by hand.

mod call_settings;
mod cancelled;
pub(crate) mod collector;
mod deadline;
mod done_before;
mod dry_run;
mod limiter;
mod pauses;
mod repeated;
mod retry;
mod seeing;
pub(crate) mod support;
mod token;
mod token_bounds;
mod token_lock;
mod token_rejected;
mod token_source;
mod token_store;
mod token_threads;
mod traced;
