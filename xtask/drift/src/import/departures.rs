//! Departures that a file needs to record all its differences from the page.

use serde_json::Value;

use crate::compare::{app_name, page_of};
use crate::import::codes;
use crate::import::reasons::reason;
use crate::import::tables::{fields, is_sent};
use crate::limits;
use xtask_pages::facts::{self, Field as Fact, Page};
use xtask_spec::check::said;
use xtask_spec::spec::{
    self, ABSENT, Api, Departure, EXAMPLE_OF_ANSWER, Endpoint, Field, LimitKind, Place, Scalar,
    Text,
};

/// Keys of departures that pages do not print, so that only a person can remove one.
const BEYOND_FACTS: &str = "doc rust id separator items encoding secret absent class optional \
    meaning advice source";

/// Returns all departures of a file. Existing ones keep their position and reason as long as they are true.
pub(super) fn derive(draft: &Endpoint, page: &Page, api: &Api) -> Vec<Departure> {
    let Some(own) = page_of(page, draft) else { return draft.departures.clone() };
    let others = others(draft, own);
    let mut finder = Finder { draft, api, own, alone: others.is_empty(), found: Vec::new() };
    finder.endpoint(page);
    finder.items("parameters", &page.parameters, &mut Vec::new());
    finder.items("response", &page.response, &mut Vec::new());
    finder.errors(page);
    let mut found = finder.found;
    let mut departures = Vec::new();
    for known in &draft.departures {
        if !own.is_one_of(&known.pages) {
            departures.push(known.clone());
            continue;
        }
        let at = found.iter().position(|it| it.subject == known.subject);
        if let Some(mut departure) = at.map(|at| found.remove(at)) {
            let same_sides = (&departure.page, &departure.spec) == (&known.page, &known.spec);
            let alike =
                same_sides || departure.spec == known.spec && departure.page.value != ABSENT;
            if alike {
                departure.reason.clone_from(&known.reason);
                departure.pages.clone_from(&known.pages);
            }
            departures.push(departure);
        } else if is_beyond_facts(&known.subject) || !own_examples(draft, own, &known.subject) {
            departures.push(known.clone());
        } else if *known.subject != EXAMPLE_OF_ANSWER
            && let Some(pages) = without(&known.pages, own, &others)
        {
            departures.push(Departure { pages, ..known.clone() });
        }
    }
    departures.extend(found);
    departures
}

/// Returns the other pages that are sources of the file's facts.
pub(super) fn others(draft: &Endpoint, own: &spec::Page) -> Vec<Text> {
    let others = draft.pages.iter().filter(|it| it.read.is_some() && it.name() != own.name());
    others.map(|it| it.name().into()).collect()
}

/// Returns the pages that still list a fact after this page has removed it; `None` if there are none.
pub(super) fn without(pages: &[Text], own: &spec::Page, others: &[Text]) -> Option<Vec<Text>> {
    let mut rest = if pages.is_empty() { others.to_vec() } else { pages.to_vec() };
    rest.retain(|name| name.value != own.name());
    (!rest.is_empty()).then_some(rest)
}

/// Returns whether this page shows whether a departure is still true: examples are those of the main page
/// only.
fn own_examples(draft: &Endpoint, own: &spec::Page, subject: &str) -> bool {
    let of_main = subject == EXAMPLE_OF_ANSWER || subject.ends_with(".example");
    !of_main || draft.main_page() == Some(own)
}

fn is_beyond_facts(subject: &str) -> bool {
    let key = subject.rsplit('.').next().unwrap_or_default();
    BEYOND_FACTS.split(' ').any(|it| it == key)
}

struct Finder<'a> {
    draft: &'a Endpoint,
    api: &'a Api,
    own: &'a spec::Page,
    /// Whether all facts come from this page.
    alone: bool,
    found: Vec<Departure>,
}

impl<'a> Finder<'a> {
    fn endpoint(&mut self, page: &Page) {
        let apps: Vec<_> = page.app_types.iter().map(|app| app_name(*app).to_owned()).collect();
        for (key, printed) in [
            ("path", Some(page.path.clone())),
            ("method", Some(page.method.clone())),
            ("content_type", page.content_type.clone()),
            ("app_types", list(&apps)),
            ("permissions", list(&page.permissions)),
        ] {
            let spec = said::of_endpoint(self.draft, key).unwrap_or_default();
            self.differ(key.to_owned(), printed, &spec);
        }
        if self.draft.main_page() == Some(self.own) {
            let otherwise = said::otherwise_in_example(self.draft, self.api);
            self.differ(EXAMPLE_OF_ANSWER.to_owned(), Some(otherwise), ABSENT);
        }
        for fact in &page.response {
            if let Some(known) = self.api.envelope_field(&fact.name) {
                let subject = format!("response.{}.type", fact.name);
                self.differ(subject, fact.ty.clone(), &known.ty.spelling);
            }
        }
    }

