//! Rust names: the mechanical ones, the given ones, and where they clash.

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use crate::check::{Context, unique};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, ErrorCode, Field, Object, Span, Text};

/// Type names that generated code relies on, or that would shadow the prelude's.
pub(super) const RESERVED_TYPES: [&str; 41] = [
    "AsMut", "AsRef", "Box", "Clone", "Copy", "Debug", "Default", "Deserialize",
    "Display", "Drop", "Endpoint", "Eq", "Err", "Error", "ErrorCode", "Extend",
    "Fn", "FnMut", "FnOnce", "From", "Hash", "Into", "IntoIterator", "Iterator",
    "None", "Ok", "Option", "Ord", "PartialEq", "PartialOrd", "Request", "Response",
    "Result", "Self", "Send", "Serialize", "Some", "String", "Sync", "ToString",
    "Vec",
];

/// The open variant that holds every code without one of its own.
const OPEN_VARIANT: &str = "Other";

/// Why a text cannot be a Rust name.
pub(super) enum Fault {
    NotIdentifier,
    Keyword,
    Case,
}

impl Fault {
    pub(super) fn what(&self) -> &'static str {
        match self {
            Self::NotIdentifier => "is not a Rust identifier",
            Self::Keyword => "is a keyword of Rust",
            Self::Case => "is not in the case that Rust uses here",
        }
    }
}

/// What is wrong with the name of a field, method or module, if anything.
pub(super) fn fault_of_identifier(name: &str) -> Option<Fault> {
    fault(name, &name.to_snake_case())
}

/// What is wrong with the name of a type or variant, if anything.
pub(super) fn fault_of_type_name(name: &str) -> Option<Fault> {
    fault(name, &name.to_upper_camel_case())
}

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    check_request(cx, problems);
    let flat = flattened(cx);
    let fields = flat.map_or(&cx.endpoint.response, |object| &object.fields);
    let own = fields.iter().filter(|field| !cx.is_envelope(&field.name));
    check_fields(own, problems);
    if let Some(Object { rust: Some(rust), .. }) = flat {
        problems.push(
            Diagnostic::at(&rust.span, "`rust` has no effect here", "no type is made of this object")
                .note("a response that is nothing but `result` takes over the object's fields"),
        );
    }
    let objects = cx.endpoint.types.iter().filter(|object| !is(flat, object));
    for object in objects.clone() {
        check_fields(&object.fields, problems);
    }
    let types = objects
        .map(|object| Name::of_type(object.rust.as_ref(), &object.name))
        .chain(cx.endpoint.together.iter().map(|group| Name::given(&group.ty)))
        .collect::<Vec<_>>();
    check_types(cx, &types, problems);
    check_variants(&cx.endpoint.errors, problems);
}

/// The object that becomes the response itself: the response's only field of its own, if it
/// is called `result` and the object serves nothing else.
fn flattened<'a>(cx: &Context<'a>) -> Option<&'a Object> {
    let mut own = cx.endpoint.response.iter().filter(|field| !cx.is_envelope(&field.name));
    let (Some(field), None) = (own.next(), own.next()) else { return None };
    let BaseType::Object(name) = &field.ty.base else { return None };
    let uses = cx.all_fields().filter(|(_, other)| other.ty.base == field.ty.base).count();
    if *field.name != "result" || field.ty.list || uses > 1 {
        return None;
    }
    cx.endpoint.types.iter().find(|object| *object.name == *name)
}

fn is(flat: Option<&Object>, object: &Object) -> bool {
    flat.is_some_and(|flat| std::ptr::eq(flat, object))
}

/// A Rust name and the text it comes from.
struct Name {
    text: String,
    span: Span,
    /// Whether the author chose it.
    given: bool,
}

impl Name {
    fn of_field(rust: Option<&Text>, wire: &Text) -> Self {
        rust.map_or_else(|| Self::made(wire, wire.to_snake_case()), Self::given)
    }

    fn of_type(rust: Option<&Text>, name: &Text) -> Self {
        rust.map_or_else(|| Self::made(name, name.to_upper_camel_case()), Self::given)
    }

    fn given(text: &Text) -> Self {
        Self { text: text.value.clone(), span: text.span.clone(), given: true }
    }

    fn made(from: &Text, text: String) -> Self {
        Self { text, span: from.span.clone(), given: false }
    }

    fn problem(&self, what: &str, label: &str) -> Diagnostic {
        let title = format!("`{}` cannot be the name of a {what}", self.text);
        Diagnostic::at(&self.span, title, label)
    }

