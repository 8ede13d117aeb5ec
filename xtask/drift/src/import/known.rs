//! An endpoint of the spec as a draft.

use crate::import::draft::{
    Departure, Draft, ErrorCode, Item, Object, Paging, Permission, Together,
};
use xtask_spec::check::{app_type_text, evidence_text, method_text, place_text};
use xtask_spec::spec::{self, Encoding, Endpoint, Field, Language, Parameter, Spanned, Text, Type};

pub(super) fn draft(endpoint: &Endpoint) -> Draft {
    Draft {
        summary: text(&endpoint.summary),
        path: text(&endpoint.path),
        method: method_text(endpoint.method.value).to_owned(),
        hosts: texts(&endpoint.hosts),
        content_type: endpoint.content_type.as_ref().map(text),
        app_types: endpoint
            .app_types
            .iter()
            .map(|app| app_type_text(app.value).to_owned())
            .collect(),
        preconditions: texts(&endpoint.preconditions),
        notes: texts(&endpoint.notes),
        url: text(&endpoint.page.url),
        language: endpoint.page.language.as_ref().map(|it| language(it.value).to_owned()),
        read: endpoint.page.read.as_ref().map(text),
        source: endpoint.page.source.as_ref().map(|it| evidence_text(it.value).to_owned()),
        permissions: {
            let permissions = endpoint.permissions.iter();
            permissions.map(|it| Permission { name: text(&it.name), doc: text(&it.doc) }).collect()
        },
        safe: endpoint.repeat.safe.value,
        reason: text(&endpoint.repeat.reason),
        done_code: value(endpoint.repeat.done_code.as_ref()),
        parameters: endpoint.parameters.iter().map(parameter).collect(),
        together: endpoint.together.iter().map(together).collect(),
        paging: endpoint.paging.as_ref().map(paging),
        bulk: endpoint.bulk.as_ref().map(|bulk| texts(&bulk.split)).unwrap_or_default(),
        response: endpoint.response.iter().map(field).collect(),
        types: endpoint.types.iter().map(object).collect(),
        errors: endpoint.errors.iter().map(error).collect(),
        request: text(&endpoint.examples.request),
        answer: text(&endpoint.examples.response),
        departures: endpoint.departures.iter().map(departure).collect(),
    }
}

fn parameter(known: &Parameter) -> Item {
    Item {
        name: text(&known.name),
        place: Some(place_text(known.place.value).to_owned()),
        ty: known.ty.spelling.clone(),
        separator: known.separator.as_ref().map(text),
        items: known.items.as_ref().map(spelling),
        encoding: known.encoding.as_ref().map(|it| match it.value {
            Encoding::Json => "json".to_owned(),
        }),
        rust: known.rust.as_ref().map(text),
        id: known.id.as_ref().map(text),
        secret: value(known.secret.as_ref()),
        optional: None,
        required: Some(known.required.value),
        default: value(known.default.as_ref()),
        min: value(known.min.as_ref()),
        max: value(known.max.as_ref()),
        max_items: value(known.max_items.as_ref()),
        max_chars: value(known.max_chars.as_ref()),
        values: known.values.iter().map(|value| value.value.clone()).collect(),
        example: known.example.as_ref().map(text),
        doc: Some(text(&known.doc)),
    }
}

fn field(known: &Field) -> Item {
    Item {
        name: text(&known.name),
        place: None,
        ty: known.ty.spelling.clone(),
        separator: None,
        items: None,
        encoding: None,
        rust: known.rust.as_ref().map(text),
        id: known.id.as_ref().map(text),
        secret: value(known.secret.as_ref()),
        optional: value(known.optional.as_ref()),
        required: value(known.required.as_ref()),
        default: value(known.default.as_ref()),
        min: value(known.min.as_ref()),
        max: value(known.max.as_ref()),
        max_items: value(known.max_items.as_ref()),
        max_chars: value(known.max_chars.as_ref()),
        values: known.values.iter().map(|value| value.value.clone()).collect(),
        example: known.example.as_ref().map(text),
        doc: known.doc.as_ref().map(text),
    }
}

fn together(known: &spec::Together) -> Together {
    Together {
        name: text(&known.name),
        ty: text(&known.ty),
        members: texts(&known.members),
        doc: text(&known.doc),
    }
}

fn paging(known: &spec::Paging) -> Paging {
    Paging {
        offset: text(&known.offset),
        size: text(&known.size),
        items: text(&known.items),
        more: text(&known.more),
    }
}

fn object(known: &spec::Object) -> Object {
    Object {
        name: text(&known.name),
        rust: known.rust.as_ref().map(text),
        doc: text(&known.doc),
        fields: known.fields.iter().map(field).collect(),
    }
}

fn error(known: &spec::ErrorCode) -> ErrorCode {
    ErrorCode {
        code: known.code.value,
        rust: known.rust.as_ref().map(text),
        message: known.message.as_ref().map(text),
        meaning: known.meaning.as_ref().map(text),
        advice: text(&known.advice),
        retry: known.retry.value,
        source: known.source.as_ref().map(|it| evidence_text(it.value).to_owned()),
    }
}

fn departure(known: &spec::Departure) -> Departure {
    Departure {
        subject: text(&known.subject),
        page: text(&known.page),
        spec: text(&known.spec),
        reason: text(&known.reason),
    }
}

fn text(text: &Text) -> String {
    text.value.clone()
}

fn texts(texts: &[Text]) -> Vec<String> {
    texts.iter().map(text).collect()
}

fn value<T: Clone>(value: Option<&Spanned<T>>) -> Option<T> {
    value.map(|value| value.value.clone())
}

fn spelling(ty: &Spanned<Type>) -> String {
    ty.spelling.clone()
}

fn language(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Chinese => "zh",
    }
}
