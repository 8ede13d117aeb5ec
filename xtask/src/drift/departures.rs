//! One page and its endpoint. A departure is no difference while the page prints what it printed.

use serde_json::Value;

use crate::compare::{Change, Kind, Verdict, app_name, compare_facts, digest};
use crate::docs::facts::Page;
use crate::drift::known::Known;
use crate::spec::{Api, Departure};

/// What the page says otherwise than the spec, and which departures are obsolete.
pub(super) fn compare(known: &Known<'_>, page: &Page, api: &Api) -> Vec<Change> {
    let page = known.normal(page);
    if digest(&page) == known.digest {
        return Vec::new();
    }
    let mut changes = compare_facts(&known.printed, &page, api);
    // What differs if all departures were gone.
    let bare = compare_facts(&known.said, &page, api);
    let mut obsolete = Vec::new();
    for (departure, covered) in known.endpoint.departures.iter().zip(&known.covered) {
        let subject = departure.subject.value.as_str();
        if let Some(name) = subject.strip_prefix("examples.request.") {
            obsolete.extend(request(departure, name, &page, &mut changes));
        } else if let Some(name) = subject.strip_prefix("examples.response.") {
            obsolete.extend(response(departure, name, &page, &mut changes));
        } else if changes.iter().any(|change| covered.has(&change.subject)) {
            let printed =
                printed(subject, &page, changes.iter().filter(|it| covered.has(&it.subject)));
            changes.retain(|change| !covered.has(&change.subject));
            let instead = bare.iter().filter(|change| covered.has(&change.subject));
            let before = changes.len();
            changes.extend(instead.cloned());
            let settled = changes.len() == before;
            // Where a text lost its cells, other forms of the same page have them.
            if !departure.page.value.is_empty() {
                obsolete.push(is_obsolete(departure, printed, settled));
            }
        }
    }
    now_listed(known, &bare, &mut changes);
    changes.extend(obsolete);
    changes
}

/// What the page prints now where a departure says what it printed.
fn printed<'c>(
    subject: &str,
    page: &Page,
    mut changes: impl Iterator<Item = &'c Change>,
) -> Option<String> {
    let list = |names: Vec<String>| (!names.is_empty()).then(|| names.join(","));
    match subject.rsplit('.').next() {
        Some("permissions") => list(page.permissions.clone()),
        Some("app_types") => {
            list(page.app_types.iter().map(|app| app_name(*app).to_owned()).collect())
        }
        // The thing is there under another name.
        Some("name" | "code") => {
            let added = changes.find(|change| change.kind == Kind::Added)?;
            added.subject.rsplit('.').next().map(ToOwned::to_owned)
        }
        _ => changes.next()?.new.clone(),
    }
}

/// The sample sent something elsewhere than the table says.
fn request(
    departure: &Departure,
    name: &str,
    page: &Page,
    changes: &mut Vec<Change>,
) -> Option<Change> {
    let sent = match page.examples.request.as_ref()? {
        Value::String(sample) => sample.split('&').any(|pair| pair.split('=').next() == Some(name)),
        Value::Object(members) => members.contains_key(name),
        _ => false,
    };
    if sent && page.method == "POST" {
        return None;
    }
    changes.retain(|change| change.subject != departure.subject.value);
    Some(is_obsolete(departure, None, true))
}

/// The example showed something else than the table says.
fn response(
    departure: &Departure,
    name: &str,
    page: &Page,
    changes: &mut Vec<Change>,
) -> Option<Change> {
    let member = page.examples.response.as_ref()?.get(name).map(ToString::to_string);
    if member.as_deref().unwrap_or("absent") == departure.page.value {
        return None;
    }
    let said = departure.spec.value.as_str();
    let settled = match &member {
        Some(member) => said == "optional" || said == member,
        None => said == "absent",
    };
    changes.retain(|change| change.subject != departure.subject.value);
    if !settled {
        changes.push(Change {
            subject: departure.subject.value.clone(),
            kind: if member.is_some() { Kind::Changed } else { Kind::Removed },
            old: Some(said.to_owned()),
            new: member.clone(),
            verdict: Verdict::DocumentationOnly,
            consequence: "only an example".to_owned(),
        });
    }
    Some(is_obsolete(departure, member, settled))
}

/// Codes that the spec has from elsewhere are not new when the page lists them.
fn now_listed(known: &Known<'_>, bare: &[Change], changes: &mut Vec<Change>) {
    for error in known.endpoint.errors.iter().filter(|error| error.source.is_some()) {
        let subject = format!("errors.{}", error.code.value);
        let Some(at) = changes.iter().position(|change| change.subject == subject) else {
            continue;
        };
        changes[at].verdict = Verdict::DocumentationOnly;
        "the spec has the code from elsewhere: remove its `source`"
            .clone_into(&mut changes[at].consequence);
        let below = format!("{subject}.");
        changes.extend(bare.iter().filter(|it| it.subject.starts_with(&below)).cloned());
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
