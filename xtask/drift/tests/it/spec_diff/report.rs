//! The report in its three forms.

use xtask_drift::compare::{Verdict, compare};
use xtask_drift::report::{Format, shown_as};
use xtask_drift::revisions::Report;

use crate::spec_diff::specs::state;
use crate::workspace::small_spec;

/// Returns a report with a change of every section.
fn report() -> Report {
    let old = small_spec();
    let mut new = old.clone();
    for (path, from, to) in [
        ("spec/role/list_users.toml", "max = 100", "max = 50"),
        ("spec/role/list_users.toml", "40068 =", "40067 ="),
        ("spec/role/delete.toml", "doc = \"", "doc = \"Here: "),
        ("spec/role/add_to_users.toml", "retry = true", "retry = false"),
    ] {
        let file = new.files.iter_mut().find(|file| file.path == path).unwrap();
        let text = file.text().unwrap();
        assert!(text.contains(from), "`{from}` in {path}");
        file.bytes = text.replacen(from, to, 1).into_bytes();
    }
    let differences = compare(&state(old), &state(new));
    Report::of("v0.1.0", "the work tree", differences, "0.1.0").unwrap()
}

#[test]
fn text_is_one_line_for_each_change() {
    insta::assert_snapshot!("text", shown_as(&report(), Format::Text).unwrap());
}

#[test]
fn markdown_is_ready_for_a_pull_request() {
    insta::assert_snapshot!("markdown", shown_as(&report(), Format::Markdown).unwrap());
}

#[test]
fn json_holds_all_of_it() {
    let json = serde_json::to_value(report()).unwrap();
    assert_eq!(json["verdict"], "breaks-callers");
    assert_eq!(json["version"]["next"], "0.2.0");
    assert_eq!(json["summary"]["breaks_callers"], 2);
    let changes = &json["differences"].as_array().unwrap().last().unwrap()["changes"];
    let limit =
        changes.as_array().unwrap().iter().find(|it| it["subject"] == "parameters.size.max");
    assert_eq!(limit.unwrap()["old"], "100");
}

/// From where two long texts begin to differ: a reader sees what changed.
#[test]
fn long_values_are_shown_from_where_they_differ() {
    let mut report = report();
    let change = &mut report.differences[0].changes[0];
    let start = "word ".repeat(30);
    (change.old, change.new) = (Some(format!("{start}old end")), Some(format!("{start}new end")));
    let text = shown_as(&report, Format::Text).unwrap();
    assert!(text.contains("…word word old end → …word word new end"), "{text}");
}

#[test]
fn without_a_change_no_version_follows() {
    let same = || state(small_spec());
    let differences = compare(&same(), &same());
    let report = Report::of("a", "b", differences, "1.2.3").unwrap();
    assert_eq!((report.verdict, report.version.next.as_deref()), (None::<Verdict>, None));
    let text = shown_as(&report, Format::Markdown).unwrap();
    assert_eq!(text, "## Spec\n\nNothing changed between `a` and `b`.\n");
}
