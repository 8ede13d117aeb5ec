//! Compiling the generated crates alone, with everything below them built already.

use std::time::Duration;

use anyhow::Result;

use super::place::{Place, median, run, time};
use super::row::{ByHand, Goal, Row, Unit};
use super::workspace::Workspace;

/// A way to compile, and the most that it may take beside the same by hand.
const WAYS: [(&str, &[&str], f64); 3] = [
    ("cargo check", &["check"], 1.5),
    ("cargo build", &["build"], 1.5),
    ("cargo build --release", &["build", "--release"], 1.0),
];

const RUNS: usize = 3;

pub(super) fn rows(place: &Place) -> Result<Vec<Row>> {
    let by_hand = Workspace::by_hand(place, 100)?;
    let hundred = Workspace::ours(place, 100)?;
    let five_hundred = Workspace::ours(place, 500)?;
    let mut rows = Vec::new();
    for (name, arguments, most) in WAYS {
        let sides = [
            (&hundred, "crates/protocol/src/lib.rs"),
            (&by_hand, "by-hand/src/lib.rs"),
            (&five_hundred, "crates/protocol/src/lib.rs"),
        ];
        for (workspace, _) in sides {
            run(&mut workspace.cargo(arguments))?;
        }
        let mut times: [Vec<Duration>; 3] = Default::default();
        for round in 0..RUNS {
            // The large one takes as long as the others together: one turn is enough.
            let sides = &sides[..if round == 0 { 3 } else { 2 }];
            for ((workspace, file), times) in sides.iter().zip(&mut times) {
                // The client is compiled again with the protocol crate.
                workspace.touch(file)?;
                times.push(time(&mut workspace.cargo(arguments))?);
            }
        }
        let [ours, by_hand, five_hundred] = times.map(median);
        let row = Row::new(format!("{name}, 100 endpoints"), Unit::Seconds, ours);
        rows.push(row.beside(ByHand::Measured(by_hand)).goal(Goal::Ratio(most)));
        let more = format!("{name}, 500 endpoints, beside 100");
        let more = Row::new(more, Unit::Seconds, five_hundred);
        rows.push(more.for_one_of(ours).goal(Goal::Ratio(5.5)));
    }
    Ok(rows)
}
