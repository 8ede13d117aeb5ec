//! `cargo xtask …`: everything the maintainers run.

use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use xtask::codegen::{Outcome, Update, bring_up_to_date, codegen};
use xtask::dependencies;
use xtask::diagnostic::{self, Colour, Diagnostic};
use xtask::docs;
use xtask::load::Sources;
use xtask::stamp::Stamp;

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
    /// Regenerates, then makes all calls against the sandbox and shows what happens.
    Demo,
    /// Checks that the protocol crate depends on nothing but what is allowed.
    Deps,
    /// Works with saved pages of the service's documentation.
    Docs {
        #[command(subcommand)]
        command: Docs,
    },
}

#[derive(Subcommand)]
enum Docs {
    /// Prints the facts of pages as JSON: of a folder one line for each page.
    Read {
        /// Pages, in any form, and folders of them.
        #[arg(required = true)]
        pages: Vec<PathBuf>,
    },
}

fn main() -> Result<ExitCode> {
    let command = Arguments::parse().command;
    let root = root()?;
    match command {
        Command::Codegen { check } => run_codegen(&root, check),
        Command::Demo => run_demo(&root),
        Command::Deps => {
            println!("{}", dependencies::check(&root)?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Docs { command: Docs::Read { pages } } => run_docs_read(&pages),
    }
}

fn run_codegen(root: &Path, check: bool) -> Result<ExitCode> {
    if check {
        return run_check(root);
    }
    match bring_up_to_date(root, Stamp::of_program().as_ref())? {
        Update::Problems { sources, problems } => Ok(refuse(&sources, &problems)),
        Update::Done(report) => {
            println!("{report}");
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Generates whatever a stamp says: what lands must not rest on the state of somebody's machine.
fn run_check(root: &Path) -> Result<ExitCode> {
    match codegen(root)? {
        Outcome::Problems { sources, problems } => Ok(refuse(&sources, &problems)),
        Outcome::Planned(plan) if !plan.is_up_to_date() => {
            print!("{}", plan.diff());
            eprintln!("generated files are stale: run `cargo xtask codegen`");
            Ok(ExitCode::FAILURE)
        }
        Outcome::Planned(plan) => {
            println!("{}", plan.report());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn refuse(sources: &Sources, problems: &[Diagnostic]) -> ExitCode {
    let colour = if io::stderr().is_terminal() { Colour::Always } else { Colour::Never };
    eprint!("{}", diagnostic::render(problems, sources, colour));
    ExitCode::FAILURE
}

fn run_docs_read(pages: &[PathBuf]) -> Result<ExitCode> {
    let outcome = docs::command::read(pages, &mut io::stdout().lock(), &mut io::stderr().lock());
    Ok(match outcome {
        Ok(docs::command::Outcome::AllRead) => ExitCode::SUCCESS,
        Ok(docs::command::Outcome::SomeRefused) => ExitCode::FAILURE,
        // Nobody reads on, as with `| head`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => return Err(error),
    })
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The demo uses the generated crates, so it is a program of its own.
fn run_demo(root: &Path) -> Result<ExitCode> {
    let generated = run_codegen(root, false)?;
    if generated != ExitCode::SUCCESS {
        return Ok(generated);
    }
    let status = process::Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args(["run", "--quiet", "--package", "dingtalk-sandbox", "--example", "demo"])
        .status()
        .context("cannot run cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The root of the repository: cargo says where this package lies.
fn root() -> Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").context("run this with `cargo xtask`")?;
    let package = PathBuf::from(package);
    let root = package.parent().context("xtask is not in a folder of the repository")?;
    Ok(root.to_owned())
}
