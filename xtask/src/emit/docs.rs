//! Documentation texts, as Markdown.

pub(super) use crate::emit::markdown::{cell, code, enumeration, prose};
use crate::emit::paging::{ItemKey, key};
use crate::emit::paragraphs;
use crate::model::{
    Base, Encoding, Endpoint, Group, Need, Object, PagingStyle, Scalar, Service, Value, Variant,
    words,
};
use xtask_spec::names;
use xtask_spec::spec::{AppType, DateSpan, Either, Evidence, Page, Paging, Text};

/// Writes the documentation of an endpoint.
pub(super) fn endpoint(endpoint: &Endpoint, example: &str) -> String {
    let (method, path) = (endpoint.spec.method().into_str(), &*endpoint.spec.path);
    let url = endpoint.spec.url();
    let link = url.map(|url| format!(", [documentation]({url})")).unwrap_or_default();
    let page = format!("`{method} {path}`{link} ({}).", reading(&endpoint.spec.pages));
    let list = |lines: &[Text]| lines.iter().map(|line| prose(line)).collect::<Vec<_>>();
    paragraphs([
        prose(endpoint.summary()),
        page,
        bullets(&facts(endpoint)),
        section("Preconditions", &bullets(&list(&endpoint.spec.preconditions))),
        section("Notes", &bullets(&list(&endpoint.spec.notes))),
        section("Limits", &limits(endpoint)),
        example.to_owned(),
    ])
}

/// Returns the sentence on the page that was read last, or on where the facts come from if none was.
fn reading(pages: &[Page]) -> String {
    let read = pages.iter().filter_map(|page| Some((page.read.as_ref()?, page.language.as_ref()?)));
    if let Some((day, language)) = read.max_by_key(|(day, _)| day.to_string()) {
        return format!("compared with the page in {:?} on {}", language.value, day.value);
    }
    let source = pages.iter().find_map(|page| page.source.as_ref()).map(|it| it.value);
    let origin = match source.unwrap_or(Evidence::Page) {
        Evidence::Page => "the page",
        Evidence::Vendor => "another page of the vendor",
        Evidence::Probe => "a test against the service",
        Evidence::Peer => "another SDK",
    };
    format!("not compared with its page: the facts come from {origin}")
}

/// Returns the sentence on the feature that a service needs.
pub(super) fn feature(service: &Service) -> String {
    format!("Needs the feature `{}`.", service.name)
}

/// Writes the documentation of a parameter.
pub(super) fn parameter(endpoint: &Endpoint, parameter: &Value) -> String {
    let mut facts = match parameter.encoding {
        Encoding::Plain | Encoding::Json => Vec::new(),
        Encoding::Joined => vec!["sent joined by commas".to_owned()],
        Encoding::JsonText => vec!["sent as JSON text".to_owned()],
    };
    facts.extend(sent(parameter));
    if let Some(group) = parameter.group.map(|group| &endpoint.groups[group]) {
        let others = endpoint.members(group).filter(|it| it.wire != parameter.wire);
        let others: Vec<_> = others.map(|it| format!("`{}`", it.wire)).collect();
        facts.push(format!("only takes effect together with {}", enumeration(&others)));
    }
    facts.extend(distances(&endpoint.request, parameter));
    with_facts(parameter, facts)
}

/// Writes the documentation of a field of an object that is sent.
pub(super) fn sent_field(object: &Object, field: &Value) -> String {
    let mut facts = sent(field);
    facts.extend(distances(object, field));
    with_facts(field, facts)
}

/// Writes the documentation of a field of the answer.
pub(super) fn field(field: &Value) -> String {
    let mut facts = secret(field);
    facts.extend((!field.required).then(|| "may be absent".to_owned()));
    let listed: Vec<_> = field.spec.unnamed_values().iter().map(|it| scalar(it)).collect();
    facts.extend((!listed.is_empty()).then(|| format!("the page lists {}", listed.join(", "))));
    with_facts(field, facts)
}

/// Writes the documentation of a value that has a name.
pub(super) fn variant(variant: &Variant) -> String {
    let wire = scalar(&variant.value);
    match variant.doc.as_ref().map(|doc| prose(doc)).unwrap_or_default() {
        doc if doc.is_empty() => format!("{wire} on the wire."),
        doc => format!("{doc} {wire} on the wire."),
    }
}

