//! The page's response example, read as the generated types would read it.

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::json::{self, Node, Value};
use crate::spec::{Field, Span};

/// What holds the fields of the answer's top level.
const RESPONSE: &str = "the response";

/// Checks the example, and returns it if it is JSON at all.
pub(super) fn check<'a>(cx: &Context<'a>, problems: &mut Vec<Diagnostic>) -> Option<Node<'a>> {
    let text = &cx.endpoint.examples.response;
    match json::parse(text) {
        Ok(answer) => {
            let mut reader = Reader { cx, problems };
            reader.object(RESPONSE, &cx.endpoint.response, &answer);
            reader.envelope(&answer);
            reader.errcode(&answer);
            Some(answer)
        }
        Err(error) => {
            let span = cx.within(text, error.offset, (error.offset + 1).min(text.len()));
            let title = "the response example is not JSON";
            problems.push(Diagnostic::at(&span, title, error.message));
            None
        }
    }
}

/// Returns the place of a part of the example.
pub(super) fn span(cx: &Context<'_>, range: &std::ops::Range<usize>) -> Span {
    cx.within(&cx.endpoint.examples.response, range.start, range.end)
}

struct Reader<'r, 'a> {
    cx: &'r Context<'a>,
    problems: &'r mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn object(&mut self, owner: &str, fields: &[Field], node: &Node<'_>) {
        let Value::Object(members) = &node.value else {
            self.mismatch(owner, node, &format!("expected an object, found {}", node.kind()), None);
            return;
        };
        for (index, member) in members.iter().enumerate() {
            let name = member.name.as_str();
            if members[..index].iter().any(|other| other.name == name) {
                let title = format!("the response example has `{name}` twice in one object");
                self.problem(Diagnostic::at(
                    &span(self.cx, &member.name_range),
                    title,
                    "again here",
                ));
            } else if let Some(field) = fields.iter().find(|field| *field.name == name) {
                self.field(field, &member.value);
            } else if owner != RESPONSE || !self.cx.api.is_envelope(name) {
                let title = format!("the response example has an unknown field `{name}`");
                let label = format!("{} has no such field", shown(owner));
                let problem = Diagnostic::at(&span(self.cx, &member.name_range), title, label);
                self.problem(problem.suggest(name, fields.iter().map(|field| field.name.as_str())));
            }
        }
        for field in fields.iter().filter(|field| field.is_required()) {
            if !members.iter().any(|member| member.name == field.name.as_str()) {
                let title = format!("the response example lacks `{}`", *field.name);
                let label = format!("{} has no `{}` here", shown(owner), *field.name);
                let problem = Diagnostic::at(&span(self.cx, &node.range), title, label);
                self.problem(problem.related(field.required_span(), "every answer has it"));
            }
        }
    }

    fn field(&mut self, field: &Field, node: &Node<'_>) {
        if matches!(node.value, Value::Null) && !field.is_required() {
            return;
        }
        self.nested(field, field.ty.lists, node);
    }

    /// Reads a value within `lists` lists.
    fn nested(&mut self, field: &Field, lists: usize, node: &Node<'_>) {
        if lists == 0 {
            self.item(field, node);
        } else if let Value::Array(items) = &node.value {
            for item in items {
                self.nested(field, lists - 1, item);
            }
        } else if matches!(node.value, Value::Object(_)) && field.ty.object().is_some() {
            // One object is read as a list of one.
            self.item(field, node);
        } else {
            let fault = format!("expected a list, found {}", node.kind());
            self.mismatch(&field.name, node, &fault, Some(field));
        }
    }

    fn item(&mut self, field: &Field, node: &Node<'_>) {
        let Some(name) = field.ty.object() else {
            if let Some(fault) = json::answered_fault(&field.ty.base, node) {
                self.mismatch(&field.name, node, &fault, Some(field));
            }
            return;
        };
        // A type that does not exist is reported at the field.
        let cx = self.cx;
        if let Some(object) = cx.endpoint.object(name) {
            self.object(name, &object.fields, node);
        }
    }

    /// Reads the fields of the envelope.
    fn envelope(&mut self, answer: &Node<'_>) {
        for known in &self.cx.api.envelope {
            let Some(member) = answer.member(&known.name) else { continue };
            let null = matches!(member.value.value, Value::Null) && *known.name != "errcode";
            let fault = json::answered_fault(&known.ty.base, &member.value);
            if let Some(fault) = fault.filter(|_| !null) {
                let at = span(self.cx, &member.value.range);
                let title = "the generated types could not read the response example";
                let label = format!("`{}` is of type `{}`", *known.name, known.ty.spelling);
                self.problem(Diagnostic::at(&at, title, fault).related(&known.ty.span, label));
            }
        }
    }

    fn errcode(&mut self, answer: &Node<'_>) {
        let inner = answer.member("result").filter(|_| self.cx.endpoint.has_inner_code());
        let inner = inner.and_then(|result| result.value.member("errcode"));
        match answer.member("errcode").or(inner) {
            None if matches!(answer.value, Value::Object(_)) => {
                let title = "the response example lacks `errcode`";
                let problem =
                    Diagnostic::at(&span(self.cx, &answer.range), title, "no `errcode` in here");
                self.problem(problem.note("without it the answer does not count as a success"));
            }
            Some(member) => {
                let zero = match &member.value.value {
                    Value::Number(text) => *text == "0",
                    Value::String(text) => text == "0",
                    // Reported as a wrong type.
                    _ => true,
                };
                if !zero {
                    let at = span(self.cx, &member.value.range);
                    let title = "the response example is an error";
                    self.problem(Diagnostic::at(&at, title, "expected 0, which means success"));
                }
            }
            None => {}
        }
    }

    fn mismatch(&mut self, name: &str, node: &Node<'_>, fault: &str, field: Option<&Field>) {
        let title = "the generated types could not read the response example".to_owned();
        let at = span(self.cx, &node.range);
        let problem = Diagnostic::at(&at, title, fault);
        self.problem(match field {
            Some(Field { ty, .. }) => {
                problem.related(&ty.span, format!("`{name}` is of type `{}`", ty.spelling))
            }
            None => problem.note(format!("this is where {} should be", shown(name))),
        });
    }

    fn problem(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }
}

/// Returns an object's name as a part of a sentence.
fn shown(owner: &str) -> String {
    match owner {
        RESPONSE => owner.to_owned(),
        name => format!("`{name}`"),
    }
}
