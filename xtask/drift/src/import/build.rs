//! Converts the facts of a page into a file, which says nothing where the page says nothing.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::compare::app_name;
use crate::import::decision::Decision;
use crate::import::items::Items;
use crate::import::{codes, lists, rust_names, samples, words};
use xtask_pages::facts::{self, Page, Place};
use xtask_spec::names;
use xtask_spec::spec::{
    self, Api, AppType, DateSpan, Endpoint, Examples, FORM, JSON, MULTIPART, Method, Spanned, Text,
    Together, is_kind, parse_type,
};

/// A file built from a page, and the decisions left to a person.
#[derive(Debug, Clone)]
pub(super) struct Built {
    pub(super) draft: Endpoint,
    pub(super) decisions: Vec<Decision>,
}

/// Header with the token of the vendor's second API, whose answers have another envelope.
const OTHER_TOKEN: &str = "x-acs-dingtalk-access-token";

/// Returns why no file can be written for a page; `None` if one can.
pub(super) fn refusal(page: &Page, api: &Api) -> Option<String> {
    if page.method != "GET" && page.method != "POST" {
        let method = &page.method;
        return Some(format!(
            "the method {method} is not supported: the generator knows GET and POST"
        ));
    }
    if page.path.contains(['{', '}', '$']) {
        let path = &page.path;
        return Some(format!(
            "`{path}` has placeholders: the generator puts no parameter into a path yet"
        ));
    }
    for parameter in &page.parameters {
        let name = &parameter.name;
        match parameter.place {
            Some(Place::Header) if name.eq_ignore_ascii_case(OTHER_TOKEN) => {
                return Some(format!(
                    "the page documents a call of the vendor's second API: `{name}` is its token"
                ));
            }
            Some(Place::Path) => {
                return Some(format!(
                    "the parameter `{name}` goes into the path, which the generator does not support yet"
                ));
            }
            _ => {}
        }
    }
    let is_known = |url: &&String| !api.hosts.iter().any(|host| host.url.value == **url);
    if let Some(unknown) = page.hosts.iter().find(is_known) {
        return Some(format!(
            "`{unknown}` is no host of `api.toml`: add it there if its endpoints answer in the same envelope"
        ));
    }
    if page.hosts.is_empty() {
        return Some("the page names no host: add its address to the saved page".to_owned());
    }
    if let Some(stated) = page.content_type.as_ref().filter(|_| page.method == "POST")
        && ![FORM, JSON, MULTIPART].iter().any(|kind| is_kind(stated, kind))
    {
        return Some(format!(
            "the content type `{stated}` is not supported: the generator sends forms, JSON and files"
        ));
    }
    twice(page).map(|(name, of)| {
        format!(
            "the page lists `{name}` twice{of}: look at the saved page, or write the file by hand"
        )
    })
}

