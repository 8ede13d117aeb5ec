//! The examples that send messages and sign in, as programs.

use std::process::Command;

use dingtalk_sandbox::{DEFAULT_ROBOT, Sandbox};
use serde_json::json;

/// Runs an example that gets its host from the environment. Returns what it printed, and whether it succeeded.
fn run(program: &str, sandbox: &Sandbox, arguments: &[&str]) -> (String, bool) {
    let output = Command::new(program)
        .args(arguments)
        .env("DINGTALK_HOST", sandbox.url())
        .env("DINGTALK_APP_KEY", sandbox.app_key())
        .env("DINGTALK_APP_SECRET", sandbox.app_secret())
        .env_remove("DINGTALK_ACCESS_TOKEN")
        .env("DINGTALK_ROBOT_TOKEN", DEFAULT_ROBOT)
        .output()
        .unwrap();
    let text =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (text, output.status.success())
}

#[test]
fn notify_sends_once_and_says_what_became_of_it() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("report.jsonl");
    let journal = journal.to_str().unwrap();
    let users = "user1,user2,nobody";
    let arguments = ["--agent", "1", "--text", "Report", "--users", users, "--journal", journal];
    let (text, is_complete) = run(env!("CARGO_BIN_EXE_notify"), &sandbox, &arguments);
    let expected = "3 users, 0 departments: sent as task 256271667526\n\
        0 read, 2 unread\n\
        unknown: nobody\n";
    assert_eq!((&*text, is_complete), (expected, true));
    let again = run(env!("CARGO_BIN_EXE_notify"), &sandbox, &arguments);
    assert_eq!(again, (text, true));
    assert_eq!(sandbox.notifications().len(), 1);
}

#[test]
fn robot_sends_a_message_to_its_group() {
    let sandbox = Sandbox::start().unwrap();
    let arguments = ["--title", "Build", "--text", "## Green", "--mention", "user1"];
    let (text, is_sent) = run(env!("CARGO_BIN_EXE_robot"), &sandbox, &arguments);
    assert_eq!((&*text, is_sent), ("sent\n", true));
    let expected = json!({
        "msgtype": "markdown",
        "markdown": { "title": "Build", "text": "## Green @user1" },
        "at": { "atUserIds": ["user1"] },
    });
    assert_eq!(sandbox.robot_messages(), [expected]);
}

#[test]
fn login_names_the_user_of_a_code_once() {
    let sandbox = Sandbox::start().unwrap();
    let login = |code| run(env!("CARGO_BIN_EXE_login"), &sandbox, &["--code", code]);
    assert_eq!(login("code-user1"), ("user1 张伟\n".to_owned(), true));
    assert_eq!(
        login("code-manager4220"),
        ("manager4220 John, an administrator\n".to_owned(), true)
    );
    let (text, is_signed_in) = login("code-user1");
    assert!(!is_signed_in && text.contains("40078"), "{text}");
}
