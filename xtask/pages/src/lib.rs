//! Reads documentation pages: `recognise → parse → place → extract`.
//!
//! A page in any of three forms becomes one document of headings, lines, code and tables, and each block is
//! assigned to a section. Only facts are extracted, never prose. Each doubt of the reader is a remark with
//! its line.

mod call;
mod completeness;
mod document;
mod error_codes;
mod examples;
pub mod facts;
mod form;
mod http_sample;
mod java_sample;
mod nesting;
mod origin;
mod preconditions;
mod prose;
mod required;
mod rows;
mod run_together;
mod sections;
mod table;
mod tolerant_json;
mod tree;
mod vocabulary;

use facts::{Examples, Page, Refusal, RefusalKind, Remark};

/// Reads a page. `file` is its name in facts and remarks.
///
/// # Errors
///
/// The reason why it is not an endpoint page, or why its facts would be incomplete.
pub fn read(file: &str, page: &str) -> Result<Page, Refusal> {
    let mut document = form::parse(page);
    let mut remarks = std::mem::take(&mut document.remarks);
    let open = document.open.take();
    let language = origin::language(&document);
    let outline = sections::place(&mut document);
    let placed = &outline.placed;
    let found = examples::find(placed, &mut remarks);
    let call = call::read(placed, found.sample.as_ref(), &mut remarks);
    let mut rows = rows::collect(placed, &mut remarks);
    let refuse = |kind, reason: &str| {
        let reason = match kind {
            RefusalKind::NoEndpoint => format!("not an endpoint page: {reason}"),
            _ => reason.to_owned(),
        };
        Refusal { file: file.to_owned(), kind, reason }
    };
    let no_endpoint = |reason: &str| refuse(RefusalKind::NoEndpoint, reason);
    let path = call.path.ok_or_else(|| no_endpoint("it names no HTTP URL"))?;
    let method = call.method.ok_or_else(|| no_endpoint("it names no HTTP method"))?;
    if rows.is_empty() && !call.stated {
        return Err(no_endpoint(
            "it shows a call, but lists neither its parameters nor the fields of its answer",
        ));
    }
    if call.several && !outline.has_answer() {
        return Err(no_endpoint("it names several calls, and has no part on the answer of one"));
    }
    completeness::check_whole(&outline, open.as_deref())
        .and_then(|()| completeness::check_understood(&outline, language, rows.is_empty()))
        .map_err(|(kind, reason)| refuse(kind, &reason))?;
    rows.place_rest(&method, &path, found.sample.as_ref().map(|(_, sample)| sample), &mut remarks);
    let parameters = tree::parameters(&mut rows, &found, &mut remarks);
    let response = tree::response(&mut rows.response, &found, &mut remarks);
    let (errors, not_errors) = error_codes::read(placed, &mut remarks);
    let mut left_out = rows.left_out;
    left_out.extend(not_errors);
    // Remarks on what is missing at the end come after the last line.
    let last = page.lines().count().max(1);
    for remark in &mut remarks {
        remark.line = remark.line.clamp(1, last);
    }
    remarks.sort();
    remarks.dedup();
    let origin = origin::read(page);
    Ok(Page {
        file: file.to_owned(),
        url: origin.url,
        updated: origin.updated,
        language,
        method,
        path,
        hosts: call.hosts,
        content_type: call.content_type,
        app_types: call.app_types,
        permissions: call.permissions,
        parameters,
        response,
        errors,
        examples: Examples { request: found.request, response: found.response },
        preconditions: preconditions::count(placed),
        left_out,
        remarks,
    })
}

/// Reads the bytes of a file, which may not all be text.
///
/// # Errors
///
/// Those of [`read`], and for bytes that are not text.
pub fn read_bytes(file: &str, bytes: &[u8]) -> Result<Page, Refusal> {
    match String::from_utf8_lossy(bytes) {
        std::borrow::Cow::Borrowed(text) => read(file, text),
        std::borrow::Cow::Owned(_) if bytes.contains(&0) => {
            let reason = "not a page: it is no text".to_owned();
            Err(Refusal { file: file.to_owned(), kind: RefusalKind::Unreadable, reason })
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
