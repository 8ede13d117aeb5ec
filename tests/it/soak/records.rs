//! Takes what goes to logs and to the console, and searches it.

use std::error::Error;
use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tracing::Event;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Record};

use crate::process;
use crate::soak::leaks::Leaks;

/// A process has one hook for panics.
static LEAKS: OnceLock<Arc<Leaks>> = OnceLock::new();

static ACTIVE: AtomicBool = AtomicBool::new(false);

/// Takes all records, events and panics of the process until it is dropped.
pub(crate) struct Records;

impl Records {
    pub(crate) fn take(leaks: &Arc<Leaks>) -> Self {
        assert!(LEAKS.set(Arc::clone(leaks)).is_ok(), "one test of this process takes them");
        process::listen();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            search("panic", &panic.to_string());
            // Those that tests make on purpose are not shown.
            if !panic.to_string().contains(ON_PURPOSE) {
                before(panic);
            }
        }));
        ACTIVE.store(true, Ordering::SeqCst);
        log::set_max_level(log::LevelFilter::Trace);
        Self
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        log::set_max_level(log::LevelFilter::Off);
        ACTIVE.store(false, Ordering::SeqCst);
    }
}

/// Part of the message of every panic that a test causes.
pub(crate) const ON_PURPOSE: &str = "on purpose";

/// Searches a record of the log.
pub(crate) fn record(record: &log::Record<'_>) {
    // This target logs bodies, as the client documents; `logs` tests what it logs of the rest.
    if !record.target().starts_with("ureq_proto") {
        search("log", &format!("{} {}", record.target(), record.args()));
    }
}

/// Searches the fields of a span of `tracing`.
pub(crate) fn new_span(span: &Attributes<'_>) {
    let mut fields = Fields::default();
    span.record(&mut fields);
    search("span", &fields.0);
}

/// Searches fields that a span got later.
pub(crate) fn values(values: &Record<'_>) {
    let mut fields = Fields::default();
    values.record(&mut fields);
    search("span", &fields.0);
}

/// Searches the fields of an event.
pub(crate) fn event(event: &Event<'_>) {
    let mut fields = Fields::default();
    event.record(&mut fields);
    search("event", &fields.0);
}

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{field}={value:?} {value:#?} ").expect("a String takes everything");
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, "{field}={value} ").expect("a String takes everything");
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let mut error = Some(value);
        while let Some(value) = error {
            write!(self.0, "{field}={value} {value:?} ").expect("a String takes everything");
            error = value.source();
        }
    }
}

fn search(origin: &'static str, text: &str) {
    if ACTIVE.load(Ordering::SeqCst)
        && let Some(leaks) = LEAKS.get()
    {
        leaks.search(origin, text);
    }
}