    fn bad(&self, what: &str, fault: &Fault, fixed: &str) -> Diagnostic {
        let problem = self.problem(what, fault.what());
        match fault {
            Fault::Case => problem.help(format!("write `{fixed}`")),
            _ if self.given => problem.help("choose another name"),
            _ => problem.help("choose a name with `rust = \"…\"`"),
        }
    }
}

fn check_request(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let endpoint = cx.endpoint;
    let name = |wire: &str| {
        let parameter = endpoint.parameters.iter().find(|parameter| *parameter.name == wire)?;
        Some(Name::of_field(parameter.rust.as_ref(), &parameter.name))
    };
    let mut grouped = Vec::new();
    for group in &endpoint.together {
        let members: Vec<_> = group.members.iter().filter_map(|member| name(member)).collect();
        check_names("field", &members, problems);
        grouped.extend(group.members.iter().map(|member| member.as_str()));
    }
    let alone = endpoint
        .parameters
        .iter()
        .filter(|it| !cx.is_credential(&it.name) && !grouped.contains(&it.name.as_str()))
        .map(|parameter| Name::of_field(parameter.rust.as_ref(), &parameter.name));
    let groups = endpoint.together.iter().map(|group| Name::given(&group.name));
    check_names("field", &alone.chain(groups).collect::<Vec<_>>(), problems);
}

fn check_fields<'a>(
    fields: impl IntoIterator<Item = &'a Field>,
    problems: &mut Vec<Diagnostic>,
) {
    // One wire name twice is reported as such already.
    let mut wire = std::collections::BTreeSet::new();
    let names: Vec<_> = fields
        .into_iter()
        .filter(|field| wire.insert(field.name.as_str()))
        .map(|field| Name::of_field(field.rust.as_ref(), &field.name))
        .collect();
    check_names("field", &names, problems);
}

fn check_names(what: &str, names: &[Name], problems: &mut Vec<Diagnostic>) {
    for name in names {
        if let Some(fault) = fault_of_identifier(&name.text) {
            problems.push(name.bad(what, &fault, &name.text.to_snake_case()));
        }
    }
    unique_names("Rust field", names, problems);
}

fn check_types(cx: &Context<'_>, names: &[Name], problems: &mut Vec<Diagnostic>) {
    for name in names {
        if let Some(fault) = fault_of_type_name(&name.text) {
            problems.push(name.bad("type", &fault, &name.text.to_upper_camel_case()));
        } else if RESERVED_TYPES.contains(&name.text.as_str()) {
            let problem = name.problem("type", "generated code uses this name for something else");
            problems.push(problem.help("choose another name with `rust = \"…\"`"));
        } else if let Some(id) = cx.id(&name.text) {
            let problem = name.problem("type", "this is the name of an id type");
            problems.push(problem.related(&id.name.span, "the id type"));
        }
    }
    unique_names("Rust type", names, problems);
}

fn check_variants(errors: &[ErrorCode], problems: &mut Vec<Diagnostic>) {
    let mut names = Vec::new();
    for error in errors {
        let english = error.meaning.as_ref().unwrap_or(&error.message);
        // A message that is not English is reported as such already.
        if error.rust.is_some() || english.is_ascii() {
            names.push(Name::of_type(error.rust.as_ref(), english));
        }
    }
    for name in &names {
        if let Some(fault) = fault_of_type_name(&name.text) {
            problems.push(name.bad("variant", &fault, &name.text.to_upper_camel_case()));
        } else if name.text == OPEN_VARIANT {
            let problem = name.problem("variant", "`Other` holds the codes without a variant");
            problems.push(problem.help("choose another name with `rust = \"…\"`"));
        }
    }
    unique_names("Rust variant", &names, problems);
}

fn unique_names(what: &str, names: &[Name], problems: &mut Vec<Diagnostic>) {
    let before = problems.len();
    unique(what, names.iter().map(|name| (name.text.as_str(), name.span.clone())), problems);
    for problem in &mut problems[before..] {
        problem.help.push("give one of them another name with `rust = \"…\"`".to_owned());
    }
}

fn fault(name: &str, in_case: &str) -> Option<Fault> {
    let mut letters = name.chars();
    let starts = letters.next().is_some_and(|first| first.is_ascii_alphabetic());
    if !starts || !letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
        return Some(Fault::NotIdentifier);
    }
    // `gen` is a keyword since the 2024 edition, which syn does not follow.
    if name == "gen" || syn::parse_str::<syn::Ident>(name).is_err() {
        return Some(Fault::Keyword);
    }
    (name != in_case).then_some(Fault::Case)
}
