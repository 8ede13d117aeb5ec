//! Bodies with a file.

use crate::check::context::Context;
use crate::spec::{BaseType, Field, Place, Upload};

pub(super) fn check(cx: &mut Context<'_>) {
    let endpoint = cx.endpoint;
    let is_file = |field: &&Field| field.ty.base == BaseType::File;
    let files: Vec<_> = endpoint.parameters.iter().filter(is_file).collect();
    let inner = endpoint.types.iter().flat_map(|object| &object.fields);
    for field in endpoint.response.iter().chain(inner).filter(is_file) {
        let title = format!("`{}` cannot be a file", *field.name);
        cx.at(&field.ty.span, title, "only a parameter can be one");
    }
    for file in &files {
        let in_parts = file.place.as_ref().is_some_and(|it| it.value == Place::Multipart);
        if !in_parts || file.ty.is_list() || !file.is_required() || file.default.is_some() {
            let title = format!("`{}` cannot be sent as a file", *file.name);
            let label = "expected one file, in every call, in a body of `multipart/form-data`";
            cx.at(&file.ty.span, title, label);
        }
    }
    if let Some(content_type) = &endpoint.content_type
        && endpoint.has_parts()
        && files.len() != 1
    {
        let title = format!("a body of `{}` with {} files", **content_type, files.len());
        cx.at(&content_type.span, title, "expected exactly one `File`");
    }
    if let Some(upload) = &endpoint.upload {
        check_kinds(cx, upload);
    }
}

fn check_kinds(cx: &mut Context<'_>, upload: &Upload) {
    let Some(kind) = cx.find("parameter", &upload.kind, &cx.endpoint.parameters) else { return };
    let at = &upload.kind.span;
    if !kind.ty.is(&BaseType::String) || !kind.is_required() || kind.is_list() {
        let title = format!("`{}` cannot say what kind of file it is", *upload.kind);
        cx.at(at, title, "expected a required `String`").related(&kind.name.span, "the parameter");
    } else if !cx.endpoint.has_parts() {
        cx.at(at, "`[upload]` without a file", "nothing is uploaded");
    }
    let values: Vec<_> = cx.endpoint.listed(kind).map(|it| it.value.to_string()).collect();
    for kind in &upload.kinds {
        if !values.is_empty() && !values.contains(&kind.name.value) {
            let title = format!("`{}` is no value of `{}`", *kind.name, *upload.kind);
            cx.at(&kind.name.span, title, "the limit would never apply")
                .suggest(&kind.name, values.iter().map(String::as_str));
        }
        let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !kind.name.bytes().all(is_word) {
            let title = format!("`{}` cannot name a constant", *kind.name);
            let label = "expected lower-case letters, digits and underscores";
            cx.at(&kind.name.span, title, label);
        }
        if kind.max_bytes.value < 1 {
            let title = format!("`max_bytes` of `{}` is {}", *kind.name, *kind.max_bytes);
            cx.at(&kind.max_bytes.span, title, "expected at least 1");
        }
    }
}
