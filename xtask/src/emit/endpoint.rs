//! The module of an endpoint in the protocol crate.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::{
    checks, doc, docs, enums, example, ident, import, literal, module_doc, number, paging, pairs,
    request, rust, signature, structs,
};
use crate::model::{Endpoint, Method, Place};
use xtask_spec::names;
use xtask_spec::spec::{FORM, JSON, MULTIPART};

/// Makes the module of an endpoint, without its table of error codes.
pub(super) fn module(endpoint: &Endpoint) -> TokenStream {
    let module_doc = module_doc(&docs::endpoint(endpoint, &example::request(endpoint)));
    let uses = uses(endpoint);
    let facts = facts(endpoint);
    let constants = constants(endpoint);
    let request = request::items(endpoint);
    let paging = paging::implementation(endpoint);
    let pairs = pairs::implementation(endpoint);
    let signature = signature::implementation(endpoint);
    let response = structs::response(endpoint);
    let objects = endpoint.objects.iter().map(structs::answered);
    let enums = endpoint.enums.iter().filter(|it| !it.spec.shared).map(enums::item);
    quote! {
        #module_doc
        #uses
        #facts
        #constants
        #request
        #paging
        #pairs
        #signature
        #response
        #(#objects)*
        #(#enums)*
    }
}

/// Makes the imports: what the module uses, and nothing else.
fn uses(endpoint: &Endpoint) -> TokenStream {
    let shared: BTreeSet<_> = endpoint.all_values().filter_map(|value| value.ty.shared()).collect();
    let is_id = |name: &&&str| !["Secret", "FilePart"].contains(*name);
    let ids: Vec<_> = shared.iter().filter(is_id).map(|it| ident(it)).collect();
    let ids = named(&ids).map(|ids| quote!(use crate::generated::ids::#ids;));
    let paged = paging::uses(endpoint);
    let hash = import(endpoint.spec.paging.is_some(), "std::hash::Hash");
    let error_code = import(endpoint.done_code.is_some(), "crate::error_code::ErrorCode");
    let limits = import(checks::has_any(endpoint), "crate::limits::Limits");
    let file = import(shared.contains("FilePart"), "crate::multipart::FilePart");
    let pairs = import(endpoint.spec.bulk.is_some(), "crate::pairs::Pairs");
    let secret = import(shared.contains("Secret"), "crate::secret::Secret");
    let unlisted =
        import(endpoint.enums.iter().any(|it| !it.spec.shared), "crate::unlisted::Unlisted");
    let enums = endpoint.enums.iter().filter(|it| it.spec.shared);
    let mut enums: Vec<_> = enums.map(|it| ident(&it.spec.name)).collect();
    enums.sort();
    let enums = named(&enums).map(|enums| quote!(pub use super::enums::#enums;));
    quote! {
        #hash
        use serde::{Deserialize, Serialize};
        use crate::endpoint::Endpoint;
        #error_code
        #ids
        #limits
        #file
        #paged
        #pairs
        #secret
        #unlisted
        #enums
    }
}

/// Makes the end of an import of these names, if there are any.
fn named(names: &[Ident]) -> Option<TokenStream> {
    match names {
        [] => None,
        [one] => Some(quote!(#one)),
        many => Some(quote!({#(#many),*})),
    }
}

/// Makes the static with the facts of the specification about the endpoint.
fn facts(endpoint: &Endpoint) -> TokenStream {
    let spec = &endpoint.spec;
    let (name, path) = (endpoint.qualified_name(), spec.path.as_str());
    let method = match spec.method() {
        Method::Get => quote!(get),
        Method::Post => quote!(post),
    };
    let mut calls = Vec::new();
    if let Some(content_type) = &spec.content_type {
        let form = format!("{FORM};charset=utf-8");
        let (call, usual) = match spec.body_place() {
            Place::Body => (quote!(.json()), JSON),
            Place::Multipart => (quote!(.multipart()), MULTIPART),
            _ => (quote!(.form()), form.as_str()),
        };
        let content_type = content_type.as_str();
        let unusual = (content_type != usual).then(|| quote!(.content_type(#content_type)));
        calls.extend([call].into_iter().chain(unusual));
    }
    let sent_in = |place| {
        let own = endpoint.parameters().iter().filter(move |it| it.place == place);
        own.map(|it| &it.wire).collect::<Vec<_>>()
    };
    let (in_query, in_header) = (sent_in(Place::Query), sent_in(Place::Header));
    if spec.method() == Method::Post && !in_query.is_empty() {
        calls.push(quote!(.query(&[#(#in_query),*])));
    }
    if !in_header.is_empty() {
        calls.push(quote!(.header(&[#(#in_header),*])));
    }
    let optional = spec.result_is_optional();
    calls.extend(optional.then(|| quote!(.in_optional_result())));
    calls.extend((spec.payload().is_some() && !optional).then(|| quote!(.in_result())));
    calls.extend(spec.lists_in_envelope("success").then(|| quote!(.with_success())));
    calls.extend(spec.has_inner_code().then(|| quote!(.errcode_in_result())));
    calls.extend(endpoint.list.iter().map(|list| quote!(.list(#list))));
    calls.extend((!spec.is_authenticated()).then(|| quote!(.without_token())));
    if !endpoint.permissions.is_empty() {
        let permissions = endpoint.permissions.iter().map(|it| it.name.as_str());
        calls.push(quote!(.permissions(&[#(#permissions),*])));
    }
    calls.extend(spec.is_repeat_safe().then(|| quote!(.repeat_safe())));
    calls.extend(endpoint.done_code.iter().map(|code| {
        let code = ident(code);
        quote!(.done_code(error::#code))
    }));
    calls.extend(spec.url().map(|url| quote!(.page(#url))));
    calls.extend((!spec.errors.is_empty()).then(|| quote!(.errors(error::DOCUMENTED))));
    let doc = doc("What the specification says about this endpoint.");
    quote! {
        #doc
        pub static ENDPOINT: Endpoint = Endpoint::#method(#name, #path) #(#calls)*;
    }
}

fn constants(endpoint: &Endpoint) -> TokenStream {
    let limits = endpoint.all_sent().flat_map(|value| {
        value.limits().map(|(kind, limit, constant)| {
            let doc = doc(&kind.sentence(&value.label));
            let (constant, ty) = (ident(&constant), rust(kind.constant_type()));
            let limit = number(limit);
            quote!(#doc pub const #constant: #ty = #limit;)
        })
    });
    let spans = endpoint.all_sent_objects().flat_map(|object| {
        object.spans.iter().map(move |span| {
            let doc = doc(&docs::span(object, span));
            let (constant, days) = (ident(&names::span(span)), number(span.max_days.value));
            quote!(#doc pub const #constant: i64 = #days;)
        })
    });
    let defaults = endpoint.all_sent().filter_map(|value| {
        let (default, constant) = value.default()?;
        let label = &value.label;
        let doc = doc(&format!("The `{label}` that the service uses if none is sent."));
        let ty = value.constant_type(default);
        let named = endpoint.enumeration(ty).and_then(|it| enums::named(it, default));
        let value = named.unwrap_or_else(|| literal(default, ty));
        let (constant, ty) = (ident(&constant), rust(ty));
        Some(quote!(#doc pub const #constant: #ty = #value;))
    });
    let values = endpoint.all_sent().filter_map(|value| {
        let listed = value.spec.unnamed_values();
        let ty = value.constant_type(listed.first()?);
        let constant = ident(&names::values(&value.constant));
        let label = &value.label;
        let doc = doc(&format!(
            "The values of `{label}` that the page lists. The service may know others."
        ));
        let values = listed.iter().map(|value| literal(value, ty));
        let ty = rust(ty);
        Some(quote!(#doc pub const #constant: &[#ty] = &[#(#values),*];))
    });
    let sizes = endpoint.spec.upload.iter().flat_map(|it| &it.kinds).map(|kind| {
        let doc = doc(&format!("The most bytes of a file of the kind `{}`.", *kind.name));
        let (constant, value) = (ident(&names::upload(kind)), number(*kind.max_bytes));
        quote!(#doc pub const #constant: u64 = #value;)
    });
    quote!(#(#limits)* #(#spans)* #(#sizes)* #(#defaults)* #(#values)*)
}
