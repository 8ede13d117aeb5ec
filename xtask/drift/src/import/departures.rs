//! The departures that a draft needs, so that it says what the page prints where the two differ.

use serde_json::Value;

use crate::compare::app_name;
use crate::import::codes;
use crate::import::draft::{Departure, Draft, ErrorCode, Item, Owner};
use crate::import::facts::{Fact, as_fact, field_as_fact, held_or_made};
use crate::import::reasons::reason;
use xtask_pages::facts::{Page, Place};
use xtask_spec::spec::{ABSENT, Api, MADE, Scalar, stated};

/// Keys of departures that pages say nothing about, so that only a person can drop one.
const BEYOND_FACTS: [&str; 11] = [
    "doc",
    "rust",
    "id",
    "separator",
    "items",
    "encoding",
    "secret",
    "optional",
    "meaning",
    "advice",
    "source",
];

/// All departures of a draft. Those that it has keep their place and reason where they still hold.
pub(super) fn derive(draft: &Draft, page: &Page, api: &Api) -> Vec<Departure> {
    let mut finder = Finder { draft, api, found: Vec::new() };
    finder.endpoint(page);
    let parameters: Vec<Fact> = page.parameters.iter().map(as_fact).collect();
    finder.items(Owner::Parameters, &parameters, &mut Vec::new());
    let fields: Vec<Fact> = page.response.iter().map(field_as_fact).collect();
    finder.items(Owner::Response, &fields, &mut Vec::new());
    finder.errors(page);
    finder.examples(page);
    let mut found = finder.found;
    let mut departures = Vec::new();
    for known in &draft.departures {
        let at = found.iter().position(|it| it.subject == known.subject);
        if let Some(mut departure) = at.map(|at| found.remove(at)) {
            let same_sides = (&departure.page, &departure.spec) == (&known.page, &known.spec);
            let alike = same_sides || departure.spec == known.spec && departure.page != ABSENT;
            if alike {
                departure.reason.clone_from(&known.reason);
            }
            departures.push(departure);
        } else if is_beyond_facts(&known.subject) {
            departures.push(known.clone());
        }
    }
    departures.extend(found);
    departures
}

/// What the page prints under the name of an item, if another name.
pub(super) fn printed_name(draft: &Draft, owner: Owner, item: &Item) -> Option<String> {
    let subject = format!("{}.{}.name", draft.subject(owner), item.name);
    let departure = draft.departures.iter().find(|departure| departure.subject == subject);
    departure.map_or_else(|| Some(item.name.clone()), |it| stated(&it.page).map(str::to_owned))
}

fn is_beyond_facts(subject: &str) -> bool {
    let key = subject.rsplit('.').next().unwrap_or_default();
    let about_sample = subject.starts_with("examples.response.");
    BEYOND_FACTS.contains(&key) || about_sample
}

struct Finder<'a> {
    draft: &'a Draft,
    api: &'a Api,
    found: Vec<Departure>,
}

