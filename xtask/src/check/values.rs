//! Values as a page prints them, against the type and limits of a parameter.

use crate::check::Context;
use crate::spec::{BaseType, Parameter, Span};

/// What is wrong with a value, and the limit that says so.
pub(super) struct Fault<'a> {
    pub(super) what: String,
    pub(super) limit: Option<&'a Span>,
}

/// What is wrong with `text` as the value of `parameter`, if anything.
pub(super) fn fault<'a>(cx: &Context<'_>, parameter: &'a Parameter, text: &str) -> Option<Fault<'a>> {
    if parameter.separator.is_none() {
        return match &parameter.ty.base {
            BaseType::Number => number_fault(parameter, text),
            BaseType::String => chars_fault(parameter, text),
            base => scalar_fault(base, text).map(Fault::plain),
        };
    }
    let items: Vec<&str> = text.split(',').collect();
    if let Some(max) = &parameter.max_items
        && i64::try_from(items.len()).is_ok_and(|count| count > max.value)
    {
        let what = format!("{} items, but at most {} are allowed", items.len(), max.value);
        return Some(Fault { what, limit: Some(&max.span) });
    }
    let base = item_base(cx, parameter);
    items.into_iter().find_map(|item| match item {
        "" => Some(Fault::plain("an item of the list is empty".to_owned())),
        item => scalar_fault(base, item).map(Fault::plain),
    })
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

impl Fault<'_> {
    fn plain(what: String) -> Self {
        Self { what, limit: None }
    }
}

/// The type of the items of a joined list.
fn item_base<'a>(cx: &Context<'a>, parameter: &'a Parameter) -> &'a BaseType {
    match (&parameter.id, &parameter.items) {
        (Some(id), _) => cx.id(id).map_or(&BaseType::String, |id| &id.ty.base),
        (None, Some(items)) => &items.base,
        (None, None) => &BaseType::String,
    }
}

fn number_fault<'a>(parameter: &'a Parameter, text: &str) -> Option<Fault<'a>> {
    let Ok(number) = text.parse::<i64>() else {
        return scalar_fault(&BaseType::Number, text).map(Fault::plain);
    };
    let below = parameter.min.as_ref().filter(|min| number < min.value);
    let above = parameter.max.as_ref().filter(|max| number > max.value);
    match (below, above) {
        (Some(min), _) => Some(Fault {
            what: format!("{number} is below the minimum of {}", min.value),
            limit: Some(&min.span),
        }),
        (None, Some(max)) => Some(Fault {
            what: format!("{number} is above the maximum of {}", max.value),
            limit: Some(&max.span),
        }),
        (None, None) => None,
    }
}

fn chars_fault<'a>(parameter: &'a Parameter, text: &str) -> Option<Fault<'a>> {
    let max = parameter.max_chars.as_ref()?;
    let count = text.chars().count();
    i64::try_from(count).is_ok_and(|count| count > max.value).then(|| Fault {
        what: format!("{count} characters, but at most {} are allowed", max.value),
        limit: Some(&max.span),
    })
}
