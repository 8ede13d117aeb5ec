//! `cargo xtask …`: everything the maintainers run.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::codegen::{Outcome, codegen};
use xtask::diagnostic::{self, Colour};

/// Everything the maintainers of the workspace run.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes everything that is generated from `spec/`.
    Codegen {
        /// Write nothing: print a diff of what is stale and fail if anything is.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> Result<ExitCode> {
    match Arguments::parse().command {
        Command::Codegen { check } => run_codegen(root(), check),
    }
}

fn run_codegen(root: &Path, check: bool) -> Result<ExitCode> {
    match codegen(root)? {
        Outcome::Problems { sources, problems } => {
            let colour = if std::io::stderr().is_terminal() { Colour::Always } else { Colour::Never };
            eprint!("{}", diagnostic::render(&problems, &sources, colour));
            Ok(ExitCode::FAILURE)
        }
        Outcome::Planned(plan) if check => {
            if plan.is_up_to_date() {
                println!("{}", plan.report());
                return Ok(ExitCode::SUCCESS);
            }
            print!("{}", plan.diff());
            eprintln!("generated files are stale: run `cargo xtask codegen`");
            Ok(ExitCode::FAILURE)
        }
        Outcome::Planned(plan) => {
            plan.apply(root)?;
            println!("{}", plan.report());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The root of the repository that this program was built in.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the repository")
}
