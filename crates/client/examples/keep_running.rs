//! Reads the holders of a role again and again and shows every attempt: fetches and renewals of
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

use std::io::{self, Write};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser;
use connection::Failure;
use dingtalk_client::{Attempt, RoleId};

/// Reads the holders of a role again and again. Takes the credentials from `DINGTALK_APP_KEY` and
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
    #[arg(long, default_value = "1", value_parser = seconds)]
    every: Duration,
}

fn main() -> ExitCode {
    connection::end(run(Arguments::parse()))
}

/// Returns whether every round went well.
fn run(arguments: Arguments) -> Result<bool, Failure> {
    let client = arguments.connection.builder()?.on_attempt(show).build()?;
    let mut well = true;
    for round in 1..=arguments.rounds {
        match client.role().list_users(arguments.role).collect_complete() {
            Ok(users) => writeln!(io::stdout(), "round {round}: {} people, complete", users.len())?,
            Err(error) => {
                well = false;
                writeln!(io::stdout(), "round {round}: {error}")?;
            }
        }
        if round < arguments.rounds {
            thread::sleep(arguments.every);
        }
    }
    Ok(well)
}

fn show(attempt: &Attempt<'_>) {
    let Attempt { endpoint, number, duration, error, pause, .. } = attempt;
    let outcome = error.map_or_else(|| "done".to_owned(), |error| format!("{:?}", error.kind()));
    let next = pause.map_or_else(String::new, |pause| format!(", again in {pause:.1?}"));
    // An observer has nobody to tell that it could not write.
    let _ = writeln!(
        io::stdout(),
        "    {} #{number}: {outcome} after {duration:.1?}{next}",
        endpoint.name
    );
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "give a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
