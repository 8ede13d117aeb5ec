//! The departures that a file needs, so that it says what the page prints where the two differ.

use serde_json::Value;

use crate::compare::{app_name, page_of};
use crate::import::codes;
use crate::import::owner::{Owner, object_of};
use crate::import::reasons::reason;
use crate::limits;
use xtask_pages::facts::{self, Field as Fact, Page};
use xtask_spec::spec::{
    self, ABSENT, Api, Departure, Endpoint, Field, LimitKind, Place, Scalar, Text, stated,
};

/// Keys of departures that pages say nothing about, so that only a person can drop one.
const BEYOND_FACTS: [&str; 13] = [
    "doc",
    "rust",
    "id",
    "separator",
    "items",
    "encoding",
    "secret",
    "absent",
    "class",
    "optional",
    "meaning",
    "advice",
    "source",
];

/// Returns all departures of a file. Those that it has keep their place and reason where they still
/// hold.
pub(super) fn derive(draft: &Endpoint, page: &Page, api: &Api) -> Vec<Departure> {
    let Some(own) = page_of(page, draft) else { return draft.departures.clone() };
    let others = others(draft, own);
    let mut finder = Finder { draft, api, own, alone: others.is_empty(), found: Vec::new() };
    finder.endpoint(page);
    finder.items(Owner::Parameters, &page.parameters, &mut Vec::new());
    finder.items(Owner::Response, &page.response, &mut Vec::new());
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
        } else if let Some(pages) = without(&known.pages, own, &others) {
            departures.push(Departure { pages, ..known.clone() });
        }
    }
    departures.extend(found);
    departures
}

/// Returns the other pages that the facts of a file come from.
pub(super) fn others(draft: &Endpoint, own: &spec::Page) -> Vec<Text> {
    let others = draft.pages.iter().filter(|it| it.read.is_some() && it.name() != own.name());
    others.map(|it| it.name().into()).collect()
}

/// Returns the pages that still have a fact once a page has lost it, if any has.
pub(super) fn without(pages: &[Text], own: &spec::Page, others: &[Text]) -> Option<Vec<Text>> {
    let mut rest = if pages.is_empty() { others.to_vec() } else { pages.to_vec() };
    rest.retain(|name| name.value != own.name());
    (!rest.is_empty()).then_some(rest)
}

/// Returns whether a page can tell whether a departure still holds: examples are those of the main
/// page alone.
fn own_examples(draft: &Endpoint, own: &spec::Page, subject: &str) -> bool {
    !subject.ends_with(".example") || draft.main_page() == Some(own)
}

/// Returns what the page prints as the name of a field, if it lists it.
fn printed_name(draft: &Endpoint, owner: Owner, item: &Field) -> Option<String> {
    let subject = format!("{}.{}.name", owner.subject(draft), item.name.value);
    let departure = draft.departures.iter().find(|it| it.subject.value == subject);
    let own = || Some(item.name.value.clone());
    departure.map_or_else(own, |it| stated(&it.page).map(str::to_owned))
}

fn is_beyond_facts(subject: &str) -> bool {
    let key = subject.rsplit('.').next().unwrap_or_default();
    BEYOND_FACTS.contains(&key)
}

struct Finder<'a> {
    draft: &'a Endpoint,
    api: &'a Api,
    own: &'a spec::Page,
    /// Whether all facts come from this page.
    alone: bool,
    found: Vec<Departure>,
}

