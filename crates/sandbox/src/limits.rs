//! Limits on the number of calls, all off by default.
//!
//! It is known that calls are limited per app and path, per path, and per address, and with which codes.
//! It is not known how the service counts: the sandbox counts in windows that begin with a call, and a
//! limit does not count the calls that it refuses itself.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use crate::tokens::AppNumber;
use crate::wire::Refusal;

/// Maximum number of addresses that are tracked at the same time.
const MAX_ADDRESSES: usize = 1000;

const SECOND: Duration = Duration::from_secs(1);

/// Rule for banning an address: after which calls, and for how long. `Default` is what the vendor
/// documents: 10,000 calls in 20 seconds, then 5 minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IpBan {
    /// The number of calls that are allowed within [`within`](Self::within); one more causes the ban.
    pub calls: u32,
    /// The time in which calls are counted.
    pub within: Duration,
    /// How long the ban lasts. The body of the response says 5 minutes regardless.
    pub lasts: Duration,
}

impl Default for IpBan {
    fn default() -> Self {
        let (within, lasts) = (Duration::from_secs(20), Duration::from_secs(300));
        Self { calls: 10_000, within, lasts }
    }
}

/// Settings of the limits; `None` is off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct LimitSettings {
    /// Calls per second of one app to one path.
    pub(crate) per_app: Option<u32>,
    /// Calls per second of all apps to one path.
    pub(crate) all_callers: Option<u32>,
    /// Whether the message says when the throttling ends.
    pub(crate) end_time: bool,
    pub(crate) ban: Option<IpBan>,
}

/// The limits and the calls so far. One window per app and path, so its size is bounded.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    pub(crate) settings: LimitSettings,
    per_app: BTreeMap<(AppNumber, &'static str), Window>,
    all_callers: BTreeMap<&'static str, Window>,
    addresses: BTreeMap<IpAddr, Watched>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    begins: SystemTime,
    calls: u32,
}

/// Calls of an address or a robot, which is banned for a while after too many.
#[derive(Debug, Clone)]
pub(crate) struct Watched {
    window: Window,
    banned_until: Option<SystemTime>,
}

impl Watched {
    pub(crate) fn since(now: SystemTime) -> Self {
        Self { window: Window::at(now), banned_until: None }
    }

    /// Counts a call and returns whether it exceeds the limit or comes during a ban.
    pub(crate) fn is_banned(&mut self, ban: IpBan, now: SystemTime) -> bool {
        match self.banned_until {
            Some(until) if now < until => return true,
            Some(_) => *self = Self::since(now),
            None => {}
        }
        let banned = !self.window.admits(ban.calls, ban.within, now);
        if banned {
            self.banned_until = now.checked_add(ban.lasts);
        }
        banned
    }
}

impl Limits {
    pub(crate) fn new(settings: LimitSettings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Changes the rule, and lifts the bans of the previous one.
    pub(crate) fn set_ban(&mut self, ban: Option<IpBan>) {
        self.settings.ban = ban;
        self.addresses.clear();
    }

    /// Counts a call from an address and returns whether the address is banned.
    pub(crate) fn is_banned(&mut self, caller: IpAddr, now: SystemTime) -> bool {
        let Some(ban) = self.settings.ban else { return false };
        if self.addresses.len() >= MAX_ADDRESSES && !self.addresses.contains_key(&caller) {
            self.addresses.retain(|_, address| {
                address.banned_until.is_some_and(|until| now < until)
                    || !address.window.is_over(ban.within, now)
            });
            if self.addresses.len() >= MAX_ADDRESSES {
                return false;
            }
        }
        self.addresses.entry(caller).or_insert_with(|| Watched::since(now)).is_banned(ban, now)
    }

    /// Counts a call of any caller to a path.
    pub(crate) fn all_callers(
        &mut self,
        path: &'static str,
        now: SystemTime,
    ) -> Result<(), Refusal> {
        let Some(most) = self.settings.all_callers else { return Ok(()) };
        let window = self.all_callers.entry(path).or_insert(Window::at(now));
        if window.admits(most, SECOND, now) {
            return Ok(());
        }
        Err(callers_throttled(self.settings.end_time.then(|| window.begins + SECOND)))
    }

    /// Counts a call of an app to a path.
    pub(crate) fn app(
        &mut self,
        app: AppNumber,
        path: &'static str,
        now: SystemTime,
    ) -> Result<(), Refusal> {
        let Some(most) = self.settings.per_app else { return Ok(()) };
        let window = self.per_app.entry((app, path)).or_insert(Window::at(now));
        if window.admits(most, SECOND, now) {
            return Ok(());
        }
        Err(app_throttled(self.settings.end_time.then(|| window.begins + SECOND)))
    }
}

impl Window {
    fn at(now: SystemTime) -> Self {
        Self { begins: now, calls: 0 }
    }

    fn is_over(&self, length: Duration, now: SystemTime) -> bool {
        // If the clock was set back, the window starts over.
        now.duration_since(self.begins).map_or(true, |passed| passed >= length)
    }

    fn admits(&mut self, most: u32, length: Duration, now: SystemTime) -> bool {
        if self.is_over(length, now) {
            *self = Self::at(now);
        }
        let admitted = self.calls < most;
        self.calls += u32::from(admitted);
        admitted
    }
}

/// Returns the refusal 90018, with the end of the throttling if it is given.
pub(crate) fn app_throttled(end: Option<SystemTime>) -> Refusal {
    Refusal::wrapped("90018", throttled("this app calls this path too often", end))
}

/// Returns the refusal 90002, with the end of the throttling if it is given.
pub(crate) fn callers_throttled(end: Option<SystemTime>) -> Refusal {
    Refusal::wrapped("90002", throttled("all callers call this path too often", end))
}

/// Returns the message of a throttled call. It is known that the message can contain the end, but no
/// page shows its form. Text, form and time zone are the sandbox's own choice: `YYYY-MM-DD HH:MM:SS` in
/// Beijing time.
fn throttled(what: &str, end: Option<SystemTime>) -> String {
    match end.and_then(beijing) {
        Some(end) => format!("{what}, the limit ends at {end}"),
        None => what.to_owned(),
    }
}

fn beijing(time: SystemTime) -> Option<String> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    // Rounded up to a full second, so that waiting until then is long enough.
    let seconds = since.as_secs() + u64::from(since.subsec_nanos() > 0) + 8 * 3600;
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
    let mut text = String::new();
    std::fmt::write(&mut text, format_args!("{}", humantime::format_rfc3339_seconds(time))).ok()?;
    Some(text.replace('T', " ").replace('Z', ""))
}
