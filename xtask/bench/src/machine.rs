//! What the numbers were measured on.

use std::{fs, thread};

use anyhow::Result;

use super::place::{Place, run};

/// Processor, how many threads of it, and the compiler.
pub(super) fn describe(place: &Place) -> Result<String> {
    let rustc = run(std::process::Command::new("rustc").arg("--version").current_dir(&place.root))?;
    let rustc = String::from_utf8_lossy(&rustc.stdout).trim().to_owned();
    // Only Linux tells.
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |it| it.trim_matches([' ', '\t', ':']));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    Ok(format!("{model}, {threads} threads, {rustc}"))
}
