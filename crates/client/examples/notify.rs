//! Sends a work notification to any number of users and departments, and waits until it is delivered.
//!
//! ```text
//! cargo run -p dingtalk-sandbox -- --port 8900
//! export DINGTALK_APP_KEY=dingsandbox DINGTALK_APP_SECRET=sandbox-secret DINGTALK_HOST=http://127.0.0.1:8900
//! cargo run --example notify -- --agent 1 --text "Please hand in your report." \
//!     --users user1,user2,nobody --journal report.jsonl
//! ```
//!
//! Stop it half way and run it again: with the journal, nobody is sent the message twice.

mod connection;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use connection::Failure;
use dingtalk_client::message::Message;
use dingtalk_client::{AgentId, DepartmentId, Notification, PartState, UserId};

/// Sends a work notification. Takes the credentials from `DINGTALK_APP_KEY` and
/// `DINGTALK_APP_SECRET`, or a token from `DINGTALK_ACCESS_TOKEN`.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    connection: connection::Connection,
    /// The app in whose name it is sent.
    #[arg(long)]
    agent: AgentId,
    /// The text.
    #[arg(long)]
    text: String,
    /// Users, joined by commas.
    #[arg(long, value_delimiter = ',')]
    users: Vec<UserId>,
    /// Departments, joined by commas. The service does not say how many people are in them, so each call
    /// to 20 departments gets a minute of its own.
    #[arg(long, value_delimiter = ',', allow_negative_numbers = true)]
    departments: Vec<DepartmentId>,
    /// A file that remembers to whom it was sent. It belongs to this message: remove it afterwards.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// How many seconds to wait for the delivery.
    #[arg(long, default_value_t = 600)]
    wait: u64,
}

fn main() -> ExitCode {
    connection::end(notify(Arguments::parse()))
}

/// Returns whether everybody was sent the message.
fn notify(arguments: Arguments) -> Result<bool, Failure> {
    let client = arguments.connection.builder()?.build()?;
    let message = Message::text(arguments.text)?;
    let mut notification = Notification::new(&client, arguments.agent, &message)?
        .to_users(arguments.users)
        .to_departments(arguments.departments);
    if let Some(journal) = arguments.journal {
        notification = notification.journal(journal);
    }
    let sent = notification.send()?;
    for part in sent.parts() {
        let (users, departments) = (part.user_ids.len(), part.department_ids.len());
        let what = match &part.state {
            PartState::Sent { task_id: Some(task_id), .. } => format!("sent as task {task_id}"),
            PartState::Sent { .. } => "sent".to_owned(),
            PartState::Uncertain(_) => "perhaps sent, and not again".to_owned(),
            PartState::Failed(error) => format!("failed: {error}"),
            _ => "not sent".to_owned(),
        };
        println!("{users} users, {departments} departments: {what}");
    }
    let report = sent.wait(Duration::from_secs(arguments.wait))?;
    println!("{} read, {} unread", report.read_user_ids.len(), report.unread_user_ids.len());
    for (what, ids) in [
        ("unknown", &report.invalid_user_ids),
        ("not sent again today", &report.forbidden_user_ids),
        ("failed", &report.failed_user_ids),
        ("not known", &report.unlisted_user_ids),
    ] {
        if !ids.is_empty() {
            let ids: Vec<_> = ids.iter().map(UserId::as_str).collect();
            println!("{what}: {}", ids.join(", "));
        }
    }
    Ok(sent.is_complete())
}
