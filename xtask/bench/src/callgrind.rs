//! Instructions, counted by valgrind: the same in every run, however busy the machine is.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::place::{Place, run};
use super::row::Pair;

/// Says so if there is no valgrind.
pub(super) fn check() -> Result<()> {
    run(Command::new("valgrind").arg("--version"))
        .context("--instructions needs valgrind: install it, or leave the flag out")?;
    Ok(())
}

/// The instructions of one run of a workload, on each side. `kind` is a command of the benchmark
/// program.
///
/// What callgrind wrote of the longer run stays in the folder `callgrind`: `callgrind_annotate`
/// shows where the instructions are.
pub(super) fn instructions(place: &Place, kind: &str, workload: &str) -> Result<Pair<u64>> {
    Ok(Pair {
        ours: of_one(place, kind, workload, "ours")?,
        by_hand: of_one(place, kind, workload, "by-hand")?,
    })
}

/// Two lengths, so that what happens once cancels out.
const TIMES: [u64; 2] = [20, 120];

fn of_one(place: &Place, kind: &str, workload: &str, side: &str) -> Result<u64> {
    let program = place.program("dingtalk-bench", "dingtalk-bench")?;
    let file = place.folder("callgrind")?.join(format!("{workload}.{side}"));
    let mut totals = [0; 2];
    for (total, times) in totals.iter_mut().zip(TIMES) {
        let mut valgrind = Command::new("valgrind");
        valgrind.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", file.display()));
        valgrind.arg(&program).args([kind, workload, side, &times.to_string()]);
        run(&mut valgrind)?;
        *total = read(&file)?;
    }
    Ok((totals[1].saturating_sub(totals[0])) / (TIMES[1] - TIMES[0]))
}

fn read(file: &Path) -> Result<u64> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    total(&text).with_context(|| format!("{} has no total: did callgrind end?", file.display()))
}

fn total(text: &str) -> Option<u64> {
    let total = |line: &str| {
        line.strip_prefix("totals:").or(line.strip_prefix("summary:"))?.trim().parse().ok()
    };
    text.lines().rev().find_map(total)
}

#[cfg(test)]
mod tests {
    use super::total;

    #[test]
    fn the_total_stands_at_the_end_of_a_file_of_callgrind() {
        assert_eq!(total("version: 1\nevents: Ir\nfn=(1) main\n3 40\ntotals: 40\n"), Some(40));
        assert_eq!(total("version: 1\nevents: Ir\n"), None);
    }
}
