//! Encoding and decoding.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::place::Place;
use super::row::{ByHand, Counts, Goal, Pair, Row, Unit};
use super::{callgrind, criterion};

/// Something that a program of the benchmark package has measured.
#[derive(Debug, Deserialize)]
pub(super) struct Measured<T> {
    pub(super) workload: String,
    pub(super) ours: T,
    pub(super) by_hand: T,
}

/// The workload that both sides have in common when they encode: URL, header, and the request
/// around them.
const FRAME: &str = "encode-frame";

pub(super) fn rows(place: &Place, instructions: bool) -> Result<Vec<Row>> {
    let (times, counts) = (criterion::medians(place)?, allocations(place)?);
    let frame = counts.get(FRAME).context("nobody counts what the frame allocates")?.by_hand;
    let row = |name: &str, workload: &str, goals: &[Goal]| {
        let time = times.get(name).with_context(|| format!("criterion has no {name}"))?;
        let instructions =
            instructions.then(|| callgrind::instructions(place, "work", name)).transpose()?;
        let row = Row::new(workload, Unit::Seconds, time.ours)
            .beside(ByHand::Measured(time.by_hand))
            .with_allocations(counts.get(name).copied())
            .with_instructions(instructions);
        anyhow::Ok(goals.iter().fold(row, |row, goal| row.goal(*goal)))
    };
    Ok(vec![
        row(
            "encode",
            "encode add_to_users, 20 × 20, as a whole request",
            &[Goal::Ratio(0.70), Goal::Allocations(frame.allocations + 2)],
        )?,
        row(FRAME, "of that, URL and header around a finished body", &[])?,
        row(
            "decode-page",
            "decode a page of 100 users, 20 kB",
            &[Goal::Ratio(0.80), Goal::Allocations(250)],
        )?,
        row("walk-page", "the same page, only walked", &[Goal::Ratio(0.70)])?,
        row("decode-error", "decode an error", &[Goal::Ratio(1.2)])?,
        row("decode-wrapped-error", "decode an error of the gateway", &[Goal::Ratio(1.2)])?,
    ])
}

/// How often each workload allocates.
pub(super) fn allocations(place: &Place) -> Result<BTreeMap<String, Pair<Counts>>> {
    let counts: Vec<Measured<Counts>> = place.measured("count-allocations", &[])?;
    let pairs = counts.into_iter().map(|it| {
        let Measured { workload, ours, by_hand } = it;
        (workload, Pair { ours, by_hand })
    });
    Ok(pairs.collect())
}
