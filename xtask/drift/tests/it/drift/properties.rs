//! Any number of changes at once are reported as they are one by one.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::drift::forms::{FORMS, Form};
use crate::drift::mutations::{ANSWERS, CALLS, Mutation, PARAMETERS};
use crate::drift::{changes, told};

fn mutations() -> Vec<&'static Mutation> {
    let all = PARAMETERS.iter().chain(ANSWERS).chain(CALLS);
    // With another path, a page is known by all that it says besides.
    all.filter(|it| !it.expected.iter().any(|told| told.starts_with("path: "))).collect()
}

/// Returns whether both are about the same fact.
fn clash(one: &Mutation, other: &Mutation) -> bool {
    let subject = |told: &&'static str| told.split(": ").next().unwrap_or_default();
    let within = |a: &str, b: &str| {
        a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    one.expected
        .iter()
        .map(subject)
        .any(|a| other.expected.iter().map(subject).any(|b| within(a, b) || within(b, a)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_union_of_changes(
        chosen in subsequence(mutations(), 0..12),
        form in select(FORMS.to_vec()),
    ) {
        let mut page = form.page("list_users").unwrap();
        let mut taken: Vec<&Mutation> = Vec::new();
        for mutation in chosen {
            let shows = mutation.in_text || form != Form::Text;
            if shows && !taken.iter().any(|it| clash(it, mutation)) {
                // What an edit before it has taken away cannot be edited.
                if let Some(edited) = form.try_edited(&page, mutation.edits) {
                    page = edited;
                    taken.push(mutation);
                }
            }
        }
        let mut expected: Vec<_> =
            taken.iter().flat_map(|mutation| mutation.expected).map(ToString::to_string).collect();
        expected.sort();
        prop_assert_eq!(told(&changes(&page)), expected);
    }
}
