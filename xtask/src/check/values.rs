//! Values as a page prints them, against the type and limits of a parameter.

use crate::check::Context;
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Parameter, Span};

/// What is wrong with a value, and what says so.
pub(super) struct Fault<'a> {
    pub(super) what: String,
    reason: &'a Span,
    label: &'static str,
}

/// What is wrong with `text` as the value of `parameter`, if anything.
pub(super) fn fault<'a>(
    cx: &Context<'a>,
    parameter: &'a Parameter,
    text: &str,
) -> Option<Fault<'a>> {
    if parameter.separator.is_none() {
        return match &parameter.ty.base {
            BaseType::Number => number_fault(parameter, text),
            BaseType::String => chars_fault(parameter, text),
            base => scalar_fault(base, text).map(|what| Fault::of_type(what, &parameter.ty.span)),
        };
    }
    let items: Vec<&str> = text.split(',').collect();
    if let Some(max) = &parameter.max_items
        && i64::try_from(items.len()).is_ok_and(|count| count > max.value)
    {
        let what = format!("{} items, but at most {} are allowed", items.len(), max.value);
        return Some(Fault::of_limit(what, &max.span));
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
        BaseType::Boolean if !matches!(text, "true" | "false") => {
            Some(format!("`{text}` is neither `true` nor `false`"))
        }
        _ => None,
    }
}

impl<'a> Fault<'a> {
    /// Adds what says so to a report of the fault.
    pub(super) fn explain(&self, problem: Diagnostic) -> Diagnostic {
        problem.related(self.reason, self.label)
    }

    fn of_type(what: String, reason: &'a Span) -> Self {
        Self { what, reason, label: "the type" }
    }

    fn of_limit(what: String, reason: &'a Span) -> Self {
        Self { what, reason, label: "the limit" }
    }
}

/// The type of the items of a joined list, and where it is said.
fn item_type<'a>(cx: &Context<'a>, parameter: &'a Parameter) -> (&'a BaseType, &'a Span) {
    match (&parameter.id, &parameter.items) {
        (Some(id), _) => (cx.id(id).map_or(&BaseType::String, |id| &id.ty.base), &id.span),
        (None, Some(items)) => (&items.base, &items.span),
        (None, None) => (&BaseType::String, &parameter.ty.span),
    }
}

fn number_fault<'a>(parameter: &'a Parameter, text: &str) -> Option<Fault<'a>> {
    let Ok(number) = text.parse::<i64>() else {
        let what = scalar_fault(&BaseType::Number, text);
        return what.map(|what| Fault::of_type(what, &parameter.ty.span));
    };
    let below = parameter.min.as_ref().filter(|min| number < min.value);
    let above = parameter.max.as_ref().filter(|max| number > max.value);
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

fn chars_fault<'a>(parameter: &'a Parameter, text: &str) -> Option<Fault<'a>> {
    let max = parameter.max_chars.as_ref()?;
    let count = text.chars().count();
    i64::try_from(count).is_ok_and(|count| count > max.value).then(|| {
        let what = format!("{count} characters, but at most {} are allowed", max.value);
        Fault::of_limit(what, &max.span)
    })
}
