//! Crates in the dependency tree.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use super::place::{Place, cargo, run};
use super::program;
use super::row::{ByHand, Goal, Row, Unit, number};

pub(super) fn rows(place: &Place) -> Result<Vec<Row>> {
    let ours = |workload: &str, package: &str, rest: &[&str]| {
        anyhow::Ok(Row::new(workload, Unit::Crates, count(&place.root, package, rest)?))
    };
    let by_hand = program::by_hand(place)?;
    let by_hand = ByHand::Measured(count(&by_hand, "by-hand", &[])?);
    let protocol = ours("crates below the protocol crate", "dingtalk-protocol", &[])?;
    let bare = ["--no-default-features"];
    let bare = ours("below the client, without default features", "dingtalk-client", &bare)?;
    let client = ours("below the client", "dingtalk-client", &[])?;
    Ok(vec![
        protocol.goal(Goal::Ours(18.0)),
        bare.beside(by_hand).goal(Goal::Ours(40.0)),
        client.beside(by_hand).goal(Goal::Ours(52.0)),
    ])
}

/// How many crates `package` needs on this machine, itself not counted.
fn count(folder: &Path, package: &str, rest: &[&str]) -> Result<f64> {
    let mut cargo = cargo(folder);
    cargo.args(["tree", "--offline", "--package", package, "--edges", "normal"]);
    let output = run(cargo.args(["--prefix", "none", "--no-dedupe"]).args(rest))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let crates = text.lines().map(|line| line.split_whitespace().take(2).collect::<Vec<_>>());
    let crates: BTreeSet<_> = crates.filter(|words| !words.is_empty()).collect();
    Ok(number(crates.len() - 1))
}
