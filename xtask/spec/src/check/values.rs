//! Values as a page prints them, against the type and limits of a parameter.

use crate::check::{Context, json, sent};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Scalar, Sent, Span};

/// What is wrong with a value, and what says so.
pub(super) struct Fault<'a> {
    pub(super) what: String,
    reason: &'a Span,
    label: &'static str,
}

/// What is wrong with `text` as the value of a parameter or of a field that is sent, if anything.
pub(super) fn fault<'a>(cx: &Context<'a>, parameter: &Sent<'a>, text: &str) -> Option<Fault<'a>> {
    if parameter.separator.is_none() {
        return match &parameter.ty.base {
            _ if parameter.ty.is_list() || is_structured(&parameter.ty.base) => {
                sent::fault_of_text(cx, parameter, text)
            }
            BaseType::Number => number_fault(parameter, text),
            BaseType::String => chars_fault(parameter, text),
            base => scalar_fault(base, text).map(|what| Fault::of_type(what, &parameter.ty.span)),
        };
    }
    let items: Vec<&str> = text.split(',').collect();
    if let Some(fault) = items_fault(parameter, items.len()) {
        return Some(fault);
    }
    let (base, reason) = item_type(cx, parameter);
    let what = items.into_iter().find_map(|item| match item {
        "" => Some("an item of the list is empty".to_owned()),
        item => scalar_fault(base, item),
    });
    what.map(|what| Fault { what, reason, label: "the items' type" })
}

/// What is wrong with `text` as a value of a type without limits, if anything.
pub(super) fn scalar_fault(base: &BaseType, text: &str) -> Option<String> {
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

/// Whether values of a type have parts.
pub(super) fn is_structured(base: &BaseType) -> bool {
    matches!(base, BaseType::Json | BaseType::Object(_))
}

/// The type of a literal.
pub(super) fn literal_type(literal: &Scalar) -> BaseType {
    match literal {
        Scalar::Number(_) => BaseType::Number,
        Scalar::Boolean(_) => BaseType::Boolean,
        Scalar::String(_) => BaseType::String,
    }
}

/// The type of a single value, be it an item of a list, and where it is said.
pub(super) fn item_type<'a>(cx: &Context<'a>, sent: &Sent<'a>) -> (&'a BaseType, &'a Span) {
    match (sent.separator, sent.id, sent.items) {
        (None, ..) | (Some(_), None, None) => (&sent.ty.base, &sent.ty.span),
        (Some(_), Some(id), _) => (cx.id(id).map_or(&BaseType::String, |id| &id.ty.base), &id.span),
        (Some(_), None, Some(items)) => (&items.base, &items.span),
    }
}

impl<'a> Fault<'a> {
    /// Adds what says so to a report of the fault.
    pub(super) fn explain(&self, problem: Diagnostic) -> Diagnostic {
        problem.related(self.reason, self.label)
    }

    pub(super) fn of(what: String, reason: &'a Span, label: &'static str) -> Self {
        Self { what, reason, label }
    }

    pub(super) fn of_type(what: String, reason: &'a Span) -> Self {
        Self { what, reason, label: "the type" }
    }

    pub(super) fn of_limit(what: String, reason: &'a Span) -> Self {
        Self { what, reason, label: "the limit" }
    }
}

pub(super) fn number_fault<'a>(parameter: &Sent<'a>, text: &str) -> Option<Fault<'a>> {
    let Ok(number) = text.parse::<i64>() else {
        let what = scalar_fault(&BaseType::Number, text);
        return what.map(|what| Fault::of_type(what, &parameter.ty.span));
    };
    let below = parameter.min.filter(|min| number < min.value);
    let above = parameter.max.filter(|max| number > max.value);
    match (below, above) {
        (Some(min), _) => {
            let what = format!("{number} is below the minimum of {}", min.value);
            Some(Fault::of_limit(what, &min.span))
        }
        (None, Some(max)) => {
            let what = format!("{number} is above the maximum of {}", max.value);
            Some(Fault::of_limit(what, &max.span))
        }
        (None, None) => None,
    }
}

pub(super) fn items_fault<'a>(parameter: &Sent<'a>, count: usize) -> Option<Fault<'a>> {
    let max = parameter.max_items?;
    i64::try_from(count).is_ok_and(|count| count > max.value).then(|| {
        let what = format!("{count} items, but at most {} are allowed", max.value);
        Fault::of_limit(what, &max.span)
    })
}

pub(super) fn chars_fault<'a>(parameter: &Sent<'a>, text: &str) -> Option<Fault<'a>> {
    let max = parameter.max_chars?;
    let count = text.chars().count();
    i64::try_from(count).is_ok_and(|count| count > max.value).then(|| {
        let what = format!("{count} characters, but at most {} are allowed", max.value);
        Fault::of_limit(what, &max.span)
    })
}
