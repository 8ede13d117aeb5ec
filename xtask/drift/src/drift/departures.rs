//! One page and its endpoint. A departure is no difference while the page prints what it printed.

use crate::compare::{
    Change, Kind, Side, Verdict, app_name, compare_facts, digest, expected_without, name_items,
};
use crate::drift::known::Known;
use crate::drift::subjects::subjects;
use xtask_pages::facts::Page;
use xtask_spec::spec::{Api, Departure};

/// Returns what the page says otherwise than the spec, and which departures are obsolete.
pub(super) fn compare(known: &Known<'_>, page: &Page, api: &Api) -> Vec<Change> {
    let page = known.normal(page);
    if digest(&page) == known.digest {
        return Vec::new();
    }
    let mut changes = compare_facts(&known.printed, &page, api);
    let is_about = |departure: &Departure, change: &Change| {
        subjects(known.endpoint, &change.subject).contains(&departure.subject.value)
    };
    let departures = known.endpoint.departures.iter();
    let own = departures.filter(|departure| known.page.is_one_of(&departure.pages));
    let touched: Vec<_> = own
        .filter(|departure| changes.iter().any(|change| is_about(departure, change)))
        .map(|departure| {
            let about = changes.iter().filter(|change| is_about(departure, change));
            (departure, printed(departure, &page, about))
        })
        .collect();
    if !touched.is_empty() {
        let subjects: Vec<&str> = touched.iter().map(|(it, _)| it.subject.as_str()).collect();
        let mut expected = expected_without(known.endpoint, api, Side::Page(known.page), &subjects);
        expected.hosts.clear();
        changes = compare_facts(&expected, &page, api);
    }
    let mut obsolete = Vec::new();
    for (departure, printed) in touched {
        // Where a text lost its cells, other forms of the same page have them.
        if !departure.page.value.is_empty() {
            let settled = !changes.iter().any(|change| is_about(departure, change));
            obsolete.push(is_obsolete(departure, printed, settled));
        }
    }
    now_listed(known, &mut changes);
    for change in &mut changes {
        name_items(change, known.endpoint);
    }
    changes.extend(obsolete);
    changes
}

/// Returns what the page prints now where a departure says what it printed.
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
        // The thing is there under another name.
        Some("name" | "code" | "sub_code") => {
            let added = changes.find(|change| change.kind == Kind::Added)?;
            added.subject.rsplit('.').next().map(ToOwned::to_owned)
        }
        _ => changes.next()?.new.clone(),
    }
}

/// Codes that the spec has from elsewhere are not new when the page lists them.
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

fn is_obsolete(departure: &Departure, printed: Option<String>, settled: bool) -> Change {
    let consequence = if settled {
        "the page now says what the spec says: remove the departure"
    } else {
        "the page says something else again: bring the spec up to date and remove the departure"
    };
    Change {
        subject: departure.subject.value.clone(),
        kind: Kind::Obsolete,
        old: Some(departure.page.value.clone()),
        new: printed,
        verdict: Verdict::DocumentationOnly,
        consequence: consequence.to_owned(),
    }
}
