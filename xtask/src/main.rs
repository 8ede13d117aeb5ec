//! `cargo xtask …`: everything the maintainers run.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use xtask::codegen::{Outcome, Update, bring_up_to_date, codegen};
use xtask::dependencies;
use xtask::stamp::Stamp;
use xtask_spec::diagnostic::{self, Colour, Diagnostic};
use xtask_spec::load::Sources;

/// Everything the maintainers of the workspace run.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures what the SDK costs beside the same work written by hand.
    #[command(disable_help_flag = true)]
    Bench(Passed),
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
    /// Works with saved pages of the service's documentation: read, diff, import.
    #[command(disable_help_flag = true)]
    Docs(Passed),
    /// Compares revisions of the specification: diff.
    #[command(disable_help_flag = true)]
    Spec(Passed),
}

/// Arguments of a package that only this command needs: `codegen` and `demo` do not build it.
#[derive(Args)]
struct Passed {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

fn main() -> Result<ExitCode> {
    let command = Arguments::parse().command;
    let root = root()?;
    match command {
        Command::Bench(passed) => run_package(&root, "xtask-bench", None, &passed.arguments),
        Command::Codegen { check } => run_codegen(&root, check),
        Command::Demo => run_demo(&root),
        Command::Deps => {
            println!("{}", dependencies::check(&root)?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Docs(passed) => run_package(&root, "xtask-drift", Some("docs"), &passed.arguments),
        Command::Spec(passed) => run_package(&root, "xtask-drift", Some("spec"), &passed.arguments),
    }
}

/// Runs the program of another package, and exits as it does.
fn run_package(
    root: &Path,
    package: &str,
    command: Option<&str>,
    arguments: &[OsString],
) -> Result<ExitCode> {
    let manifest = root.join("Cargo.toml");
    let status = cargo()
        .args(["run", "--quiet", "--manifest-path"])
        .arg(manifest)
        .args(["--package", package, "--"])
        .args(command)
        .args(arguments)
        .status()
        .context("cannot run cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(2)))
}

fn cargo() -> process::Command {
    process::Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
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

/// The demo uses the generated crates, so it is a program of its own.
fn run_demo(root: &Path) -> Result<ExitCode> {
    let generated = run_codegen(root, false)?;
    if generated != ExitCode::SUCCESS {
        return Ok(generated);
    }
    let status = cargo()
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
