//! Assigns a role to everyone in a list of departments, or removes it.
//!
//! ```text
//! cargo run --example assign_role -- --role 1507113584 --departments departments.txt \
//!     --journal engineers.jsonl
//! ```
//!
//! Stop it half way and run it again: with the journal, it goes on where it stopped.

mod connection;

use std::fmt::Display;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{ContentArrangement, Table, presets};
use connection::Failure;
use dingtalk_client::{
    Bulk, Chunk, ChunkResult, Client, DepartmentId, Error, Outcome, Pairs, Progress, RoleId, UserId,
};
use indicatif::{ProgressBar, ProgressStyle};

/// Assigns a role to everyone in a list of departments. Takes the credentials from
/// `DINGTALK_APP_KEY` and `DINGTALK_APP_SECRET`, or a token from `DINGTALK_ACCESS_TOKEN`.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    connection: connection::Connection,
    /// The role's id.
    #[arg(long)]
    role: RoleId,
    /// A file with the departments: one id per line, comments after `#`. Departments below them are
    /// not included.
    #[arg(long, value_name = "FILE")]
    departments: PathBuf,
    /// A file that remembers what is done. It belongs to this job alone: remove it afterwards.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// How many calls are in flight at the same time.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    threads: u16,
    /// Takes the role instead.
    #[arg(long)]
    remove: bool,
}

fn main() -> ExitCode {
    connection::end(assign(Arguments::parse()))
}

/// Returns whether it is complete.
fn assign(arguments: Arguments) -> Result<bool, Failure> {
    let Arguments { connection, role, departments, journal, threads, remove } = arguments;
    let departments = read_departments(&departments)?;
    let client = connection.builder()?.build()?;
    // Every list, before the first change: a department that cannot be listed is not skipped.
    let users = list_users(&client, &departments)?;
    let settings = Settings { journal, threads: threads.into() };
    if remove {
        run(client.role().remove_from_users_bulk([role], users), settings)
    } else {
        run(client.role().add_to_users_bulk([role], users), settings)
    }
}

fn read_departments(path: &Path) -> Result<Vec<DepartmentId>, Failure> {
    let file = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read {file}: {error}"))?;
    let mut departments = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let id = line.split('#').next().unwrap_or_default().trim();
        if id.is_empty() {
            continue;
        }
        departments.push(id.parse().map_err(|_| {
            format!("{file}, line {number}: {id:?} is no department id: give one number per line")
        })?);
    }
    if departments.is_empty() {
        return Err(format!("{file} names no department: give one id per line").into());
    }
    Ok(departments)
}

/// Everyone in the departments; somebody may be in several.
fn list_users(client: &Client, departments: &[DepartmentId]) -> Result<Vec<UserId>, Failure> {
    let mut users = Vec::new();
    for department in bar(departments.len() as u64, "departments").wrap_iter(departments.iter()) {
        let reply = client.user().list_ids(*department).send();
        let reply = reply.map_err(|error| format!("department {department}: {error}"))?;
        users.extend(reply.into_inner().user_ids);
    }
    Ok(users)
}

/// What is the same for both directions.
struct Settings {
    journal: Option<PathBuf>,
    threads: usize,
}

fn run<R: Pairs<Second = UserId>>(
    mut bulk: Bulk<'static, R>,
    settings: Settings,
) -> Result<bool, Failure> {
    if let Some(journal) = settings.journal {
        bulk = bulk.journal(journal);
    }
    let bar = bar(0, "users");
    let tell = |progress: &Progress| {
        bar.set_length(progress.pairs.total);
        bar.set_position(progress.pairs.done + progress.pairs.failed);
        if progress.pairs.failed > 0 {
            bar.set_message(format!("users, {} failed", progress.pairs.failed));
        }
    };
    let outcome = bulk.threads(settings.threads).on_progress(tell).run()?;
    bar.finish_and_clear();
    show(&outcome)?;
    Ok(outcome.is_complete() && outcome.journal_error().is_none())
}

fn show<R: Pairs<Second = UserId>>(outcome: &Outcome<R>) -> io::Result<()> {
    let Progress { chunks, pairs, .. } = outcome.progress();
    let resumed =
        |chunk: &&Chunk<R>| matches!(chunk.result, ChunkResult::Done { from_journal: true, .. });
    let resumed = outcome.chunks().iter().filter(resumed).count();
    show_table(
        ["", "calls", "users"],
        [
            ["done", &chunks.done.to_string(), &pairs.done.to_string()],
            ["failed", &chunks.failed.to_string(), &pairs.failed.to_string()],
            ["not attempted", &chunks.rest().to_string(), &pairs.rest().to_string()],
        ],
    )?;
    if resumed > 0 {
        writeln!(io::stdout(), "{resumed} of the calls had been done before, says the journal.")?;
    }
    if chunks.failed > 0 {
        let row = |(request, error): (&R, &Error)| {
            let users: Vec<_> = request.second().iter().map(UserId::as_str).collect();
            let request_id = error.request_id().unwrap_or("none");
            [users.join(" "), error.to_string(), request_id.to_owned()]
        };
        show_table(["failed for", "error", "request id"], outcome.failed().map(row))?;
    }
    for error in [outcome.held_back(), outcome.journal_error()].into_iter().flatten() {
        eprintln!("error: {error}");
    }
    if !outcome.is_complete() {
        writeln!(io::stdout(), "Not complete. Run the same command again to go on.")?;
    }
    Ok(())
}

fn bar(length: u64, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {msg}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style).with_message(what)
}

fn show_table<const N: usize>(
    head: [&str; N],
    rows: impl IntoIterator<Item = [impl Display; N]>,
) -> io::Result<()> {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_BORDERS_ONLY).set_header(head);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(110);
    for row in rows {
        table.add_row(row.map(|cell| cell.to_string()));
    }
    writeln!(io::stdout(), "{table}")
}
