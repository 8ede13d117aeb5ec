//! What a process has once, and several tests need: its logger, the level of its logs, and its
//! subscriber of `tracing`.

use std::sync::{Mutex, Once};

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::logs;
use crate::policy::collector;
use crate::soak::records;

/// Held by every test that changes the level of the logs.
pub(crate) static LOG_LEVEL: Mutex<()> = Mutex::new(());

/// Installs the logger and the subscriber. Each test asks for them before its first call.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Logger).unwrap();
        tracing::subscriber::set_global_default(Both).unwrap();
    });
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        logs::record(record);
        records::record(record);
    }

    fn flush(&self) {}
}

/// Passes everything on to the tests of policies and to the soak.
struct Both;

impl Subscriber for Both {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        records::new_span(span);
        collector::new_span(span)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        records::values(values);
        collector::record(id, values);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        records::event(event);
        collector::event(event);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, id: &Id) {
        collector::exit(id);
    }
}
