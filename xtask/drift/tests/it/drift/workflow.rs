//! The step of the workflow that opens an issue, run with a `gh` that only keeps the body.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::drift::root;

/// Keeps what `gh issue create … --body-file FILE` is given.
const GH: &str = r#"#!/bin/sh
for last; do :; done
[ "$1 $2" != "issue create" ] || cat "$last" > "$RUNNER_TEMP/posted"
"#;

#[test]
fn a_long_report_is_cut_between_lines() {
    let line = "| `endpoint` | 大小 → 无效的大小 |\n";
    for before in ["", "a\n", "ab\n"] {
        let report = format!("{before}{}", line.repeat(2000));
        let body = posted(&report);
        let (kept, rest) = body.split_once("\n\n\nThe whole report: ").unwrap();
        assert_eq!(rest, "https://example.com/run\n");
        assert!(report.starts_with(&format!("{kept}\n")), "cut within a line");
        assert!((60_000 - line.len()..60_000).contains(&kept.len()), "{}", kept.len());
    }
}

#[test]
fn a_short_report_is_posted_as_a_whole() {
    let body = posted("## Documentation drift\n\nText.\n");
    let whole = "The whole report: https://example.com/run\n";
    assert_eq!(body, format!("## Documentation drift\n\nText.\n\n\n{whole}"));
}

/// What the step puts into the issue for a report.
fn posted(report: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("report.md"), report).unwrap();
    fs::write(path("gh"), GH).unwrap();
    fs::set_permissions(path("gh"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut search = vec![folder.path().to_owned()];
    search.extend(env::split_paths(&env::var_os("PATH").unwrap()));
    // As the runner calls it.
    let output = Command::new("bash")
        .args(["-e", "-c", &step("Open the report as an issue")])
        .env("PATH", env::join_paths(search).unwrap())
        .env("RUNNER_TEMP", folder.path())
        .env("RUN", "https://example.com/run")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(path("posted")).unwrap()
}

/// The commands of a step.
fn step(name: &str) -> String {
    let path = root().join(".github/workflows/docs-drift.yml");
    let workflow = fs::read_to_string(path).unwrap();
    let (_, step) = workflow.split_once(&format!("- name: {name}\n")).unwrap();
    let (_, commands) = step.split_once("run: |\n").unwrap();
    let lines = commands.lines().map_while(|line| line.strip_prefix("          "));
    lines.collect::<Vec<_>>().join("\n")
}
