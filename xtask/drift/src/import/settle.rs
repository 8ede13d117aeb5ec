//! Adjusts a file to the checks: facts of the page that a file cannot express are left out.

use crate::compare::{compare_facts, expected, normal, page_of};
use crate::import::build::Built;
use crate::import::decision::Decision;
use crate::import::departures::derive;
use crate::import::samples;
use crate::import::tables::{tables, tables_mut};
use crate::import::write::write;
use xtask_pages::facts::Page;
use xtask_spec::check::check;
use xtask_spec::diagnostic::{Colour, Diagnostic, Location, render};
use xtask_spec::load::{SourceFile, Sources};
use xtask_spec::read::read;
use xtask_spec::spec::{Api, Endpoint, Examples, Field, FileId, LimitKind, Span, Spec};

/// More rounds than there are stages of checks.
const MAX_ROUNDS: usize = 60;

/// The shared files together with one endpoint.
pub(super) struct Alone {
    sources: Sources,
    pub(super) spec: Spec,
    pub(super) problems: Vec<Diagnostic>,
}

impl Alone {
    /// Reads and checks a file together with the shared ones. Problems of other files are ignored.
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

    /// Returns the problems, and what to do about them.
    pub(super) fn refusal(&self) -> String {
        let report = render(&self.problems, &self.sources, Colour::Never);
        format!(
            "no file that passes the checks can be made of it: write or amend it by hand; \
             `cargo xtask docs diff` lists what changed. The lines below are those of a draft:\n{report}"
        )
    }
}

/// What may be left out of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freedom {
    /// For a new file: anything that the page says.
    All,
    /// For a file that people have worked on: examples, and departures that are no longer true.
    Examples,
}

/// Changes a file until the checks accept it and it agrees with the page. `new` makes an `Alone` from the
/// file's text. An error says why that is impossible.
pub(super) fn settle(
    built: &mut Built,
    page: &Page,
    api: &Api,
    freedom: Freedom,
    new: impl Fn(&str) -> Alone,
) -> Result<(), String> {
    mark_undecided(built);
    make_missing_examples(&mut built.draft, page, api);
    for _ in 0..MAX_ROUNDS {
        let draft = &mut built.draft;
        if freedom == Freedom::All {
            // A built file has only the departures that an earlier round derived.
            draft.departures.clear();
        }
        draft.departures = derive(draft, &normal(page, draft, api), api);
        let alone = new(&write(draft, &api.defaults));
        if alone.problems.is_empty() {
            let held = alone.endpoint().and_then(|it| Some((it, page_of(page, it)?)));
            let differs = held.map_or(Some("path".to_owned()), |(it, own)| {
                let expected = expected(it, api, own);
                difference(&normal(page, it, api), &expected, api)
            });
            return differs.map_or(Ok(()), |at| Err(inexpressible(&at)));
        }
        let mut leaving = Leaving { built, api, freedom, changed: false };
        for problem in &alone.problems {
            leaving.leave_out(problem, &alone);
        }
        if !leaving.changed {
            return Err(alone.refusal());
        }
    }
    Err(inexpressible("the file"))
}

/// Returns the error for facts that the format cannot express.
pub(super) fn inexpressible(at: &str) -> String {
    format!("the format cannot say what the page says at `{at}`: write the file by hand")
}

/// Returns the first difference of a page from the expected facts, if any.
pub(super) fn difference(page: &Page, expected: &Page, api: &Api) -> Option<String> {
    let changes = compare_facts(expected, page, api);
    changes.into_iter().next().map(|change| change.subject)
}

/// Lists the open decisions as undecided in the file.
pub(super) fn mark_undecided(Built { draft, decisions }: &mut Built) {
    for decision in decisions.iter().filter(|it| it.is_open) {
        if !draft.undecided.iter().any(|it| it.value == decision.key) {
            draft.undecided.push(decision.key.as_str().into());
        }
    }
    if !draft.lacks_docs() {
        draft.undecided.retain(|it| it.value != "docs");
    }
}

/// Makes the examples that are missing on the page and in the file.
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

/// Records that an example is not the page's own.
fn mark_made(draft: &mut Endpoint, key: &str) {
    if !draft.examples.is_made(key) {
        draft.examples.made.push(key.into());
        draft.examples.made.sort_by(|a, b| a.value.cmp(&b.value));
    }
}

struct Leaving<'d> {
    built: &'d mut Built,
    api: &'d Api,
    freedom: Freedom,
    changed: bool,
}

