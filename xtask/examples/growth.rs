//! How the generator's time and its output grow with the number of endpoints.
//!
//! ```text
//! cargo run --release --package xtask --example growth
//! ```

use std::time::{Duration, Instant};

use xtask::codegen::generate;
use xtask::emit::{Artefact, emit};
use xtask::lower::lower;
use xtask::render::render;
use xtask::synthetic;
use xtask_spec::check::check;
use xtask_spec::load::Sources;
use xtask_spec::read::read;

const ENDPOINTS: [usize; 5] = [5, 100, 500, 2_000, 5_000];
const RUNS: usize = 5;

fn main() {
    println!(
        "milliseconds, median of {RUNS} runs: the stages, of which the last is on one core here,"
    );
    println!("and all of them as a run does them, on every core\n");
    println!(
        "{:>9} {:>12} {:>10} {:>14} {:>10} {:>16} {:>10} {:>20}",
        "endpoints",
        "read+check",
        "lower",
        "emit+render",
        "all",
        "µs per endpoint",
        "lines",
        "lines without docs"
    );
    for endpoints in ENDPOINTS {
        let sources = synthetic::sources(endpoints);
        let mut runs: Vec<_> = (0..RUNS).map(|_| Run::of(&sources)).collect();
        let mut median = |time: fn(&Run) -> Duration| {
            runs.sort_by_key(time);
            time(&runs[RUNS / 2])
        };
        let (check, lower) = (median(|run| run.check), median(|run| run.lower));
        let (render, all) = (median(|run| run.render), median(|run| run.all));
        println!(
            "{endpoints:>9} {:>12} {:>10} {:>14} {:>10} {:>16} {:>10} {:>20}",
            millis(check),
            millis(lower),
            millis(render),
            millis(all),
            all.as_micros() / endpoints as u128,
            runs[0].lines,
            runs[0].code
        );
    }
}

/// What one run took, and what it made.
struct Run {
    check: Duration,
    lower: Duration,
    render: Duration,
    all: Duration,
    lines: usize,
    /// Lines that are neither blank nor documentation.
    code: usize,
}

impl Run {
    fn of(sources: &Sources) -> Self {
        let start = Instant::now();
        let (spec, mut problems) = read(sources);
        problems.extend(check(&spec, sources));
        assert!(problems.is_empty(), "a synthetic spec has no problems");
        let checked = Instant::now();
        let model = lower(&spec, sources);
        let lowered = Instant::now();
        let (mut lines, mut code) = (0, 0);
        for artefact in emit(&model) {
            if let Artefact::File { source, emit, .. } = artefact {
                let text = render(&source, emit());
                lines += text.lines().count();
                code += text.lines().filter(|line| is_code(line)).count();
            }
        }
        let rendered = Instant::now();
        assert!(generate(sources).is_ok(), "a synthetic spec has no problems");
        Self {
            check: checked - start,
            lower: lowered - checked,
            render: rendered - lowered,
            all: rendered.elapsed(),
            lines,
            code,
        }
    }
}

fn is_code(line: &str) -> bool {
    let line = line.trim();
    !(line.is_empty() || line.starts_with("//") || line.starts_with("#[doc"))
}

fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}
