//! Facts of a whole endpoint, and its error codes.

use std::collections::BTreeSet;

use crate::compare::change::{Kind, Verdict};
use crate::compare::changes::{Changes, Judgement, breaks, compatible, documentation};
use crate::compare::pairs::pairs;
use xtask_pages::facts::{AppType, Code, ErrorCode, Page};

pub(super) fn compare(old: &Page, new: &Page, changes: &mut Changes) {
    changes.differ("method", Some(&old.method), Some(&new.method), |_| match new.method.as_str() {
        "GET" | "POST" => {
            compatible("the crates send the call with the other method; callers' code stays")
        }
        _ => breaks("the generator makes calls by GET and POST only"),
    });
    changes.differ("path", Some(&old.path), Some(&new.path), |_| {
        breaks(if new.path.contains('{') {
            "the generator fills no placeholders"
        } else {
            "the released crates call the old path: callers need a version that calls the new one"
        })
    });
    let (before, after) = (old.content_type.as_ref(), new.content_type.as_ref());
    changes.differ("content_type", before, after, |kind| match kind {
        Kind::Removed => documentation("the page no longer says"),
        _ => compatible("the crates send the body as this; callers' code stays"),
    });
    let sites = documentation("the documentation names other sites that serve the call");
    each("hosts", &old.hosts, &new.hosts, &sites, changes);
    let names = |apps: &[AppType]| apps.iter().map(|app| app_name(*app)).collect::<Vec<_>>();
    let apps = documentation("apps of other kinds may make the call");
    each("app_types", &names(&old.app_types), &names(&new.app_types), &apps, changes);
    let granted = compatible("`ENDPOINT.permissions` follows: tell callers what their apps need");
    each("permissions", &old.permissions, &new.permissions, &granted, changes);
    changes.differ("preconditions", Some(&old.preconditions), Some(&new.preconditions), |_| {
        documentation("read the page: another number of sentences state a condition of the call")
    });
}

/// Compares the largest distance of two dates, in days. A page gives it at one of them or at both.
pub(super) fn compare_spans(old: &Page, new: &Page, changes: &mut Changes) {
    let (old, new) = (old.days(), new.days());
    let text = |days: &BTreeSet<i64>| {
        let days: Vec<_> = days.iter().map(ToString::to_string).collect();
        (!days.is_empty()).then(|| days.join(","))
    };
    changes.differ("span.max_days", text(&old).as_ref(), text(&new).as_ref(), |kind| match kind {
        Kind::Removed => breaks("the constant of the days goes"),
        Kind::Changed if old.first() < new.first() => {
            compatible("the constant of the days has the wider value")
        }
        _ => breaks("dates that lie further apart are refused before they are sent"),
    });
}

pub(super) fn compare_errors(old: &[ErrorCode], new: &[ErrorCode], changes: &mut Changes) {
    let key = |error: &ErrorCode| (code(error), error.sub_code.clone());
    for (old, new) in pairs(old, new, key) {
        match (old, new) {
            (Some(old), Some(new)) => compare_error(&error_subject(old), old, new, changes),
            (Some(old), None) => changes.removed(
                &error_subject(old),
                message(old),
                breaks("the constant of the code goes"),
            ),
            (None, Some(new)) => changes.added(
                &error_subject(new),
                message(new),
                match new.code {
                    Code::Number(_) => compatible("a new constant of the code"),
                    Code::Text(_) => documentation("the generator knows codes by number only"),
                },
            ),
            (None, None) => {}
        }
    }
}

/// Returns the subject of a code's changes: `errors.33011`, or with a sub code `errors.88/60011`.
fn error_subject(error: &ErrorCode) -> String {
    let sub_code = error.sub_code.iter().map(|sub_code| format!("/{sub_code}"));
    format!("errors.{}{}", code(error), sub_code.collect::<String>())
}

fn compare_error(subject: &str, old: &ErrorCode, new: &ErrorCode, changes: &mut Changes) {
    let at = |key: &str| format!("{subject}.{key}");
    changes.differ(&at("message"), old.message.as_ref(), new.message.as_ref(), |_| {
        documentation("the constant of the code keeps its name")
    });
    changes.differ(&at("status"), old.status.as_ref(), new.status.as_ref(), |_| {
        documentation("the crates decide by the code")
    });
    changes.differ(&at("retry"), Some(&old.retry), Some(&new.retry), |_| {
        let advice = if new.retry { "repeat" } else { "not repeat" };
        (Verdict::Compatible, format!("the crates advise to {advice} the call"))
    });
}

/// Notes the items of a set that only one side has.
fn each<T: PartialEq + AsRef<str>>(
    subject: &str,
    old: &[T],
    new: &[T],
    judgement: &Judgement,
    changes: &mut Changes,
) {
    for gone in old.iter().filter(|item| !new.contains(item)) {
        changes.removed(subject, gone.as_ref(), judgement.clone());
    }
    for added in new.iter().filter(|item| !old.contains(item)) {
        changes.added(subject, added.as_ref(), judgement.clone());
    }
}

/// Returns the kind of app as the spec spells it.
pub(crate) fn app_name(app: AppType) -> &'static str {
    match app {
        AppType::Internal => "internal",
        AppType::ThirdParty => "third-party",
        AppType::ThirdPartyPersonal => "third-party-personal",
    }
}

fn code(error: &ErrorCode) -> String {
    match &error.code {
        Code::Number(number) => number.to_string(),
        Code::Text(text) => text.clone(),
    }
}

fn message(error: &ErrorCode) -> &str {
    error.message.as_deref().unwrap_or("no message")
}
