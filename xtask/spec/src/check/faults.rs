//! What is wrong with a value as that of a parameter or of a field.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::json::{self, Range, Ranged, Value};
use crate::spec::{BaseType, Encoding, Field, Measure, Object, Scalar, Span};

/// What is wrong with a value, and what says so.
pub(super) struct Fault<'a> {
    what: String,
    reason: &'a Span,
    label: &'static str,
}

/// What is wrong with a part of a JSON text.
pub(super) struct Misfit<'a> {
    /// Its bytes.
    pub(super) range: Range,
    pub(super) fault: Fault<'a>,
}

impl<'a> Fault<'a> {
    /// Reports the fault at a part of a file, with what says so if it stands in a file as well.
    pub(super) fn report(&self, cx: &mut Context<'_>, at: &Span, title: impl Into<String>) {
        let problem = cx.at(at, title, self.what.as_str());
        if !self.reason.range.is_empty() {
            problem.related(self.reason, self.label);
        }
    }

    fn of(what: String, reason: &'a Span, label: &'static str) -> Self {
        Self { what, reason, label }
    }

    fn of_type(what: String, reason: &'a Span) -> Self {
        Self { what, reason, label: "the type" }
    }
}

/// Returns what is wrong with `text` as the value of a parameter or field, if anything.
pub(super) fn of_text<'a>(cx: &Context<'a>, field: &'a Field, text: &str) -> Option<Fault<'a>> {
    if !field.is_joined() {
        return match &field.ty.base {
            _ if field.ty.is_structured() => of_json_text(cx, field, text),
            BaseType::Number => of_number(field, text),
            BaseType::String => of_length(field, text),
            base => of_scalar(base, text).map(|what| Fault::of_type(what, &field.ty.span)),
        };
    }
    let items: Vec<&str> = text.split(',').collect();
    if let Some(fault) = of_limits(field, Measure::Items, count(items.len())) {
        return Some(fault);
    }
    let (base, reason) = item_type(cx, field);
    let what = items.into_iter().find_map(|item| match item {
        "" => Some("an item of the list is empty".to_owned()),
        item => of_scalar(base, item),
    });
    what.map(|what| Fault { what, reason, label: "the items' type" })
}

/// Returns what is wrong with `text` as a value of a type without limits, if anything.
pub(super) fn of_scalar(base: &BaseType, text: &str) -> Option<String> {
    match base {
        BaseType::Number if text.parse::<i64>().is_err() => {
            Some(format!("`{text}` is not an integer"))
        }
        BaseType::Float if !json::is_float(text) => Some(format!("`{text}` is not a number")),
        BaseType::Boolean if !matches!(text, "true" | "false") => {
            Some(format!("`{text}` is neither `true` nor `false`"))
        }
        _ => None,
    }
}

/// Returns the type of a literal.
pub(super) fn literal_type(literal: &Scalar) -> BaseType {
    match literal {
        Scalar::Number(_) => BaseType::Number,
        Scalar::Boolean(_) => BaseType::Boolean,
        Scalar::String(_) => BaseType::String,
    }
}

/// Returns the type of a single value or of an item of a joined list, and its place.
pub(super) fn item_type<'a>(cx: &Context<'a>, field: &'a Field) -> (&'a BaseType, &'a Span) {
    match (&field.separator, &field.id, &field.items) {
        (None, ..) | (Some(_), None, None) => (&field.ty.base, &field.ty.span),
        (Some(_), Some(id), _) => {
            (cx.api.id(id).map_or(&BaseType::String, |id| &id.ty.base), &id.span)
        }
        (Some(_), None, Some(items)) => (&items.base, &items.span),
    }
}

/// Returns what is wrong with a member of the body as the value of a parameter.
pub(super) fn of_member<'a>(
    cx: &Context<'a>,
    parameter: &'a Field,
    node: &Value<'_>,
) -> Vec<Misfit<'a>> {
    let mut reader = Reader { cx, sent: true, misfits: Vec::new() };
    let encoded = parameter.encoding.as_ref().is_some_and(|it| it.value == Encoding::Json);
    let texted = parameter.is_joined() || encoded;
    match node {
        Value::NullKeyword(_) if !parameter.is_required() => {}
        Value::StringLit(text) if texted => {
            let fault = of_text(cx, parameter, &text.value);
            reader.misfits.extend(fault.map(|fault| Misfit { range: text.range, fault }));
        }
        _ if texted => {
            let what = format!("expected a string, found {}", json::kind(node));
            reader.misfit(node, Fault::of_type(what, &parameter.ty.span));
        }
        _ => reader.nested(parameter, parameter.ty.lists, node),
    }
    reader.misfits
}

/// Returns what is wrong with an answer, read as the generated types read it. `whole` holds the fields
/// of its top level.
pub(super) fn of_answer<'a>(
    cx: &Context<'a>,
    whole: &'a Object,
    answer: &Value<'_>,
) -> Vec<Misfit<'a>> {
    let mut reader = Reader { cx, sent: false, misfits: Vec::new() };
    reader.object(whole, &whole.name.span, answer);
    reader.misfits
}

