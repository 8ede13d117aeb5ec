//! `cargo xtask …`: everything the maintainers run.

use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use xtask::bench;
use xtask::codegen::{Outcome, Update, bring_up_to_date, codegen};
use xtask::dependencies;
use xtask::diagnostic::{self, Colour, Diagnostic};
use xtask::docs;
use xtask::drift::{self, command::Format};
use xtask::import;
use xtask::revisions;
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
    /// Measures what the SDK costs beside the same work written by hand.
    Bench(bench::Options),
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
    /// Works with the specification.
    Spec {
        #[command(subcommand)]
        command: Spec,
    },
}

#[derive(Subcommand)]
enum Docs {
    /// Writes the spec file of pages, and lists what a person has to decide.
    Import {
        /// Pages, in any form.
        #[arg(required = true)]
        pages: Vec<PathBuf>,
        /// Amend the files of endpoints that the spec has: only what the page changed.
        #[arg(long)]
        update: bool,
        /// Folder and stem of the new file, instead of what the path gives.
        #[arg(long = "as", value_name = "SERVICE/METHOD")]
        name: Option<String>,
        /// The day on which the page was read; today if not given.
        #[arg(long, value_name = "YYYY-MM-DD")]
        read: Option<String>,
        /// Write nothing: print a diff.
        #[arg(long)]
        dry_run: bool,
    },
    /// Prints the facts of pages as JSON: of a folder one line for each page.
    Read {
        /// Pages, in any form, and folders of them.
        #[arg(required = true)]
        pages: Vec<PathBuf>,
    },
    /// Compares pages with the specification, and says what the differences do to callers.
    ///
    /// Exits with 0 if nothing differs, 1 if something does, and 2 if a page could not be read.
    Diff {
        /// How to print the report.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Pages, in any form, and folders of them.
        #[arg(required = true)]
        pages: Vec<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Spec {
    /// Compares two revisions of the specification, and says what the differences do to callers.
    ///
    /// Exits with 0 if nothing differs, 1 if something does, and 2 if one cannot be read.
    Diff {
        /// How to print the report.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// A folder with an `api.toml`, or else a git revision, whose `spec/` is taken.
        old: String,
        /// The same for what it is compared with; the `spec/` of the work tree if left out.
        new: Option<String>,
    },
}

fn main() -> Result<ExitCode> {
    let command = Arguments::parse().command;
    let root = root()?;
    match command {
        Command::Bench(options) => {
            println!("{}", bench::bench(&root, &options)?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Codegen { check } => run_codegen(&root, check),
        Command::Demo => run_demo(&root),
        Command::Deps => {
            println!("{}", dependencies::check(&root)?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Docs { command: Docs::Read { pages } } => run_docs_read(&pages),
        Command::Spec { command: Spec::Diff { format, old, new } } => {
            Ok(run_spec_diff(&root, &old, new.as_deref(), format))
        }
        Command::Docs { command: Docs::Import { pages, update, name, read, dry_run } } => {
            let read = import::command::day(read.as_deref())?;
            let options = import::Options { update, name, read };
            let (mut output, mut refused) = (io::stdout().lock(), io::stderr().lock());
            let run = import::command::run;
            let outcome = run(&root, &pages, &options, dry_run, &mut output, &mut refused)?;
            Ok(ExitCode::from(outcome.status()))
        }
        Command::Docs { command: Docs::Diff { format, pages } } => {
            Ok(run_docs_diff(&root, &pages, format))
        }
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

fn run_docs_diff(root: &Path, pages: &[PathBuf], format: Format) -> ExitCode {
    match drift::command::diff(root, pages, format, &mut io::stdout().lock()) {
        Ok(outcome) => ExitCode::from(outcome.status()),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        // Not 1: that says that pages differ.
        Err(error) => {
            eprintln!("Error: {error:?}");
            ExitCode::from(2)
        }
    }
}

fn run_spec_diff(root: &Path, old: &str, new: Option<&str>, format: Format) -> ExitCode {
    match revisions::command::diff(root, old, new, format, &mut io::stdout().lock()) {
        Ok(differs) => ExitCode::from(u8::from(differs)),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        // Not 1: that says that something differs.
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
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
