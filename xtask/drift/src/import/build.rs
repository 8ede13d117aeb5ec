//! The facts of a page as a draft: what the page says where it says it, and neutral words elsewhere.

use serde_json::Value;

use crate::compare::app_name;
use crate::import::draft::{Decision, Draft, Item, Permission, Together, content_type};
use crate::import::items::Items;
use crate::import::{codes, lists, rust_names, words};
use xtask_pages::facts::{self, Page, Place};
use xtask_spec::read::types::parse_type;
use xtask_spec::spec::{Api, BaseType, FORM, JSON, is_kind};

/// Where the vendor's documentation begins.
const URL: &str = "https://open.dingtalk.com/document/";

/// A draft, and what is left to a person.
#[derive(Debug, Clone)]
pub(super) struct Built {
    pub(super) draft: Draft,
    pub(super) decisions: Vec<Decision>,
}

/// Why no file can be written for a page.
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
        let what = match parameter.place {
            Place::Header => "a header",
            Place::Path => "the path",
            Place::Query | Place::Body => continue,
        };
        let name = &parameter.name;
        return Some(format!(
            "the parameter `{name}` goes into {what}, which the generator does not support yet"
        ));
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
        && !is_kind(stated, FORM)
        && !is_kind(stated, JSON)
    {
        return Some(format!(
            "the content type `{stated}` is not supported: the generator sends forms and JSON"
        ));
    }
    twice(page).map(|(name, of)| {
        format!(
            "the page lists `{name}` twice{of}: look at the saved page, or write the file by hand"
        )
    })
}

/// Facts that pass [`refusal`] as a draft without departures.
pub(super) fn build(page: &Page, api: &Api, language: &str, read: &str) -> Built {
    let mut items = Items::new(api, &page.method);
    let json = is_json(page);
    let content_type = match (&page.content_type, page.method.as_str()) {
        (_, "GET") => None,
        (Some(stated), _) => Some(stated.clone()),
        (None, _) => {
            let in_body = page.parameters.iter().any(|it| it.place == Place::Body);
            in_body.then(|| content_type(json))
        }
    };
    let body = if json { "body" } else { "form" };
    let sample = page.examples.request.as_ref().filter(|sample| sample.is_object());
    let parameters = items.parameters(&page.parameters, body, sample);
    let response = items.response(&page.response, page.examples.response.as_ref());
    let mut decisions = vec![
        Decision::new(
            "summary",
            "say what the call does; the docs of the file are made from names",
        ),
        Decision::new("page.url", "give the page's address: the saved page does not print it"),
        Decision::new(
            "repeat",
            "decide whether a second, equal call changes nothing more; false meanwhile",
        ),
    ];
    if !page.parameters.iter().any(|it| api.is_credential(&it.name)) {
        let need = "the page lists no token: check that the call needs none";
        decisions.push(Decision::new("parameters", need));
    }
    if page.preconditions > 0 {
        let need = format!(
            "put the page's conditions into your own words: {} of them",
            page.preconditions
        );
        decisions.push(Decision::new("preconditions", need));
    }
    let permissions = page.permissions.iter();
    let mut app_types: Vec<String> = Vec::new();
    for app in &page.app_types {
        let name = app_name(*app).to_owned();
        if !app_types.contains(&name) {
            app_types.push(name);
        }
    }
    let mut draft = Draft {
        summary: format!("Calls `{}`.", page.path),
        path: page.path.clone(),
        method: page.method.clone(),
        hosts: api.hosts.iter().map(|host| host.key.value.clone()).collect(),
        content_type,
        app_types,
        url: URL.to_owned(),
        language: Some(language.to_owned()),
        read: Some(read.to_owned()),
        permissions: permissions
            .map(|name| Permission { name: name.clone(), doc: format!("The permission `{name}`.") })
            .collect(),
        reason: "Nobody has decided yet.".to_owned(),
        parameters,
        response,
        types: items.objects(),
        ..Draft::default()
    };
    for permission in &draft.permissions {
        let need = "say what it allows";
        decisions.push(Decision::new(format!("permissions.{}", permission.name), need));
    }
    decisions.append(&mut items.decisions);
    draft.together = together(page, &draft, api, &mut decisions);
    lists::decide(page, &draft, &mut decisions);
    draft.errors = codes::build(&page.errors, &mut decisions);
    draft.request = match &page.examples.request {
        Some(Value::String(text)) => text.clone(),
        Some(json) if draft.has_json_body() => crate::import::samples::pretty(json),
        Some(json) => json.to_string(),
        None => String::new(),
    };
    draft.answer =
        page.examples.response.as_ref().map(crate::import::samples::pretty).unwrap_or_default();
    rust_names::choose(&mut draft, None, api, &mut decisions);
    Built { draft, decisions }
}

