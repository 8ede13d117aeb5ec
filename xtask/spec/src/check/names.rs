//! Rust names, mechanical or given: names that Rust refuses, and clashes.

use std::collections::BTreeSet;

use heck::{ToPascalCase as _, ToSnakeCase as _};

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, Problems};
use crate::names;
use crate::spec::{Api, Enum, ErrorCode, Field, Object, Span, Text};

/// Type names that generated code relies on, that the crates export, or that would shadow the prelude's. A
/// test compares them with the crates.
#[rustfmt::skip]
pub const RESERVED_TYPES: &[&str] = &["AccessToken", "AppCredentials", "AsMut", "AsRef", "Attempt", "Body", "Box", "Bulk", "Call", "Cancellation", "Chunk", "ChunkResult", "Client", "ClientBuilder", "Clock", "Clone", "Copy", "Counts", "Cursor", "Debug", "DecodeOptions", "Default", "Deserialize", "Deserializer", "Directory", "Display", "DocumentedError", "DoubleEndedIterator", "Drop", "End", "Endpoint", "Eq", "Err", "Error", "ErrorCode", "ErrorKind", "ExactSizeIterator", "Extend", "FetchLock", "FilePart", "FileTokenStore", "Fn", "FnMut", "FnOnce", "From", "FromIterator", "Future", "Hash", "Host", "Into", "IntoFuture", "IntoIterator", "Items", "Iterator", "Limiter", "Limits", "Multipart", "None", "Notification", "NotificationPart", "NotificationReport", "Ok", "Option", "Ord", "OrganizationTokens", "Outcome", "PageSized", "Paged", "PagedByOffset", "Pages", "Pairs", "PartState", "PartialEq", "PartialOrd", "Position", "Progress", "Raw", "Reach", "RedisRate", "RedisTokenStore", "Repetition", "Reply", "Request", "Response", "Result", "Retry", "Secret", "Self", "Send", "SentNotification", "Serialize", "Serializer", "Signed", "Sized", "Some", "StoredToken", "String", "SuiteCredentials", "SuiteTicket", "SuiteTickets", "SuiteTokens", "Sync", "SystemClock", "ToOwned", "ToString", "TokenCall", "TokenKey", "TokenSource", "TokenStore", "Transport", "TryFrom", "TryInto", "Unlisted", "Unpin", "Upload", "Valid", "Vec", "Wait", "Walk"];

/// The keywords of the 2024 edition, used and reserved.
#[rustfmt::skip]
const KEYWORDS: [&str; 52] = ["Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield"];

/// Constant with all codes of an endpoint.
const ALL_CODES: &str = "DOCUMENTED";

/// Returns what is wrong with the name of a field, method or module, if anything.
pub(super) fn fault_of_identifier(name: &str) -> Option<String> {
    // rustc's own rule, because heck's conversion is not idempotent.
    let is_snake = !name.contains(|letter: char| letter.is_ascii_uppercase());
    let right = || format!("is not in snake_case: that would be `{}`", name.to_snake_case());
    fault(name).or_else(|| (!is_snake).then(right))
}

/// Returns what is wrong with the name of a type, if anything.
pub(super) fn fault_of_type_name(name: &str) -> Option<String> {
    let is_pascal =
        name.starts_with(|first: char| first.is_ascii_uppercase()) && !name.contains('_');
    let right = || format!("is not in PascalCase: that would be `{}`", name.to_pascal_case());
    fault(name).or_else(|| (!is_pascal).then(right))
}

/// Returns whether a field or parameter can have this Rust name.
pub fn can_name_a_field(name: &str) -> bool {
    fault_of_identifier(name).is_none()
}

/// Returns whether an object can have this Rust name, id types aside.
pub fn can_name_a_type(name: &str) -> bool {
    fault_of_type_name(name).is_none() && !RESERVED_TYPES.contains(&name)
}

/// Returns whether an error code can have this Rust name.
pub fn can_name_a_constant(name: &str) -> bool {
    is_constant(name) && name != ALL_CODES
}

pub(super) fn is_constant(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|first: char| first.is_ascii_uppercase()) && name.chars().all(letter)
}

