//! The state of an amendment, and what all parts of it do.

use crate::import::build::Built;
use crate::import::departures::others;
use crate::import::owner::Decision;
use crate::import::reasons::reason;
use xtask_spec::spec::{self, Api, Endpoint, Text};

pub(super) struct Amending<'a> {
    pub(super) draft: Endpoint,
    pub(super) known: &'a Endpoint,
    /// The page, and the names of the others that facts come from.
    pub(super) own: &'a spec::Page,
    pub(super) others: Vec<Text>,
    pub(super) fresh: &'a Built,
    pub(super) api: &'a Api,
    pub(super) decisions: Vec<Decision>,
    pub(super) removed: Vec<String>,
    pub(super) renamed: Vec<(String, String)>,
    /// Objects that have been compared.
    pub(super) walked: Vec<usize>,
    /// Objects of the fresh file that are new, and their names here.
    pub(super) adopted: Vec<(usize, String)>,
}

impl<'a> Amending<'a> {
    pub(super) fn new(
        known: &'a Endpoint,
        own: &'a spec::Page,
        fresh: &'a Built,
        api: &'a Api,
    ) -> Self {
        Self {
            draft: known.clone(),
            known,
            own,
            others: others(known, own),
            fresh,
            api,
            decisions: Vec::new(),
            removed: Vec::new(),
            renamed: Vec::new(),
            walked: Vec::new(),
            adopted: Vec::new(),
        }
    }

    /// Returns whether what the page says of something holds for the whole call. Where another page
    /// is the main one, it becomes a departure.
    pub(super) fn leads(&self) -> bool {
        self.others.is_empty() || self.known.main_page() == Some(self.own)
    }

    /// Removes what refers to a parameter.
    pub(super) fn forget(&mut self, subject: &str, name: &str) {
        if subject != "parameters" {
            return;
        }
        let removed = &mut self.removed;
        self.draft.together.retain(|group| {
            let stays = !group.members.iter().any(|member| member.value == name);
            if !stays {
                removed.push(format!("together.{}", group.name.value));
            }
            stays
        });
        let is_paged =
            |it: &xtask_spec::spec::Paging| it.parameters().any(|(_, it)| it.value == name);
        if self.draft.paging.as_ref().is_some_and(is_paged) {
            self.draft.paging = None;
            removed.push("paging".to_owned());
        }
        let is_split = |bulk: &xtask_spec::spec::Bulk| bulk.split.iter().any(|it| it.value == name);
        if self.draft.bulk.as_ref().is_some_and(is_split) {
            self.draft.bulk = None;
            removed.push("bulk".to_owned());
        }
    }

    /// Returns whether people have decided on what the file says there. A departure with the reason of
    /// an import was not decided by one.
    pub(super) fn departs(&self, subject: &str) -> bool {
        let mut departures = self.draft.departures.iter();
        departures.find(|departure| departure.subject.value == subject).is_some_and(|it| {
            it.reason.value != reason(self.known, self.api, subject, &it.page, &it.spec)
        })
    }

    /// Adds what a person has to decide on something new: the decisions on `key` of the fresh file, as
    /// those on `own`, but for those on the keys that are `settled`.
    pub(super) fn fresh_decisions(&mut self, key: &str, own: &str, settled: &[&str]) {
        for decision in &self.fresh.decisions {
            let Some(rest) = decision.key.strip_prefix(key) else { continue };
            let below = rest.strip_prefix('.');
            if (rest.is_empty() || below.is_some())
                && !below.is_some_and(|it| settled.contains(&it))
            {
                let key = format!("{own}{rest}");
                self.decisions.push(Decision { key, ..decision.clone() });
            }
        }
    }
}
