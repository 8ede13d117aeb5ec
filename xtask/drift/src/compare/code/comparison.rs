//! Differences in one file: specific comparisons note changes, and the rules report all the others.

use std::collections::BTreeSet;

use super::leaves::Leaves;
use super::rules::{self, Rule};
use super::state::{Difference, State};
use crate::compare::change::{Change, Kind, Verdict};
use crate::compare::changes::{Judgement, breaks, documentation};
use xtask_spec::read::schema::Table;

/// Collector of the changes of one file.
pub(super) struct Comparison {
    pub(super) old: Leaves,
    pub(super) new: Leaves,
    /// Whether the texts of the files differ.
    texts_differ: bool,
    /// Changes by subject.
    changes: Vec<Change>,
}

/// Values of both sides; `None` if a side has none.
type Texts = [Option<String>; 2];

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
        }
    }

    /// Notes a change, or raises an earlier one of the same subject to its verdict.
    pub(super) fn note(&mut self, subject: &str, kind: Kind, texts: Texts, judgement: Judgement) {
        let (verdict, consequence) = judgement;
        match self.changes.iter_mut().find(|it| it.subject == subject) {
            Some(same) if verdict > same.verdict => {
                (same.verdict, same.consequence) = (verdict, consequence);
            }
            Some(_) => {}
            None => {
                let [old, new] = texts;
                let subject = subject.to_owned();
                self.changes.push(Change { subject, kind, old, new, verdict, consequence });
            }
        }
    }

    /// Notes a change caused by one of several keys of a table: at the first key that differs, or else at the
    /// first.
    pub(super) fn note_key(&mut self, table: &str, keys: &[&str], judgement: Judgement) {
        let texts = |key: &str| [&self.old, &self.new].map(|it| it.get(table, key));
        let differing = keys.iter().copied().find(|key| texts(key)[0] != texts(key)[1]);
        let texts = differing.map(|key| texts(key).map(|it| it.map(str::to_owned)));
        let texts = texts.unwrap_or_default();
        let subject = format!("{table}.{}", differing.unwrap_or(keys[0]));
        self.note(&subject, Kind::between(texts[0].as_ref(), texts[1].as_ref()), texts, judgement);
    }

    /// Compares only the kinds of the ids, because hand-written code does not name their types.
    pub(super) fn ids(&mut self, old: &State, new: &State) {
        for id in &old.model.ids {
            let other = new.model.ids.iter().find(|it| it.name == id.name);
            if other.is_some_and(|other| other.ty != id.ty) {
                let judgement = breaks(format!("`{}` holds another type", *id.name));
                self.note_key(&format!("ids.{}", *id.name), &["type"], judgement);
            }
        }
    }

    /// Returns whether both sides have a table.
    pub(super) fn have_both(&self, table: &str) -> bool {
        [&self.old, &self.new].iter().all(|it| it.elements.contains_key(table))
    }

    /// Returns the tables that were added or removed, without the tables in them, each with its name in the
    /// format.
    pub(super) fn tables(&self, kind: Kind) -> Vec<(String, &'static str)> {
        let (these, others) = match kind {
            Kind::Added => (&self.new, &self.old),
            _ => (&self.old, &self.new),
        };
        these.elements_beyond(others)
    }

    /// Returns all changes, including those of leaves that were not noted.
    pub(super) fn finish(mut self, of: &str) -> Option<Difference> {
        for kind in [Kind::Removed, Kind::Added] {
            for (path, table) in self.tables(kind) {
                self.note(&path, kind, Texts::default(), judgement(rules::table(table, kind)));
            }
        }
        self.values();
        if self.changes.is_empty() && self.texts_differ {
            let judgement = documentation("only comments, layout or order");
            self.note("text", Kind::Changed, Texts::default(), judgement);
        }
        self.changes.sort();
        (!self.changes.is_empty()).then(|| Difference { of: of.to_owned(), changes: self.changes })
    }

    fn values(&mut self) {
        let all = self.old.values.keys().chain(self.new.values.keys()).cloned();
        for at in all.collect::<BTreeSet<_>>() {
            let sides = [&self.old, &self.new].map(|it| it.values.get(&at));
            let Some(leaf) = sides[0].or(sides[1]) else { continue };
            let texts = sides.map(|it| it.map(|leaf| leaf.value.clone()));
            // A table that only one side has is one change.
            if texts[0] == texts[1] || !self.have_both(&at.0) {
                continue;
            }
            let kind = Kind::between(texts[0].as_ref(), texts[1].as_ref());
            let judgement = judgement(rules::key(leaf.table, &leaf.key, kind));
            let (table, key) = at;
            let subject = if table.is_empty() { key } else { format!("{table}.{key}") };
            self.note(&subject, kind, texts, judgement);
        }
    }
}

fn judgement(rule: Option<Rule>) -> Judgement {
    let (verdict, consequence) =
        rule.unwrap_or((Verdict::BreaksCallers, "not judged yet: taken as the worst"));
    (verdict, consequence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use xtask_spec::read::format::ENDPOINT;

    /// The reader does not know such a key yet; once it does, no change of it may go unreported.
    #[test]
    fn what_no_rule_knows_is_reported_as_the_worst() {
        let leaves = |text| Leaves::of(text, &ENDPOINT);
        let comparison = Comparison {
            old: leaves("colour = 1\n[parameters.a]"),
            new: leaves("colour = 2\n[parameters.a]\nshape = 'round'"),
            texts_differ: true,
            changes: Vec::new(),
        };
        let changes = comparison.finish("a::b").unwrap().changes;
        let told: Vec<_> = changes.iter().map(|it| (it.subject.as_str(), it.verdict)).collect();
        let worst = Verdict::BreaksCallers;
        assert_eq!(told, [("colour", worst), ("parameters.a.shape", worst)]);
    }
}
