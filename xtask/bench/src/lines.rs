//! Lines of generated code.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use super::place::Place;
use super::row::{ByHand, Goal, Row, Unit, number};
use super::{by_hand, spec};
use xtask::lower::lower;
use xtask::synthetic;
use xtask_spec::load::Sources;
use xtask_spec::read::read;

pub(super) fn rows(place: &Place) -> Result<Vec<Row>> {
    /// What other generators write at least for an endpoint.
    const LEAST: f64 = 89.0;

    let real = spec::of(&place.root, 0)?;
    let endpoints = spec::committed(&place.root)?;
    let row = |workload: &str, sources: &Sources, endpoints: usize| {
        anyhow::Ok(Row::new(workload, Unit::Lines, per_endpoint(sources, endpoints)?))
    };
    Ok(vec![
        row("lines for an endpoint of the committed spec", &real, endpoints)?
            .beside(ByHand::Elsewhere(LEAST))
            .goal(Goal::Ours(80.0)),
        row("the same, of 100 endpoints", &spec::of(&place.root, 100)?, 100)?
            .beside(ByHand::Measured(by_hand_per_endpoint(&spec::of(&place.root, 100)?, 100)))
            .goal(Goal::Ours(80.0)),
        // With all that a spec can say: up to 78 parameters.
        row("the same, of 100 synthetic endpoints", &synthetic::sources(100), 100)?,
    ])
}

fn per_endpoint(sources: &Sources, endpoints: usize) -> Result<f64> {
    Ok(count(&spec::generate(sources)?.files) / number(endpoints))
}

fn by_hand_per_endpoint(sources: &Sources, endpoints: usize) -> f64 {
    count(&by_hand::files(&lower(&read(sources).0, sources))) / number(endpoints)
}

/// Lines of Rust that are neither empty nor a comment. Documentation is a comment.
fn count(files: &BTreeMap<String, String>) -> f64 {
    let rust = files.iter().filter(|(path, _)| Path::new(path).extension() == Some("rs".as_ref()));
    let lines = rust.flat_map(|(_, text)| text.lines()).map(str::trim);
    number(lines.filter(|line| !line.is_empty() && !line.starts_with("//")).count())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::count;

    #[test]
    fn documentation_and_empty_lines_do_not_count() {
        let text = "//! Docs.\n\n/// More.\nstruct A;\n    // Why.\n    fn b() {}\n";
        let files = [("a.rs".to_owned(), text.to_owned()), ("a.toml".to_owned(), "x".to_owned())];
        assert!((count(&BTreeMap::from(files)) - 2.0).abs() < f64::EPSILON);
    }
}