/// Writes the documentation of parameters that take effect only together.
pub(super) fn group(group: &Group, endpoint: &Endpoint) -> String {
    let members = members(group, endpoint);
    let doc = prose(words(group.spec.doc.as_ref()));
    format!("{doc}\n\n{members} only take effect together.")
}

/// Writes the documentation of the constant with the most days between two dates.
pub(super) fn span(object: &Object, span: &DateSpan) -> String {
    let [from, to] = [&span.from, &span.to].map(|name| &object.field(name).label);
    format!("How many days `{to}` may be after `{from}`.")
}

/// Returns a sentence for each group of optional fields of which some are needed.
pub(super) fn either(object: &Object) -> Vec<String> {
    let sentence = |either: &Either| {
        let members = either.members.iter().map(|it| code(&object.field(it).label));
        let members = enumeration(&members.collect::<Vec<_>>());
        let need = match either.need.value {
            Need::AtLeastOne => "At least",
            Need::ExactlyOne => "Exactly",
        };
        format!("{need} one of {members} is needed.")
    };
    object.either.iter().map(sentence).collect()
}

/// Returns a phrase for each date that must not lie too far from this one.
fn distances(object: &Object, field: &Value) -> Vec<String> {
    let spans = object.spans.iter().filter_map(|span| {
        let (from, to) = (span.from.as_str(), span.to.as_str());
        let constant = names::span(span);
        match field.wire.as_str() {
            wire if wire == from => Some(format!("at most [`{constant}`] days before `{to}`")),
            wire if wire == to => Some(format!("at most [`{constant}`] days after `{from}`")),
            _ => None,
        }
    });
    spans.collect()
}

/// Returns the wire names of a group's members.
pub(super) fn members(group: &Group, endpoint: &Endpoint) -> String {
    let members: Vec<_> = endpoint.members(group).map(|it| format!("`{}`", it.wire)).collect();
    enumeration(&members)
}

fn facts(endpoint: &Endpoint) -> Vec<String> {
    let hosts: Vec<_> = endpoint.hosts.iter().map(|host| format!("`{host}`")).collect();
    let mut facts = vec![format!("Hosts: {}.", hosts.join(", "))];
    let apps = endpoint.spec.app_types.iter().flatten().map(|app| match app.value {
        AppType::Internal => "internal apps".to_owned(),
        AppType::ThirdParty => "third-party apps".to_owned(),
        AppType::ThirdPartyPersonal => "personal third-party apps".to_owned(),
    });
    let apps: Vec<_> = apps.collect();
    facts.extend((!apps.is_empty()).then(|| format!("For {}.", enumeration(&apps))));
    if !endpoint.spec.is_authenticated() {
        facts.push("Needs no access token.".to_owned());
    }
    facts.extend(endpoint.permissions.iter().map(|permission| {
        format!("Permission `{}`: {}", *permission.name, prose(&permission.doc))
    }));
    let safe = if endpoint.spec.is_repeat_safe() { "Safe" } else { "Not safe" };
    let reason = words(endpoint.spec.repeat.as_ref().map(|repeat| &repeat.reason));
    let reason = prose(&lower_first(reason));
    facts.push(format!("{safe} to repeat: {reason}"));
    facts.extend(endpoint.done_code.iter().map(|code| {
        format!("[`error::{code}`] as the answer to a repetition means that the work is done.")
    }));
    facts.extend(endpoint.spec.paging.as_ref().map(|it| pages(endpoint, it)));
    if let Some(signature) = &endpoint.spec.signature {
        let has_to = endpoint.request.field(&signature.value).set_by_signing;
        let may = if has_to { "Has to be" } else { "Can be" };
        let (timestamp, value) = (&*signature.timestamp, &*signature.value);
        facts.push(format!(
            "{may} signed: [`Signed`](crate::Signed) sets `{timestamp}` and `{value}`."
        ));
    }
    if !endpoint.spec.errors.is_empty() {
        facts.push("Error codes: [`error`].".to_owned());
    }
    facts
}

