//! Plans of faults.

use std::collections::BTreeMap;
use std::fmt;

use super::{Fault, FaultRule};
use crate::endpoints::{Route, route, routes};

/// Plan of which requests go wrong, and how. `Default` has no faults.
///
/// Rules that name a request by its number take precedence, in their order; then chance decides. Chance
/// is a function of the seed, the path and the number of the request on that path: equal sequences of
/// requests to a path meet equal faults, regardless of other paths and threads.
///
/// ```
/// use std::time::Duration;
///
/// use dingtalk_sandbox::{Fault, FaultPlan, FaultRule, Sandbox};
///
/// let plan = FaultPlan::new(7)
///     .with(FaultRule::at([3, 5], Fault::ResetAfter).on("/topapi/role/addrolesforemps"))?
///     .with(FaultRule::share(0.05, Fault::Busy { applied: false }))?;
/// let sandbox = Sandbox::builder().faults(plan).start()?;
/// assert!(sandbox.faults_given().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The same from TOML; the crate's documentation has every key:
///
/// ```
/// # use dingtalk_sandbox::{Fault, FaultPlan, FaultRule};
/// let plan = FaultPlan::from_toml(
///     r#"
///     seed = 7
///
///     [[faults]]
///     path = "/topapi/role/addrolesforemps"
///     fault = "reset-after"
///     at = [3, 5]
///
///     [[faults]]
///     fault = "busy"
///     share = 0.05
///     "#,
/// )?;
/// # let same = FaultPlan::new(7)
/// #     .with(FaultRule::at([3, 5], Fault::ResetAfter).on("/topapi/role/addrolesforemps"))?
/// #     .with(FaultRule::share(0.05, Fault::Busy { applied: false }))?;
/// # assert_eq!(plan, same);
/// # Ok::<(), dingtalk_sandbox::PlanError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FaultPlan {
    seed: u64,
    rules: Vec<FaultRule>,
}

/// Error of a plan: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanError(String);

impl PlanError {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl std::error::Error for PlanError {}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FaultPlan {
    /// Returns a plan without faults. `seed` determines chance.
    pub fn new(seed: u64) -> Self {
        Self { seed, rules: Vec::new() }
    }

    /// Reads a plan with the keys `seed` and `faults`.
    ///
    /// # Errors
    ///
    /// If the text is not TOML, or not a plan; the error shows the place.
    pub fn from_toml(text: &str) -> Result<Self, PlanError> {
        toml::from_str(text).map_err(|error| PlanError::new(error.to_string().trim_end()))
    }

    /// Adds a rule.
    ///
    /// # Errors
    ///
    /// If the sandbox does not know the path, or the fault cannot happen there; if a number is 0, or
    /// there are no numbers; if a share is not from 0 to 1, or the shares on a path sum to more than 1;
    /// if a body is too large. The error names the rule by its position.
    pub fn with(mut self, rule: FaultRule) -> Result<Self, PlanError> {
        let position = self.rules.len() + 1;
        let placed = |error: PlanError| PlanError::new(format!("rule {position}: {error}"));
        rule.check().map_err(placed)?;
        self.rules.push(rule);
        self.check_sums().map_err(placed)?;
        Ok(self)
    }

    /// Returns the rules, in their order.
    pub fn rules(&self) -> &[FaultRule] {
        &self.rules
    }

    fn check_sums(&self) -> Result<(), PlanError> {
        for route in routes() {
            let covering = || self.rules.iter().filter(|rule| rule.covers(route));
            let sum: f64 = covering().map(FaultRule::picks).sum();
            // The tolerance allows for rounding, for example of ten times 0.1.
            if sum > 1.0 + 1e-9 {
                let path = route.path;
                return Err(PlanError::new(format!(
                    "the shares on {path} are {sum:.3} together, more than 1; make some smaller"
                )));
            }
        }
        Ok(())
    }

    /// Returns the fault of the request to a path with this number.
    fn fault(&self, route: &Route, number: u64) -> Option<&Fault> {
        let covering = || self.rules.iter().filter(|rule| rule.covers(route));
        if let Some(rule) = covering().find(|rule| rule.names(number)) {
            return Some(&rule.fault);
        }
        let mut drawn = chance(self.seed, route.path, number);
        let picked = covering().find(|rule| {
            let hit = drawn < rule.picks();
            drawn -= rule.picks();
            hit
        });
        picked.map(|rule| &rule.fault)
    }
}

/// A plan, with the requests and faults counted so far.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    plan: FaultPlan,
    // Only known paths are keys, so the size is bounded.
    seen: BTreeMap<&'static str, u64>,
    given: BTreeMap<&'static str, u64>,
}

impl Faults {
    pub(crate) fn new(plan: FaultPlan) -> Self {
        Self { plan, ..Self::default() }
    }

    /// Replaces the plan, and counts requests from 1 again.
    pub(crate) fn set(&mut self, plan: FaultPlan) {
        self.plan = plan;
        self.seen.clear();
    }

    /// Counts a request and returns its fault, if any.
    pub(crate) fn next(&mut self, path: &str) -> Option<Fault> {
        let route = route(path)?;
        let number = self.seen.entry(route.path).or_default();
        *number += 1;
        self.plan.fault(route, *number).cloned()
    }

    /// Counts a fault that a request has met.
    pub(crate) fn count(&mut self, fault: &Fault) {
        *self.given.entry(fault.name()).or_default() += 1;
    }

    pub(crate) fn given(&self) -> BTreeMap<&'static str, u64> {
        self.given.clone()
    }
}

/// Returns a number from 0 to 1, always the same for the same arguments.
fn chance(seed: u64, path: &str, number: u64) -> f64 {
    // FNV-1a, because the hashes of the standard library may change between versions. The generator then
    // spreads similar hashes.
    let bytes = seed.to_le_bytes().into_iter().chain(path.bytes()).chain(number.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    fastrand::Rng::with_seed(hash).f64()
}
