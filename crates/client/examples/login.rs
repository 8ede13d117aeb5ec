//! Finds out who is signed in, by the code that the page of an app obtained from the DingTalk client.
//!
//! ```text
//! cargo run -p dingtalk-sandbox -- --port 8900
//! export DINGTALK_APP_KEY=dingsandbox DINGTALK_APP_SECRET=sandbox-secret DINGTALK_HOST=http://127.0.0.1:8900
//! cargo run --example login -- --code code-user1
//! ```
//!
//! A code is valid for five minutes and can be used once.

mod connection;

use std::process::ExitCode;

use clap::Parser;
use connection::Failure;

/// Finds out who is signed in. Takes the credentials from `DINGTALK_APP_KEY` and
/// `DINGTALK_APP_SECRET`, or a token from `DINGTALK_ACCESS_TOKEN`.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    connection: connection::Connection,
    /// The code.
    #[arg(long)]
    code: String,
}

fn main() -> ExitCode {
    connection::end(login(Arguments::parse()))
}

fn login(arguments: Arguments) -> Result<bool, Failure> {
    let client = arguments.connection.builder()?.build()?;
    // It is not repeated if its answer is lost: the code is used up.
    let user = client.user().get_by_auth_code(arguments.code).send()?;
    let id = user.user_id.as_ref().ok_or("the answer does not name the user")?;
    let admin = if user.admin == Some(true) { ", an administrator" } else { "" };
    println!("{id} {}{admin}", user.name.as_deref().unwrap_or("?"));
    Ok(true)
}
