//! The request of an endpoint: its types, and the protocol crate's trait.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{checks, ident, structs};
use crate::model::{Base, Endpoint};

/// Makes everything about the request.
pub(super) fn items(endpoint: &Endpoint) -> TokenStream {
    let request = structs::request(endpoint);
    let groups = endpoint.groups.iter().map(|group| structs::group(endpoint, group));
    let objects = endpoint.sent.iter().map(|object| structs::sent(endpoint, object));
    let protocol = protocol(endpoint);
    quote!(#request #(#groups)* #(#objects)* #protocol)
}

fn protocol(endpoint: &Endpoint) -> TokenStream {
    let check_limits = checks::method(&checks::of_request(endpoint));
    let secrets = secrets(endpoint);
    let file = endpoint.file().map(|file| {
        let (wire, name) = (&file.wire, ident(&file.name));
        quote! {
            fn file(&self) -> Option<(&'static str, &FilePart)> {
                Some((#wire, &self.#name))
            }
        }
    });
    let done_response = endpoint.done_code.as_ref().map(|code| {
        let code = ident(code);
        quote! {
            fn done_response(code: ErrorCode) -> Option<Response> {
                (code == error::#code).then(Response::new)
            }
        }
    });
    quote! {
        impl crate::request::Request for Request {
            type Response = Response;

            const ENDPOINT: &'static Endpoint = &ENDPOINT;

            #check_limits
            #secrets
            #file
            #done_response
        }
    }
}

/// Makes the method that returns the secrets of the request.
fn secrets(endpoint: &Endpoint) -> Option<TokenStream> {
    if !endpoint.request.has_secret() {
        return None;
    }
    let secrets = endpoint.parameters().iter().filter(|it| it.ty.base == Base::Secret);
    let required = secrets.clone().filter(|it| it.required).map(|it| {
        let (wire, name) = (&it.wire, ident(&it.name));
        quote!((#wire, &self.#name))
    });
    let required = quote!(Vec::from([#(#required),*]));
    let optional: Vec<_> = secrets
        .filter(|it| !it.required)
        .map(|it| {
            let (wire, name) = (&it.wire, ident(&it.name));
            quote!(secrets.extend(self.#name.as_ref().map(|secret| (#wire, secret)));)
        })
        .collect();
    let body = if optional.is_empty() {
        required
    } else {
        quote!(let mut secrets = #required; #(#optional)* secrets)
    };
    Some(quote! {
        fn secrets(&self) -> Vec<(&'static str, &Secret)> {
            #body
        }
    })
}
