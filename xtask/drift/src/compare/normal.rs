//! A page without what is no fact of its endpoint.

use xtask_pages::facts::Page;
use xtask_spec::spec::{Api, BaseType, Endpoint, Type, parse_type};

/// Returns a page without what the file of its endpoint does not hold: details of the token and of
/// the envelope, which `api.toml` describes for all endpoints, as far as they agree with it; and
/// examples in place of which the file has made ones.
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
    page
}

/// Spells a type as it is known, if it means the same or the page does not say it.
fn agree(ty: &mut Option<String>, known: &Type, spelling: &str) {
    let agrees = |text: &String| parse_type(text, &[]).as_ref() == Some(known);
    if ty.as_ref().is_none_or(agrees) {
        *ty = Some(spelling.to_owned());
    }
}
