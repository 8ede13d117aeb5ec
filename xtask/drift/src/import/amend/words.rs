//! Error codes, and the texts that people wrote for them.

use crate::import::amend::amending::Amending;
use crate::import::codes;
use crate::import::decision::Decision;
use crate::import::departures::others;
use xtask_spec::names;
use xtask_spec::spec::ErrorCode;

impl Amending<'_> {
    /// Keeps the codes that come from another page or a person, as [`Amending::leave_to_others`] does.
    pub(super) fn leave_codes(&mut self) {
        let (base, fresh) = (&mut self.base.draft.errors, &mut self.fresh.draft.errors);
        let language = self.known.main_page().and_then(|main| main.language.as_ref());
        if self.own.language.as_ref() != language {
            for error in base.iter_mut().chain(fresh.iter_mut()) {
                error.message_zh = error.message.take().filter(|it| !it.is_ascii());
            }
        }
        if !others(self.known, self.own).is_empty() {
            let gone = base.iter().filter(|it| !has(fresh, it));
            let gone: Vec<_> = gone.cloned().collect();
            fresh.extend(gone);
        }
        for error in &mut self.draft.errors {
            if let Some(listed) = fresh.iter().find(|it| it.code == error.code)
                && error.source.take().is_some()
            {
                error.message.clone_from(&listed.message);
            }
        }
        fresh.retain(|it| has(base, it) || !has(&self.draft.errors, it));
    }

    /// Keeps the names of codes, which callers use, and the texts by people.
    pub(super) fn errors(&mut self) {
        for error in &mut self.draft.errors {
            let before = self.known.errors.iter().find(|it| it.code == error.code);
            let Some(before) = before.filter(|it| it.source.is_none()) else { continue };
            let code = error.code.value;
            if error.message != before.message {
                error.rust.get_or_insert_with(|| names::error(before).into());
                if error.message.as_ref().is_some_and(|it| it.is_ascii()) {
                    error.meaning = None;
                } else {
                    error.meaning = before.english().cloned();
                    let need = "the page's message is another one: does the meaning still hold?";
                    self.decisions.push(Decision::open(format!("errors.{code}.message"), need));
                }
            }
            let own_advice = before.advice.as_ref().filter(|it| it.value != codes::RETRY);
            if error.is_retry() != before.is_retry()
                && let Some(advice) = own_advice
            {
                error.advice = Some(advice.clone());
                let need = "the page changed whether to try again: does the advice still hold?";
                self.decisions.push(Decision::new(format!("errors.{code}.advice"), need));
            }
        }
    }
}

fn has(errors: &[ErrorCode], error: &ErrorCode) -> bool {
    errors.iter().any(|it| it.code == error.code)
}
