//! Secrets: plain strings, which nothing but the wire shows.

use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Field, Span, Spanned, Type};

pub(super) fn check_parameter(parameter: &Field, problems: &mut Vec<Diagnostic>) {
    let Some(secret) = marked(parameter.secret.as_ref()) else { return };
    if let Some(problem) = not_a_string(secret, &parameter.ty) {
        problems.push(problem);
        return;
    }
    let texts = [("separator", &parameter.separator), ("id", &parameter.id)];
    let texts = texts.into_iter().filter_map(|(key, text)| Some((key, &text.as_ref()?.span)));
    let default = parameter.default.as_ref().map(|default| ("default", &default.span));
    for (key, span) in texts.chain(default) {
        refuse(key, span, secret, problems);
    }
}

pub(super) fn check_field(field: &Field, problems: &mut Vec<Diagnostic>) {
    let Some(secret) = marked(field.secret.as_ref()) else { return };
    match (not_a_string(secret, &field.ty), &field.id) {
        (Some(problem), _) => problems.push(problem),
        (None, Some(id)) => refuse("id", &id.span, secret, problems),
        (None, None) => {}
    }
}

fn marked(secret: Option<&Spanned<bool>>) -> Option<&Span> {
    secret.filter(|secret| secret.value).map(|secret| &secret.span)
}

fn not_a_string(secret: &Span, ty: &Spanned<Type>) -> Option<Diagnostic> {
    (!ty.is(&BaseType::String)).then(|| {
        let title = format!("a `{}` cannot be a secret", ty.spelling);
        Diagnostic::at(secret, title, "only a `String` can be")
            .related(&ty.span, "the type")
            .help("remove `secret`, or correct the type")
    })
}

fn refuse(key: &str, span: &Span, secret: &Span, problems: &mut Vec<Diagnostic>) {
    let title = format!("`{key}` on a secret");
    problems.push(
        Diagnostic::at(span, title, "a secret is one plain text")
            .related(secret, "the secret")
            .help(format!("remove `{key}`, or `secret` if nothing has to be hidden")),
    );
}
