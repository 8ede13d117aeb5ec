//! Calls over a connection to this machine that is kept.

use anyhow::Result;

use super::callgrind;
use super::place::Place;
use super::row::{ByHand, Goal, Row, Unit};
use super::work::{Measured, allocations};

pub(super) fn rows(place: &Place, instructions: bool) -> Result<Vec<Row>> {
    let counts = allocations(place)?;
    let mut rows = Vec::new();
    for call in run(place, "cpu")? {
        let name = &call.workload;
        let instructions =
            instructions.then(|| callgrind::instructions(place, "call", name)).transpose()?;
        let row =
            Row::new(format!("call {name}: processor of the client"), Unit::Seconds, call.ours)
                .beside(ByHand::Measured(call.by_hand))
                .with_allocations(counts.get(name).copied())
                .with_instructions(instructions);
        rows.push(row.goal(Goal::Ratio(1.05)));
    }
    for (command, workload, least) in [
        ("rate", "calls of all endpoints in turn, one thread", 0.97),
        ("threads", "the same by 8 threads, one client and 8 agents", 0.97),
        ("bulk", "bulk: 100,000 users × 1 role, 4 threads", 0.95),
    ] {
        for rate in run(place, command)? {
            let row = Row::new(workload, Unit::PerSecond, rate.ours);
            rows.push(row.beside(ByHand::Measured(rate.by_hand)).goal(Goal::AtLeast(least)));
        }
    }
    Ok(rows)
}

fn run(place: &Place, command: &str) -> Result<Vec<Measured<f64>>> {
    place.measured("dingtalk-bench", &[command])
}