impl Finder<'_> {
    fn endpoint(&mut self, page: &Page) {
        let draft = self.draft;
        self.differ("path", &page.path, &draft.path);
        self.differ("method", &page.method, &draft.method);
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| ABSENT.to_owned());
        self.differ("content_type", &text(&page.content_type), &text(&draft.content_type));
        let apps: Vec<String> =
            page.app_types.iter().map(|app| app_name(*app).to_owned()).collect();
        self.differ("app_types", &list(&apps), &list(&draft.app_types));
        let permissions: Vec<String> =
            draft.permissions.iter().map(|permission| permission.name.clone()).collect();
        self.differ("permissions", &list(&page.permissions), &list(&permissions));
        let held = draft.preconditions.len().to_string();
        self.differ("preconditions", &page.preconditions.to_string(), &held);
    }

    fn items(&mut self, owner: Owner, facts: &[Fact], within: &mut Vec<usize>) {
        let draft = self.draft;
        let subject = draft.subject(owner);
        for item in draft.items(owner) {
            let at = format!("{subject}.{}", item.name);
            let printed = printed_name(draft, owner, item);
            let fact = facts.iter().find(|fact| printed.as_ref() == Some(&fact.name));
            let fact = fact.or_else(|| facts.iter().find(|fact| fact.name == item.name));
            let Some(fact) = fact else {
                self.differ(&format!("{at}.name"), ABSENT, &item.name);
                continue;
            };
            self.differ(&format!("{at}.name"), &fact.name, &item.name);
            self.item(&at, owner, item, fact);
            let object = draft.object_of(&item.ty).filter(|object| !within.contains(object));
            if let Some(object) = object {
                within.push(object);
                self.items(Owner::Type(object), &fact.fields, within);
                within.pop();
            }
        }
    }

    fn item(&mut self, at: &str, owner: Owner, item: &Item, fact: &Fact) {
        let draft = self.draft;
        let mut differ = |key: &str, page: String, spec: String| {
            self.differ(&format!("{at}.{key}"), &page, &spec);
        };
        if let Some(place) = &item.place {
            let in_query = fact.place == Place::Query;
            if in_query != (place == "query") {
                let page = if in_query { "query" } else { draft.body_place() };
                differ("in", page.to_owned(), place.clone());
            }
        }
        differ("type", optional(fact.ty.as_ref()), item.ty.clone());
        differ("example", optional(fact.example.as_ref()), optional(item.example.as_ref()));
        let values: Vec<String> = item.values.iter().map(Scalar::to_string).collect();
        differ("values", list(&fact.values), list(&values));
        let Some(required) = item.required else { return };
        let stated = fact.required.map(|stated| stated.to_string()).unwrap_or_default();
        differ("required", stated, required.to_string());
        let default = item.default.as_ref();
        if default.map(value) != fact.default {
            let text = matches!(default, Some(Scalar::String(_)));
            let page =
                fact.default.as_ref().map_or_else(|| ABSENT.to_owned(), |it| printed(it, text));
            differ("default", page, optional(default.map(Scalar::to_string).as_ref()));
        }
        let limits = [
            ("min", fact.limits.min, item.min),
            ("max", fact.limits.max, item.max),
            ("max_items", fact.limits.max_items, item.max_items),
            ("max_chars", fact.limits.max_chars, item.max_chars),
        ];
        for (key, page, spec) in limits {
            let text = |number: Option<i64>| optional(number.map(|it| it.to_string()).as_ref());
            differ(key, text(page), text(spec));
        }
        let partner = partner(draft, &item.name).filter(|_| owner == Owner::Parameters);
        differ("with", optional(fact.with.as_ref()), optional(partner.as_ref()));
    }

    fn errors(&mut self, page: &Page) {
        let (held, omitted) = codes::split(&page.errors);
        let heading = page.errors_heading.as_deref().unwrap_or("errcode");
        self.differ("errors.heading", heading, "errcode");
        for error in self.draft.errors.iter().filter(|error| error.source.is_none()) {
            let at = |key: &str| format!("errors.{}.{key}", error.code);
            let Some((_, fact)) = held.iter().find(|(code, _)| *code == error.code) else {
                self.differ(&at("code"), ABSENT, &error.code.to_string());
                continue;
            };
            self.differ(&at("message"), &optional(fact.message.as_ref()), &message(error));
            self.differ(&at("retry"), &fact.retry.to_string(), &error.retry.to_string());
            self.differ(&at("sub_code"), &optional(fact.sub_code.as_ref()), ABSENT);
            let status = fact.status.map(|status| status.to_string());
            self.differ(&at("status"), &optional(status.as_ref()), ABSENT);
        }
        if !omitted.is_empty() {
            let page = serde_json::to_string(&omitted).unwrap_or_default();
            self.differ("errors.omitted", &page, ABSENT);
        }
    }

    fn examples(&mut self, page: &Page) {
        let draft = self.draft;
        let (request, answer) = held_or_made(draft);
        let whole =
            |value: Option<&Value>| value.map_or(ABSENT.to_owned(), |it| printed(it, false));
        if request != page.examples.request {
            self.differ("examples.request", &whole(page.examples.request.as_ref()), MADE);
        }
        if answer != page.examples.response {
            self.differ("examples.response", &whole(page.examples.response.as_ref()), MADE);
        }
        self.sample(request.as_ref());
        self.answer(answer.as_ref());
    }

    /// What a sample sends in the body of a call, and the table puts into the query.
    fn sample(&mut self, request: Option<&Value>) {
        let draft = self.draft;
        if draft.method != "POST" {
            return;
        }
        let names: Vec<String> = match request {
            Some(Value::Object(members)) => members.keys().cloned().collect(),
            Some(Value::String(pairs)) => form_urlencoded::parse(pairs.as_bytes())
                .into_owned()
                .map(|(name, _)| name)
                .collect(),
            _ => Vec::new(),
        };
        for item in &draft.parameters {
            if item.place.as_deref() == Some("query") && names.contains(&item.name) {
                let subject = format!("examples.request.{}", item.name);
                self.differ(&subject, draft.body_place(), "query");
            }
        }
    }

    /// An `errcode` that is a text, and listed fields of the envelope that the example lacks.
    fn answer(&mut self, answer: Option<&Value>) {
        for item in &self.draft.response {
            let subject = format!("examples.response.{}", item.name);
            match answer.and_then(|answer| answer.get(&item.name)) {
                Some(value @ Value::String(text)) if item.name == "errcode" => {
                    self.differ(&subject, &value.to_string(), text);
                }
                None if item.name != "errcode"
                    && self.api.is_envelope(&item.name)
                    && !item.name.starts_with("sub_") =>
                {
                    self.differ(&subject, ABSENT, "optional");
                }
                _ => {}
            }
        }
    }

    fn differ(&mut self, subject: &str, page: &str, spec: &str) {
        // A type that two fields hold is met twice.
        if page != spec && !self.found.iter().any(|it| it.subject == subject) {
            let reason = reason(self.draft, self.api, subject, page, spec);
            let [subject, page, spec] = [subject, page, spec].map(str::to_owned);
            self.found.push(Departure { subject, page, spec, reason });
        }
    }
}

/// The first other member of a parameter's group.
pub(super) fn partner(draft: &Draft, name: &str) -> Option<String> {
    let mut groups = draft.together.iter();
    let group = groups.find(|group| group.members.iter().any(|member| member == name))?;
    group.members.iter().find(|member| *member != name).cloned()
}

/// A value of a page as a departure prints it, so that it is read back as the same value. `text`
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

/// Texts joined by commas or, where that could not be taken apart, a list of JSON.
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

fn message(error: &ErrorCode) -> String {
    optional(error.message.as_ref())
}

fn value(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Number(number) => (*number).into(),
        Scalar::Boolean(flag) => (*flag).into(),
        Scalar::String(text) => text.as_str().into(),
    }
}
