//! The verdict of each case, and that it comes from the change that was made.

use xtask_drift::compare::{Change, Verdict};

use crate::spec_diff::cases::{Case, all};
use crate::spec_diff::specs::differences;

#[test]
fn every_change_is_reported_where_it_was_made_and_with_its_verdict() {
    let cases = all();
    let differences = differences(&cases);
    let mut wrong = Vec::new();
    for case in &cases {
        let name = format!("cases::{}", case.moved.unwrap_or(case.name));
        let of = if case.shared.is_none() {
            name
        } else if case.subject.starts_with("errors.") {
            "errors.toml".to_owned()
        } else if case.subject.starts_with("enums.") {
            "cases/enums.toml".to_owned()
        } else {
            "api.toml".to_owned()
        };
        let changes = differences.iter().find(|it| it.of == of).map(|it| it.changes.as_slice());
        let changes: Vec<_> = changes.unwrap_or_default().iter().collect();
        let told = if case.shared.is_some() {
            changes.iter().any(|it| it.subject == case.subject && it.verdict == case.verdict)
        } else {
            let worst = changes.iter().map(|it| it.verdict).max();
            worst == Some(case.verdict)
                && changes.iter().any(|it| it.subject == case.subject && Some(it.verdict) == worst)
        };
        if !told {
            wrong.push(describe(case, &changes));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Nothing is reported about the endpoint except that its file is another one.
#[test]
fn an_enum_that_moves_to_the_service_stays_where_callers_find_it() {
    let differences = differences(&all());
    let moved = differences.iter().find(|it| it.of == "cases::share_moved").unwrap();
    let told: Vec<_> = moved.changes.iter().map(|it| (it.subject.as_str(), it.verdict)).collect();
    assert_eq!(told, [("text", Verdict::DocumentationOnly)]);
}

#[test]
fn nothing_differs_between_equal_specs() {
    let state = || crate::spec_diff::specs::state(crate::spec_diff::specs::before(&all()));
    assert_eq!(xtask_drift::compare::compare(&state(), &state()), []);
}

/// Texts of a change are lines of a changelog: one line, no verdict without a reason.
#[test]
fn every_change_says_what_follows_in_one_line() {
    for difference in differences(&all()) {
        assert!(!difference.changes.is_empty(), "{}", difference.of);
        for change in difference.changes {
            assert!(!change.consequence.is_empty(), "{change:?}");
            assert!(!change.consequence.contains(['\n', '…']), "{change:?}");
            assert!(change.consequence.len() < 110, "{change:?}");
        }
    }
}

fn describe(case: &Case, changes: &[&Change]) -> String {
    let Case { name, subject, verdict, .. } = case;
    let found: Vec<_> = changes
        .iter()
        .map(|it| format!("  {}: {:?}: {}", it.subject, it.verdict, it.consequence))
        .collect();
    let _: &Verdict = verdict;
    format!("{name}: expected {subject}: {verdict:?}, found\n{}", found.join("\n"))
}
