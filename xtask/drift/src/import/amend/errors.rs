//! Error codes.

use crate::import::amend::amending::Amending;
use crate::import::codes;
use crate::import::owner::Decision;
use xtask_pages::facts::Page;
use xtask_spec::names;
use xtask_spec::spec::Text;

impl Amending<'_> {
    pub(super) fn errors(&mut self, old: &Page, new: &Page) {
        let (before, _) = codes::split(&old.errors);
        let (after, _) = codes::split(&new.errors);
        let listed = |code: i64| after.iter().any(|(it, _)| *it == code);
        let (removed, others) = (&mut self.removed, &self.others);
        self.draft.errors.retain(|error| {
            let elsewhere = error.source.is_some() || !others.is_empty();
            let stays = elsewhere || listed(error.code.value);
            if !stays {
                removed.push(format!("errors.{}", error.code.value));
            }
            stays
        });
        let errors = &self.draft.errors;
        if let Some(repeat) = &mut self.draft.repeat
            && let Some(done) = &repeat.done_code
            && !errors.iter().any(|it| it.code == *done)
        {
            repeat.done_code = None;
            self.removed.push("repeat.done_code".to_owned());
        }
        let mut at = 0;
        for (code, fact) in after {
            let fresh = self.fresh.draft.errors.iter().find(|it| it.code.value == code);
            let Some(fresh) = fresh else { continue };
            let Some(position) = self.draft.errors.iter().position(|it| it.code.value == code)
            else {
                self.draft.errors.insert(at.min(self.draft.errors.len()), fresh.clone());
                let key = format!("errors.{code}");
                self.fresh_decisions(&key, &key, &[]);
                if fresh.advice.is_none() || fresh.english().is_none() {
                    let need = "say what the code means and what a caller should do";
                    self.decisions.push(Decision::open("errors", need));
                }
                at += 1;
                continue;
            };
            at = position + 1;
            if self.draft.errors[position].source.take().is_some() {
                self.draft.errors[position].message.clone_from(&fresh.message);
            }
            let Some((_, before)) = before.iter().find(|(it, _)| *it == code) else { continue };
            if before.message != fact.message && !self.departs(&format!("errors.{code}.message")) {
                self.message(position, codes::message(fact));
            }
            if before.retry != fact.retry && !self.departs(&format!("errors.{code}.retry")) {
                let error = &mut self.draft.errors[position];
                error.retry = fact.retry.then(|| true.into());
                if error.advice.as_ref().is_none_or(|it| it.value == codes::RETRY) {
                    error.advice.clone_from(&fresh.advice);
                    if error.advice.is_none() {
                        let need = "say what a caller should do about each code";
                        self.decisions.push(Decision::open("errors", need));
                    }
                } else {
                    let need = "the page changed whether to try again: does the advice still hold?";
                    self.decisions.push(Decision::new(format!("errors.{code}.advice"), need));
                }
            }
        }
    }

    /// Takes over another message; callers keep the name of the code.
    fn message(&mut self, position: usize, message: Option<Text>) {
        let main = self.known.main_page().and_then(|main| main.language.as_ref());
        let error = &mut self.draft.errors[position];
        if self.own.language.as_ref() != main {
            error.message_zh = message.filter(|it| !it.is_ascii());
            return;
        }
        let code = error.code.value;
        if error.rust.is_none() {
            error.rust = Some(names::error(error).into());
        }
        if message.as_ref().is_some_and(|it| it.is_ascii()) {
            error.meaning = None;
        } else {
            let english = error.message.clone().filter(|it| it.is_ascii());
            let meaning = error.meaning.take().or(english);
            error.meaning = meaning;
            let need = "the page's message is another one: does the meaning still hold?";
            self.decisions.push(Decision::open(format!("errors.{code}.message"), need));
        }
        error.message = message;
    }
}
