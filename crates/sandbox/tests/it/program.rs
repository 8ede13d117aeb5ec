//! The sandbox as a program.

use std::io::{BufRead, BufReader, ErrorKind};
use std::process::{Child, ChildStdout, Command, Stdio};

use dingtalk_sandbox::{DEFAULT_TOKEN, Sandbox};

use crate::raw::{ADD, Connection, FORM, LIST_IDS, request};

fn program(arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dingtalk-sandbox"));
    program.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

/// Reads what the program prints until it is ready.
fn banner(child: &mut Child) -> (Vec<String>, BufReader<ChildStdout>) {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        assert_ne!(out.read_line(&mut line).unwrap(), 0, "{lines:?}");
        lines.push(line.trim_end().to_owned());
        if line.starts_with("Ctrl-C") {
            return (lines, out);
        }
    }
}

#[test]
fn says_where_it_is_and_answers_there() {
    let mut child = program(&["--port", "0", "--token", "mine"]).spawn().unwrap();
    let (lines, _out) = banner(&mut child);
    let address = lines[0].rsplit('/').next().unwrap().parse().unwrap();
    let mut connection = Connection::open(address);
    let body = b"access_token=mine&dept_id=1";
    connection.send(&request("POST", LIST_IDS, FORM, body)).unwrap();
    let answer = connection.answer();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(answer.unwrap().code(), 0);
    insta::assert_snapshot!(lines[1..].join("\n"));
}

#[test]
fn misbehaves_by_plan_and_serves_a_crowd() {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/plans/rough.toml");
    let mut child = program(&["--port", "0", "--plan", plan, "--users", "120"]).spawn().unwrap();
    let (lines, _out) = banner(&mut child);
    let mut connection = Connection::open(lines[0].rsplit('/').next().unwrap().parse().unwrap());
    // The plan's first rule.
    let body = format!("access_token={DEFAULT_TOKEN}&roleIds=11&userIds=crowd000120");
    connection.send(&request("POST", ADD, FORM, body.as_bytes())).unwrap();
    let answer = connection.answer();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::ConnectionReset);
    let crowd: Vec<_> = lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| line.contains("0120") || line.contains(" 120"))
        .collect();
    assert_eq!(
        crowd,
        [
            "300      120  人群",
            "1507113700      120  成员 (岗位)",
            "crowd000001  to crowd000120, of department 300, who hold role 1507113700",
        ]
    );
}

#[test]
fn a_plan_that_is_missing_or_wrong_is_an_error() {
    for (file, starts, contains) in [
        ("nothing.toml", "error: cannot read the plan", "--plan"),
        // A file in TOML, but no plan.
        ("Cargo.toml", "error: the plan", "unknown field `"),
    ] {
        let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
        let output = program(&["--port", "0", "--plan", &path]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.starts_with(starts) && error.contains(contains), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn control_c_ends_it_in_order() {
    let mut child = program(&["--port", "0"]).spawn().unwrap();
    let (lines, _out) = banner(&mut child);
    // An open connection is no reason to stay.
    let _idle = Connection::open(lines[0].rsplit('/').next().unwrap().parse().unwrap());
    let interrupt = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_taken_port_is_an_error() {
    let sandbox = Sandbox::start().unwrap();
    let port = sandbox.address().port().to_string();
    let output = program(&["--port", &port]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with(&format!("error: cannot listen at 127.0.0.1:{port}: ")), "{error}");
    assert!(error.contains("choose another --port"), "{error}");
}

#[test]
fn a_blank_token_is_an_error() {
    let output = program(&["--port", "0", "--token", " "]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("a blank token is never accepted"));
}