/// Turns facts that pass [`refusal`] into a file without departures. `source` is the page's entry in the
/// file. Items of the file that is `known` keep their names.
pub(super) fn build(
    page: &Page,
    api: &Api,
    source: &spec::Page,
    known: Option<&Endpoint>,
) -> Built {
    let get = page.method == "GET";
    let in_body = page.parameters.iter().any(|it| it.place == Some(Place::Body));
    let content_type = match &page.content_type {
        _ if get => None,
        Some(stated) => Some(stated.clone()),
        None if in_body && shows_json(page) => Some(JSON.to_owned()),
        None if in_body => Some(format!("{FORM};charset=utf-8")),
        None => api.defaults.content_type.as_ref().map(|it| it.value.clone()),
    };
    let mut draft = Endpoint {
        path: page.path.as_str().into(),
        method: Some(if get { Method::Get } else { Method::Post }.into()),
        content_type: content_type.map(Spanned::from),
        pages: vec![source.clone()],
        ..Endpoint::default()
    };
    let mut items = Items::new(api, draft.usual_place(), known);
    let sample = page.examples.request.as_ref().filter(|sample| sample.is_object());
    draft.parameters = items.parameters(&page.parameters, sample);
    draft.response = items.response(&page.response, page.examples.response.as_ref());
    draft.types = items.objects();
    let mut decisions = vec![
        Decision::open("summary", "say what the call does"),
        Decision::open("docs", "write a description of everything"),
        Decision::open("repeat", "decide whether a second, equal call changes nothing more"),
    ];
    let has_token = page.parameters.iter().any(|it| api.is_credential(&it.name));
    if !has_token {
        let need = "the page lists no token: check that the call needs none";
        decisions.push(Decision::open("credential", need));
    }
    if source.url.is_none() {
        let need = "give the page's address: the saved page does not print it";
        decisions.push(Decision::open("pages", need));
    }
    if page.preconditions > 0 {
        let need = format!(
            "put the page's conditions into your own words: {} of them",
            page.preconditions
        );
        decisions.push(Decision::open("preconditions", need));
    }
    let mut app_types: Vec<Spanned<AppType>> = Vec::new();
    for app in page.app_types.iter().filter_map(|app| app_name(*app).parse::<AppType>().ok()) {
        if !app_types.iter().any(|it| it.value == app) {
            app_types.push(app.into());
        }
    }
    let is_listed = |name: &Text| page.response.iter().any(|it| it.name == name.value);
    let envelope = api.envelope.iter().map(|it| it.name.clone());
    draft.permissions = page.permissions.iter().map(|it| it.as_str().into()).collect();
    for name in draft.permissions.iter().filter(|it| api.permission(it).is_none()) {
        let need = "say what it allows, in `api.toml`";
        decisions.push(Decision::open(format!("permissions.{}", name.value), need));
    }
    let hosts = api.hosts.iter().filter(|host| page.hosts.contains(&host.url.value));
    draft.hosts = Some(hosts.map(|host| host.key.clone()).collect());
    draft.app_types = Some(app_types);
    draft.credential = Some(has_token.into());
    draft.envelope = Some(envelope.filter(is_listed).collect());
    draft.resolve();
    require_the_only_list(&mut draft);
    decisions.append(&mut items.decisions);
    draft.together = together(page, &draft, known, &mut decisions);
    draft.span = spans(page, &draft, known, &mut decisions);
    lists::decide(&draft, &mut decisions);
    draft.errors = codes::build(&page.errors, &mut decisions);
    if draft.lacks_words() {
        let need = "say what each code means and what a caller should do";
        decisions.push(Decision::open("errors", need));
    }
    draft.examples = examples(page, &draft);
    for error in &mut draft.errors {
        let known = known.and_then(|it| it.errors.iter().find(|it| it.code == error.code));
        error.rust = known.map(|it| names::error(it).into());
    }
    rust_names::choose(&mut draft, known, api, &mut decisions);
    Built { draft, decisions }
}

/// Makes the list that a call is about required: absent is not empty.
fn require_the_only_list(draft: &mut Endpoint) {
    let payload = draft.payload().map(|object| object.name.value.clone());
    let fields = match payload {
        Some(name) => {
            let object = draft.types.iter_mut().find(|object| object.name.value == name);
            object.map(|object| &mut object.fields)
        }
        None => Some(&mut draft.response),
    };
    let mut lists = fields.into_iter().flatten().filter(|field| field.ty.is_list());
    if let (Some(only), None) = (lists.next(), lists.next()) {
        only.required = Some(true.into());
    }
}

fn examples(page: &Page, draft: &Endpoint) -> Examples {
    let request = match &page.examples.request {
        Some(Value::String(text)) => text.clone(),
        Some(json) if draft.has_json_body() => samples::pretty(json),
        Some(json) => json.to_string(),
        None => String::new(),
    };
    let response = page.examples.response.as_ref().map(samples::pretty).unwrap_or_default();
    Examples { request: request.into(), response: response.into(), made: Vec::new() }
}

/// Returns whether the parameters or the sample show that the body is JSON.
fn shows_json(page: &Page) -> bool {
    let structured = |parameter: &facts::Field| {
        let ty = parameter.ty.as_ref().and_then(|ty| parse_type(ty, &[]));
        !parameter.fields.is_empty() || ty.is_some_and(|ty| ty.is_structured())
    };
    let mut body = page.parameters.iter().filter(|it| it.place == Some(Place::Body));
    page.examples.request.as_ref().is_some_and(Value::is_object) || body.any(structured)
}

