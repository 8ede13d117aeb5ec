//! Keeps a database equal to the organisation: departments, users, roles and who holds them, with `rusqlite`.
//!
//! ```text
//! cargo run -p dingtalk-sandbox -- --port 8900 --users 5000
//! export DINGTALK_APP_KEY=dingsandbox DINGTALK_APP_SECRET=sandbox-secret DINGTALK_HOST=http://127.0.0.1:8900
//! cargo run -p dingtalk-tests --features sqlite --bin sync-directory -- --database directory.sqlite --dry-run
//! cargo run -p dingtalk-tests --features sqlite --bin sync-directory -- --database directory.sqlite
//! ```
//!
//! Only what has changed since the last run is written. It can be killed at any moment and run again:
//! nothing is written before the walk is complete, and all changes are one transaction, so that the database
//! is as it was before or as it is afterwards. A walk that was killed is begun anew. To go on with half of one
//! would mix two moments of the organisation, and somebody who moved in between could be in neither.

#[path = "../crates/client/examples/connection/mod.rs"]
mod connection;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use connection::Failure;
use dingtalk_client::directory::{Change, Difference, Progress, Role, User};
use dingtalk_client::{DepartmentId, Directory};
use indicatif::{ProgressBar, ProgressStyle};
use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, TransactionBehavior, params};

/// Keeps a database equal to the organisation. Takes the credentials from `DINGTALK_APP_KEY`
/// and `DINGTALK_APP_SECRET`, or a token from `DINGTALK_ACCESS_TOKEN`.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    connection: connection::Connection,
    /// The database. It is made if it is not there.
    #[arg(long, value_name = "FILE")]
    database: PathBuf,
    /// Prints what would change, and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Takes what the app may see for the whole organisation.
    #[arg(long)]
    within_app_scope: bool,
    /// The percentage of users that a run may remove at most.
    #[arg(long, value_name = "PERCENT", default_value_t = 10)]
    remove_at_most: usize,
    /// How many calls are in flight at the same time.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    threads: u16,
}

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS departments (id INTEGER PRIMARY KEY, parent_id INTEGER, name TEXT);
    CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, name TEXT, mobile TEXT, email TEXT, title TEXT);
    CREATE TABLE IF NOT EXISTS memberships (
        user_id TEXT, department_id INTEGER, is_leader INTEGER, PRIMARY KEY (user_id, department_id)
    );
    CREATE TABLE IF NOT EXISTS role_groups (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE IF NOT EXISTS roles (id INTEGER PRIMARY KEY, group_id INTEGER, name TEXT);
    CREATE TABLE IF NOT EXISTS holders (role_id INTEGER, user_id TEXT, PRIMARY KEY (role_id, user_id));
    CREATE TABLE IF NOT EXISTS snapshots (run INTEGER PRIMARY KEY, directory BLOB NOT NULL);
";

fn main() -> ExitCode {
    connection::end(sync(Arguments::parse()))
}

/// Returns whether the database is, or would be, equal to the organisation.
fn sync(arguments: Arguments) -> Result<bool, Failure> {
    let client = arguments.connection.builder()?.build()?;
    let mut database = Connection::open(&arguments.database)?;
    database.execute_batch(TABLES)?;
    let (run, earlier) = read_snapshot(&database)?;

    let bar = ProgressBar::new(0).with_style(style());
    let mut walk = client.directory().threads(arguments.threads.into());
    if arguments.within_app_scope {
        walk = walk.within_app_scope();
    }
    let now = walk.on_progress(|progress| show_progress(&bar, progress)).run()?;
    bar.finish_and_clear();

    let difference = match &earlier {
        Some(earlier) => now.difference_from(earlier)?,
        None => now.difference_from_nothing(),
    };
    if arguments.dry_run {
        print(&difference)?;
    }
    let removed = difference.users.iter().filter(|it| matches!(it, Change::Removed(_))).count();
    let users = earlier.as_ref().map_or(0, |earlier| earlier.users().len());
    if removed * 100 > users * arguments.remove_at_most {
        eprintln!("{removed} of {users} users would be removed: allow it with --remove-at-most");
        return Ok(false);
    }
    let changes = difference.len();
    if arguments.dry_run {
        writeln!(io::stdout(), "{changes} changes to write")?;
    } else {
        writeln!(io::stdout(), "writing {changes} changes")?;
        let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if read_snapshot(&transaction)?.0 != run {
            return Err("another run has changed the database meanwhile".into());
        }
        write(&transaction, &difference)?;
        write_snapshot(&transaction, run + 1, &now)?;
        transaction.commit()?;
        writeln!(io::stdout(), "{} users in the database", now.users().len())?;
    }
    Ok(true)
}

/// Returns the number of the last run, and the organisation as it was then.
fn read_snapshot(database: &Connection) -> Result<(i64, Option<Directory>), Failure> {
    let snapshot = database
        .query_row("SELECT run, directory FROM snapshots", [], |row| {
            Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?))
        })
        .optional()?;
    let Some((run, directory)) = snapshot else { return Ok((0, None)) };
    Ok((run, Some(serde_json::from_slice(&directory)?)))
}

