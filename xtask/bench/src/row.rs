//! One row of the table.

use serde::{Deserialize, Serialize, Serializer};

/// A workload, what it took, and whether that is good enough.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) workload: String,
    pub(super) unit: Unit,
    pub(super) ours: f64,
    pub(super) by_hand: Option<ByHand>,
    /// Ours for one of the other column; where `beside` is set, for one of that.
    pub(super) ratio: Option<f64>,
    pub(super) allocations: Option<Pair<Counts>>,
    pub(super) instructions: Option<Pair<u64>>,
    pub(super) goals: Vec<Goal>,
    /// `None` if there is no goal.
    pub(super) met: Option<bool>,
}

/// What the numbers of a row count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Unit {
    Seconds,
    PerSecond,
    Bytes,
    Lines,
    Crates,
}

/// The other side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ByHand {
    /// In the same run.
    Measured(f64),
    /// Once, on another machine: something that can not be had here.
    Elsewhere(f64),
}

impl ByHand {
    pub(super) fn value(self) -> f64 {
        match self {
            Self::Measured(value) | Self::Elsewhere(value) => value,
        }
    }
}

/// Ours and by hand.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Pair<T> {
    pub(super) ours: T,
    pub(super) by_hand: T,
}

/// How often memory was asked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) allocations: u64,
    pub(super) regrowths: u64,
}

/// A bound of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Goal {
    /// The ratio is at most this.
    Ratio(f64),
    /// The ratio is at least this.
    AtLeast(f64),
    /// Our number is at most this.
    Ours(f64),
    /// We allocate at most this often.
    Allocations(u64),
}

impl Row {
    pub(super) fn new(workload: impl Into<String>, unit: Unit, ours: f64) -> Self {
        Self {
            workload: workload.into(),
            unit,
            ours,
            by_hand: None,
            ratio: None,
            allocations: None,
            instructions: None,
            goals: Vec::new(),
            met: None,
        }
    }

    /// Beside `by_hand`, which the ratio refers to.
    pub(super) fn beside(mut self, by_hand: ByHand) -> Self {
        self.by_hand = Some(by_hand);
        self.ratio = Some(self.ours / by_hand.value());
        self
    }

    /// For one of `other`, which has no column.
    pub(super) fn for_one_of(mut self, other: f64) -> Self {
        self.ratio = Some(self.ours / other);
        self
    }

    pub(super) fn with_allocations(mut self, counts: Option<Pair<Counts>>) -> Self {
        self.allocations = counts;
        self
    }

    pub(super) fn with_instructions(mut self, counts: Option<Pair<u64>>) -> Self {
        self.instructions = counts;
        self
    }

    /// Adds a goal. Numbers come before goals.
    pub(super) fn goal(mut self, goal: Goal) -> Self {
        let met = match goal {
            Goal::Ratio(most) => self.ratio.is_some_and(|ratio| ratio <= most),
            Goal::AtLeast(least) => self.ratio.is_some_and(|ratio| ratio >= least),
            Goal::Ours(most) => self.ours <= most,
            Goal::Allocations(most) => {
                self.allocations.is_some_and(|pair| pair.ours.allocations <= most)
            }
        };
        self.goals.push(goal);
        self.met = Some(self.met.unwrap_or(true) && met);
        self
    }
}

/// A number of things.
pub(super) fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

impl Serialize for Goal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, bound) = match *self {
            Self::Ratio(most) => ("ratio at most", most),
            Self::AtLeast(least) => ("ratio at least", least),
            Self::Ours(most) => ("ours at most", most),
            Self::Allocations(most) => return ("allocations at most", most).serialize(serializer),
        };
        (kind, bound).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::{ByHand, Goal, Row, Unit};

    #[test]
    fn a_row_is_met_only_if_every_goal_is() {
        let row = || Row::new("x", Unit::Seconds, 0.6).beside(ByHand::Measured(1.0));
        assert_eq!(row().met, None);
        assert_eq!(row().goal(Goal::Ratio(0.6)).met, Some(true));
        assert_eq!(row().goal(Goal::AtLeast(0.7)).met, Some(false));
        assert_eq!(row().goal(Goal::Ours(0.5)).goal(Goal::Ratio(0.7)).met, Some(false));
        // What was not counted is not known to be good.
        assert_eq!(row().goal(Goal::Allocations(9)).met, Some(false));
    }
}
