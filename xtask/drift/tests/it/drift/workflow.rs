//! Steps of the workflow: the one that takes pages from the mirror, and the one that opens an issue, run with a `gh` that
//! only keeps the body.

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

#[test]
fn the_pages_whose_addresses_the_specification_names_are_taken_from_the_mirror() {
    const ADDRESS: &str = "https://open.dingtalk.com/document/development/";
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: String| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("spec/role/one.toml", format!("url = \"{ADDRESS}one\"\n"));
    write("spec/role/front.toml", "url = \"https://open.dingtalk.com/document/\"\n".to_owned());
    let page = |name: &str| format!("---\nsource_url: \"{ADDRESS}{name}\"\n---\n");
    write("mirror/docs/a b/1-one.md", page("one"));
    write("mirror/docs/2-one-more.md", page("one-more"));
    write("mirror/docs/3-guide.md", format!("{}See {ADDRESS}one\n", page("guide")));
    let take = || {
        let mut bash = bash("Take the mirror's pages of the specification");
        bash.current_dir(&folder).env("FOLDER", "pages").env("RUNNER_TEMP", folder.path());
        let output = bash.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files = fs::read_dir(folder.path().join("pages")).unwrap();
        files.map(|file| file.unwrap().file_name()).collect::<Vec<_>>()
    };
    assert_eq!(take(), ["1-one.md"]);
    // Without any address the folder stays empty, and the comparison says so.
    fs::remove_dir_all(folder.path().join("pages")).unwrap();
    fs::remove_file(folder.path().join("spec/role/one.toml")).unwrap();
    assert!(take().is_empty());
}

/// Returns what the step puts into the issue for a report.
fn posted(report: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("report.md"), report).unwrap();
    fs::write(path("gh"), GH).unwrap();
    fs::set_permissions(path("gh"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut search = vec![folder.path().to_owned()];
    search.extend(env::split_paths(&env::var_os("PATH").unwrap()));
    let output = bash("Open the report as an issue")
        .env("PATH", env::join_paths(search).unwrap())
        .env("RUNNER_TEMP", folder.path())
        .env("RUN", "https://example.com/run")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(path("posted")).unwrap()
}

/// Returns the command of a step, as the runner calls it.
fn bash(name: &str) -> Command {
    let mut bash = Command::new("bash");
    bash.args(["-e", "-c", &step(name)]);
    bash
}

/// Returns the script of a step.
fn step(name: &str) -> String {
    let path = root().join(".github/workflows/docs-drift.yml");
    let workflow = fs::read_to_string(path).unwrap();
    let (_, step) = workflow.split_once(&format!("- name: {name}\n")).unwrap();
    let (_, commands) = step.split_once("run: |\n").unwrap();
    let lines = commands.lines().map_while(|line| line.strip_prefix("          "));
    lines.collect::<Vec<_>>().join("\n")
}
