//! Holds a draft against the checks: what the page says and a file cannot say is left out.

use crate::compare::{Side, expected};
use crate::import::departures::derive;
use crate::import::draft::{Decision, Draft, Owner};
use crate::import::facts::difference;
use crate::import::samples;
use crate::import::text::{Slot, Written, write};
use xtask_pages::facts::Page;
use xtask_spec::check::check;
use xtask_spec::diagnostic::{Diagnostic, Location};
use xtask_spec::load::{SourceFile, Sources};
use xtask_spec::read::read;
use xtask_spec::spec::{Endpoint, FileId, Spec};

/// More rounds than a file has stages of checks.
const MAX_ROUNDS: usize = 60;

/// `api.toml` and `errors.toml` with one endpoint.
pub(super) struct Alone {
    pub(super) sources: Sources,
    pub(super) spec: Spec,
    pub(super) problems: Vec<Diagnostic>,
}

impl Alone {
    /// Reads and checks a file beside the shared ones. What only concerns other files is no problem.
    pub(super) fn new(shared: &Sources, path: &str, text: &str) -> Self {
        let mut sources = shared.clone();
        let path = format!("{}/{path}", sources.root);
        sources.files.push(SourceFile { path: path.clone(), bytes: text.as_bytes().to_vec() });
        let file = FileId(sources.files.len() - 1);
        let (spec, mut problems) = read(&sources);
        problems.extend(check(&spec, &sources));
        problems.retain(|problem| match &problem.place {
            Location::Text { span, .. } => span.file == file,
            Location::Path(place) | Location::Byte { path: place, .. } => *place == path,
        });
        Self { sources, spec, problems }
    }

    pub(super) fn endpoint(&self) -> Option<&Endpoint> {
        self.spec.endpoints.first()
    }
}

/// What may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freedom {
    /// A new file: whatever the page says.
    All,
    /// A file that people have worked on: examples, and departures that hold no longer.
    Examples,
}

/// Why a draft cannot become a file.
pub(super) enum Unsettled {
    /// The checks refuse it.
    Refused(Box<Alone>),
    /// What the file cannot say, by its place in the facts.
    Inexpressible(String),
}

/// Changes the draft until the checks accept it and it says what the page says.
pub(super) fn settle(
    draft: &mut Draft,
    page: &Page,
    shared: &Sources,
    path: &str,
    freedom: Freedom,
    decisions: &mut Vec<Decision>,
) -> Result<(), Unsettled> {
    let api = &read(shared).0.api;
    if draft.answer.trim().is_empty() {
        draft.answer = samples::answer(draft, api);
    }
    if page.examples.request.is_none() && draft.request.is_empty() {
        draft.request = samples::request(draft);
    }
    for _ in 0..MAX_ROUNDS {
        if freedom == Freedom::All {
            // None is a person's.
            draft.departures.clear();
        }
        draft.departures = derive(draft, page, api);
        let written = write(draft);
        let alone = Alone::new(shared, path, &written.text);
        if alone.problems.is_empty() {
            let says = alone.endpoint().map(|it| expected(it, &alone.spec.api, Side::Page));
            let differs = says.map_or(Some("path".to_owned()), |it| difference(page, &it));
            return differs.map_or(Ok(()), |at| Err(Unsettled::Inexpressible(at)));
        }
        let mut leaving = Leaving { draft, freedom, decisions, changed: false };
        for problem in &alone.problems {
            leaving.leave_out(problem, &written, &alone);
        }
        if !leaving.changed {
            return Err(Unsettled::Refused(Box::new(alone)));
        }
    }
    Err(Unsettled::Inexpressible("the file".to_owned()))
}

struct Leaving<'d> {
    draft: &'d mut Draft,
    freedom: Freedom,
    decisions: &'d mut Vec<Decision>,
    changed: bool,
}

impl Leaving<'_> {
    /// Leaves out what a problem points at, unless that has to stand there.
    fn leave_out(&mut self, problem: &Diagnostic, written: &Written, alone: &Alone) {
        let Location::Text { span, .. } = &problem.place else { return };
        let Some(slot) = written.slot(&span.range) else { return };
        let all = self.freedom == Freedom::All;
        let api = &alone.spec.api;
        match slot {
            Slot::Item(owner, index, key) if all || key == "example" => {
                self.item(owner, index, key);
            }
            Slot::Permission(index) if all => {
                let removed = self.draft.permissions.get(index).map(|it| it.name.clone());
                // One of two equal ones goes in each round.
                let last = self
                    .draft
                    .permissions
                    .iter()
                    .rposition(|it| Some(&it.name) == removed.as_ref());
                if let Some(last) = last {
                    self.draft.permissions.remove(last);
                    self.say(
                        "permissions",
                        "the page lists one that the file cannot hold: see the departure",
                    );
                }
            }
            Slot::Request => {
                let made = samples::request(self.draft);
                if made != self.draft.request {
                    self.draft.request = made;
                    self.say(
                        "examples.request",
                        "the page's own does not agree with its tables: which is right?",
                    );
                }
            }
            Slot::Answer => {
                let zero = with_errcode(&self.draft.answer).filter(|it| *it != self.draft.answer);
                let made = zero.unwrap_or_else(|| samples::answer(self.draft, api));
                if made != self.draft.answer {
                    self.draft.answer = made;
                    self.say(
                        "examples.response",
                        "the page's own does not agree with its tables: which is right?",
                    );
                }
            }
            // One that is needed comes back, and then it is no progress.
            Slot::Departure(index) if !all && index < self.draft.departures.len() => {
                self.draft.departures.remove(index);
                self.changed = true;
            }
            _ => {}
        }
    }

    fn item(&mut self, owner: Owner, index: usize, key: &str) {
        let subject = self.draft.subject(owner);
        let Some(item) = self.draft.items_mut(owner).get_mut(index) else { return };
        let at = format!("{subject}.{}.{key}", item.name);
        let left = match key {
            "default" => item.default.take().is_some(),
            "min" => item.min.take().is_some(),
            "max" => item.max.take().is_some(),
            "max_items" => item.max_items.take().is_some(),
            "max_chars" => item.max_chars.take().is_some(),
            "values" => !std::mem::take(&mut item.values).is_empty(),
            "example" => item.example.take().is_some(),
            _ => false,
        };
        if left {
            self.say(&at, "the page's does not agree with the rest: left out, see the departure");
        }
    }

    fn say(&mut self, key: &str, need: &str) {
        self.changed = true;
        let decision = Decision::new(key, need);
        if !self.decisions.contains(&decision) {
            self.decisions.push(decision);
        }
    }
}

/// An answer that lacks nothing but its code.
fn with_errcode(answer: &str) -> Option<String> {
    let mut value: serde_json::Value = serde_json::from_str(answer).ok()?;
    let members = value.as_object_mut()?;
    if members.contains_key("errcode") {
        return None;
    }
    members.insert("errcode".to_owned(), 0.into());
    Some(samples::pretty(&value))
}
