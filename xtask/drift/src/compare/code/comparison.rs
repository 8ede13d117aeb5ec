//! What differs in one file: changes are noted by those who know more, and what they leave out is
//! reported by the rules.

use std::collections::BTreeSet;

use super::leaves::{Leaves, ancestors};
use super::rules::{self, Rule};
use super::{Difference, State};
use crate::compare::{Change, Kind, Verdict};
use xtask_spec::read::schema::Table;

/// Collects the changes of one file.
pub(super) struct Comparison {
    pub(super) old: Leaves,
    pub(super) new: Leaves,
    /// Whether the texts of the files differ.
    texts_differ: bool,
    /// By subject, and by what changed where several changes have the same one.
    pub(super) changes: Vec<Change>,
    /// Whether what is noted are facts of a page.
    pub(super) facts: bool,
}

impl Comparison {
    pub(super) fn between(
        old: &State,
        new: &State,
        files: (&str, &str),
        schema: &'static Table,
    ) -> Self {
        let bytes = |state: &State, file: &str| state.file(file).map(|it| it.bytes.clone());
        Self {
            old: old.leaves(files.0, schema),
            new: new.leaves(files.1, schema),
            texts_differ: bytes(old, files.0) != bytes(new, files.1),
            changes: Vec::new(),
            facts: false,
        }
    }

    /// Notes a change, or raises one of the same subject to its verdict.
    pub(super) fn note(&mut self, change: Change) {
        let same = self.changes.iter_mut().find(|it| it.subject == change.subject);
        match same {
            Some(same) if !self.facts => {
                if change.verdict > same.verdict {
                    same.verdict = change.verdict;
                    same.consequence = change.consequence;
                }
            }
            _ => self.changes.push(change),
        }
    }

    /// The ids are types that hand-written code names by no name, so their kinds alone count.
    pub(super) fn ids(&mut self, old: &State, new: &State) {
        for id in &old.model.ids {
            let other = new.model.ids.iter().find(|it| it.name == id.name);
            if let Some(other) = other.filter(|other| other.rust_type != id.rust_type) {
                self.note(Change {
                    subject: format!("ids.{}.type", id.name),
                    kind: Kind::Changed,
                    old: Some(id.rust_type.to_owned()),
                    new: Some(other.rust_type.to_owned()),
                    verdict: Verdict::BreaksCallers,
                    consequence: format!("`{}` holds another type", id.name),
                });
            }
        }
    }

    /// Returns what remains: every leaf that no change so far speaks of.
    pub(super) fn finish(mut self, of: &str) -> Option<Difference> {
        self.elements(Kind::Removed);
        self.elements(Kind::Added);
        self.values();
        if self.changes.is_empty() && self.texts_differ {
            self.changes.push(Change {
                subject: "text".to_owned(),
                kind: Kind::Changed,
                old: None,
                new: None,
                verdict: Verdict::DocumentationOnly,
                consequence: "only comments, layout or order".to_owned(),
            });
        }
        self.changes.sort();
        (!self.changes.is_empty()).then(|| Difference { of: of.to_owned(), changes: self.changes })
    }

    fn elements(&mut self, kind: Kind) {
        let (these, others) = match kind {
            Kind::Added => (&self.new, &self.old),
            _ => (&self.old, &self.new),
        };
        let beyond = these.elements_beyond(others);
        let beyond: Vec<_> = beyond.into_iter().map(|(path, it)| (path.to_owned(), it)).collect();
        for (path, table) in beyond {
            let subject = &path;
            let rule = rules::table(table, kind);
            self.judge(subject, &path, rule, kind, (None, None));
        }
    }

