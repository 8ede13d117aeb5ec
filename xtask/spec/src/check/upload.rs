//! Bodies that hold a file.

use crate::check::context::{Context, find};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Field, Place, Upload};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let endpoint = cx.endpoint;
    let is_file = |field: &&Field| field.ty.base == BaseType::File;
    let files: Vec<_> = endpoint.parameters.iter().filter(is_file).collect();
    for (_, field) in cx.all_fields().filter(|(_, field)| is_file(field)) {
        let title = format!("`{}` cannot be a file", *field.name);
        problems.push(Diagnostic::at(&field.ty.span, title, "only a parameter can be one"));
    }
    for file in &files {
        let in_parts = file.place.as_ref().is_some_and(|it| it.value == Place::Multipart);
        if !in_parts || file.ty.is_list() || !file.is_required() || file.default.is_some() {
            let title = format!("`{}` cannot be sent as a file", *file.name);
            let label = "expected one file, in every call, in a body of `multipart/form-data`";
            problems.push(Diagnostic::at(&file.ty.span, title, label));
        }
    }
    if let Some(content_type) = &endpoint.content_type
        && endpoint.has_parts()
        && files.len() != 1
    {
        let title = format!("a body of `{}` with {} files", **content_type, files.len());
        problems.push(Diagnostic::at(&content_type.span, title, "expected exactly one `File`"));
    }
    if let Some(upload) = &endpoint.upload {
        check_kinds(cx, upload, problems);
    }
}

fn check_kinds(cx: &Context<'_>, upload: &Upload, problems: &mut Vec<Diagnostic>) {
    let problem = |title: String, label: &str| Diagnostic::at(&upload.kind.span, title, label);
    let title = format!("unknown parameter `{}` as `kind`", *upload.kind);
    match find(&cx.endpoint.parameters, &upload.kind, title, problems) {
        Some(kind) if !kind.ty.is(&BaseType::String) || !kind.is_required() || kind.is_list() => {
            let title = format!("`{}` cannot say what kind of file it is", *upload.kind);
            problems.push(
                problem(title, "expected a required `String`")
                    .related(&kind.name.span, "the parameter"),
            );
        }
        Some(_) if !cx.endpoint.has_parts() => {
            problems.push(problem("`[upload]` without a file".to_owned(), "nothing is uploaded"));
        }
        _ => {}
    }
    for kind in &upload.kinds {
        let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !kind.name.bytes().all(is_word) {
            let title = format!("`{}` cannot name a constant", *kind.name);
            let label = "expected lower-case letters, digits and underscores";
            problems.push(Diagnostic::at(&kind.name.span, title, label));
        }
        if kind.max_bytes.value < 1 {
            let title = format!("`max_bytes` of `{}` is {}", *kind.name, *kind.max_bytes);
            problems.push(Diagnostic::at(&kind.max_bytes.span, title, "expected at least 1"));
        }
    }
}