/// Returns the sentence on how the list is read page by page.
fn pages(endpoint: &Endpoint, paging: &Paging) -> String {
    let (style, position) = paging.positions().next().unzip();
    let position = position.map_or("", |it| it.as_str());
    let which = match &paging.size {
        Some(size) => format!("`{position}` and `{}` say which part", **size),
        None => format!("`{position}` says which part"),
    };
    let cursor = match (&paging.next, key(endpoint, paging)) {
        _ if style != Some(PagingStyle::Cursor) => String::new(),
        (Some(next), _) => format!("`{}` is the next `{position}`", **next),
        (None, ItemKey::Field(field)) => {
            format!("`{}` of the last item is the next `{position}`", field.name)
        }
        (None, _) => format!("the last item is the next `{position}`"),
    };
    let end = match (&paging.more, &paging.next) {
        (Some(more), _) => format!("`{}` says whether another page follows", **more),
        (None, Some(_)) => "and the last page lacks it".to_owned(),
        (None, None) => "an empty page ends the list".to_owned(),
    };
    let rest: Vec<_> = [cursor, end].into_iter().filter(|it| !it.is_empty()).collect();
    let rest = rest.join(", ");
    format!("Comes in pages: {which} of `{}` to return, {rest}.", *paging.items)
}

fn limits(endpoint: &Endpoint) -> String {
    let mut rows: Vec<_> = endpoint
        .all_sent()
        .flat_map(|value| {
            value.limits().map(|(kind, limit, constant)| {
                format!("| `{}` | {} | [`{constant}`] |", value.label, kind.words(limit))
            })
        })
        .chain(endpoint.all_sent_objects().flat_map(|object| {
            object.spans.iter().map(|span| {
                let [from, to] = [&span.from, &span.to].map(|it| &object.field(it).label);
                let (days, constant) = (span.max_days.value, names::span(span));
                format!("| `{to}` | at most {days} days after `{from}` | [`{constant}`] |")
            })
        }))
        .collect();
    let file = endpoint.file().map_or("", |file| &file.wire);
    rows.extend(endpoint.spec.upload.iter().flat_map(|it| &it.kinds).map(|kind| {
        let (name, constant, max_bytes) = (&*kind.name, names::upload(kind), *kind.max_bytes);
        format!("| `{file}`, kind `{name}` | at most {max_bytes} bytes | [`{constant}`] |")
    }));
    let table = format!("| parameter | limit | constant |\n|---|---|---|\n{}", rows.join("\n"));
    let either: Vec<_> = endpoint.all_sent_objects().flat_map(either).collect();
    paragraphs([if rows.is_empty() { String::new() } else { table }, bullets(&either)])
}

/// Returns the docs of a value in a request.
fn sent(value: &Value) -> Vec<String> {
    let mut facts = secret(value);
    let limits = value.limits().map(|(kind, _, constant)| kind.words(format!("[`{constant}`]")));
    let limits: Vec<_> = limits.collect();
    facts.extend((!limits.is_empty()).then(|| limits.join(", ")));
    if !value.spec.unnamed_values().is_empty() {
        facts.push(format!("the page lists [`{}`]", names::values(&value.constant)));
    }
    if let Some((_, constant)) = value.default() {
        facts.push(format!("the service uses [`{constant}`] if it is absent"));
    }
    facts
}

fn secret(value: &Value) -> Vec<String> {
    let is_secret = value.ty.base == Base::Secret;
    is_secret.then(|| "never shown".to_owned()).into_iter().collect()
}

fn scalar(value: &Scalar) -> String {
    match value {
        Scalar::String(text) => code(text),
        other => format!("`{other}`"),
    }
}

/// Writes a value's documentation with a paragraph of facts, the example last. Secrets have no example.
fn with_facts(value: &Value, mut facts: Vec<String>) -> String {
    let example = value.spec.example.as_ref().filter(|_| value.ty.base != Base::Secret);
    facts.extend(example.map(|example| format!("for example {}", code(example))));
    // A description made from the name would add nothing.
    let doc = match prose(words(value.spec.doc.as_ref())) {
        doc if doc.is_empty() => format!("{} on the wire.", code(&value.wire)),
        doc => doc,
    };
    if facts.is_empty() { doc } else { format!("{doc}\n\n{}.", upper_first(&facts.join("; "))) }
}

fn bullets(lines: &[String]) -> String {
    lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

fn section(title: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("# {title}\n\n{text}") }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    // `HTTP` stays as it is, `A role` does not.
    if text.chars().nth(1).is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
