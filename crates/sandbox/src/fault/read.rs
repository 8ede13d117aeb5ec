//! Reads plans from TOML.
//!
//! Values are checked as they are read, so that an error shows the line.

use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::rule::{check_numbers, check_share, unknown_path};
use super::{Fault, FaultPlan, FaultRule, PlanError};
use crate::endpoints::route;

impl<'de> Deserialize<'de> for FaultPlan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Raw {
            #[serde(default)]
            seed: u64,
            #[serde(default)]
            faults: Vec<FaultRule>,
        }

        let Raw { seed, faults } = Raw::deserialize(deserializer)?;
        FaultPlan::of(seed, faults).map_err(D::Error::custom)
    }
}

impl FaultPlan {
    /// Returns a plan with these rules.
    pub(crate) fn of(
        seed: u64,
        rules: impl IntoIterator<Item = FaultRule>,
    ) -> Result<Self, PlanError> {
        rules.into_iter().try_fold(Self::new(seed), Self::with)
    }
}

impl<'de> Deserialize<'de> for FaultRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Raw::deserialize(deserializer)?.rule().map_err(D::Error::custom)
    }
}

/// A rule as written in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    path: Option<Path>,
    fault: Name,
    at: Option<Numbers>,
    share: Option<Share>,
    applied: Option<bool>,
    link: Option<bool>,
    end_in_seconds: Option<u32>,
    milliseconds: Option<u32>,
    bytes: Option<usize>,
}

impl Raw {
    fn rule(mut self) -> Result<FaultRule, PlanError> {
        let fault = self.fault()?;
        let rule = match (self.at, self.share) {
            (Some(at), None) => FaultRule::at(at.0, fault),
            (None, Some(share)) => FaultRule::share(share.0, fault),
            _ => {
                return Err(PlanError::new(
                    "a fault needs either `at` or `share`; give exactly one of them",
                ));
            }
        };
        let rule = match self.path {
            Some(path) => rule.on(path.0),
            None => rule,
        };
        rule.check().map(|()| rule)
    }

    fn fault(&mut self) -> Result<Fault, PlanError> {
        let name = self.fault;
        let fault = match name {
            Name::TokenRejected => Fault::TokenRejected,
            Name::PlainToken40014 => Fault::PlainToken40014,
            Name::PlainToken42001 => Fault::PlainToken42001,
            Name::PlainToken40001 => Fault::PlainToken40001,
            Name::TokenBlank => Fault::TokenBlank,
            Name::PermissionMissing => {
                Fault::PermissionMissing { link: self.link.take().unwrap_or_default() }
            }
            Name::CallerNotAllowed => Fault::CallerNotAllowed,
            Name::AppThrottled => Fault::AppThrottled { end_in: self.end_in() },
            Name::CallersThrottled => Fault::CallersThrottled { end_in: self.end_in() },
            Name::QuotaExhausted => Fault::QuotaExhausted,
            Name::Busy => Fault::Busy { applied: self.applied() },
            Name::GatewayTimeout => Fault::GatewayTimeout { applied: self.applied() },
            Name::AuthorisationTimeout => Fault::AuthorisationTimeout,
            Name::UnknownPath => Fault::UnknownPath,
            Name::IpBan => Fault::IpBan,
            Name::IpBanHtml => Fault::IpBanHtml,
            Name::StringErrcode => Fault::StringErrcode,
            Name::MissingErrmsg => Fault::MissingErrmsg,
            Name::MissingErrcode => Fault::MissingErrcode,
            Name::NullResult => Fault::NullResult,
            Name::MissingList => Fault::MissingList,
            Name::TruncatedBody => Fault::TruncatedBody,
            Name::WrongLength => Fault::WrongLength,
            Name::SlowHeaders => Fault::SlowHeaders { delay: self.duration("slow-headers")? },
            Name::SlowBody => Fault::SlowBody { over: self.duration("slow-body")? },
            Name::ResetBefore => Fault::ResetBefore,
            Name::ResetAfter => Fault::ResetAfter,
            Name::BadGateway => Fault::BadGateway { applied: self.applied() },
            Name::EmptyBody => Fault::EmptyBody { applied: self.applied() },
            Name::OversizeBody => {
                let bytes = self.bytes.take().ok_or_else(|| missing("oversize-body", "bytes"))?;
                Fault::OversizeBody { bytes }
            }
            Name::NotUtf8 => Fault::NotUtf8,
        };
        // Keys not taken above belong to other faults.
        let left = [
            ("applied", self.applied.is_some()),
            ("link", self.link.is_some()),
            ("end_in_seconds", self.end_in_seconds.is_some()),
            ("milliseconds", self.milliseconds.is_some()),
            ("bytes", self.bytes.is_some()),
        ];
        match left.into_iter().find(|(_, given)| *given) {
            Some((key, _)) => Err(PlanError::new(format!(
                "the fault `{}` has no `{key}`; remove the key",
                fault.name()
            ))),
            None => Ok(fault),
        }
    }

    fn applied(&mut self) -> bool {
        self.applied.take().unwrap_or_default()
    }

    fn end_in(&mut self) -> Option<Duration> {
        self.end_in_seconds.take().map(|seconds| Duration::from_secs(seconds.into()))
    }

    fn duration(&mut self, fault: &str) -> Result<Duration, PlanError> {
        let given = self.milliseconds.take();
        let milliseconds = given.ok_or_else(|| missing(fault, "milliseconds"))?;
        Ok(Duration::from_millis(milliseconds.into()))
    }
}

fn missing(fault: &str, key: &str) -> PlanError {
    PlanError::new(format!("the fault `{fault}` needs `{key}`; add the key"))
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Name {
    TokenRejected,
    #[serde(rename = "plain-token-40014")]
    PlainToken40014,
    #[serde(rename = "plain-token-42001")]
    PlainToken42001,
    #[serde(rename = "plain-token-40001")]
    PlainToken40001,
    TokenBlank,
    PermissionMissing,
    CallerNotAllowed,
    AppThrottled,
    CallersThrottled,
    QuotaExhausted,
    Busy,
    GatewayTimeout,
    AuthorisationTimeout,
    UnknownPath,
    IpBan,
    IpBanHtml,
    StringErrcode,
    MissingErrmsg,
    MissingErrcode,
    NullResult,
    MissingList,
    TruncatedBody,
    WrongLength,
    SlowHeaders,
    SlowBody,
    ResetBefore,
    ResetAfter,
    BadGateway,
    EmptyBody,
    OversizeBody,
    NotUtf8,
}

struct Path(String);

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        match route(&path) {
            Some(_) => Ok(Self(path)),
            None => Err(D::Error::custom(unknown_path(&path))),
        }
    }
}

struct Numbers(Vec<u64>);

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let numbers = Vec::deserialize(deserializer)?;
        check_numbers(&numbers).map_err(D::Error::custom)?;
        Ok(Self(numbers))
    }
}

struct Share(f64);

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let share = f64::deserialize(deserializer)?;
        check_share(share).map_err(D::Error::custom)?;
        Ok(Self(share))
    }
}
