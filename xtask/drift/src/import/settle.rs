//! Holds a file against the checks: what the page says and a file cannot say is left out.

use crate::compare::{expected, normal, page_of};
use crate::import::departures::derive;
use crate::import::facts::difference;
use crate::import::owner::{Decision, Owner};
use crate::import::samples;
use crate::import::write::write;
use xtask_pages::facts::Page;
use xtask_spec::check::check;
use xtask_spec::diagnostic::{Diagnostic, Location};
use xtask_spec::load::{SourceFile, Sources};
use xtask_spec::read::read;
use xtask_spec::spec::{Api, Endpoint, Field, FileId, LimitKind, Span, Spec};

/// More rounds than a file has stages of checks.
const MAX_ROUNDS: usize = 60;

/// What endpoints share, with one endpoint.
pub(super) struct Alone {
    pub(super) sources: Sources,
    pub(super) spec: Spec,
    pub(super) problems: Vec<Diagnostic>,
}

impl Alone {
    /// Reads and checks a file beside the shared ones. Problems of other files do not count.
    pub(super) fn new(shared: &Sources, path: &str, text: &str) -> Self {
        let mut sources = shared.clone();
        let path = format!("{}/{path}", sources.root);
        sources.files.push(SourceFile { path: path.clone(), bytes: text.as_bytes().to_vec() });
        let file = FileId(sources.files.len() - 1);
        let (spec, mut problems) = read(&sources);
        problems.extend(check(&spec, &sources));
        problems.retain(|problem| match &problem.place {
            Location::Text { span, .. } => span.file == file,
            Location::Path(place) => *place == path,
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
    /// A file that people have worked on: examples, and departures that no longer hold.
    Examples,
}

/// Why facts cannot become a file.
pub(super) enum Unsettled {
    /// The checks refuse it.
    Refused(Box<Alone>),
    /// What the file cannot say, by its place in the facts.
    Inexpressible(String),
}

/// What a part of a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Default(Owner, usize),
    Limit(Owner, usize, LimitKind),
    Values(Owner, usize),
    Example(Owner, usize),
    Permission(usize),
    Request,
    Response,
    Departure(usize),
}

/// Changes a file until the checks accept it and it says what the page says.
pub(super) fn settle(
    draft: &mut Endpoint,
    page: &Page,
    api: &Api,
    shared: &Sources,
    path: &str,
    freedom: Freedom,
    decisions: &mut Vec<Decision>,
) -> Result<(), Unsettled> {
    make_missing_examples(draft, page, api);
    for _ in 0..MAX_ROUNDS {
        if freedom == Freedom::All {
            // None is a person's.
            draft.departures.clear();
        }
        draft.departures = derive(draft, &normal(page, draft, api), api);
        let text = write(draft, &api.defaults);
        let alone = Alone::new(shared, path, &text);
        if alone.problems.is_empty() {
            let held = alone.endpoint().and_then(|it| Some((it, page_of(page, it)?)));
            let differs = held.map_or(Some("path".to_owned()), |(it, own)| {
                let expected = expected(it, api, own);
                difference(&normal(page, it, api), &expected, api)
            });
            return differs.map_or(Ok(()), |at| Err(Unsettled::Inexpressible(at)));
        }
        let mut leaving = Leaving { draft, api, freedom, decisions, changed: false };
        for problem in &alone.problems {
            leaving.leave_out(problem, &alone);
        }
        if !leaving.changed {
            return Err(Unsettled::Refused(Box::new(alone)));
        }
    }
    Err(Unsettled::Inexpressible("the file".to_owned()))
}

/// Makes the examples that neither the page nor the file shows.
fn make_missing_examples(draft: &mut Endpoint, page: &Page, api: &Api) {
    if draft.examples.response.trim().is_empty() {
        draft.examples.response = samples::answer(draft, api).into();
        mark_made(draft, "response");
    }
    if page.examples.request.is_none() && draft.examples.request.is_empty() {
        draft.examples.request = samples::request(draft).into();
        mark_made(draft, "request");
    }
}

/// Notes that an example is none of the page's.
fn mark_made(draft: &mut Endpoint, key: &str) {
    if !draft.examples.is_made(key) {
        draft.examples.made.push(key.into());
        draft.examples.made.sort_by(|a, b| a.value.cmp(&b.value));
    }
}

struct Leaving<'d> {
    draft: &'d mut Endpoint,
    api: &'d Api,
    freedom: Freedom,
    decisions: &'d mut Vec<Decision>,
    changed: bool,
}

impl Leaving<'_> {
    /// Leaves out what a problem points at, unless that has to stand there.
    fn leave_out(&mut self, problem: &Diagnostic, alone: &Alone) {
        let Location::Text { span, .. } = &problem.place else { return };
        let Some(slot) = alone.endpoint().and_then(|it| slot(it, span)) else { return };
        let all = self.freedom == Freedom::All;
        let disagree = "the page's own does not agree with its tables: which is right?";
        match slot {
            Slot::Example(owner, index) => {
                self.field(owner, index, "example", |field| field.example.take().is_some());
            }
            Slot::Default(owner, index) if all => {
                self.field(owner, index, "default", |field| field.default.take().is_some());
            }
            Slot::Limit(owner, index, kind) if all => {
                self.field(owner, index, kind.key(), |field| {
                    let was_there = field.limits.get(kind).is_some();
                    field.limits.set(kind, None);
                    was_there
                });
            }
            Slot::Values(owner, index) if all => self.field(owner, index, "values", |field| {
                !std::mem::take(&mut field.values).is_empty()
            }),
            Slot::Permission(index) if all => {
                let name = self.draft.permissions.get(index).cloned();
                // One of two equal ones goes in each round.
                let mut permissions = self.draft.permissions.iter();
                if let Some(last) = permissions.rposition(|it| Some(it) == name.as_ref()) {
                    let removed = self.draft.permissions.remove(last);
                    let subject = format!("permissions.{}", removed.value);
                    let stays = self.draft.permissions.contains(&removed);
                    self.draft.undecided.retain(|it| stays || it.value != subject);
                    self.decisions.retain(|it| stays || it.key != subject);
                    let need = "the page lists one that the file cannot hold: see the departure";
                    self.say("permissions", need);
                }
            }
            Slot::Request => {
                let made = samples::request(self.draft);
                if made != self.draft.examples.request.value {
                    self.draft.examples.request = made.into();
                    mark_made(self.draft, "request");
                    self.say("examples.request", disagree);
                }
            }
            Slot::Response => {
                let answer = &self.draft.examples.response.value;
                let zero = with_errcode(answer).filter(|it| it != answer);
                let made = zero.unwrap_or_else(|| samples::answer(self.draft, self.api));
                if made != *answer {
                    self.draft.examples.response = made.into();
                    mark_made(self.draft, "response");
                    self.say("examples.response", disagree);
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

    fn field(
        &mut self,
        owner: Owner,
        index: usize,
        key: &str,
        leave_out: impl FnOnce(&mut Field) -> bool,
    ) {
        let subject = owner.subject(self.draft);
        let Some(field) = owner.fields_mut(self.draft).get_mut(index) else { return };
        let at = format!("{subject}.{}.{key}", field.name.value);
        if leave_out(field) {
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

/// Returns what stands at a place of a file.
fn slot(endpoint: &Endpoint, at: &Span) -> Option<Slot> {
    let holds = |span: &Span| {
        let range = &span.range;
        span.file == at.file && range.start <= at.range.start && at.range.end <= range.end
    };
    for owner in Owner::all(endpoint) {
        for (index, field) in owner.fields(endpoint).iter().enumerate() {
            if field.default.as_ref().is_some_and(|it| holds(&it.span)) {
                return Some(Slot::Default(owner, index));
            }
            if let Some((kind, _)) = field.limits.iter().find(|(_, it)| holds(&it.span)) {
                return Some(Slot::Limit(owner, index, kind));
            }
            if field.values.iter().any(|it| holds(&it.span)) {
                return Some(Slot::Values(owner, index));
            }
            if field.example.as_ref().is_some_and(|it| holds(&it.span)) {
                return Some(Slot::Example(owner, index));
            }
        }
    }
    if let Some(index) = endpoint.permissions.iter().position(|it| holds(&it.span)) {
        return Some(Slot::Permission(index));
    }
    if holds(&endpoint.examples.request.span) {
        return Some(Slot::Request);
    }
    if holds(&endpoint.examples.response.span) {
        return Some(Slot::Response);
    }
    let departs = endpoint.departures.iter().position(|it| {
        [&it.subject, &it.page, &it.spec, &it.reason].into_iter().any(|it| holds(&it.span))
    });
    departs.map(Slot::Departure)
}

/// Returns an answer that lacks nothing but its code, with the code.
fn with_errcode(answer: &str) -> Option<String> {
    let mut value: serde_json::Value = serde_json::from_str(answer).ok()?;
    let members = value.as_object_mut()?;
    if members.contains_key("errcode") {
        return None;
    }
    members.insert("errcode".to_owned(), 0.into());
    Some(samples::pretty(&value))
}