    fn items(&mut self, subject: &str, facts: &[Fact], within: &mut Vec<&'a str>) {
        for Fact { name, .. } in facts.iter().filter(|it| it.elsewhere) {
            self.differ(format!("{subject}.{name}.name"), Some(name.clone()), ABSENT);
        }
        let draft = self.draft;
        let fields = fields(draft, subject).iter();
        for item in fields.filter(|item| self.own.is_one_of(&item.pages)) {
            let at = format!("{subject}.{}", item.name.value);
            let fact = facts.iter().find(|fact| fact.name == item.name.value);
            self.differ(format!("{at}.name"), fact.map(|it| it.name.clone()), &item.name);
            let Some(fact) = fact else { continue };
            self.item(subject, item, fact);
            if let Some(object) = item.ty.object().filter(|object| !within.contains(object)) {
                within.push(object);
                self.items(&format!("types.{object}"), &fact.fields, within);
                within.pop();
            }
        }
    }

    fn item(&mut self, of: &str, item: &Field, fact: &Fact) {
        let draft = self.draft;
        let at = format!("{of}.{}", item.name.value);
        let main = draft.main_page() == Some(self.own);
        let mut differ = |key: &str, printed: Option<String>| {
            self.differ(format!("{at}.{key}"), printed, &said::of_field(draft, item, key));
        };
        if let Some(place) = &item.place {
            let page = match fact.place {
                Some(facts::Place::Query) => Place::Query,
                Some(facts::Place::Header) => Place::Header,
                _ => draft.body_place(),
            };
            if page.is_body() != place.value.is_body() || !page.is_body() {
                differ("in", Some(page.into_str().to_owned()));
            }
        }
        differ("type", fact.ty.clone());
        if main {
            differ("example", fact.example.clone());
        }
        differ("values", list(&fact.values));
        if !is_sent(draft, of) {
            return;
        }
        // If the page does not say whether an item is required, an optional one is no difference.
        if fact.required.is_some() || item.is_required() {
            differ("required", Some(fact.required.map(|it| it.to_string()).unwrap_or_default()));
        }
        let is_text = item.default.as_ref().is_some_and(|it| matches!(**it, Scalar::String(_)));
        differ("default", fact.default.as_ref().map(|it| printed(it, is_text)));
        for kind in LimitKind::ALL {
            let stated = limits::stated(&fact.limits, *kind);
            differ(kind.key(), stated.map(|it| it.to_string()));
        }
        let partner = draft.partner(&item.name).filter(|_| of == "parameters");
        self.differ(format!("{at}.with"), fact.with.clone(), partner.unwrap_or(ABSENT));
    }

    fn errors(&mut self, page: &Page) {
        let (held, omitted) = codes::split(&page.errors);
        for error in self.draft.errors.iter().filter(|error| error.source.is_none()) {
            let at = |key: &str| format!("errors.{}.{key}", error.code.value);
            let Some((_, fact)) = held.iter().find(|(code, _)| *code == error.code.value) else {
                self.differ(at("code"), None, &said::of_error(error, "code"));
                continue;
            };
            let message = self.draft.message_on(self.own, error);
            self.differ(at("message"), fact.message.clone(), message.map_or(ABSENT, |it| it));
            let retry = Some(fact.retry.to_string());
            self.differ(at("retry"), retry, &said::of_error(error, "retry"));
            self.differ(at("sub_code"), fact.sub_code.clone(), ABSENT);
            self.differ(at("status"), fact.status.map(|it| it.to_string()), ABSENT);
        }
        if !omitted.is_empty() {
            let printed = serde_json::to_string(&omitted).ok();
            self.differ("errors.omitted".to_owned(), printed, ABSENT);
        }
    }

    fn differ(&mut self, subject: String, printed: Option<String>, spec: &str) {
        let page = printed.unwrap_or_else(|| ABSENT.to_owned());
        // A type used by two fields is visited twice.
        if page != spec && !self.found.iter().any(|it| it.subject.value == subject) {
            let (reason, pages) = if self.alone || subject == EXAMPLE_OF_ANSWER {
                (reason(self.draft, self.api, &subject, &page, spec), Vec::new())
            } else {
                let reason = "The page says otherwise than another page of the call.".to_owned();
                (reason, vec![self.own.name().into()])
            };
            let [page, spec] = [page.as_str(), spec].map(Text::from);
            let (subject, reason) = (subject.into(), reason.into());
            self.found.push(Departure { subject, page, spec, pages, reason });
        }
    }
}

/// Returns a value of a page as a departure prints it, so that reading it back gives the same value. `text`
/// is set if it is read as a text, whatever it looks like.
fn printed(value: &Value, text: bool) -> String {
    match value {
        Value::String(it) => {
            let is_json = serde_json::from_str::<Value>(it).is_ok();
            let is_odd = is_json || it.is_empty() || it == ABSENT;
            if is_odd && !text { value.to_string() } else { it.clone() }
        }
        value => value.to_string(),
    }
}

/// Returns texts joined by commas or, if they could not be split again, as a list of JSON.
fn list(texts: &[String]) -> Option<String> {
    let odd = |text: &String| text.is_empty() || text.contains(',') || text == ABSENT;
    let first = texts.first()?;
    let is_odd = first.starts_with('[') || texts.iter().any(odd);
    Some(if is_odd { Value::from(texts.to_vec()).to_string() } else { texts.join(",") })
}