fn write_snapshot(
    transaction: &Transaction<'_>,
    run: i64,
    directory: &Directory,
) -> Result<(), Failure> {
    transaction.execute("DELETE FROM snapshots", [])?;
    let directory = serde_json::to_vec(directory)?;
    transaction.execute("INSERT INTO snapshots VALUES (?1, ?2)", params![run, directory])?;
    Ok(())
}

fn write(transaction: &Transaction<'_>, difference: &Difference<'_>) -> rusqlite::Result<()> {
    let execute = |sql: &'static str, values: &[&dyn ToSql]| execute(transaction, sql, values);
    for change in &difference.departments {
        match after(change) {
            Ok(it) => {
                let parent = it.parent_id.map(DepartmentId::get);
                execute(
                    "REPLACE INTO departments VALUES (?1, ?2, ?3)",
                    params![it.department_id.get(), parent, it.name],
                )?;
            }
            Err(it) => {
                execute("DELETE FROM departments WHERE id = ?1", params![it.department_id.get()])?;
            }
        }
    }
    for change in &difference.users {
        let user = after(change);
        let id = user.map_or_else(|it| &it.user_id, |it| &it.user_id).as_str();
        execute("DELETE FROM memberships WHERE user_id = ?1", params![id])?;
        match user {
            Ok(it) => write_user(transaction, it)?,
            Err(_) => execute("DELETE FROM users WHERE id = ?1", params![id])?,
        }
    }
    for change in &difference.role_groups {
        match after(change) {
            Ok(it) => execute(
                "REPLACE INTO role_groups VALUES (?1, ?2)",
                params![it.group_id.get(), it.name],
            )?,
            Err(it) => {
                execute("DELETE FROM role_groups WHERE id = ?1", params![it.group_id.get()])?;
            }
        }
    }
    for change in &difference.roles {
        match after(change) {
            Ok(it) => execute(
                "REPLACE INTO roles VALUES (?1, ?2, ?3)",
                params![it.role_id.get(), it.group_id.get(), it.name],
            )?,
            Err(it) => execute("DELETE FROM roles WHERE id = ?1", params![it.role_id.get()])?,
        }
    }
    for (role, change) in &difference.holders {
        let (sql, holder) = match after(change) {
            Ok(holder) => ("REPLACE INTO holders VALUES (?1, ?2)", holder),
            Err(holder) => ("DELETE FROM holders WHERE role_id = ?1 AND user_id = ?2", holder),
        };
        execute(sql, params![role.role_id.get(), holder.user_id.as_str()])?;
    }
    Ok(())
}

fn write_user(transaction: &Transaction<'_>, user: &User) -> rusqlite::Result<()> {
    let id = user.user_id.as_str();
    execute(
        transaction,
        "REPLACE INTO users VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, user.name, user.mobile, user.email, user.title],
    )?;
    for it in &user.memberships {
        execute(
            transaction,
            "INSERT INTO memberships VALUES (?1, ?2, ?3)",
            params![id, it.department_id.get(), it.leader],
        )?;
    }
    Ok(())
}

fn execute(
    transaction: &Transaction<'_>,
    sql: &str,
    values: &[&dyn ToSql],
) -> rusqlite::Result<()> {
    transaction.prepare_cached(sql)?.execute(values).map(drop)
}

/// Returns what is there now, or else what was removed.
fn after<'d, T>(change: &Change<'d, T>) -> Result<&'d T, &'d T> {
    match change {
        Change::Added(it) | Change::Changed { after: it, .. } => Ok(it),
        Change::Removed(it) => Err(it),
    }
}

fn print(difference: &Difference<'_>) -> io::Result<()> {
    print_changes(&difference.departments, |it| {
        format!("department {} {}", it.department_id, text(it.name.as_ref()))
    })?;
    print_changes(&difference.users, |it| {
        format!("user {} {}", it.user_id, text(it.name.as_ref()))
    })?;
    print_changes(&difference.role_groups, |it| {
        format!("role group {} {}", it.group_id, text(it.name.as_ref()))
    })?;
    let name = |it: &Role| format!("role {} {}", it.role_id, text(it.name.as_ref()));
    print_changes(&difference.roles, name)?;
    for (role, change) in &difference.holders {
        print_changes(std::slice::from_ref(change), |it| {
            format!("user {} holds role {}", it.user_id, role.role_id)
        })?;
    }
    Ok(())
}

fn print_changes<T>(changes: &[Change<'_, T>], name: impl Fn(&T) -> String) -> io::Result<()> {
    for change in changes {
        match change {
            Change::Added(it) => writeln!(io::stdout(), "+ {}", name(it))?,
            Change::Removed(it) => writeln!(io::stdout(), "- {}", name(it))?,
            Change::Changed { after, fields, .. } => {
                writeln!(io::stdout(), "~ {}: {}", name(after), fields.join(", "))?;
            }
        }
    }
    Ok(())
}

fn text(name: Option<&String>) -> &str {
    name.map_or("?", String::as_str)
}

fn style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} users, {msg}");
    style.unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn show_progress(bar: &ProgressBar, progress: &Progress) {
    bar.set_length(progress.users_expected.unwrap_or(progress.users));
    bar.set_position(progress.users);
    let Progress { departments, calls, calls_left, looks, .. } = progress;
    let look = if *looks > 0 { ", looking again" } else { "" };
    bar.set_message(format!("{departments} departments, {calls} calls, {calls_left} left{look}"));
}
