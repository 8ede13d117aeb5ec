//! Takes what goes to logs and to the console, and searches it.

use std::error::Error;
use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};

use crate::leaks::Leaks;

/// A process has one logger and one hook for panics.
static LEAKS: OnceLock<Arc<Leaks>> = OnceLock::new();

static ACTIVE: AtomicBool = AtomicBool::new(false);

/// Takes all records, events and panics of the process until it is dropped.
pub(crate) struct Records;

impl Records {
    pub(crate) fn take(leaks: &Arc<Leaks>) -> Self {
        assert!(LEAKS.set(Arc::clone(leaks)).is_ok(), "one test of this process takes them");
        log::set_logger(&Logger).expect("there is no other logger");
        tracing::subscriber::set_global_default(Collector).expect("there is no other subscriber");
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if ACTIVE.load(Ordering::SeqCst) {
                search("panic", &panic.to_string());
            }
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

/// Stands in the message of every panic that a test makes.
pub(crate) const ON_PURPOSE: &str = "on purpose";

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        search("log", &format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

struct Collector;

impl Subscriber for Collector {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        ACTIVE.load(Ordering::SeqCst)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        search("span", &fields.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        search("span", &fields.0);
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        search("event", &fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
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
    LEAKS.get().expect("set before anything is installed").search(origin, text);
}
