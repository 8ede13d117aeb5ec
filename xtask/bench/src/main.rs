//! `cargo xtask bench`.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use xtask_bench::{Options, bench};

/// Measures what the SDK costs beside the same work written by hand.
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
struct Arguments {
    #[command(flatten)]
    options: Options,
}

fn main() -> Result<()> {
    let options = Arguments::parse().options;
    println!("{}", bench(&root()?, &options)?);
    Ok(())
}

/// Returns the root of the repository: cargo says where this package is.
fn root() -> Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").context("run this with `cargo xtask`")?;
    let root = PathBuf::from(package);
    Ok(root.ancestors().nth(2).context("the package is not in the repository")?.to_owned())
}
