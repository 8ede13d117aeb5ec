//! Tokens: fixed ones, and those that `gettoken` issues.

use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, SystemTime};

use dingtalk_protocol::AccessToken;

/// Default life of a token of `gettoken`.
pub(crate) const TOKEN_LIFE: Duration = Duration::from_secs(7200);

/// Prefix of issued tokens, before their number.
const PREFIX: &str = "sandbox-token-";

/// Maximum number of revoked tokens that are remembered. Older ones count as expired.
const MAX_REVOKED: usize = 1000;

/// An app that asks for tokens.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct App {
    pub(crate) key: String,
    pub(crate) secret: String,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Position of the app that a token belongs to.
pub(crate) type AppNumber = usize;

/// Reason why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dead {
    Unknown,
    RanOut,
}

/// All tokens. An expired token is recognised by its number, so nothing is stored for it.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) fixed: Vec<AccessToken>,
    /// Life of issued tokens; `None` if they never expire.
    pub(crate) life: Option<Duration>,
    apps: Vec<(App, Option<Current>)>,
    issued: u64,
    revoked: BTreeSet<u64>,
}

/// The token that an app would get from `gettoken` now.
#[derive(Debug)]
struct Current {
    number: u64,
    ends: Option<SystemTime>,
}

impl Current {
    fn lives(&self, now: SystemTime) -> bool {
        self.ends.is_none_or(|ends| now < ends)
    }
}

impl Tokens {
    pub(crate) fn new(fixed: Vec<AccessToken>, apps: Vec<App>, life: Option<Duration>) -> Self {
        let apps = apps.into_iter().map(|app| (app, None)).collect();
        Self { fixed, life, apps, issued: 0, revoked: BTreeSet::new() }
    }

    /// Returns the token for a pair of key and secret, and how long it lives; `None` if there is no such
    /// pair. A repeated request extends the token's life.
    pub(crate) fn issue(
        &mut self,
        key: &str,
        secret: &str,
        now: SystemTime,
    ) -> Option<(String, Duration)> {
        let (_, current) =
            self.apps.iter_mut().find(|(app, _)| app.key == key && app.secret == secret)?;
        let ends = self.life.and_then(|life| now.checked_add(life));
        let number = match current {
            Some(current) if current.lives(now) => current.number,
            _ => {
                self.issued += 1;
                self.issued
            }
        };
        *current = Some(Current { number, ends });
        // The service has no tokens that never expire, so the usual life is reported for them.
        Some((format!("{PREFIX}{number}"), self.life.unwrap_or(TOKEN_LIFE)))
    }

    /// Returns the app that a token belongs to. Fixed tokens belong to the first one.
    pub(crate) fn owner(&self, token: &AccessToken, now: SystemTime) -> Result<AppNumber, Dead> {
        if self.fixed.contains(token) {
            return Ok(0);
        }
        let number = number(token).filter(|number| (1..=self.issued).contains(number));
        let number = number.filter(|number| !self.revoked.contains(number)).ok_or(Dead::Unknown)?;
        let is_it = |current: &Current| current.number == number && current.lives(now);
        let owner = self.apps.iter().position(|(_, current)| current.as_ref().is_some_and(is_it));
        owner.ok_or(Dead::RanOut)
    }

    /// Returns the app with this key.
    pub(crate) fn app(&self, key: &str) -> Option<AppNumber> {
        self.apps.iter().position(|(app, _)| app.key == key)
    }

    /// Returns the secret of the app with this key.
    pub(crate) fn secret(&self, key: &str) -> Option<&str> {
        self.app(key).map(|app| self.apps[app].0.secret.as_str())
    }

    /// Makes every issued token expire.
    pub(crate) fn expire(&mut self) {
        self.apps.iter_mut().for_each(|(_, current)| *current = None);
    }

    /// Revokes a token, so that it counts as unknown.
    pub(crate) fn reject(&mut self, token: &AccessToken) {
        self.fixed.retain(|known| known != token);
        let number = number(token).filter(|number| (1..=self.issued).contains(number));
        let Some(number) = number else { return };
        for (_, current) in &mut self.apps {
            current.take_if(|current| current.number == number);
        }
        self.revoked.insert(number);
        if self.revoked.len() > MAX_REVOKED {
            self.revoked.pop_first();
        }
    }

    /// Returns how many tokens have been issued.
    pub(crate) fn issued(&self) -> u64 {
        self.issued
    }

    /// Returns all tokens and secrets that must not appear in any text.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = String> {
        let fixed = self.fixed.iter().map(|token| token.expose().to_owned());
        let apps = self.apps.iter().flat_map(|(app, current)| {
            let token = current.as_ref().map(|current| format!("{PREFIX}{}", current.number));
            token.into_iter().chain([app.secret.clone()])
        });
        fixed.chain(apps)
    }
}

/// Returns the number of a token, if it looks like one that was issued.
fn number(token: &AccessToken) -> Option<u64> {
    let digits = token.expose().strip_prefix(PREFIX)?;
    // Not "+1" and not "01": those were never issued.
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    plain.then(|| digits.parse().ok()).flatten()
}
