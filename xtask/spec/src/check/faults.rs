//! Checks whether a value is valid for a parameter or field.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::json::{self, Range, Ranged, Value};
use crate::spec::{BaseType, Field, Measure, Object, Scalar, Span};

/// A fault of a value or of a part of it, and the rule that it breaks.
pub(super) struct Fault<'a> {
    /// Bytes of the part, in a text of JSON.
    pub(super) range: Range,
    what: String,
    reason: &'a Span,
    label: &'static str,
}

impl Fault<'_> {
    /// Reports the fault at a part of a file, with the rule that it breaks if that is in a file too.
    pub(super) fn report(&self, cx: &mut Context<'_>, at: &Span, title: impl Into<String>) {
        let problem = cx.at(at, title, self.what.as_str());
        if !self.reason.range.is_empty() {
            problem.related(self.reason, self.label);
        }
    }
}

/// Returns the fault of `text` as the value of a parameter or field, if any.
pub(super) fn of_text<'a>(cx: &Context<'a>, field: &'a Field, text: &str) -> Option<Fault<'a>> {
    let mut reader = Reader::new(cx, field.ty.is_structured());
    reader.text(field, text, Range::new(0, text.len()));
    reader.faults.into_iter().next()
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

/// Returns every fault of a member of the body, checked as the value of `parameter`.
pub(super) fn of_member<'a>(
    cx: &Context<'a>,
    parameter: &'a Field,
    node: &Value<'_>,
) -> Vec<Fault<'a>> {
    let mut reader = Reader::new(cx, true);
    let texted = parameter.is_joined() || parameter.encoding.is_some();
    match node {
        Value::NullKeyword(_) if !parameter.is_required() => {}
        Value::StringLit(text) if texted => reader.text(parameter, &text.value, text.range),
        _ if texted => {
            let what = format!("expected a string, found {}", json::kind(node));
            reader.of_type(node.range(), what, &parameter.ty.span);
        }
        _ => reader.nested(parameter, parameter.ty.lists, node),
    }
    reader.faults
}

/// Returns every fault of an answer, read as the generated types read it. `whole` has the fields of its top
/// level.
pub(super) fn of_answer<'a>(
    cx: &Context<'a>,
    whole: &'a Object,
    answer: &Value<'_>,
) -> Vec<Fault<'a>> {
    let mut reader = Reader::new(cx, false);
    reader.object(whole, &whole.name.span, answer);
    reader.faults
}

/// Returns the list of scalars in a text with its JSON. Answers may write a list this way.
fn list_in_text(text: &str) -> Option<Value<'_>> {
    let list = json::parse(text).ok()?;
    let is_scalar = |it: &Value<'_>| {
        matches!(it, Value::StringLit(_) | Value::NumberLit(_) | Value::BooleanLit(_))
    };
    matches!(&list, Value::Array(it) if it.elements.iter().all(is_scalar)).then_some(list)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

