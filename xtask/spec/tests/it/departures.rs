//! What departures are about.

use xtask_spec::spec::Departure;

#[test]
fn names_in_a_subject_may_hold_dots() {
    let assert = |subject: &str, expected: &[&str]| {
        let departure = Departure { subject: subject.into(), ..Departure::default() };
        assert_eq!(departure.parts(), expected);
    };
    assert("parameters.a.b.max", &["parameters", "a.b", "max"]);
    assert("types.T.a.b.type", &["types", "T", "a.b", "type"]);
    assert("errors.omitted", &["errors", "omitted"]);
    assert("path", &["path"]);
}
