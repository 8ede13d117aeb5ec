//! A rule of a plan: which fault, where and when.

use super::{Fault, PlanError};
use crate::endpoints::{Route, route, routes};

/// The longest body, in bytes, that [`Fault::OversizeBody`] makes: 1 GiB. The body is built in memory.
pub const MAX_OVERSIZE: usize = 1024 * 1024 * 1024;

/// One fault of a [`FaultPlan`](crate::FaultPlan): at certain requests, or at a share of them.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    pub(super) path: Option<String>,
    pub(super) fault: Fault,
    pub(super) when: When,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum When {
    /// Numbers of requests to a path, sorted.
    At(Vec<u64>),
    Share(f64),
}

impl FaultRule {
    /// Returns a rule for the requests with these numbers, counted from 1 on each path.
    pub fn at(numbers: impl IntoIterator<Item = u64>, fault: Fault) -> Self {
        let mut numbers: Vec<_> = numbers.into_iter().collect();
        numbers.sort_unstable();
        Self { path: None, fault, when: When::At(numbers) }
    }

    /// Returns a rule for this share of all requests, from 0 to 1, picked at random.
    pub fn share(share: f64, fault: Fault) -> Self {
        Self { path: None, fault, when: When::Share(share) }
    }

    /// Limits the rule to this path; by default, it applies to every path on which the fault can happen.
    #[must_use]
    pub fn on(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Returns whether the rule applies to this path.
    pub(super) fn covers(&self, route: &Route) -> bool {
        self.path.as_ref().is_none_or(|path| path == route.path) && self.fault.fits(route)
    }

    /// Returns whether the rule names the request with this number.
    pub(super) fn names(&self, number: u64) -> bool {
        matches!(&self.when, When::At(numbers) if numbers.binary_search(&number).is_ok())
    }

    /// Returns the share of requests that the rule picks.
    pub(super) fn picks(&self) -> f64 {
        match self.when {
            When::Share(share) => share,
            When::At(_) => 0.0,
        }
    }

    pub(super) fn check(&self) -> Result<(), PlanError> {
        if let Some(path) = &self.path {
            let route = route(path).ok_or_else(|| unknown_path(path))?;
            if !self.fault.fits(route) {
                return Err(PlanError::new(format!(
                    "the fault `{}` can not happen on {path}; name another path or fault",
                    self.fault.name()
                )));
            }
        }
        match &self.fault {
            Fault::OversizeBody { bytes } if *bytes > MAX_OVERSIZE => {
                return Err(PlanError::new(format!(
                    "`bytes` is {bytes}, more than {MAX_OVERSIZE}; choose a smaller body"
                )));
            }
            _ => {}
        }
        match &self.when {
            When::At(numbers) => check_numbers(numbers),
            When::Share(share) => check_share(*share),
        }
    }
}

pub(super) fn check_share(share: f64) -> Result<(), PlanError> {
    if (0.0..=1.0).contains(&share) {
        return Ok(());
    }
    Err(PlanError::new(format!("`share` is {share}; give a number from 0 to 1")))
}

pub(super) fn check_numbers(numbers: &[u64]) -> Result<(), PlanError> {
    if numbers.is_empty() {
        return Err(PlanError::new("`at` is empty; give the numbers of requests, such as [3, 5]"));
    }
    if numbers.contains(&0) {
        return Err(PlanError::new("`at` holds 0; requests are counted from 1"));
    }
    Ok(())
}

/// Returns the error for an unknown path, which names the known paths that differ only in the last part.
pub(super) fn unknown_path(path: &str) -> PlanError {
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let near: Vec<_> =
        routes().map(|route| route.path).filter(|known| folder(known) == folder(path)).collect();
    let advice = match near.join(", ") {
        near if near.is_empty() => "leave it out for all paths".to_owned(),
        near => format!("name one of {near} or leave it out for all"),
    };
    PlanError::new(format!("`path` is {path:?}, which the sandbox does not know; {advice}"))
}
