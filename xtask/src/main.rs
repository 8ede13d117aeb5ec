//! `cargo xtask …`: everything the maintainers run.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use xtask::codegen::{Outcome, checked, codegen};
use xtask::openapi;
use xtask_spec::diagnostic::{self, Colour, Diagnostic};
use xtask_spec::load::{Sources, load};

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
    /// Works with saved pages of the service's documentation: read, diff, import.
    #[command(disable_help_flag = true)]
    Docs(Passed),
    /// Feeds mutated input to everything that reads input.
    #[command(disable_help_flag = true)]
    Fuzz(Passed),
    /// Works with the specification.
    #[command(subcommand)]
    Spec(Spec),
}

#[derive(Subcommand)]
enum Spec {
    /// Compares revisions of the specification.
    #[command(disable_help_flag = true)]
    Diff(Passed),
    /// Writes the specification as an OpenAPI 3.1 document.
    Export {
        /// The file to write; standard output if left out.
        file: Option<PathBuf>,
    },
}

/// Arguments of a package that only this command needs: `codegen` and `demo` do not build it.
#[derive(Args)]
struct Passed {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

fn main() -> ExitCode {
    run(Arguments::parse().command).unwrap_or_else(|error| {
        // `{:?}` would add a backtrace, which is no help with a mistake in a file or a full disk.
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode> {
    let root = root()?;
    match command {
        Command::Bench(passed) => {
            let release = ["--release", "--package", "xtask-bench"];
            run_package(&root, &release, "the benchmarks", &passed.arguments)
        }
        Command::Codegen { check } => run_codegen(&root, check),
        Command::Demo => run_demo(&root),
        Command::Docs(passed) => run_page_tools(&root, &["docs"], passed),
        Command::Fuzz(passed) => {
            run_package(&root, &["--package", "xtask-fuzz"], "the fuzzers", &passed.arguments)
        }
        Command::Spec(Spec::Diff(passed)) => run_page_tools(&root, &["spec", "diff"], passed),
        Command::Spec(Spec::Export { file }) => export(&root, file.as_deref()),
    }
}

fn run_page_tools(root: &Path, command: &[&str], passed: Passed) -> Result<ExitCode> {
    let arguments: Vec<_> = command.iter().map(Into::into).chain(passed.arguments).collect();
    run_package(root, &["--package", "xtask-drift"], "the page tools", &arguments)
}

/// Runs the program of another package, and exits with its status. Announces that at once and shows cargo's
/// own output, because the first compilation takes a while.
fn run_package(
    root: &Path,
    target: &[&str],
    what: &str,
    arguments: &[OsString],
) -> Result<ExitCode> {
    eprintln!("Building {what} …");
    let status = process::Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--manifest-path"])
        .arg(root.join("Cargo.toml"))
        .args(target)
        .arg("--")
        .args(arguments)
        .status()
        .context("cannot run cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(2)))
}

/// Updates the generated files, or reports which of them are stale.
fn run_codegen(root: &Path, check: bool) -> Result<ExitCode> {
    let plan = match codegen(root)? {
        Outcome::Problems { sources, problems } => return Ok(refuse(&sources, &problems)),
        Outcome::Planned(plan) => plan,
    };
    if !plan.undecided.is_empty() {
        eprintln!("not decided yet, so not to be published:\n  {}", plan.undecided.join("\n  "));
    }
    if check && !plan.is_up_to_date() {
        print!("{}", plan.diff());
        eprintln!("generated files are stale: run `cargo xtask codegen`");
        return Ok(ExitCode::FAILURE);
    }
    plan.apply(root)?;
    println!("{}", plan.report());
    let is_done = !check || plan.undecided.is_empty();
    Ok(if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes the specification in a form for other tools.
fn export(root: &Path, file: Option<&Path>) -> Result<ExitCode> {
    let sources = load(&root.join("spec"))?;
    let spec = match checked(&sources) {
        Ok(spec) => spec,
        Err(problems) => return Ok(refuse(&sources, &problems)),
    };
    let text = format!("{:#}\n", openapi::document(&spec));
    match file {
        Some(file) => {
            fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
        }
        None => io::stdout().write_all(text.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn refuse(sources: &Sources, problems: &[Diagnostic]) -> ExitCode {
    let colour = if io::stderr().is_terminal() { Colour::Always } else { Colour::Never };
    eprint!("{}", diagnostic::render(problems, sources, colour));
    ExitCode::FAILURE
}

/// Runs the demo, which is a program of its own because it uses the generated crates.
fn run_demo(root: &Path) -> Result<ExitCode> {
    let generated = run_codegen(root, false)?;
    if generated != ExitCode::SUCCESS {
        return Ok(generated);
    }
    let target = ["--package", "dingtalk-client", "--example", "demo"];
    run_package(root, &target, "the demo", &[])
}

/// Returns the root of the repository, based on the path of this package that cargo sets.
fn root() -> Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").context("run this with `cargo xtask`")?;
    let package = PathBuf::from(package);
    let root = package.parent().context("xtask is not in a folder of the repository")?;
    Ok(root.to_owned())
}