    fn values(&mut self) {
        let keys: BTreeSet<_> = self.old.values.keys().chain(self.new.values.keys()).collect();
        let mut differing = Vec::new();
        for at in keys {
            let (old, new) = (self.old.values.get(at), self.new.values.get(at));
            let texts = (old.map(|it| it.value.clone()), new.map(|it| it.value.clone()));
            let both = |path: &str| {
                self.old.elements.contains_key(path) && self.new.elements.contains_key(path)
            };
            // A table that is there on one side only is one change.
            if texts.0 == texts.1 || !both(&at.0) {
                continue;
            }
            let kind = match texts {
                (None, _) => Kind::Added,
                (_, None) => Kind::Removed,
                _ => Kind::Changed,
            };
            let rule = old.or(new).map(|leaf| rules::key(leaf.table, &leaf.key, kind));
            differing.push((at.clone(), rule.flatten(), kind, texts));
        }
        for ((element, key), rule, kind, texts) in differing {
            let subject = if element.is_empty() { key } else { format!("{element}.{key}") };
            self.judge(&subject, &element, rule, kind, texts);
        }
    }

    /// Reports a change by its rule, unless another change reports it already.
    fn judge(
        &mut self,
        subject: &str,
        element: &str,
        rule: Option<Rule>,
        kind: Kind,
        (old, new): (Option<String>, Option<String>),
    ) {
        let unjudged = Rule {
            told_elsewhere: false,
            verdict: Verdict::BreaksCallers,
            consequence: "not judged yet: taken as the worst",
        };
        let rule = rule.unwrap_or(unjudged);
        if rule.told_elsewhere && self.is_told(subject, element, rule) {
            return;
        }
        self.note(Change {
            subject: subject.to_owned(),
            kind,
            old,
            new,
            verdict: rule.verdict,
            consequence: rule.consequence.to_owned(),
        });
    }

    /// Returns whether a change speaks of a subject, or of all that is in what it belongs to. A change that
    /// takes it too lightly is raised.
    fn is_told(&mut self, subject: &str, element: &str, rule: Rule) -> bool {
        let below = format!("{subject}.");
        let is_one = |it: &Change| it.subject == subject || it.subject.starts_with(&below);
        let mut told = false;
        for change in self.changes.iter_mut().filter(|it| is_one(it)) {
            told = true;
            if change.verdict < rule.verdict {
                (change.verdict, change.consequence) = (rule.verdict, rule.consequence.to_owned());
            }
        }
        let around: BTreeSet<_> = ancestors(subject).chain([element]).collect();
        told || self.changes.iter().any(|it| {
            around.contains(it.subject.as_str()) && it.kind != Kind::Changed
                || it.subject.starts_with("together.") && subject.starts_with("together.")
        })
    }
}

/// Returns what both sides say by key, for those who look for the reason of a change.
pub(super) fn differing<'a>(
    old: &Leaves,
    new: &Leaves,
    element: &str,
    keys: &[&'a str],
) -> Option<&'a str> {
    keys.iter().copied().find(|key| old.get(element, key) != new.get(element, key))
}

/// Returns a change of Rust that breaks callers.
pub(super) fn broken(
    subject: String,
    kind: Kind,
    old: &str,
    new: &str,
    consequence: String,
) -> Change {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (old, new, verdict) = (some(old), some(new), Verdict::BreaksCallers);
    Change { subject, kind, old, new, verdict, consequence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xtask_spec::read::format::ENDPOINT;

    /// The reader knows no such key yet; once it does, no revision changes it without a word.
    #[test]
    fn what_no_rule_knows_is_reported_as_the_worst() {
        let leaves = |text| Leaves::of(text, &ENDPOINT);
        let comparison = Comparison {
            old: leaves("colour = 1\n[parameters.a]"),
            new: leaves("colour = 2\n[parameters.a]\nshape = 'round'"),
            texts_differ: true,
            changes: Vec::new(),
            facts: false,
        };
        let changes = comparison.finish("a::b").unwrap().changes;
        let told: Vec<_> = changes.iter().map(|it| (it.subject.as_str(), it.verdict)).collect();
        let worst = Verdict::BreaksCallers;
        assert_eq!(told, [("colour", worst), ("parameters.a.shape", worst)]);
    }
}
