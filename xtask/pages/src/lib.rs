//! Reads documentation pages: `recognise → parse → place → extract`.
//!
//! A page in any of three forms becomes one document of headings, lines, code and tables; its
//! blocks get a section each; what is extracted from them are facts, never prose. What the reader
//! is not sure of is a remark with its line.

mod align;
mod basic;
mod clean;
mod curl;
mod document;
mod errors;
mod examples;
pub mod facts;
mod fields;
mod form;
mod html;
mod json;
mod markdown;
mod nesting;
mod notes;
mod prose;
mod required;
mod sdk;
mod sections;
mod table;
mod text;
mod words;

use facts::{Examples, Page, Refusal, Remark};

/// Reads a page. `file` is how the facts and remarks name it.
///
/// # Errors
///
/// The reason why it is not an endpoint page.
pub fn read(file: &str, page: &str) -> Result<Page, Refusal> {
    let mut document = form::parse(page);
    let mut remarks = std::mem::take(&mut document.remarks);
    let placed = sections::place(&mut document);
    let found = examples::find(&placed, &mut remarks);
    let basic = basic::read(&placed, found.sample.as_ref(), &mut remarks);
    let mut rows = fields::collect(&placed, &mut remarks);
    let refuse = |reason: &str| Refusal { file: file.to_owned(), reason: reason.to_owned() };
    let Some(path) = basic.path else {
        return Err(refuse("not an endpoint page: it names no HTTP URL"));
    };
    let Some(method) = basic.method else {
        return Err(refuse("not an endpoint page: it names no HTTP method"));
    };
    if rows.is_empty() {
        if !basic.stated {
            let reason = "not an endpoint page: it shows a call, but lists neither its parameters \
                nor the fields of its answer";
            return Err(refuse(reason));
        }
        let text = "the page lists neither parameters nor fields of the answer".to_owned();
        remarks.push(Remark { line: basic.line.max(1), text });
    }
    if basic.hosts.is_empty() {
        let text = "the page names no host".to_owned();
        remarks.push(Remark { line: basic.line.max(1), text });
    }
    let parameters = rows.parameters(&method, &path, &found, &mut remarks);
    let response = rows.response(&found, &mut remarks);
    let errors = errors::read(&placed, &mut remarks);
    let errors_heading = errors::heading(&placed);
    // What is missing at the end is remarked on behind it.
    let last = page.lines().count().max(1);
    for remark in &mut remarks {
        remark.line = remark.line.clamp(1, last);
    }
    remarks.sort();
    remarks.dedup();
    Ok(Page {
        file: file.to_owned(),
        method,
        path,
        hosts: basic.hosts,
        content_type: basic.content_type,
        app_types: basic.app_types,
        permissions: basic.permissions,
        parameters,
        response,
        errors,
        errors_heading,
        examples: Examples { request: found.request, response: found.response },
        preconditions: notes::preconditions(&placed),
        remarks,
    })
}

/// Reads the bytes of a file, which may not all be text.
///
/// # Errors
///
/// As [`read`], and for what is no text at all.
pub fn read_bytes(file: &str, bytes: &[u8]) -> Result<Page, Refusal> {
    match String::from_utf8_lossy(bytes) {
        std::borrow::Cow::Borrowed(text) => read(file, text),
        std::borrow::Cow::Owned(_) if bytes.contains(&0) => {
            Err(Refusal { file: file.to_owned(), reason: "not a page: it is no text".to_owned() })
        }
        std::borrow::Cow::Owned(text) => {
            let mut page = read(file, &text)?;
            let line = bytes
                .split(|&byte| byte == b'\n')
                .position(|line| std::str::from_utf8(line).is_err())
                .map_or(1, |at| at + 1);
            let text = "bytes that are not UTF-8: what they stood for is lost".to_owned();
            page.remarks.push(Remark { line, text });
            page.remarks.sort();
            Ok(page)
        }
    }
}