impl Finder<'_> {
    fn endpoint(&mut self, page: &Page) {
        let draft = self.draft;
        self.differ("path", &page.path, &draft.path);
        self.differ("method", &page.method, draft.method().into_str());
        let content_type = optional(page.content_type.as_ref());
        self.differ("content_type", &content_type, &said(draft.content_type.as_ref()));
        let apps: Vec<String> =
            page.app_types.iter().map(|app| app_name(*app).to_owned()).collect();
        let own = draft.app_types.iter().flatten();
        let own: Vec<String> = own.map(|it| it.into_str().to_owned()).collect();
        self.differ("app_types", &list(&apps), &list(&own));
        let permissions: Vec<String> =
            draft.permissions.iter().map(|permission| permission.value.clone()).collect();
        self.differ("permissions", &list(&page.permissions), &list(&permissions));
        for fact in &page.response {
            if let Some(known) = self.api.envelope_field(&fact.name) {
                let subject = format!("response.{}.type", fact.name);
                self.differ(&subject, &optional(fact.ty.as_ref()), &known.ty.spelling);
            }
        }
    }

    fn items(&mut self, owner: Owner, facts: &[Fact], within: &mut Vec<usize>) {
        let draft = self.draft;
        let subject = owner.subject(draft);
        let fields = owner.fields(draft).iter();
        for item in fields.filter(|item| self.own.is_one_of(&item.pages)) {
            let at = format!("{subject}.{}", item.name.value);
            let printed = printed_name(draft, owner, item);
            let fact = facts.iter().find(|fact| printed.as_ref() == Some(&fact.name));
            let fact = fact.or_else(|| facts.iter().find(|fact| fact.name == item.name.value));
            let Some(fact) = fact else {
                self.differ(&format!("{at}.name"), ABSENT, &item.name);
                continue;
            };
            self.differ(&format!("{at}.name"), &fact.name, &item.name);
            self.item(&at, owner, item, fact);
            let object = object_of(draft, &item.ty).filter(|object| !within.contains(object));
            if let Some(object) = object {
                within.push(object);
                self.items(Owner::Type(object), &fact.fields, within);
                within.pop();
            }
        }
    }

    fn item(&mut self, at: &str, owner: Owner, item: &Field, fact: &Fact) {
        let draft = self.draft;
        let main = draft.main_page() == Some(self.own);
        let mut differ = |key: &str, page: String, spec: String| {
            self.differ(&format!("{at}.{key}"), &page, &spec);
        };
        if let Some(place) = &item.place {
            let page = match fact.place {
                Some(facts::Place::Query) => Place::Query,
                Some(facts::Place::Header) => Place::Header,
                _ => draft.body_place(),
            };
            if page.is_body() != place.value.is_body() || !page.is_body() && page != place.value {
                differ("in", page.into_str().to_owned(), place.into_str().to_owned());
            }
        }
        differ("type", optional(fact.ty.as_ref()), item.ty.spelling.clone());
        if main {
            differ("example", optional(fact.example.as_ref()), said(item.example.as_ref()));
        }
        let values: Vec<String> = draft.listed(item).map(|it| it.value.to_string()).collect();
        differ("values", list(&fact.values), list(&values));
        let is_sent = match owner {
            Owner::Parameters => true,
            Owner::Response => false,
            Owner::Type(index) => draft.sent_objects().contains(draft.types[index].name.as_str()),
        };
        if !is_sent {
            return;
        }
        // What a page does not say contradicts nothing that is no promise.
        if fact.required.is_some() || item.is_required() {
            let stated = fact.required.map(|stated| stated.to_string()).unwrap_or_default();
            differ("required", stated, item.is_required().to_string());
        }
        let default = item.default.as_ref().map(|it| &it.value);
        if default.map(Value::from) != fact.default {
            let text = matches!(default, Some(Scalar::String(_)));
            let page =
                fact.default.as_ref().map_or_else(|| ABSENT.to_owned(), |it| printed(it, text));
            differ("default", page, optional(default.map(Scalar::to_string).as_ref()));
        }
        for kind in LimitKind::ALL {
            let text = |number: Option<i64>| optional(number.map(|it| it.to_string()).as_ref());
            let own = item.limits.get(*kind).map(|limit| limit.value);
            differ(kind.key(), text(limits::stated(&fact.limits, *kind)), text(own));
        }
        let partner = draft.partner(&item.name).filter(|_| owner == Owner::Parameters);
        let partner = partner.map(str::to_owned);
        differ("with", optional(fact.with.as_ref()), optional(partner.as_ref()));
    }

    fn errors(&mut self, page: &Page) {
        let (held, omitted) = codes::split(&page.errors);
        for error in self.draft.errors.iter().filter(|error| error.source.is_none()) {
            let code = error.code.value;
            let at = |key: &str| format!("errors.{code}.{key}");
            let Some((_, fact)) = held.iter().find(|(it, _)| *it == code) else {
                self.differ(&at("code"), ABSENT, &code.to_string());
                continue;
            };
            let own = said(self.draft.message_on(self.own, error));
            let page = optional(fact.message.as_ref());
            self.differ(&at("message"), &page, &own);
            self.differ(&at("retry"), &fact.retry.to_string(), &error.is_retry().to_string());
            self.differ(&at("sub_code"), &optional(fact.sub_code.as_ref()), ABSENT);
            let status = fact.status.map(|status| status.to_string());
            self.differ(&at("status"), &optional(status.as_ref()), ABSENT);
        }
        if !omitted.is_empty() {
            let page = serde_json::to_string(&omitted).unwrap_or_default();
            self.differ("errors.omitted", &page, ABSENT);
        }
    }

    fn differ(&mut self, subject: &str, page: &str, spec: &str) {
        // A type that two fields hold is met twice.
        if page != spec && !self.found.iter().any(|it| it.subject.value == subject) {
            let (reason, pages) = if self.alone {
                (reason(self.draft, self.api, subject, page, spec), Vec::new())
            } else {
                let reason = "The page says otherwise than another page of the call.".to_owned();
                (reason, vec![self.own.name().into()])
            };
            let [subject, page, spec] = [subject, page, spec].map(Text::from);
            self.found.push(Departure { subject, page, spec, pages, reason: reason.into() });
        }
    }
}

/// Returns a value of a page as a departure prints it, so that it is read back as the same value. `text`
/// says that it is read as a text whatever it looks like.
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

/// Returns texts joined by commas or, where that could not be taken apart, a list of JSON.
fn list(texts: &[String]) -> String {
    let odd = |text: &String| text.is_empty() || text.contains(',') || text == ABSENT;
    match texts {
        [] => ABSENT.to_owned(),
        [first, ..] if first.starts_with('[') || texts.iter().any(odd) => {
            Value::from(texts.to_vec()).to_string()
        }
        texts => texts.join(","),
    }
}

fn optional(text: Option<&String>) -> String {
    text.cloned().unwrap_or_else(|| ABSENT.to_owned())
}

fn said(text: Option<&Text>) -> String {
    text.map_or_else(|| ABSENT.to_owned(), |text| text.value.clone())
}
