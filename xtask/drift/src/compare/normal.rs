//! Normal form of a page: only facts of its endpoint.

use crate::compare::expected;
use xtask_pages::facts::{Examples, Field, Page};
use xtask_spec::spec::{self, Api, BaseType, Endpoint, Type, parse_type};

/// Returns the entry in the file for a page, or else the most similar one.
pub fn page_of<'a>(page: &Page, endpoint: &'a Endpoint) -> Option<&'a spec::Page> {
    let language = page.language.map(|language| match language.code() {
        "zh-Hant" => "zh",
        code => code,
    });
    endpoint.page_of(page.url.as_deref(), language)
}

/// Returns a page without facts that the file of its endpoint does not have: details of the token and of the
/// envelope that agree with `api.toml`, facts that the file takes from another page or has made up, and
/// wordings with the same meaning. A page prints only one of the sites of a call, so the others that the file
/// names are added.
pub fn normal(page: &Page, endpoint: &Endpoint, api: &Api) -> Page {
    let mut page = page.clone();
    if endpoint.is_authenticated() {
        for token in page.parameters.iter_mut().filter(|it| api.is_credential(&it.name)) {
            let text = Type { base: BaseType::String, ..Type::default() };
            agree(&mut token.ty, &text, "String");
            token.required = token.required.or(Some(true));
            token.example = None;
        }
    }
    for field in &mut page.response {
        if let Some(known) = api.envelope_field(&field.name) {
            agree(&mut field.ty, &known.ty, &known.ty.spelling);
            field.example = None;
        }
    }
    let made = |key| endpoint.examples.is_made(key);
    page.examples.request = page.examples.request.filter(|_| !made("request"));
    page.examples.response = page.examples.response.filter(|_| !made("response"));
    let conditions = endpoint.preconditions.iter().chain(&endpoint.notes);
    if conditions.count() > 0 || endpoint.is_undecided("preconditions") {
        page.preconditions = 0;
    }
    if let Some(known) = page_of(&page, endpoint) {
        let printed = expected(endpoint, api, known);
        let others = page.hosts.iter().filter(|it| !printed.hosts.contains(it));
        page.hosts = printed.hosts.iter().chain(others).cloned().collect();
        let main = endpoint.main_page().unwrap_or(known);
        if main != known {
            leave_out_examples(&mut page);
            // The file lists only the main page's fields of the envelope.
            let is_known = |it: &Field| printed.response.iter().any(|own| own.name == it.name);
            page.response.retain(|it| !api.is_envelope(&it.name) || is_known(it));
        }
        if main.language != known.language {
            leave_out_messages(&mut page, &printed);
        }
        adopt_spellings(&mut page.parameters, &printed.parameters);
        adopt_spellings(&mut page.response, &printed.response);
    }
    page
}

/// Replaces a type by its known spelling, if the meaning is the same or the page has no type.
fn agree(ty: &mut Option<String>, known: &Type, spelling: &str) {
    let agrees = |text: &String| parse_type(text, &[]).as_ref() == Some(known);
    if ty.as_ref().is_none_or(agrees) {
        *ty = Some(spelling.to_owned());
    }
}

fn leave_out_examples(page: &mut Page) {
    fn of_fields(fields: &mut [Field]) {
        for field in fields {
            field.example = None;
            of_fields(&mut field.fields);
        }
    }
    of_fields(&mut page.parameters);
    of_fields(&mut page.response);
    page.examples = Examples::default();
}

/// Removes the messages that the file does not have in the language of the page.
fn leave_out_messages(page: &mut Page, printed: &Page) {
    for error in &mut page.errors {
        let mut known = printed.errors.iter();
        let lacks = known.any(|it| it.code == error.code && it.message.is_none());
        error.message = error.message.take().filter(|_| !lacks);
    }
}

/// Copies from `expected`: examples that differ only in quotes, the type of an object that the page does not name or
/// shows no fields of, and every field that the file has elsewhere.
fn adopt_spellings(fields: &mut [Field], expected: &[Field]) {
    for field in fields {
        let Some(known) = expected.iter().find(|it| it.name == field.name) else { continue };
        if known.elsewhere {
            field.clone_from(known);
        }
        adopt_spellings(&mut field.fields, &known.fields);
        if let (Some(own), Some(other)) = (&field.example, &known.example)
            && straight(own) == straight(other)
        {
            field.example.clone_from(&known.example);
        }
        let of = |ty: &Option<String>| ty.as_deref().and_then(|ty| parse_type(ty, &[]));
        let has_fields = !field.fields.is_empty();
        if let (Some(own), Some(other)) = (of(&field.ty), of(&known.ty))
            && own.lists == other.lists
            && has_fields != known.fields.is_empty()
        {
            let (named, nameless) = if has_fields { (&other, &own) } else { (&own, &other) };
            if named.object().is_some() && nameless.base == BaseType::Json {
                field.ty.clone_from(&known.ty);
            }
        }
    }
}

/// Returns an example with plain quotes and commas if it is JSON.
pub(crate) fn straight(example: &str) -> String {
    if !example.starts_with(['[', '{']) {
        return example.to_owned();
    }
    example.replace(['“', '”', '„', '‘', '’', '＂'], "\"").replace('，', ",")
}
