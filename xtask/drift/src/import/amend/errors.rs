//! Error codes.

use crate::import::amend::Amending;
use crate::import::codes;
use crate::import::draft::Decision;
use xtask_pages::facts::Page;
use xtask_spec::names;
use xtask_spec::spec::Endpoint;

impl Amending<'_> {
    pub(super) fn errors(&mut self, endpoint: &Endpoint, old: &Page, new: &Page) {
        let (before, _) = codes::split(&old.errors);
        let (after, _) = codes::split(&new.errors);
        let listed = |code: i64| after.iter().any(|(it, _)| *it == code);
        let removed = &mut self.removed;
        self.draft.errors.retain(|error| {
            let stays = error.source.is_some() || listed(error.code);
            if !stays {
                removed.push(format!("errors.{}", error.code));
            }
            stays
        });
        if self
            .draft
            .done_code
            .is_some_and(|code| !self.draft.errors.iter().any(|it| it.code == code))
        {
            self.draft.done_code = None;
            self.removed.push("repeat.done_code".to_owned());
        }
        let mut at = 0;
        for (code, fact) in after {
            let fresh = self.fresh.draft.errors.iter().find(|it| it.code == code);
            let Some(fresh) = fresh else { continue };
            let Some(position) = self.draft.errors.iter().position(|it| it.code == code) else {
                self.draft.errors.insert(at.min(self.draft.errors.len()), fresh.clone());
                let key = format!("errors.{code}");
                self.fresh_decisions(&key, &key, &[]);
                at += 1;
                continue;
            };
            at = position + 1;
            if self.draft.errors[position].source.take().is_some() {
                self.draft.errors[position].message.clone_from(&fresh.message);
            }
            let Some((_, before)) = before.iter().find(|(it, _)| *it == code) else { continue };
            if before.message != fact.message && !self.departs(&format!("errors.{code}.message")) {
                self.message(endpoint, position, codes::message(code, fact));
            }
            if before.retry != fact.retry && !self.departs(&format!("errors.{code}.retry")) {
                let error = &mut self.draft.errors[position];
                error.retry = fact.retry;
                if [codes::RETRY, codes::CHECK].contains(&error.advice.as_str()) {
                    error.advice.clone_from(&fresh.advice);
                } else {
                    let need = "the page changed whether to try again: does the advice still hold?";
                    self.decisions.push(Decision::new(format!("errors.{code}.advice"), need));
                }
            }
        }
    }

    /// Another message; callers keep the name of the code.
    pub(super) fn message(&mut self, endpoint: &Endpoint, position: usize, message: String) {
        let error = &mut self.draft.errors[position];
        let code = error.code;
        let known = endpoint.errors.iter().find(|it| it.code.value == code);
        if error.rust.is_none() {
            error.rust = known.map(names::variant);
        }
        if message.is_ascii() {
            error.meaning = None;
        } else {
            let english = error.message.clone().filter(|it| it.is_ascii());
            let meaning = error.meaning.take().or(english);
            error.meaning = Some(meaning.unwrap_or_else(|| format!("Error {code}")));
            let need = "the page's message is another one: does the meaning still hold?";
            self.decisions.push(Decision::new(format!("errors.{code}.meaning"), need));
        }
        error.message = Some(message);
    }
}
