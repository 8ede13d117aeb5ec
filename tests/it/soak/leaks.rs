//! The search for secrets.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as _;
use std::fmt::{Debug, Display};
use std::sync::{Mutex, MutexGuard, PoisonError};

use dingtalk_client::auth::get_token;
use dingtalk_client::{Error, Host};
use dingtalk_protocol::encode;

/// So much of a secret in a row is a leak: logs of sent bytes come in rows of sixteen.
const WINDOW: usize = 8;

/// How many leaks are kept to be shown.
const MOST_FOUND: usize = 10;

/// Searches texts for secrets, in clear and percent-encoded. It keeps none but the first with one.
pub(crate) struct Leaks {
    windows: BTreeSet<[u8; WINDOW]>,
    /// Whether a window begins with a pair of bytes, so that most places are passed by quickly.
    beginnings: Vec<bool>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How many texts of each origin were searched, and how long they were together.
    searched: BTreeMap<&'static str, (u64, u64)>,
    found: Vec<String>,
}

impl Leaks {
    pub(crate) fn of(secrets: &[&str]) -> Self {
        let mut windows = BTreeSet::new();
        for secret in secrets {
            for form in forms(secret) {
                let rows = form.as_bytes().windows(WINDOW);
                windows.extend(rows.map(|row| <[u8; WINDOW]>::try_from(row).expect("as long")));
            }
        }
        let mut beginnings = vec![false; 1 << 16];
        for window in &windows {
            beginnings[beginning(window)] = true;
        }
        Self { windows, beginnings, state: Mutex::default() }
    }

    /// Returns how many texts of each origin were searched, and how many bytes those are.
    pub(crate) fn searched(&self) -> BTreeMap<&'static str, (u64, u64)> {
        self.lock().searched.clone()
    }

    /// Returns the first texts with a secret in them.
    pub(crate) fn found(&self) -> Vec<String> {
        self.lock().found.clone()
    }

    pub(crate) fn search(&self, origin: &'static str, text: &str) {
        let place = text
            .as_bytes()
            .windows(WINDOW)
            .position(|window| self.beginnings[beginning(window)] && self.windows.contains(window));
        let mut state = self.lock();
        let (texts, bytes) = state.searched.entry(origin).or_default();
        *texts += 1;
        *bytes += text.len() as u64;
        if let Some(place) = place
            && state.found.len() < MOST_FOUND
        {
            let around = &text.as_bytes()[place.saturating_sub(80)..text.len().min(place + 40)];
            state.found.push(format!("{origin}: …{}…", String::from_utf8_lossy(around)));
        }
    }

    pub(crate) fn search_debug(&self, value: &(impl Debug + ?Sized)) {
        self.search("debug", &format!("{value:?}"));
        self.search("debug", &format!("{value:#?}"));
    }

    pub(crate) fn search_display(&self, value: &(impl Display + ?Sized)) {
        self.search("display", &format!("{value}"));
        self.search("display", &format!("{value:#}"));
    }

    /// All that an error has to say, with its sources.
    pub(crate) fn search_error(&self, error: &Error) {
        self.search_debug(error);
        self.search_display(error);
        let texts = [error.message(), error.sub_code(), error.request_id(), error.content_type()];
        texts.into_iter().flatten().for_each(|text| self.search("error", text));
        let mut source = error.source();
        while let Some(error) = source {
            self.search_debug(error);
            self.search_display(error);
            source = error.source();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the place of a window's first two bytes among all pairs of bytes.
fn beginning(window: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([window[0], window[1]]))
}

/// Returns a secret as it stands in URLs.
pub(crate) fn encoded(secret: &str) -> String {
    let http = encode(&get_token::Request::new("key", secret), &Host::MAINLAND, None);
    let uri = http.expect("any secret can be sent").uri().to_string();
    let (_, encoded) = uri.split_once("appsecret=").expect("the secret is in the query");
    encoded.to_owned()
}

/// Returns a secret in clear and in the ways to percent-encode it.
fn forms(secret: &str) -> Vec<String> {
    let plus = encoded(secret);
    let percent = plus.replace('+', "%20");
    let debug = format!("{secret:?}").trim_matches('"').to_owned();
    let lower = lower_escapes(&percent);
    vec![secret.to_owned(), debug, lower_escapes(&plus), lower, plus, percent]
}

fn lower_escapes(encoded: &str) -> String {
    let mut lower = encoded.to_owned();
    for (at, _) in encoded.match_indices('%') {
        lower[at..at + 3].make_ascii_lowercase();
    }
    lower
}
