//! `cargo xtask bench`: what the SDK costs beside the same work written by hand, as one table.
//!
//! The work itself is in `crates/bench`, which is built and run as a program: this crate does not
//! depend on what it generates.

mod by_hand;
mod callgrind;
mod calls;
mod compile;
mod crates;
mod criterion;
mod generator;
mod lines;
mod machine;
mod memory;
mod place;
mod program;
mod row;
mod spec;
mod table;
mod work;
mod workspace;

use std::path::Path;

use anyhow::Result;
use clap::{Args, ValueEnum};

use place::Place;
use row::Row;

/// What to measure, and how to show it.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// What to measure; everything if nothing is named.
    pub groups: Vec<Group>,
    /// Leave out what takes minutes: compiling generated crates and whole programs.
    #[arg(long)]
    pub quick: bool,
    /// Count instructions too, with valgrind.
    #[arg(long)]
    pub instructions: bool,
    /// Print JSON instead of a table.
    #[arg(long)]
    pub json: bool,
}

/// Rows of the table that are measured together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Group {
    /// Encoding and decoding.
    Work,
    /// Calls over a connection, and bulks of them.
    Calls,
    /// Memory while a long list is walked.
    Memory,
    /// Time of the generator.
    Generator,
    /// Lines of generated code.
    Lines,
    /// Crates in the dependency tree.
    Crates,
    /// Compiling the generated crates alone.
    Compile,
    /// Compiling a program with one call from nothing, and its size.
    Program,
}

impl Group {
    fn takes_minutes(self) -> bool {
        matches!(self, Self::Compile | Self::Program)
    }
}

/// Measures and answers what is to be printed.
///
/// # Errors
///
/// A program that can not be built or fails, I/O, and a missing valgrind if it is asked for.
pub fn bench(root: &Path, options: &Options) -> Result<String> {
    let place = Place::new(root)?;
    if options.instructions {
        callgrind::check()?;
    }
    let asked = |group: &Group| match &*options.groups {
        [] => !(options.quick && group.takes_minutes()),
        groups => groups.contains(group),
    };
    let mut rows = Vec::new();
    for group in Group::value_variants().iter().copied().filter(asked) {
        eprintln!("measuring {group:?}");
        rows.extend(measure(group, &place, options.instructions)?);
    }
    if options.json {
        return Ok(serde_json::to_string_pretty(&rows)?);
    }
    Ok(format!("{}\n\n{}", machine::describe(&place)?, table::table(&rows)))
}

fn measure(group: Group, place: &Place, instructions: bool) -> Result<Vec<Row>> {
    match group {
        Group::Work => work::rows(place, instructions),
        Group::Calls => calls::rows(place, instructions),
        Group::Memory => memory::rows(place),
        Group::Generator => generator::rows(place),
        Group::Lines => lines::rows(place),
        Group::Crates => crates::rows(place),
        Group::Compile => compile::rows(place),
        Group::Program => program::rows(place),
    }
}
