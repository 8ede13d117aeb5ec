//! Asks for the holders of a role again and again and shows every attempt: fetches and renewals of
//! tokens, repetitions, pauses.
//!
//! Against a sandbox on a rough day:
//!
//! ```text
//! cargo run -p dingtalk-sandbox -- --port 8900 --plan crates/sandbox/plans/rough.toml
//! DINGTALK_APP_KEY=… DINGTALK_APP_SECRET=… cargo run --example keep_running -- \
//!     --host http://127.0.0.1:8900 --role 1507113600 --rounds 30
//! ```

mod connection;

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser;
use dingtalk_client::{Attempt, RoleId};

/// Asks for the holders of a role again and again. Takes the credentials from `DINGTALK_APP_KEY` and
/// `DINGTALK_APP_SECRET`, or a token from `DINGTALK_ACCESS_TOKEN`.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    connection: connection::Connection,
    /// The role's id.
    #[arg(long)]
    role: RoleId,
    /// How often to ask.
    #[arg(long, default_value_t = 30)]
    rounds: u32,
    /// Seconds between two rounds.
    #[arg(long, default_value_t = 1.0)]
    every: f64,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(failures) => {
            eprintln!("{failures} rounds failed");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers how many rounds failed.
fn run(arguments: Arguments) -> Result<u32, Box<dyn std::error::Error>> {
    let every = Duration::try_from_secs_f64(arguments.every)?;
    let client = arguments.connection.client()?.on_attempt(show).build()?;
    let mut failures = 0;
    for round in 1..=arguments.rounds {
        match client.role().list_users(arguments.role).collect_complete() {
            Ok(users) => println!("round {round}: {} people, complete", users.len()),
            Err(error) => {
                failures += 1;
                println!("round {round}: {error}");
            }
        }
        if round < arguments.rounds {
            thread::sleep(every);
        }
    }
    Ok(failures)
}

fn show(attempt: &Attempt<'_>) {
    let Attempt { endpoint, number, duration, error, pause, .. } = attempt;
    let outcome = error.map_or_else(|| "done".to_owned(), |error| format!("{:?}", error.kind()));
    let next = pause.map_or_else(String::new, |pause| format!(", again in {pause:.1?}"));
    println!("    {} #{number}: {outcome} after {duration:.1?}{next}", endpoint.name);
}