fn of_json_text<'a>(cx: &Context<'a>, field: &'a Field, text: &str) -> Option<Fault<'a>> {
    let node = match json::parse(text) {
        Ok(node) => node,
        Err(error) => {
            let what = format!("no JSON: {}", error.message);
            return Some(Fault::of_type(what, &field.ty.span));
        }
    };
    let mut reader = Reader { cx, sent: true, misfits: Vec::new() };
    reader.nested(field, field.ty.lists, &node);
    let misfit = reader.misfits.into_iter().next().map(|misfit| misfit.fault);
    misfit.or_else(|| of_limits(field, Measure::Bytes, count(text.len())))
}

fn of_number<'a>(field: &'a Field, text: &str) -> Option<Fault<'a>> {
    match text.parse() {
        Ok(number) => of_limits(field, Measure::Number, number),
        Err(_) => of_scalar(&BaseType::Number, text).map(|it| Fault::of_type(it, &field.ty.span)),
    }
}

/// Returns what is wrong with a number, or with a count of items, characters or bytes.
fn of_limits(field: &Field, measure: Measure, found: i64) -> Option<Fault<'_>> {
    let mut limits = field.limits.iter();
    let (kind, limit) =
        limits.find(|(kind, it)| kind.measure() == measure && kind.is_broken(it.value, found))?;
    let bound = kind.words(limit.value);
    let what = match measure {
        Measure::Number => format!("{found}, but the number has to be {bound}"),
        measure => format!("{found} {}, but {bound} are allowed", measure.unit()),
    };
    Some(Fault::of(what, &limit.span, "the limit"))
}

/// Returns what is wrong with the length of a text.
fn of_length<'a>(field: &'a Field, text: &str) -> Option<Fault<'a>> {
    let characters = of_limits(field, Measure::Characters, count(text.chars().count()));
    characters.or_else(|| of_limits(field, Measure::Bytes, count(text.len())))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

struct Reader<'r, 'a> {
    cx: &'r Context<'a>,
    /// Whether the value is sent. What is answered may vary more.
    sent: bool,
    misfits: Vec<Misfit<'a>>,
}

impl<'a> Reader<'_, 'a> {
    /// Reads a value within `lists` lists.
    fn nested(&mut self, field: &'a Field, lists: usize, node: &Value<'_>) {
        if lists == 0 {
            self.item(field, node);
            return;
        }
        let Value::Array(items) = node else {
            if !self.sent && field.ty.object().is_some() && matches!(node, Value::Object(_)) {
                // One object is read as a list of one.
                self.item(field, node);
                return;
            }
            let what = format!("expected a list, found {}", json::kind(node));
            self.misfit(node, Fault::of_type(what, &field.ty.span));
            return;
        };
        if lists == field.ty.lists
            && let Some(fault) = of_limits(field, Measure::Items, count(items.elements.len()))
        {
            self.misfit(node, fault);
        }
        for item in &items.elements {
            self.nested(field, lists - 1, item);
        }
    }

    fn item(&mut self, field: &'a Field, node: &Value<'_>) {
        if let Some(name) = field.ty.object() {
            // A type that does not exist is reported at the parameter.
            if let Some(object) = self.cx.endpoint.object(name) {
                self.object(object, &field.ty.span, node);
            }
            return;
        }
        let of_type = if self.sent { json::sent_fault } else { json::answered_fault };
        let fault = of_type(&field.ty.base, node)
            .map(|what| Fault::of_type(what, &field.ty.span))
            .or_else(|| match (&field.ty.base, node) {
                _ if field.ty.is_list() => None,
                (BaseType::Number, Value::NumberLit(it)) => of_number(field, it.value),
                (BaseType::Number, Value::StringLit(it)) => of_number(field, &it.value),
                (BaseType::String, Value::StringLit(it)) => of_length(field, &it.value),
                _ => None,
            });
        if let Some(fault) = fault {
            self.misfit(node, fault);
        }
    }

    fn object(&mut self, object: &'a Object, reason: &'a Span, node: &Value<'_>) {
        let Value::Object(members) = node else {
            let what = format!("expected an object, found {}", json::kind(node));
            self.misfit(node, Fault::of_type(what, reason));
            return;
        };
        let mut seen = BTreeSet::new();
        for member in &members.properties {
            let name = member.name.as_str();
            let field = object.fields.iter().find(|field| *field.name == name);
            let what = match field {
                None => format!("`{}` has no field `{name}`", *object.name),
                Some(_) if !seen.insert(name) => format!("`{name}` stands twice in one object"),
                Some(field) => {
                    if field.is_required() || !matches!(member.value, Value::NullKeyword(_)) {
                        self.nested(field, field.ty.lists, &member.value);
                    }
                    continue;
                }
            };
            let fault = Fault::of_type(what, &object.name.span);
            self.misfits.push(Misfit { range: member.name.range(), fault });
        }
        for field in object.fields.iter().filter(|field| field.is_required()) {
            if !seen.contains(field.name.as_str()) {
                let what = format!("`{}` has no `{}` here", *object.name, *field.name);
                self.misfit(node, Fault::of(what, field.required_span(), "every object has it"));
            }
        }
    }

    fn misfit(&mut self, node: &Value<'_>, fault: Fault<'a>) {
        self.misfits.push(Misfit { range: node.range(), fault });
    }
}