struct Reader<'r, 'a> {
    cx: &'r Context<'a>,
    /// Whether the value is sent as JSON. Values in answers, or within a text, may vary more.
    sent: bool,
    faults: Vec<Fault<'a>>,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(cx: &'r Context<'a>, sent: bool) -> Self {
        Self { cx, sent, faults: Vec::new() }
    }

    /// Reads the text of a value: a scalar, a list joined by commas, or JSON.
    fn text(&mut self, field: &'a Field, text: &str, range: Range) {
        if field.is_joined() {
            let items: Vec<&str> = text.split(',').collect();
            self.limits(range, field, Measure::Items, count(items.len()));
            let (base, reason) = item_type(self.cx, field);
            for item in items {
                let empty = item.is_empty().then(|| "an item of the list is empty".to_owned());
                let what = empty.or_else(|| json::answered_fault(base, &json::text(item)));
                let label = "the items' type";
                self.faults.extend(what.map(|what| Fault { range, what, reason, label }));
            }
        } else if field.ty.is_structured() {
            match json::parse(text) {
                Ok(node) => self.nested(field, field.ty.lists, &node),
                Err(error) => {
                    let what = format!("no JSON: {}", error.message);
                    self.of_type(range, what, &field.ty.span);
                }
            }
            self.limits(range, field, Measure::Bytes, count(text.len()));
            // The parts of the JSON within a text have no span of their own in the file.
            self.faults.iter_mut().for_each(|fault| fault.range = range);
        } else if field.ty.base != BaseType::File {
            self.item(field, &json::text(text));
        }
    }

    /// Reads a value within `lists` lists.
    fn nested(&mut self, field: &'a Field, lists: usize, node: &Value<'_>) {
        match node {
            _ if lists == 0 => self.item(field, node),
            Value::Array(items) => {
                if lists == field.ty.lists {
                    let found = count(items.elements.len());
                    self.limits(node.range(), field, Measure::Items, found);
                }
                for item in &items.elements {
                    self.nested(field, lists - 1, item);
                }
            }
            // One object is read as a list of one.
            Value::Object(_) if !self.sent && field.ty.object().is_some() => self.item(field, node),
            node => match node.as_string_lit().and_then(|it| list_in_text(&it.value)) {
                Some(list) if !self.sent => {
                    let before = self.faults.len();
                    self.nested(field, lists, &list);
                    self.faults[before..].iter_mut().for_each(|it| it.range = node.range());
                }
                _ => {
                    let what = format!("expected a list, found {}", json::kind(node));
                    self.of_type(node.range(), what, &field.ty.span);
                }
            },
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
        let fault = if self.sent { json::sent_fault } else { json::answered_fault };
        let text = match node {
            Value::NumberLit(number) => number.value,
            Value::StringLit(text) => &text.value,
            _ => "",
        };
        match (fault(&field.ty.base, node), &field.ty.base) {
            (Some(what), _) => self.of_type(node.range(), what, &field.ty.span),
            _ if field.ty.is_list() => {}
            (None, BaseType::Number) => {
                if let Ok(number) = text.parse() {
                    self.limits(node.range(), field, Measure::Number, number);
                }
            }
            (None, BaseType::String) => {
                self.limits(node.range(), field, Measure::Characters, count(text.chars().count()));
                self.limits(node.range(), field, Measure::Bytes, count(text.len()));
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &'a Object, reason: &'a Span, node: &Value<'_>) {
        let Value::Object(members) = node else {
            let what = format!("expected an object, found {}", json::kind(node));
            self.of_type(node.range(), what, reason);
            return;
        };
        let mut seen = BTreeSet::new();
        for member in &members.properties {
            let name = member.name.as_str();
            let what = match object.fields.iter().find(|field| *field.name == name) {
                None => format!("`{}` has no field `{name}`", *object.name),
                Some(_) if !seen.insert(name) => format!("`{name}` occurs twice in one object"),
                Some(field) => {
                    if field.is_required() || !matches!(member.value, Value::NullKeyword(_)) {
                        self.nested(field, field.ty.lists, &member.value);
                    }
                    continue;
                }
            };
            self.of_type(member.name.range(), what, &object.name.span);
        }
        for field in object.fields.iter().filter(|field| field.is_required()) {
            if !seen.contains(field.name.as_str()) {
                let what = format!("`{}` has no `{}` here", *object.name, *field.name);
                let (reason, label) = (field.required_span(), "every object has it");
                self.faults.push(Fault { range: node.range(), what, reason, label });
            }
        }
    }

    /// Reports a number, or a count of items, characters or bytes, that breaks a limit.
    fn limits(&mut self, range: Range, field: &'a Field, measure: Measure, found: i64) {
        let mut limits = field.limits.iter().filter(|(kind, _)| kind.measure() == measure);
        if let Some((kind, limit)) = limits.find(|(kind, it)| kind.is_broken(it.value, found)) {
            let bound = kind.words(limit.value);
            let what = match measure {
                Measure::Number => format!("{found}, but the number has to be {bound}"),
                measure => format!("{found} {}, but {bound} are allowed", measure.unit()),
            };
            self.faults.push(Fault { range, what, reason: &limit.span, label: "the limit" });
        }
    }

    fn of_type(&mut self, range: Range, what: String, reason: &'a Span) {
        self.faults.push(Fault { range, what, reason, label: "the type" });
    }
}
