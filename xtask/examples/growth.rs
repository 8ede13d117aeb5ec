//! How the generator's time grows with the number of endpoints.
//!
//! ```text
//! cargo run --release --package xtask --example growth
//! ```

use std::time::{Duration, Instant};

use xtask::check::check;
use xtask::emit::{Artefact, emit};
use xtask::load::Sources;
use xtask::lower::lower;
use xtask::read::read;
use xtask::render::render;
use xtask::synthetic;

const ENDPOINTS: [usize; 4] = [5, 50, 500, 5_000];
const RUNS: usize = 5;

fn main() {
    println!("milliseconds, median of {RUNS} runs; microseconds per endpoint\n");
    println!(
        "{:>9} {:>12} {:>12} {:>10} {:>10} {:>16} {:>10}",
        "endpoints", "read+check", "lower+emit", "render", "total", "µs per endpoint", "lines"
    );
    for endpoints in ENDPOINTS {
        let sources = synthetic::sources(endpoints);
        let mut runs: Vec<_> = (0..RUNS).map(|_| Run::of(&sources)).collect();
        let mut median = |time: fn(&Run) -> Duration| {
            runs.sort_by_key(time);
            time(&runs[RUNS / 2])
        };
        let (check, emit) = (median(|run| run.check), median(|run| run.emit));
        let (render, total) = (median(|run| run.render), median(Run::total));
        let per_endpoint = total.as_nanos() / endpoints as u128;
        println!(
            "{endpoints:>9} {:>12} {:>12} {:>10} {:>10} {:>16} {:>10}",
            millis(check),
            millis(emit),
            millis(render),
            millis(total),
            per_endpoint / 1000,
            runs[0].lines
        );
    }
}

/// What one run took, and what it made.
struct Run {
    check: Duration,
    emit: Duration,
    render: Duration,
    lines: usize,
}

impl Run {
    fn of(sources: &Sources) -> Self {
        let start = Instant::now();
        let (spec, mut problems) = read(sources);
        problems.extend(check(&spec, sources));
        assert!(problems.is_empty(), "a synthetic spec has no problems");
        let checked = Instant::now();
        let artefacts = emit(&lower(&spec, sources));
        let emitted = Instant::now();
        let lines = artefacts
            .into_iter()
            .map(|artefact| match artefact {
                Artefact::File { source, emit, .. } => {
                    render(&source, emit()).lines().count()
                }
                Artefact::Region { text, .. } => text.lines().count(),
            })
            .sum();
        Self { check: checked - start, emit: emitted - checked, render: emitted.elapsed(), lines }
    }

    fn total(&self) -> Duration {
        self.check + self.emit + self.render
    }
}

fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}
