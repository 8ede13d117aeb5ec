//! `cargo xtask docs …` and `cargo xtask spec …`.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use xtask_drift::report::{Format, Status, write};
use xtask_drift::{docs_read, drift, import, revisions};

/// Follows the documentation of the service.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
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
    /// Exits with 0 if the spec now has all pages, 1 if a page was not imported, and 2 if a page or the spec could
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
    /// Prints the facts of a page as JSON: of several pages, one line for each.
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

fn main() -> ExitCode {
    exit(run(Arguments::parse().command))
}

fn run(command: Command) -> Result<Status> {
    let root = root()?;
    match command {
        Command::Docs { command } => run_docs(&root, command),
        Command::Spec { command: Spec::Diff { format, old, new } } => {
            let report = revisions::run(&root, &old, new.as_deref())?;
            write(&report, format, &mut io::stdout().lock())
        }
    }
}

fn run_docs(root: &Path, command: Docs) -> Result<Status> {
    let (mut output, mut refused) = (io::stdout().lock(), io::stderr());
    match command {
        Docs::Read { pages } => docs_read::read(&pages, &mut output, &mut refused),
        Docs::Diff { format, pages } => write(&drift::run(root, &pages)?, format, &mut output),
        Docs::Import { pages, update, name, read, dry_run } => {
            import::command::day(read.as_deref()).and_then(|read| {
                let options = import::Options { update, name, read };
                let run = import::command::run;
                run(root, &pages, &options, dry_run, &mut output, &mut refused)
            })
        }
    }
}

/// Returns the exit status of a comparing or reading command. A failure is 2, because 1 means that something
/// differs or was refused.
fn exit(status: Result<Status>) -> ExitCode {
    match status {
        Ok(status) => ExitCode::from(status.code()),
        // The reader of the output has ended, as with `| head`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(Status::Unread.code())
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Returns the root of the repository, based on the path of this package that cargo sets.
fn root() -> Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").context("run this with `cargo xtask`")?;
    let package = PathBuf::from(package);
    let root = package.ancestors().nth(2).context("the package is not in the repository")?;
    Ok(root.to_owned())
}
