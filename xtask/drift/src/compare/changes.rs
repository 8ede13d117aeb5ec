//! Collector of changes.

use serde_json::Value;

use crate::compare::change::{Change, Kind, Verdict};

/// Verdict on a difference, and its consequence.
pub(super) type Judgement = (Verdict, String);

#[derive(Debug, Default)]
pub(super) struct Changes(Vec<Change>);

impl Changes {
    /// If two optional values differ, adds the change with the verdict of `judge`.
    pub(super) fn differ<T: PartialEq + ToString>(
        &mut self,
        subject: &str,
        old: Option<&T>,
        new: Option<&T>,
        judge: impl FnOnce(Kind) -> Judgement,
    ) {
        if old == new {
            return;
        }
        let kind = Kind::between(old, new);
        let (verdict, consequence) = judge(kind);
        let (old, new) = (old.map(ToString::to_string), new.map(ToString::to_string));
        self.0.push(Change { subject: subject.to_owned(), kind, old, new, verdict, consequence });
    }

    pub(super) fn added(&mut self, subject: &str, new: &str, judgement: Judgement) {
        self.differ(subject, None, Some(&new), |_| judgement);
    }

    pub(super) fn removed(&mut self, subject: &str, old: &str, judgement: Judgement) {
        self.differ(subject, Some(&old), None, |_| judgement);
    }

    /// Adds a change with a new verdict.
    pub(super) fn push(&mut self, change: Change, (verdict, consequence): Judgement) {
        self.0.push(Change { verdict, consequence, ..change });
    }

    pub(super) fn into_vec(self) -> Vec<Change> {
        self.0
    }
}

/// Returns two values as text. A text compared with a value of another kind is quoted: `"1"` is not `1`.
pub(super) fn shown(old: Option<&Value>, new: Option<&Value>) -> [Option<String>; 2] {
    let quoted = matches!((old, new), (Some(old), Some(new)) if old.is_string() != new.is_string());
    [old, new].map(|value| match value? {
        Value::String(text) if !quoted => Some(text.clone()),
        other => Some(other.to_string()),
    })
}

pub(super) fn breaks(consequence: impl Into<String>) -> Judgement {
    (Verdict::BreaksCallers, consequence.into())
}

pub(super) fn compatible(consequence: impl Into<String>) -> Judgement {
    (Verdict::Compatible, consequence.into())
}

pub(super) fn documentation(consequence: impl Into<String>) -> Judgement {
    (Verdict::DocumentationOnly, consequence.into())
}
