//! Lists everyone who holds a role: the whole list, or an error that says where it broke off.
//!
//! ```text
//! cargo run --example list_role_users -- --role 1507113578
//! ```

mod connection;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use connection::Failure;
use dingtalk_client::RoleId;

/// Lists everyone who holds a role. Takes the credentials from `DINGTALK_APP_KEY` and
/// `DINGTALK_APP_SECRET`, or a token from `DINGTALK_ACCESS_TOKEN`.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    connection: connection::Connection,
    /// The role's id.
    #[arg(long)]
    role: RoleId,
    /// How many people to skip, to go on where an earlier run broke off.
    #[arg(long, default_value_t = 0)]
    from_offset: i64,
}

fn main() -> ExitCode {
    connection::end(list(Arguments::parse()))
}

fn list(arguments: Arguments) -> Result<bool, Failure> {
    let Arguments { connection, role, from_offset } = arguments;
    let client = connection.builder()?.build()?;
    let mut out = io::stdout().lock();
    let mut count = 0;
    for user in client.role().list_users(role).items().from_offset(from_offset) {
        let user = user?;
        writeln!(out, "{}\t{}", user.user_id, user.name.as_deref().unwrap_or("(no name)"))?;
        count += 1;
    }
    eprintln!("{count} people from offset {from_offset} to the end of the list");
    Ok(true)
}
