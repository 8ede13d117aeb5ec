//! The module of an endpoint in the protocol crate.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{
    checks, doc, docs, enums, example, ident, import, literal, module_doc, number, paging, pairs,
    request, rust, signature, structs,
};
use crate::model::{BodyFormat, Endpoint, Method, Place};

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
    let enums = endpoint.enums.iter().map(enums::item);
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
    let ids = match ids.as_slice() {
        [] => None,
        [one] => Some(quote!(use crate::generated::ids::#one;)),
        many => Some(quote!(use crate::generated::ids::{#(#many),*};)),
    };
    let paged = paging::uses(endpoint);
    let hash = import(endpoint.paging.is_some(), "std::hash::Hash");
    let done_code = &endpoint.repeat.done_code;
    let error_code = import(done_code.is_some(), "crate::error_code::ErrorCode");
    let limits = import(checks::has_any(endpoint), "crate::limits::Limits");
    let file = import(shared.contains("FilePart"), "crate::multipart::FilePart");
    let pairs = import(endpoint.bulk.is_some(), "crate::pairs::Pairs");
    let secret = import(shared.contains("Secret"), "crate::secret::Secret");
    let unlisted = import(!endpoint.enums.is_empty(), "crate::unlisted::Unlisted");
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
    }
}

/// Makes the static that holds what the specification says about the endpoint.
fn facts(endpoint: &Endpoint) -> TokenStream {
    let (name, path) = (endpoint.qualified_name(), &endpoint.path);
    let method = match endpoint.method {
        Method::Get => quote!(get),
        Method::Post => quote!(post),
    };
    let mut calls = Vec::new();
    if let Some(body) = &endpoint.body {
        calls.push(match body.format {
            BodyFormat::Form => quote!(.form()),
            BodyFormat::Json => quote!(.json()),
            BodyFormat::Multipart => quote!(.multipart()),
        });
        calls.extend(body.content_type.iter().map(|it| quote!(.content_type(#it))));
    }
    let is_exception = |place| endpoint.method == Method::Post && place == Place::Query;
    let in_query = endpoint.parameters().iter().filter(|it| is_exception(it.place));
    let in_query: Vec<_> = in_query.map(|it| &it.wire).collect();
    if !in_query.is_empty() {
        calls.push(quote!(.query(&[#(#in_query),*])));
    }
    let in_header = endpoint.parameters().iter().filter(|it| it.place == Place::Header);
    let in_header: Vec<_> = in_header.map(|it| &it.wire).collect();
    if !in_header.is_empty() {
        calls.push(quote!(.header(&[#(#in_header),*])));
    }
    calls.extend(endpoint.in_result.then(|| quote!(.in_result())));
    calls.extend(endpoint.errcode_in_result.then(|| quote!(.errcode_in_result())));
    calls.extend(endpoint.list.iter().map(|list| quote!(.list(#list))));
    calls.extend((!endpoint.authenticated).then(|| quote!(.without_token())));
    if !endpoint.permissions.is_empty() {
        let permissions = endpoint.permissions.iter().map(|permission| &permission.name);
        calls.push(quote!(.permissions(&[#(#permissions),*])));
    }
    calls.extend(endpoint.repeat.safe.then(|| quote!(.repeat_safe())));
    calls.extend(endpoint.repeat.done_code.iter().map(|code| {
        let code = ident(code);
        quote!(.done_code(error::#code))
    }));
    calls.extend(endpoint.page.url.iter().map(|url| quote!(.page(#url))));
    calls.extend((!endpoint.errors.is_empty()).then(|| quote!(.errors(error::DOCUMENTED))));
    let doc = doc("What the specification says about this endpoint.");
    quote! {
        #doc
        pub static ENDPOINT: Endpoint = Endpoint::#method(#name, #path) #(#calls)*;
    }
}

fn constants(endpoint: &Endpoint) -> TokenStream {
    let limits = endpoint.all_sent().flat_map(|value| {
        value.limits.iter().map(move |limit| {
            let doc = doc(&docs::limit(limit, value));
            let (constant, ty) = (ident(&limit.constant), rust(limit.rust_type));
            let value = number(limit.value);
            quote!(#doc pub const #constant: #ty = #value;)
        })
    });
    let spans = endpoint.all_sent_objects().flat_map(|object| {
        object.spans.iter().map(move |span| {
            let doc = doc(&docs::span(object, span));
            let (constant, days) = (ident(&span.constant), number(span.max_days));
            quote!(#doc pub const #constant: i64 = #days;)
        })
    });
    let defaults = endpoint.all_sent().filter_map(|value| {
        let default = value.default.as_ref()?;
        let label = &value.label;
        let doc = doc(&format!("The `{label}` that the service uses if none is sent."));
        let (constant, ty) = (ident(&default.constant), rust(&default.rust_type));
        let named = endpoint.enumeration(&default.rust_type);
        let named = named.and_then(|it| enums::named(it, &default.value));
        let value = named.unwrap_or_else(|| literal(&default.value, &default.rust_type));
        Some(quote!(#doc pub const #constant: #ty = #value;))
    });
    let values = endpoint.all_sent().filter_map(|value| {
        let listed = value.values.as_ref()?;
        let constant = ident(listed.constant.as_ref()?);
        let label = &value.label;
        let doc = doc(&format!(
            "The values of `{label}` that the page lists. The service may know others."
        ));
        let ty = rust(listed.rust_type);
        let values = listed.values.iter().map(|value| literal(value, listed.rust_type));
        Some(quote!(#doc pub const #constant: &[#ty] = &[#(#values),*];))
    });
    let sizes = endpoint.upload.iter().flat_map(|it| &it.kinds).map(|kind| {
        let doc = doc(&format!("The most bytes of a file of the kind `{}`.", kind.name));
        let (constant, value) = (ident(&kind.constant), number(kind.max_bytes));
        quote!(#doc pub const #constant: u64 = #value;)
    });
    quote!(#(#limits)* #(#spans)* #(#sizes)* #(#defaults)* #(#values)*)
}
