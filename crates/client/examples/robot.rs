//! Sends a message by the robot of a group.
//!
//! ```text
//! cargo run -p dingtalk-sandbox -- --port 8900
//! export DINGTALK_ROBOT_TOKEN=sandbox-robot-5c1d0f
//! export DINGTALK_HOST=http://127.0.0.1:8900
//! cargo run --example robot --features robot -- --title "Build" --text "It is green." --mention user1
//! ```
//!
//! The token is the one in the robot's webhook address.

use std::env;
use std::process::ExitCode;

use clap::Parser;
use dingtalk_client::message::Message;
use dingtalk_client::robot::send::Mentions;
use dingtalk_client::{AccessToken, Client, Host, UserId};

/// Sends a message by a robot, whose token is in `DINGTALK_ROBOT_TOKEN`.
#[derive(Parser)]
struct Arguments {
    /// `mainland`, or the URL of a host.
    #[arg(long, env = "DINGTALK_HOST", default_value = "mainland")]
    host: Host,
    /// The title in the list of conversations.
    #[arg(long)]
    title: String,
    /// The text, in Markdown.
    #[arg(long)]
    text: String,
    /// Members whom the message mentions, joined by commas.
    #[arg(long, value_delimiter = ',')]
    mention: Vec<UserId>,
}

fn main() -> ExitCode {
    match send(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn send(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { host, title, mut text, mention } = arguments;
    let token = env::var("DINGTALK_ROBOT_TOKEN")
        .map_err(|error| format!("DINGTALK_ROBOT_TOKEN: {error}"))?;
    // Robots need no token of an app.
    let client = Client::builder().host(host).token(AccessToken::new("none")).build()?;
    for user in &mention {
        // The group sees a mention where it stands in the text.
        text.push_str(" @");
        text.push_str(user.as_str());
    }
    let request = Message::markdown(title, text)?.to_robot(token)?;
    client.send(&request.with_mentions(Mentions::new().with_user_ids(mention)))?;
    println!("sent");
    Ok(())
}
