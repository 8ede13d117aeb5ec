//! The page's response example, read as the generated types would read it.

use crate::check::json::{self, Node, Value};
use crate::check::{Context, type_text};
use crate::diagnostic::Diagnostic;
use crate::spec::{Field, Span};

/// Returns the example if it is JSON at all.
pub(super) fn check<'a>(cx: &Context<'a>, problems: &mut Vec<Diagnostic>) -> Option<Node<'a>> {
    let text = &cx.endpoint.examples.response;
    match json::parse(text) {
        Ok(answer) => {
            let mut reader = Reader { cx, problems };
            reader.object("the response", &cx.endpoint.response, &answer);
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

/// The place of a part of the example.
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
            } else {
                let title = format!("the response example has an unknown field `{name}`");
                let label = format!("{} has no such field", shown(owner));
                let problem = Diagnostic::at(&span(self.cx, &member.name_range), title, label);
                self.problem(problem.suggest(name, fields.iter().map(|field| field.name.as_str())));
            }
        }
        let promised = |field: &&Field| field.optional.as_ref().is_some_and(|it| !it.value);
        for field in fields.iter().filter(promised) {
            if !members.iter().any(|member| member.name == field.name.as_str()) {
                let title = format!("the response example lacks `{}`", *field.name);
                let label = format!("{} has no `{}` here", shown(owner), *field.name);
                let mut problem = Diagnostic::at(&span(self.cx, &node.range), title, label);
                if let Some(optional) = &field.optional {
                    problem = problem.related(&optional.span, "not optional");
                }
                self.problem(problem);
            }
        }
    }

    fn field(&mut self, field: &Field, node: &Node<'_>) {
        let may_be_null = field.ty.is_list()
            || self.cx.is_envelope(&field.name) && *field.name != "errcode"
            || field.optional.as_ref().is_none_or(|optional| optional.value);
        if matches!(node.value, Value::Null) && may_be_null {
            return;
        }
        self.nested(field, field.ty.lists, node);
    }

    /// A value within `lists` lists.
    fn nested(&mut self, field: &Field, lists: usize, node: &Node<'_>) {
        if lists == 0 {
            self.item(field, node);
        } else if let Value::Array(items) = &node.value {
            for item in items {
                self.nested(field, lists - 1, item);
            }
        } else {
            let fault = format!("expected a list, found {}", node.kind());
            self.mismatch(&field.name, node, &fault, Some(field));
        }
    }

    fn item(&mut self, field: &Field, node: &Node<'_>) {
        let Some(name) = field.ty.object() else {
            if let Some(fault) = json::scalar_fault(&field.ty.base, node) {
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

    fn errcode(&mut self, answer: &Node<'_>) {
        match answer.member("errcode") {
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
                let ty_text = type_text(ty);
                problem.related(&ty.span, format!("`{name}` is of type `{ty_text}`"))
            }
            None => problem.note(format!("this is where {} should be", shown(name))),
        });
    }

    fn problem(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }
}

/// An object's name as a part of a sentence.
fn shown(owner: &str) -> String {
    match owner {
        "the response" => owner.to_owned(),
        name => format!("`{name}`"),
    }
}
