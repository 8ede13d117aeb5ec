//! Error codes: those of an endpoint's page, and those that any endpoint can return.

use std::fmt::Write as _;

use proc_macro2::TokenStream;

use crate::emit::module_doc;
use crate::model::{Endpoint, ErrorClass, Model, words};
use xtask_spec::names;

/// Makes the module of global codes. It has no items beside the table.
pub(super) fn module() -> TokenStream {
    module_doc("The codes that any endpoint can answer.")
}

/// Makes the table of the codes that any endpoint can return.
pub(super) fn global(model: &Model) -> String {
    let doc = "The codes that any endpoint can answer, plain or wrapped in `errcode` 88.";
    let rows = model.global_errors.iter().map(|error| Row {
        constant: error.name.value.clone(),
        code: error.code.value,
        sub_code: error.sub_code.as_ref().map(|it| it.as_str()),
        class: Some(error.class.value),
        meaning: &error.meaning,
        advice: &error.advice,
        retry: error.retry.as_ref().is_some_and(|retry| retry.value),
    });
    table(doc, "impl ErrorCode;", rows)
}

/// Makes the table of an endpoint's codes; nothing if it has none.
pub(super) fn endpoint(endpoint: &Endpoint) -> String {
    if endpoint.spec.errors.is_empty() {
        return String::new();
    }
    let listed = endpoint.spec.errors.iter().all(|error| error.source.is_none());
    let doc = if listed {
        "The error codes that the page documents."
    } else {
        "The error codes that are known of the call."
    };
    let rows = endpoint.spec.errors.iter().map(|error| Row {
        constant: names::error(error),
        code: error.code.value,
        sub_code: None,
        class: error.class.as_ref().map(|class| class.value),
        meaning: words(error.english()),
        advice: words(error.advice.as_ref()),
        retry: error.is_retry(),
    });
    table(doc, "pub mod error;", rows)
}

struct Row<'m> {
    constant: String,
    code: i64,
    sub_code: Option<&'m str>,
    class: Option<ErrorClass>,
    meaning: &'m str,
    advice: &'m str,
    retry: bool,
}

/// Writes the macro call, one row per line.
fn table<'m>(doc: &str, target: &str, rows: impl Iterator<Item = Row<'m>>) -> String {
    let mut text = format!("crate::error_codes! {{\n    /// {doc}\n    {target}\n\n");
    for row in rows {
        let _ = write!(text, "    {} = {}", row.constant, row.code);
        if let Some(sub_code) = row.sub_code {
            let _ = write!(text, " with {sub_code:?}");
        }
        if let Some(class) = row.class {
            // The kinds of errors have the names of the classes.
            let _ = write!(text, " as {class:?}");
        }
        let _ = write!(text, ", {:?}, {:?}", row.meaning.trim_end_matches('.'), row.advice);
        text.push_str(if row.retry { ", retry;\n" } else { ";\n" });
    }
    text + "}\n"
}
