//! Compares one page with its endpoint. A departure is no difference while the page still prints what it records.

use crate::compare::{Change, Kind, Verdict, app_name, compare_facts, normal};
use crate::drift::known::Known;
use xtask_pages::facts::Page;
use xtask_spec::spec::{Api, Departure};

/// Returns the differences between page and spec, and the obsolete departures.
pub(super) fn compare(known: &Known<'_>, page: &Page, api: &Api) -> Vec<Change> {
    let page = normal(page, known.endpoint, api);
    let mut changes = compare_facts(&known.printed, &page, api);
    if changes.is_empty() {
        return changes;
    }
    let departures = known.endpoint.departures.iter();
    let own = departures.filter(|departure| known.page.is_one_of(&departure.pages));
    let mut touched: Vec<_> = own.map(|it| Touched::of(it, known, api)).collect();
    touched.retain(|it| changes.iter().any(|change| it.is_about(change)));
    for it in &mut touched {
        it.printed =
            printed(it.departure, &page, changes.iter().filter(|change| it.is_about(change)));
    }
    if !touched.is_empty() {
        let subjects: Vec<&str> = touched.iter().map(|it| it.departure.subject.as_str()).collect();
        changes = compare_facts(&known.without(&subjects), &page, api);
    }
    // A departure for an empty value stays: the page may lack the value in only one of its forms.
    touched.retain(|it| !it.departure.page.value.is_empty());
    let obsolete: Vec<_> = touched.iter().map(|it| it.obsolete(&changes)).collect();
    now_listed(known, &mut changes);
    changes.extend(obsolete);
    changes
}

/// A departure, and the differences of the page caused by it.
struct Touched<'a> {
    departure: &'a Departure,
    /// Subjects of the changes explained by the departure, including everything below them.
    subjects: Vec<String>,
    /// Current value on the page of the departure's subject.
    printed: Option<String>,
}

impl<'a> Touched<'a> {
    fn of(departure: &'a Departure, known: &Known<'_>, api: &Api) -> Self {
        let without = known.without(&[&departure.subject]);
        let changes = compare_facts(&known.printed, &without, api);
        let subjects = changes.into_iter().map(|change| change.subject).collect();
        Self { departure, subjects, printed: None }
    }

    fn is_about(&self, change: &Change) -> bool {
        let rest = |subject: &String| change.subject.strip_prefix(subject.as_str());
        let mut rests = self.subjects.iter().filter_map(rest);
        rests.any(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// Returns the change for an obsolete departure. `changes` are those without the departure.
    fn obsolete(&self, changes: &[Change]) -> Change {
        let consequence = if changes.iter().any(|change| self.is_about(change)) {
            "the page now has a third value: bring the spec up to date and remove the departure"
        } else {
            "the page now says what the spec says: remove the departure"
        };
        Change {
            subject: self.departure.subject.value.clone(),
            kind: Kind::Obsolete,
            old: Some(self.departure.page.value.clone()),
            new: self.printed.clone(),
            verdict: Verdict::DocumentationOnly,
            consequence: consequence.to_owned(),
        }
    }
}

/// Returns the current value on the page of a departure's subject.
fn printed<'c>(
    departure: &Departure,
    page: &Page,
    mut changes: impl Iterator<Item = &'c Change>,
) -> Option<String> {
    let list = |names: Vec<String>| (!names.is_empty()).then(|| names.join(","));
    match departure.subject.rsplit('.').next() {
        Some("permissions") => list(page.permissions.clone()),
        Some("app_types") => {
            list(page.app_types.iter().map(|app| app_name(*app).to_owned()).collect())
        }
        // The item now has another name.
        Some("name" | "code" | "sub_code") => {
            let added = changes.find(|change| change.kind == Kind::Added)?;
            added.subject.rsplit('.').next().map(ToOwned::to_owned)
        }
        _ => changes.next()?.new.clone(),
    }
}

/// Lowers the verdict on codes that the spec has from another source and the page now lists.
fn now_listed(known: &Known<'_>, changes: &mut [Change]) {
    for error in known.endpoint.errors.iter().filter(|error| error.source.is_some()) {
        let subject = format!("errors.{}", error.code.value);
        for change in changes.iter_mut().filter(|change| change.subject == subject) {
            change.verdict = Verdict::DocumentationOnly;
            "the spec has the code from elsewhere: remove its `source`"
                .clone_into(&mut change.consequence);
        }
    }
}
