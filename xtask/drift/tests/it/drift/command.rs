//! What `docs diff` prints, and its exit status.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use insta::assert_snapshot;
use serde_json::Value;
use tempfile::TempDir;
use xtask_drift::compare::{Verdict, next_version};
use xtask_drift::report::version;

use crate::drift::forms::{Edit, Form};
use crate::drift::mutations::{OFFSET, ROLE};
use crate::drift::{ROOT, fixture, fixtures, root};

/// Runs the program in a folder, so that files have short names.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_xtask-drift"))
        .args(["docs", "diff"])
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_MANIFEST_DIR", ROOT.path().join("xtask/drift"))
        .output()
        .unwrap();
    assert!(stderr.is_empty(), "{}", String::from_utf8_lossy(&stderr));
    (status.code(), lasting(&String::from_utf8(stdout).unwrap()))
}

/// Returns the output without what a release changes.
fn lasting(output: &str) -> String {
    let current = version(&root()).unwrap();
    let next = next_version(&current, Verdict::BreaksCallers).unwrap().to_string();
    output.replace(&current, "CURRENT").replace(&next, "NEXT")
}

/// Returns a folder with a page that says what the spec says, one that does not, one that the spec does not
/// cover, and what is no page.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("delete.txt", &fixture("text/delete.txt"));
    let edits = [
        Edit::Text("maximum value is 100", "maximum value is 50"),
        Edit::Below(OFFSET, &["cursor", "Number", "No", "5", "Where to go on."]),
        Edit::Text("errorcode", "errcode"),
        Edit::Gone(ROLE),
        Edit::Code("\"John\"", "\"约翰`|@all\""),
    ];
    put("list_users.md", &Form::Markdown.edited(&fixture("markdown/list_users.md"), &edits));
    put("other.md", &fixture("odd/untidy.en.md"));
    put("prose.txt", "Nothing here.");
    fs::create_dir(folder.path().join("inner")).unwrap();
    folder
}

#[test]
fn text() {
    assert_snapshot!(run(folder().path(), &["."]).1);
}

#[test]
fn markdown() {
    assert_snapshot!(run(folder().path(), &["--format", "markdown", "."]).1);
}

#[test]
fn json() {
    let folder = folder();
    let arguments = ["--format", "json", "delete.txt", "other.md", "prose.txt"];
    let (_, output) = run(folder.path(), &arguments);
    let report: Value = serde_json::from_str(&output).unwrap();
    let digest = report["pages"][0]["digest"].as_str().unwrap();
    assert!(digest.len() == 32 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
    assert_snapshot!(output.replace(digest, "DIGEST"));
}

#[test]
fn a_change_in_json() {
    let (_, changed) = run(folder().path(), &["--format", "json", "list_users.md"]);
    let changed: Value = serde_json::from_str(&changed).unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&changed["pages"][0]["changes"][2]).unwrap());
}

#[test]
fn one_changed_limit_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let page = fixture("text/list_users.txt").replace("value is 100", "value is 50");
    fs::write(folder.path().join("a.txt"), page).unwrap();
    assert_snapshot!(run(folder.path(), &["a.txt"]).1);
}

#[test]
fn nothing_changed_is_one_line() {
    let page = fixtures().join("text/delete.txt");
    let (status, output) = run(&root(), &[&page.display().to_string()]);
    assert_eq!(
        (status, output.as_str()),
        (Some(0), "Nothing changed: 1 page compared with the spec.\n")
    );
}

#[test]
fn the_exit_status() {
    let folder = folder();
    let status = |arguments: &[&str]| run(folder.path(), arguments).0;
    assert_eq!(status(&["delete.txt"]), Some(0));
    assert_eq!(status(&["other.md"]), Some(0), "not covered is no difference");
    assert_eq!(status(&["list_users.md", "delete.txt"]), Some(1));
    assert_eq!(status(&["prose.txt"]), Some(2));
    assert_eq!(status(&["list_users.md", "none.txt"]), Some(2), "whatever differs");
    assert_eq!(status(&["."]), Some(2));
}

#[test]
fn a_folder_without_pages_is_not_taken_for_pages_that_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("inner")).unwrap();
    let (status, output) = run(folder.path(), &["."]);
    assert_eq!(status, Some(2));
    assert!(output.contains("Not read\n  .: the folder holds no page"), "{output}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = folder();
    std::os::unix::fs::symlink("/dev/null", folder.path().join("null.txt")).unwrap();
    let (_, output) = run(folder.path(), &["."]);
    assert!(output.contains("null.txt: neither a file nor a folder"), "{output}");
    assert!(output.contains("role::delete"), "{output}");
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_stays_in_its_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a\u{1b}[31m\nb.txt"), "Nothing here.").unwrap();
    let (_, output) = run(folder.path(), &["."]);
    assert!(output.contains("a\u{fffd}[31m\u{fffd}b.txt: not an endpoint page"), "{output}");
}

#[test]
fn a_value_does_not_turn_the_direction_of_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let page =
        fixture("text/list_users.txt").replace("Invalid size", "In\u{202e}valid\u{2066}size");
    fs::write(folder.path().join("a.txt"), page).unwrap();
    let (_, output) = run(folder.path(), &["a.txt"]);
    assert!(output.contains("In valid size"), "{output}");
}

#[test]
fn a_bad_spec_is_not_taken_for_a_difference() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("spec")).unwrap();
    fs::create_dir_all(folder.path().join("xtask/drift")).unwrap();
    fs::write(folder.path().join("spec/api.toml"), "hosts = 1").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask-drift"))
        .args(["docs", "diff", "none.txt"])
        .current_dir(folder.path())
        .env("CARGO_MANIFEST_DIR", PathBuf::from(folder.path()).join("xtask/drift"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the spec has problems"));
}

#[test]
fn a_mistake_costs_one_line_also_where_backtraces_are_on() {
    for (folder, package) in [("a folder without a package", None), ("one", Some("/nowhere"))] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask-drift"));
        command.args(["spec", "diff", folder]).env("RUST_BACKTRACE", "1");
        match package {
            Some(package) => command.env("CARGO_MANIFEST_DIR", package),
            None => command.env_remove("CARGO_MANIFEST_DIR"),
        };
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), text.lines().count()), (Some(2), 1), "{text}");
    }
}
