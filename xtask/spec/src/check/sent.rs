//! JSON of a page's sample, against the types of what is sent.

use std::ops::Range;

use crate::check::json::{self, Node, Value};
use crate::check::values::{self, Fault};
use crate::check::{Context, base_text};
use crate::spec::{BaseType, Encoding, Object, Parameter, Sent};

/// What is wrong with a part of the JSON.
pub(super) struct Misfit<'a> {
    /// Its bytes.
    pub(super) range: Range<usize>,
    pub(super) fault: Fault<'a>,
}

/// What is wrong with a member of the body as the value of a parameter.
pub(super) fn misfits<'a>(
    cx: &Context<'a>,
    parameter: &'a Parameter,
    node: &Node<'_>,
) -> Vec<Misfit<'a>> {
    let sent = parameter.sent();
    let mut reader = Reader { cx, misfits: Vec::new() };
    let texted = parameter.separator.is_some()
        || parameter.encoding.as_ref().is_some_and(|it| it.value == Encoding::Json);
    match &node.value {
        Value::Null if !parameter.required.value => {}
        Value::String(text) if texted => {
            let fault = values::fault(cx, &sent, text);
            reader.misfits.extend(fault.map(|fault| Misfit { range: node.range.clone(), fault }));
        }
        _ if texted => {
            let what = format!("expected a string, found {}", node.kind());
            reader.misfit(node, Fault::of_type(what, &sent.ty.span));
        }
        _ => reader.nested(&sent, sent.ty.lists, node),
    }
    reader.misfits
}

/// What is wrong with a text that holds JSON, if anything.
pub(super) fn fault_of_text<'a>(
    cx: &Context<'a>,
    sent: &Sent<'a>,
    text: &str,
) -> Option<Fault<'a>> {
    let node = match json::parse(text) {
        Ok(node) => node,
        Err(error) => {
            let what = format!("no JSON: {}", error.message);
            return Some(Fault::of_type(what, &sent.ty.span));
        }
    };
    let mut reader = Reader { cx, misfits: Vec::new() };
    reader.nested(sent, sent.ty.lists, &node);
    reader.misfits.into_iter().next().map(|misfit| misfit.fault)
}

struct Reader<'r, 'a> {
    cx: &'r Context<'a>,
    misfits: Vec<Misfit<'a>>,
}

impl<'a> Reader<'_, 'a> {
    /// A value within `lists` lists.
    fn nested(&mut self, sent: &Sent<'a>, lists: usize, node: &Node<'_>) {
        if lists == 0 {
            self.item(sent, node);
            return;
        }
        let Value::Array(items) = &node.value else {
            let what = format!("expected a list, found {}", node.kind());
            self.misfit(node, Fault::of_type(what, &sent.ty.span));
            return;
        };
        if lists == sent.ty.lists
            && let Some(fault) = values::items_fault(sent, items.len())
        {
            self.misfit(node, fault);
        }
        for item in items {
            self.nested(sent, lists - 1, item);
        }
    }

    fn item(&mut self, sent: &Sent<'a>, node: &Node<'_>) {
        if let Some(name) = sent.ty.object() {
            // A type that does not exist is reported at the parameter.
            if let Some(object) = self.cx.endpoint.object(name) {
                self.object(sent, object, node);
            }
            return;
        }
        let fault = json::scalar_fault(&sent.ty.base, node)
            .map(|what| Fault::of_type(what, &sent.ty.span))
            .or_else(|| match (&sent.ty.base, &node.value) {
                _ if sent.ty.is_list() => None,
                (BaseType::Number, Value::Number(text)) => values::number_fault(sent, text),
                (BaseType::Number, Value::String(text)) => values::number_fault(sent, text),
                (BaseType::String, Value::String(text)) => values::chars_fault(sent, text),
                _ => None,
            });
        if let Some(fault) = fault {
            self.misfit(node, fault);
        }
    }

    fn object(&mut self, sent: &Sent<'a>, object: &'a Object, node: &Node<'_>) {
        let Value::Object(members) = &node.value else {
            let what = format!("expected an object, found {}", node.kind());
            self.misfit(node, Fault::of_type(what, &sent.ty.span));
            return;
        };
        let mut seen = std::collections::BTreeSet::new();
        for member in members {
            let name = member.name.as_str();
            let field = object.fields.iter().find(|field| *field.name == name);
            let what = match field {
                None => format!("`{}` has no field `{name}`", base_text(&sent.ty.base)),
                Some(_) if !seen.insert(name) => format!("`{name}` stands twice in one object"),
                Some(field) => {
                    let required = field.required.as_ref().is_some_and(|it| it.value);
                    if required || !matches!(member.value.value, Value::Null) {
                        self.nested(&field.sent(Some(object)), field.ty.lists, &member.value);
                    }
                    continue;
                }
            };
            let fault = Fault::of_type(what, &object.name.span);
            self.misfits.push(Misfit { range: member.name_range.clone(), fault });
        }
        let required = |it: &&crate::spec::Field| it.required.as_ref().is_some_and(|it| it.value);
        for field in object.fields.iter().filter(required) {
            if !seen.contains(field.name.as_str()) {
                let what = format!("`{}` has no `{}` here", *object.name, *field.name);
                self.misfit(node, Fault::of(what, &field.name.span, "every object has it"));
            }
        }
    }

    fn misfit(&mut self, node: &Node<'_>, fault: Fault<'a>) {
        self.misfits.push(Misfit { range: node.range.clone(), fault });
    }
}
