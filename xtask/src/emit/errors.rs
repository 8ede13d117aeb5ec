//! Error codes: those of an endpoint's page, and those that any endpoint can answer.

use std::fmt::Write as _;

use proc_macro2::TokenStream;

use crate::emit::module_doc;
use crate::model::{Endpoint, ErrorClass, Model};

/// Makes the items of the module of global codes: none, beside the table.
pub(super) fn module() -> TokenStream {
    module_doc("The codes that any endpoint can answer.")
}

/// Makes the table of the codes that any endpoint can answer.
pub(super) fn global(model: &Model) -> String {
    let doc = "The codes that any endpoint can answer, plain or wrapped in `errcode` 88.";
    let rows = model.global_errors.iter().map(|error| Row {
        constant: &error.constant,
        code: error.code,
        sub_code: error.sub_code.as_deref(),
        class: Some(error.class),
        meaning: &error.meaning,
        advice: &error.advice,
        retry: error.retry,
    });
    table(doc, "impl ErrorCode;", rows)
}

/// Makes the table of an endpoint's codes; nothing if it has none.
pub(super) fn endpoint(endpoint: &Endpoint) -> String {
    if endpoint.errors.is_empty() {
        return String::new();
    }
    let listed = endpoint.errors.iter().all(|error| error.source.is_none());
    let doc = if listed {
        "The error codes that the page documents."
    } else {
        "The error codes that are known of the call."
    };
    let rows = endpoint.errors.iter().map(|error| Row {
        constant: &error.constant,
        code: error.code,
        sub_code: None,
        class: error.class,
        meaning: &error.meaning,
        advice: &error.advice,
        retry: error.retry,
    });
    table(doc, "pub mod error;", rows)
}

struct Row<'m> {
    constant: &'m str,
    code: i64,
    sub_code: Option<&'m str>,
    class: Option<ErrorClass>,
    meaning: &'m str,
    advice: &'m str,
    retry: bool,
}

/// Writes the macro call, one row a line.
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