pub(super) fn check(cx: &mut Context<'_>) {
    check_wire(cx);
    check_request(cx);
    let payload = cx.endpoint.payload();
    check_fields(&fields(cx.endpoint.own_fields().iter()), cx.problems);
    if let Some(object) = payload {
        check_payload(cx, object);
    }
    let is_payload = |object: &Object| payload.is_some_and(|it| std::ptr::eq(it, object));
    let mut types = Vec::new();
    for object in cx.endpoint.types.iter().filter(|object| !is_payload(object)) {
        check_fields(&fields(object.fields.iter()), cx.problems);
        types.push(Name::new(names::object(object), object.rust.as_ref(), &object.name));
    }
    types.extend(cx.endpoint.together.iter().map(|group| Name::given(&group.ty)));
    let names = |shared| {
        let enums = cx.endpoint.enums.iter().filter(move |it| it.shared == shared);
        enums.map(|it| Name::given(&it.name))
    };
    types.extend(names(false));
    check_types(cx.api, &types, cx.problems);
    types.extend(names(true));
    unique_names("type", &types, cx.problems);
    check_constants(&cx.endpoint.errors, cx.problems);
}

/// Checks wire names: they appear as code in documentation, and in URLs and JSON.
fn check_wire(cx: &mut Context<'_>) {
    let endpoint = cx.endpoint;
    let permissions = endpoint.permissions.iter().map(|it| ("permission", it));
    let parameters = endpoint.parameters.iter().map(|it| ("parameter", &it.name));
    let fields = endpoint.types.iter().flat_map(|it| &it.fields).chain(&endpoint.response);
    let fields = fields.map(|it| ("field", &it.name));
    for (what, name) in permissions.chain(parameters).chain(fields) {
        let odd = |c: char| c.is_whitespace() || c.is_control() || "`\"\\&=".contains(c);
        if let Some(letter) = name.chars().find(|c| odd(*c)) {
            let title = format!("`{}` cannot be the name of a {what}", **name);
            cx.at(&name.span, title, format!("{letter:?} cannot stand in a name"));
        }
    }
}

fn check_payload(cx: &mut Context<'_>, object: &Object) {
    let note = "a response that is nothing but `result` takes over the object's fields";
    if let Some(rust) = &object.rust {
        let title = "`rust` has no effect here";
        cx.at(&rust.span, title, "no type is made of this object").note(note);
    }
    let inner = cx.endpoint.types.iter().flat_map(|it| &it.fields);
    for field in inner.filter(|it| it.ty.object() == Some(object.name.as_str())) {
        let title = format!("`{}` can be used only once", *object.name);
        let label = "no type is made of this object";
        cx.at(&field.ty.span, title, label)
            .related(&object.name.span, "it is all of the response")
            .note(note);
    }
}

/// A Rust name and the text it comes from.
struct Name {
    text: String,
    span: Span,
    /// Whether the author chose it.
    is_given: bool,
}

impl Name {
    /// Returns a name made from `rust` if given, else from the wire name.
    fn new(text: String, rust: Option<&Text>, wire: &Text) -> Self {
        Self { text, span: rust.unwrap_or(wire).span.clone(), is_given: rust.is_some() }
    }

    fn given(text: &Text) -> Self {
        Self::new(text.value.clone(), Some(text), text)
    }

    /// Reports that no item of this kind can have the name.
    fn report<'p>(
        &self,
        what: &str,
        label: impl Into<String>,
        problems: &'p mut Problems,
    ) -> &'p mut Diagnostic {
        let title = format!("`{}` cannot be the name of a {what}", self.text);
        let problem = problems.at(&self.span, title, label);
        if self.is_given { problem } else { problem.help("choose a name with `rust = \"…\"`") }
    }
}

fn check_request(cx: &mut Context<'_>) {
    let endpoint = cx.endpoint;
    let mut grouped = BTreeSet::new();
    for group in &endpoint.together {
        grouped.extend(group.members.iter().map(|member| member.as_str()));
        let is_member = |name: &str| group.members.iter().any(|member| **member == *name);
        let members = endpoint.parameters.iter().filter(|it| is_member(&it.name));
        check_fields(&fields(members), cx.problems);
    }
    let alone = endpoint.parameters.iter().filter(|it| !grouped.contains(it.name.as_str()));
    let mut names = fields(alone);
    names.extend(endpoint.together.iter().map(|group| Name::given(&group.name)));
    check_fields(&names, cx.problems);
    unique_names("constant", &constants(cx), cx.problems);
}

