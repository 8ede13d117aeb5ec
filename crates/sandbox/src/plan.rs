//! Plan files.

use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::{FaultPlan, FaultRule, IpBan, PlanError};

/// Settings of how a sandbox misbehaves, from one TOML file: faults, the life of tokens, limits and the
/// ban of addresses. The crate's documentation shows every key.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub(crate) faults: FaultPlan,
    pub(crate) token_life: Option<Duration>,
    pub(crate) tokens_live_forever: bool,
    pub(crate) rate_limit: Option<u32>,
    pub(crate) rate_limit_for_all: Option<u32>,
    pub(crate) end_time: Option<bool>,
    pub(crate) ban: Option<IpBan>,
}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    ///
    /// If the text is not TOML, or not a plan; the error shows the place.
    pub fn from_toml(text: &str) -> Result<Self, PlanError> {
        toml::from_str(text).map_err(|error| PlanError::new(error.to_string().trim_end()))
    }

    /// Returns the part that is about faults.
    pub fn faults(&self) -> &FaultPlan {
        &self.faults
    }
}

impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Raw { seed, token, limits, ban, faults } = Raw::deserialize(deserializer)?;
        Ok(Self {
            faults: FaultPlan::of(seed, faults).map_err(D::Error::custom)?,
            token_life: token.life,
            tokens_live_forever: token.lives_forever,
            rate_limit: limits.per_app,
            rate_limit_for_all: limits.all_callers,
            end_time: limits.end_time,
            ban: ban.map(Ban::into),
        })
    }
}

/// A plan as written in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    token: Token,
    #[serde(default)]
    limits: Limits,
    ban: Option<Ban>,
    #[serde(default)]
    faults: Vec<FaultRule>,
}

#[derive(Default, Deserialize)]
#[serde(try_from = "RawToken")]
struct Token {
    life: Option<Duration>,
    lives_forever: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawToken {
    life_seconds: Option<u32>,
    #[serde(default)]
    lives_forever: bool,
}

impl TryFrom<RawToken> for Token {
    type Error = &'static str;

    // Checked here and not later, so that the error shows the line.
    fn try_from(raw: RawToken) -> Result<Self, &'static str> {
        let RawToken { life_seconds, lives_forever } = raw;
        if lives_forever && life_seconds.is_some() {
            return Err("a token can not have both `life_seconds` and `lives_forever`; remove one");
        }
        let life = life_seconds.map(|seconds| Duration::from_secs(seconds.into()));
        Ok(Self { life, lives_forever })
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    per_app: Option<u32>,
    all_callers: Option<u32>,
    end_time: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ban {
    calls: Option<u32>,
    within_seconds: Option<u32>,
    lasts_seconds: Option<u32>,
}

impl From<Ban> for IpBan {
    fn from(ban: Ban) -> Self {
        let Self { calls, within, lasts } = Self::default();
        let seconds = |given: Option<u32>, default| {
            given.map_or(default, |seconds| Duration::from_secs(seconds.into()))
        };
        Self {
            calls: ban.calls.unwrap_or(calls),
            within: seconds(ban.within_seconds, within),
            lasts: seconds(ban.lasts_seconds, lasts),
        }
    }
}
