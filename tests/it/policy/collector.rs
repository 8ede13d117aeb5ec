//! What the client reports to `tracing`, each thread for itself.

use std::cell::RefCell;
use std::fmt::{Debug, Write};

use tracing::Event;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};

/// Returns what `what` reports: spans when they end, events when they happen.
pub(crate) fn traced<T>(what: impl FnOnce() -> T) -> Vec<String> {
    LINES.set(Some(Lines::default()));
    what();
    let lines = LINES.take().unwrap();
    assert!(lines.open.is_empty(), "a span did not end: {:?}", lines.open);
    lines.ended
}

#[derive(Default)]
struct Lines {
    next: u64,
    open: Vec<(u64, String)>,
    ended: Vec<String>,
}

thread_local! {
    static LINES: RefCell<Option<Lines>> = const { RefCell::new(None) };
}

/// Does something with the lines of this thread, if it wants any.
fn with<T>(what: impl FnOnce(&mut Lines) -> T) -> Option<T> {
    LINES.with_borrow_mut(|lines| lines.as_mut().map(what))
}

pub(crate) fn new_span(span: &Attributes<'_>) -> Id {
    let id = with(|lines| {
        let mut line = format!("span {} {}", span.metadata().level(), span.metadata().name());
        span.record(&mut Fields(&mut line));
        lines.next += 1;
        lines.open.push((lines.next, line));
        lines.next
    });
    Id::from_u64(id.unwrap_or(u64::MAX))
}

pub(crate) fn record(id: &Id, values: &Record<'_>) {
    with(|lines| {
        let line = lines.open.iter_mut().find(|(open, _)| *open == id.into_u64());
        values.record(&mut Fields(&mut line.unwrap().1));
    });
}

pub(crate) fn event(event: &Event<'_>) {
    with(|lines| {
        let mut line = event.metadata().level().to_string();
        event.record(&mut Fields(&mut line));
        lines.ended.push(line);
    });
}

pub(crate) fn exit(id: &Id) {
    with(|lines| {
        let at = lines.open.iter().position(|(open, _)| *open == id.into_u64()).unwrap();
        let (_, line) = lines.open.remove(at);
        lines.ended.push(line);
    });
}

/// Writes fields behind each other.
struct Fields<'l>(&'l mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "message" => write!(self.0, " {value:?}").unwrap(),
            name => write!(self.0, " {name}={value:?}").unwrap(),
        }
    }
}