impl Leaving<'_> {
    /// Leaves out the part that a problem points at, unless it is required.
    fn leave_out(&mut self, problem: &Diagnostic, alone: &Alone) {
        let (Location::Text { span: at, .. }, Some(endpoint)) = (&problem.place, alone.endpoint())
        else {
            return;
        };
        let holds = |span: &Span| {
            let range = &span.range;
            span.file == at.file && range.start <= at.range.start && at.range.end <= range.end
        };
        let all = self.freedom == Freedom::All;
        let mut left_out = Vec::new();
        // The checked file was written from the draft, so both have the same tables in the same order.
        for ((subject, held), (_, own)) in tables(endpoint).zip(tables_mut(&mut self.built.draft)) {
            for (held, own) in held.iter().zip(own) {
                let key = keys(held).find(|(_, span)| holds(span)).map(|(key, _)| key);
                if let Some(key) = key.filter(|key| all || *key == "example") {
                    remove(own, key);
                    left_out.push(format!("{subject}.{}.{key}", held.name.value));
                }
            }
        }
        for key in left_out {
            self.say(&key, "the page's does not agree with the rest: left out, see the departure");
        }
        // Of two equal permissions, each round removes one.
        let name = endpoint.permissions.iter().find(|it| all && holds(&it.span));
        let permission = self.built.draft.permissions.iter().rposition(|it| Some(it) == name);
        if let Some(index) = permission {
            self.leave_out_permission(index);
        }
        let examples = &endpoint.examples;
        if holds(&examples.request.span) {
            self.replace("request", samples::request(&self.built.draft));
        }
        if holds(&examples.response.span) {
            let zero = with_errcode(&examples.response);
            let answer = zero.filter(|it| *it != self.built.draft.examples.response.value);
            self.replace(
                "response",
                answer.unwrap_or_else(|| samples::answer(&self.built.draft, self.api)),
            );
        }
        // A departure that is still needed is derived again in the next round.
        let outdated = endpoint.departures.iter().filter(|it| {
            !all && [&it.subject, &it.page, &it.spec, &it.reason]
                .into_iter()
                .any(|it| holds(&it.span))
        });
        for outdated in outdated {
            self.built.draft.departures.retain(|it| it.subject != outdated.subject);
            self.changed = true;
        }
    }

    fn leave_out_permission(&mut self, index: usize) {
        let removed = self.built.draft.permissions.remove(index);
        let subject = format!("permissions.{}", removed.value);
        if !self.built.draft.permissions.contains(&removed) {
            self.built.draft.undecided.retain(|it| it.value != subject);
            self.built.decisions.retain(|it| it.key != subject);
        }
        let need = "the page lists one that the file cannot hold: see the departure";
        self.say("permissions", need);
    }

    /// Replaces an example by a made one, if they differ.
    fn replace(&mut self, key: &str, made: String) {
        let Examples { request, response, .. } = &mut self.built.draft.examples;
        let own = if key == "request" { request } else { response };
        if own.value != made {
            *own = made.into();
            mark_made(&mut self.built.draft, key);
            let need = "the page's own does not agree with its tables: which is right?";
            self.say(&format!("examples.{key}"), need);
        }
    }

    fn say(&mut self, key: &str, need: &str) {
        self.changed = true;
        // Everything about a new file is looked at; what people have worked on must not change unseen.
        let is_open = self.freedom == Freedom::Examples;
        let decision = Decision { is_open, ..Decision::new(key, need) };
        if !self.built.decisions.contains(&decision) {
            self.built.decisions.push(decision);
        }
    }
}

/// Returns the keys of a field that may be left out, with their spans.
fn keys(field: &Field) -> impl Iterator<Item = (&'static str, &Span)> {
    let default = field.default.iter().map(|it| ("default", &it.span));
    let limits = field.limits.iter().map(|(kind, it)| (kind.key(), &it.span));
    let values = field.values.iter().map(|it| ("values", &it.span));
    let example = field.example.iter().map(|it| ("example", &it.span));
    default.chain(limits).chain(values).chain(example)
}

fn remove(field: &mut Field, key: &str) {
    match key {
        "default" => field.default = None,
        "values" => field.values.clear(),
        "example" => field.example = None,
        limit => LimitKind::of_key(limit).into_iter().for_each(|it| field.limits.set(it, None)),
    }
}

/// Returns an answer with the code added, if only the code is missing.
fn with_errcode(answer: &str) -> Option<String> {
    let mut value: serde_json::Value = serde_json::from_str(answer).ok()?;
    let members = value.as_object_mut()?;
    if members.contains_key("errcode") {
        return None;
    }
    members.insert("errcode".to_owned(), 0.into());
    Some(samples::pretty(&value))
}
