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
use xtask::load::Sources;
use xtask::revisions;
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
    ///
    /// Exits with 0 if the spec has them all now, 1 if it cannot, and 2 if a page or the spec could
    /// not be read.
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
    ///
    /// Exits with 0 if all were read, 1 if some are no pages of endpoints, and 2 if a file could not
    /// be read.
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
        Command::Docs { command } => Ok(run_docs(&root, command)),
        Command::Spec { command: Spec::Diff { format, old, new } } => {
            let output = &mut io::stdout().lock();
            let differs = revisions::command::diff(&root, &old, new.as_deref(), format, output);
            Ok(exit(differs.map(u8::from)))
        }
    }
}

fn run_docs(root: &Path, command: Docs) -> ExitCode {
    let (mut output, mut refused) = (io::stdout().lock(), io::stderr());
    exit(match command {
        Docs::Read { pages } => docs::command::read(&pages, &mut output, &mut refused)
            .map(docs::command::Outcome::status),
        Docs::Diff { format, pages } => drift::command::diff(root, &pages, format, &mut output)
            .map(drift::command::Outcome::status),
        Docs::Import { pages, update, name, read, dry_run } => {
            import::command::day(read.as_deref()).and_then(|read| {
                let options = import::Options { update, name, read };
                let run = import::command::run;
                run(root, &pages, &options, dry_run, &mut output, &mut refused)
                    .map(import::command::Outcome::status)
            })
        }
    })
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

/// The exit status of what compares and reads: 1 says that something differs or was refused, so a
/// failure is 2.
fn exit(status: Result<u8>) -> ExitCode {
    match status {
        Ok(status) => ExitCode::from(status),
        // Nobody reads on, as with `| head`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
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