/// Returns the constants of limits, defaults, values and spans.
fn constants(cx: &Context<'_>) -> Vec<Name> {
    let parameters = cx.endpoint.parameters.iter().map(|field| (None, field));
    let sent = cx.endpoint.sent_objects();
    let objects = cx.endpoint.types.iter().filter(|it| sent.contains(it.name.as_str()));
    let fields = objects.flat_map(|it| it.fields.iter().map(move |field| (Some(it), field)));
    let spans = cx.endpoint.span.iter().map(|it| (names::span(it), &it.name.span));
    parameters
        .chain(fields)
        .flat_map(|(owner, field)| {
            let name = names::constant(&names::field(field), owner);
            let limits = field.limits.iter();
            let limits = limits.map(|(kind, limit)| (kind.constant(&name), &limit.span));
            let default = field.default.as_ref().map(|it| (names::default(&name), &it.span));
            let values = field.unnamed_values().first();
            let values = values.map(|first| (names::values(&name), &first.span));
            limits.chain(default).chain(values).collect::<Vec<_>>()
        })
        .chain(spans)
        .map(|(text, span)| Name { text, span: span.clone(), is_given: false })
        .collect()
}

fn fields<'a>(fields: impl Iterator<Item = &'a Field>) -> Vec<Name> {
    fields.map(|it| Name::new(names::field(it), it.rust.as_ref(), &it.name)).collect()
}

/// Reports the invalid names.
fn check_each<L: Into<String>>(
    what: &str,
    names: &[Name],
    fault: impl Fn(&str) -> Option<L>,
    problems: &mut Problems,
) {
    for name in names {
        if let Some(label) = fault(&name.text) {
            name.report(what, label, problems);
        }
    }
}

fn check_fields(names: &[Name], problems: &mut Problems) {
    check_each("field", names, fault_of_identifier, problems);
    unique_names("field", names, problems);
}

/// Checks the name of an enum that endpoints share.
pub(super) fn check_enum(api: &Api, shared: &Enum, problems: &mut Problems) {
    check_types(api, &[Name::given(&shared.name)], problems);
}

fn check_types(api: &Api, names: &[Name], problems: &mut Problems) {
    let fault = |name: &str| {
        let reserved = RESERVED_TYPES.contains(&name);
        let taken = reserved.then_some("generated code uses this name for something else");
        fault_of_type_name(name).or(taken.map(str::to_owned))
    };
    check_each("type", names, fault, problems);
    for name in names {
        if let Some(id) = api.id(&name.text) {
            name.report("type", "this is the name of an id type", problems)
                .related(&id.name.span, "the id type");
        }
    }
}

fn check_constants(errors: &[ErrorCode], problems: &mut Problems) {
    // A message that is missing or not in English is reported elsewhere.
    let names = errors.iter().filter_map(|error| {
        let from = error.rust.as_ref().or(error.english().filter(|text| text.is_ascii()))?;
        Some(Name::new(names::error(error), error.rust.as_ref(), from))
    });
    let names: Vec<_> = names.collect();
    let fault = |name: &str| match name {
        ALL_CODES => Some("it holds all codes of the endpoint"),
        name => (!is_constant(name)).then_some("expected SCREAMING_SNAKE_CASE"),
    };
    check_each("constant", &names, fault, problems);
    unique_names("constant", &names, problems);
}

fn unique_names(what: &str, names: &[Name], problems: &mut Problems) {
    let before = problems.count();
    let names = names.iter().map(|name| (name.text.as_str(), &name.span));
    problems.unique(&format!("Rust {what}"), names);
    for problem in &mut problems.0[before..] {
        problem.help("rename one of them, with `rust = \"…\"` if its name comes from the page");
    }
}

fn fault(name: &str) -> Option<String> {
    let mut letters = name.chars();
    let starts = letters.next().is_some_and(|first| first.is_ascii_alphabetic());
    if !starts || !letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
        return Some("is not a Rust identifier".to_owned());
    }
    KEYWORDS.contains(&name).then(|| "is a keyword of Rust".to_owned())
}
