//! What criterion measures, read from the files that it leaves.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::place::{Place, cargo, run};
use super::row::Pair;

/// How often everything is measured. Both sides of a workload come one after the other, so that
/// what disturbs one round disturbs both.
const ROUNDS: usize = 5;

/// The seconds of each workload: the median of the rounds' medians.
pub(super) fn medians(place: &Place) -> Result<BTreeMap<String, Pair<f64>>> {
    let home = place.folder("criterion")?;
    let mut rounds = BTreeMap::<String, [Vec<f64>; 2]>::new();
    for _ in 0..ROUNDS {
        let mut cargo = cargo(&place.root);
        cargo.args(["bench", "--quiet", "--package", "dingtalk-bench", "--bench", "time"]);
        run(cargo.args(["--", "--quiet"]).env("CRITERION_HOME", &home))?;
        for entry in fs::read_dir(&home).context("criterion left nothing")? {
            let folder = entry.context("cannot list what criterion left")?.path();
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let times = rounds.entry(name).or_default();
            for (times, side) in times.iter_mut().zip(["ours", "by-hand"]) {
                times.push(nanos(&folder.join(side).join("new/estimates.json"))? / 1e9);
            }
        }
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let pairs = rounds.into_iter().map(|(name, [ours, by_hand])| {
        (name, Pair { ours: median(ours), by_hand: median(by_hand) })
    });
    Ok(pairs.collect())
}

fn nanos(path: &Path) -> Result<f64> {
    #[derive(Deserialize)]
    struct Estimates {
        median: Estimate,
    }

    #[derive(Deserialize)]
    struct Estimate {
        point_estimate: f64,
    }

    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let estimates: Estimates = serde_json::from_str(&text)
        .with_context(|| format!("cannot read {}: is it of another criterion?", path.display()))?;
    Ok(estimates.median.point_estimate)
}