/// Returns the pairs of optional parameters that the page says belong together.
fn together(
    page: &Page,
    draft: &Endpoint,
    known: Option<&Endpoint>,
    decisions: &mut Vec<Decision>,
) -> Vec<Together> {
    let mut groups: Vec<Together> = Vec::new();
    let fact = |name: &str| page.parameters.iter().find(|it| it.name == name);
    for item in &draft.parameters {
        let Some(other) = fact(&item.name).and_then(|it| it.with.as_deref()) else { continue };
        let tied_back = fact(other).and_then(|it| it.with.as_deref()) == Some(&item.name);
        let is_free = |name: &str| {
            let mut parameters = draft.parameters.iter();
            let optional = parameters.any(|it| it.name.value == name && !it.is_required());
            let grouped = groups.iter().flat_map(|it| &it.members).any(|it| it.value == name);
            optional && !grouped
        };
        if !tied_back || other == item.name.value || !is_free(other) || !is_free(&item.name) {
            continue;
        }
        let mut members = vec![item.name.value.clone(), other.to_owned()];
        members.sort();
        let mut held = known.into_iter().flat_map(|it| &it.together);
        let is_in =
            |group: &Together, name: &String| group.members.iter().any(|it| it.value == *name);
        if let Some(group) = held.find(|group| members.iter().all(|it| is_in(group, it))) {
            groups.push(group.clone());
            continue;
        }
        let is_page = |name: &String| ["offset", "cursor", "size"].contains(&name.as_str());
        let base = if members.iter().all(is_page) { "page" } else { "pair" };
        let taken = |name: &str| groups.iter().any(|group| group.name.value == name);
        let name = words::numbered(base, "_", |name| !taken(name));
        decisions
            .push(Decision::open(format!("together.{name}"), "name the group and say what it is"));
        groups.push(Together {
            ty: words::type_of(&name, false).into(),
            name: name.into(),
            members: members.into_iter().map(Text::from).collect(),
            doc: None,
        });
    }
    groups
}

/// Returns the pairs of dates with a largest distance in days. The page gives it at both, or at one whose
/// name determines the other, and may list the later one first.
fn spans(
    page: &Page,
    draft: &Endpoint,
    known: Option<&Endpoint>,
    decisions: &mut Vec<Decision>,
) -> Vec<DateSpan> {
    let mut stated = page.parameters.iter().filter(|it| it.limits.max_days.is_some());
    let (Some(first), second, None) = (stated.next(), stated.next(), stated.next()) else {
        return Vec::new();
    };
    let twin = |name: &str| {
        ["start/end", "Start/End", "from/to", "From/To"].into_iter().find_map(|pair| {
            let (from, to) = pair.split_once('/')?;
            let (own, other) = if name.contains(from) { (from, to) } else { (to, from) };
            Some(name.replacen(own, other, 1)).filter(|it| it != name)
        })
    };
    let second = second.map(|it| it.name.clone()).or_else(|| twin(&first.name));
    let is_end =
        |it: &&spec::Field| it.name.value == first.name || Some(&it.name.value) == second.as_ref();
    let mut ends: Vec<_> =
        draft.parameters.iter().filter(is_end).map(|it| it.name.clone()).collect();
    let held = known.and_then(|it| it.span.first());
    let name = held.map_or_else(|| "period".into(), |it| it.name.clone());
    let held = held.filter(|held| ends.contains(&held.from));
    let begins = |it: &Text| match held {
        Some(held) => held.from == *it,
        None => ["start", "begin", "from"].iter().any(|word| it.to_lowercase().contains(word)),
    };
    ends.sort_by_key(|it| !begins(it));
    let ([from, to], Some(days)) = (ends.as_slice(), first.limits.max_days) else {
        return Vec::new();
    };
    if begins(from) == begins(to) {
        let need = format!("say which date is the earlier: `{}` until then", **from);
        decisions.push(Decision::open(format!("span.{}", *name), need));
    }
    let (from, to, max_days) = (from.clone(), to.clone(), days.into());
    vec![DateSpan { name, object: None, from, to, max_days }]
}

/// Returns the first name that occurs twice at one place, and that place.
fn twice(page: &Page) -> Option<(String, String)> {
    fn among(fields: &[facts::Field], of: &str) -> Option<(String, String)> {
        let mut seen = BTreeSet::new();
        let again = fields.iter().find(|field| !seen.insert(field.name.as_str()));
        let inner = |it: &facts::Field| among(&it.fields, &format!(" in `{}`", it.name));
        let again = again.map(|field| (field.name.clone(), of.to_owned()));
        again.or_else(|| fields.iter().find_map(inner))
    }
    among(&page.parameters, " among the parameters")
        .or_else(|| among(&page.response, " in the answer"))
}