/// Whether the body is JSON: as stated, or as its parameters and the sample show.
fn is_json(page: &Page) -> bool {
    if let Some(stated) = &page.content_type {
        return is_kind(stated, JSON);
    }
    let structured = |parameter: &facts::Parameter| {
        let ty = parameter.ty.as_ref().and_then(|ty| parse_type(ty, &[]));
        let whole = |it: xtask_spec::spec::Type| {
            it.is_list() || matches!(it.base, BaseType::Json | BaseType::Object(_))
        };
        !parameter.fields.is_empty() || ty.is_some_and(whole)
    };
    let mut body = page.parameters.iter().filter(|it| it.place == Place::Body);
    page.examples.request.as_ref().is_some_and(Value::is_object) || body.any(structured)
}

/// Pairs of parameters that the page ties to each other, where both may be left out.
fn together(page: &Page, draft: &Draft, api: &Api, decisions: &mut Vec<Decision>) -> Vec<Together> {
    let mut groups: Vec<Together> = Vec::new();
    let fact = |name: &str| page.parameters.iter().find(|it| it.name == name);
    for item in &draft.parameters {
        let Some(other) = fact(&item.name).and_then(|it| it.with.as_deref()) else { continue };
        let tied_back = fact(other).and_then(|it| it.with.as_deref()) == Some(&item.name);
        let is_free = |name: &str| {
            let optional =
                draft.parameters.iter().any(|it| it.name == name && it.required == Some(false));
            let grouped = groups.iter().any(|group| group.members.iter().any(|it| it == name));
            optional && !grouped && !api.is_credential(name)
        };
        if !tied_back || other == item.name || !is_free(other) || !is_free(&item.name) {
            continue;
        }
        let mut members = vec![item.name.clone(), other.to_owned()];
        members.sort();
        let is_page = |name: &String| ["offset", "cursor", "size"].contains(&name.as_str());
        let base = if members.iter().all(is_page) { "page" } else { "pair" };
        let taken = |name: &str| groups.iter().any(|group| group.name == name);
        let name = words::numbered(base, "_", |name| !taken(name));
        let doc = format!("`{}` and `{}`.", members[0], members[1]);
        decisions
            .push(Decision::new(format!("together.{name}"), "name the group and say what it is"));
        groups.push(Together { ty: words::type_of(&name, false), name, members, doc });
    }
    groups
}

/// The first name that stands twice side by side, and in what.
fn twice(page: &Page) -> Option<(String, String)> {
    fn within(names: &[&str], of: &str) -> Option<(String, String)> {
        let mut seen = std::collections::BTreeSet::new();
        let name = names.iter().find(|name| !seen.insert(**name))?;
        Some(((*name).to_owned(), of.to_owned()))
    }
    fn sent(parameters: &[facts::Parameter], of: &str) -> Option<(String, String)> {
        let names: Vec<&str> = parameters.iter().map(|it| it.name.as_str()).collect();
        within(&names, of).or_else(|| {
            parameters.iter().find_map(|it| sent(&it.fields, &format!(" in `{}`", it.name)))
        })
    }
    fn answered(fields: &[facts::Field], of: &str) -> Option<(String, String)> {
        let names: Vec<&str> = fields.iter().map(|it| it.name.as_str()).collect();
        within(&names, of).or_else(|| {
            fields.iter().find_map(|it| answered(&it.fields, &format!(" in `{}`", it.name)))
        })
    }
    sent(&page.parameters, " among the parameters")
        .or_else(|| answered(&page.response, " in the answer"))
}

/// What a draft lists beside the envelope.
pub(super) fn beside_envelope<'a>(
    draft: &'a Draft,
    api: &'a Api,
) -> impl Iterator<Item = &'a Item> + 'a {
    draft.response.iter().filter(|item| !api.is_envelope(&item.name))
}
