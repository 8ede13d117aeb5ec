//! Checks of a request before it is sent.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::ident;
use crate::model::{Base, Encoding, Endpoint, Group, LimitKind, Need, Object, Value};
use xtask_spec::names;
use xtask_spec::spec::{DateSpan, Either, Upload};

/// Returns whether the request or an object in it has checks.
pub(super) fn has_any(endpoint: &Endpoint) -> bool {
    !of_request(endpoint).is_empty() || endpoint.sent.iter().any(|object| object.checked)
}

/// Makes the method with the checks, if there are any.
pub(super) fn method(checks: &[TokenStream]) -> Option<TokenStream> {
    let method = quote!(fn check_limits(&self, limits: &mut Limits) { #(#checks)* });
    (!checks.is_empty()).then_some(method)
}

/// Makes the statements that check a request.
pub(super) fn of_request(endpoint: &Endpoint) -> Vec<TokenStream> {
    let together = endpoint.groups.iter().map(|group| together(endpoint, group));
    let sizes = endpoint.spec.upload.iter().filter_map(|upload| sizes(endpoint, upload));
    of_object(endpoint, &endpoint.request).into_iter().chain(together).chain(sizes).collect()
}

/// Makes the statements that check an object that a call sends.
pub(super) fn of_object(endpoint: &Endpoint, object: &Object) -> Vec<TokenStream> {
    let fields = object.fields.iter();
    let alone = fields.flat_map(|field| [signed(field), of_field(endpoint, field)]).flatten();
    let either = object.either.iter().map(|it| either(object, it));
    let spans = object.spans.iter().map(|it| span(object, it));
    alone.chain(either).chain(spans).collect()
}

fn of_field(endpoint: &Endpoint, field: &Value) -> Option<TokenStream> {
    let name = ident(&field.name);
    if field.required {
        let reference = (!field.ty.is_copy()).then(|| quote!(&));
        let checks = of_value(endpoint, field, &quote!(self.#name), &quote!(#reference self.#name));
        return (!checks.is_empty()).then(|| quote!(#(#checks)*));
    }
    let local = local(&field.name);
    let checks = of_value(endpoint, field, &quote!(#local), &quote!(#local));
    let reference = (!field.ty.is_copy()).then(|| quote!(&));
    (!checks.is_empty())
        .then(|| quote!(if let Some(#local) = #reference self.#name { #(#checks)* }))
}

/// Makes the checks of one value: `place` is its expression, and `passed` the one passed to the checks.
fn of_value(
    endpoint: &Endpoint,
    field: &Value,
    place: &TokenStream,
    passed: &TokenStream,
) -> Vec<TokenStream> {
    let label = &field.label;
    let is_secret = field.ty.base == Base::Secret;
    let value = if is_secret { quote!(#place.expose()) } else { passed.clone() };
    let mut checks = Vec::new();
    if field.not_empty && field.ty.is_list() {
        checks.push(quote!(limits.not_empty_list(#label, #value);));
    } else if field.not_empty && field.ty.base == Base::Json {
        checks.push(quote!(limits.not_null(#label, #value);));
    } else if field.not_empty {
        checks.push(quote!(limits.not_empty(#label, #value);));
    }
    for (kind, _, constant) in field.limits() {
        let constant = ident(&constant);
        let method = match (kind, field.encoding) {
            (LimitKind::MaxBytes, Encoding::JsonText) => ident("max_json_bytes"),
            (kind, _) => ident(kind.key()),
        };
        checks.push(quote!(limits.#method(#label, #value, #constant);));
    }
    let can_hold_commas = !field.ty.is_scalar() && !field.ty.is_whole();
    if field.encoding == Encoding::Joined && can_hold_commas {
        checks.push(quote!(limits.joinable(#label, #value);));
    }
    checks.extend(each(endpoint, field, place, passed));
    checks
}

/// Makes the check of a float, a file or an object, also within lists.
fn each(
    endpoint: &Endpoint,
    field: &Value,
    place: &TokenStream,
    passed: &TokenStream,
) -> Option<TokenStream> {
    let label = &field.label;
    let check = |one: &TokenStream| match field.ty.base {
        Base::Float if field.ty.is_list() => Some(quote!(limits.finite(#label, *#one);)),
        Base::Float => Some(quote!(limits.finite(#label, #one);)),
        Base::File => Some(quote!(limits.file(#label, &#one);)),
        Base::Object => {
            let object = endpoint.sent_object(&field.ty.item);
            object.filter(|it| it.checked).map(|_| quote!(#one.check_limits(limits);))
        }
        _ => None,
    };
    if !field.ty.is_list() {
        return check(place);
    }
    let inner = check(&quote!(item))?;
    let loops = (1..field.ty.lists).fold(inner, |inner, _| quote!(for item in item { #inner }));
    Some(quote!(for item in #passed { #loops }))
}

/// Makes the check that a request is signed, if it has to be.
fn signed(field: &Value) -> Option<TokenStream> {
    let (wire, name) = (&field.wire, ident(&field.name));
    field.set_by_signing.then(|| quote!(limits.signed(#wire, self.#name.is_some());))
}

/// Makes the check of a file's length by its kind.
fn sizes(endpoint: &Endpoint, upload: &Upload) -> Option<TokenStream> {
    let file = endpoint.file()?;
    let (wire, name) = (&file.wire, ident(&file.name));
    let kind = ident(&endpoint.request.field(&upload.kind).name);
    let kinds = upload.kinds.iter().map(|kind| {
        let (value, constant) = (kind.name.as_str(), ident(&names::upload(kind)));
        quote!(#value => limits.max_file_bytes(#wire, &self.#name, #constant),)
    });
    Some(quote! {
        match self.#kind.as_str() {
            #(#kinds)*
            _ => {}
        }
    })
}

/// Makes the check that all members of a group are set, or none.
fn together(endpoint: &Endpoint, group: &Group) -> TokenStream {
    let members = endpoint.members(group).map(|member| {
        let (wire, name) = (&member.wire, ident(&member.name));
        quote!((#wire, self.#name.is_some()))
    });
    quote!(limits.together(&[#(#members),*]);)
}

/// Makes the check that the right number of members of a group is set.
fn either(object: &Object, either: &Either) -> TokenStream {
    let members = || either.members.iter().map(|member| object.field(member));
    let labels = members().map(|member| &member.label);
    let set = members().map(is_set);
    let method = match either.need.value {
        Need::AtLeastOne => quote!(at_least_one),
        Need::ExactlyOne => quote!(exactly_one),
    };
    quote!(limits.#method(&[#(#labels),*], &[#(#set),*]);)
}

/// Makes the expression for whether an optional field is set.
fn is_set(member: &Value) -> TokenStream {
    let name = ident(&member.name);
    let empty = match &member.ty.base {
        _ if member.ty.is_list() => quote!(it.is_empty()),
        Base::Boolean => return quote!(self.#name == Some(true)),
        Base::Secret => quote!(it.expose().is_empty()),
        Base::Id { numeric: false } => quote!(it.as_str().is_empty()),
        Base::String => quote!(it.is_empty()),
        _ => return quote!(self.#name.is_some()),
    };
    quote!(self.#name.as_ref().is_some_and(|it| !#empty))
}

/// Makes the check that two dates are close enough.
fn span(object: &Object, span: &DateSpan) -> TokenStream {
    let ends = [&span.from, &span.to].map(|name| object.field(name));
    let is_number = ends[0].ty.base == Base::Number;
    let method = if is_number { quote!(days_of_millis) } else { quote!(days) };
    let constant = ident(&names::span(span));
    let (mut patterns, mut given) = (Vec::new(), Vec::new());
    let places = ends.map(|end| {
        let (name, local) = (ident(&end.name), local(&end.name));
        let reference = (!is_number).then(|| quote!(&));
        if end.required {
            return quote!(#reference self.#name);
        }
        patterns.push(quote!(Some(#local)));
        given.push(quote!(#reference self.#name));
        quote!(#local)
    });
    let [from, to] = ends.map(|end| &end.label);
    let [first, last] = places;
    let check = quote!(limits.#method((#from, #first), (#to, #last), #constant););
    match (&patterns[..], &given[..]) {
        ([], _) => check,
        ([pattern], [given]) => quote!(if let #pattern = #given { #check }),
        _ => quote!(if let (#(#patterns),*) = (#(#given),*) { #check }),
    }
}

/// Returns a variable for the value of a field: its name, unless the function uses that name itself.
fn local(field: &str) -> Ident {
    if field == "limits" { format_ident!("limits_value") } else { ident(field) }
}
