//! The client's methods.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::{braced, imports, natural};
use super::{doc, docs, example, ident, module_doc, pairs, request};
use crate::model::{Endpoint, RequestField, Service};
use xtask_spec::names;

/// The calls of one service.
pub(super) fn service(service: &Service) -> TokenStream {
    let (name, ty) = (ident(&service.name), ident(&service.ty));
    let text = docs::prose(&service.doc);
    let module_doc = module_doc(&text);
    let mut modules: Vec<_> =
        service.endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
    modules.sort_by_cached_key(|name| natural(name));
    let modules = braced(&modules.into_iter().map(ident).collect::<Vec<_>>());
    let types: BTreeSet<_> = service.endpoints.iter().flat_map(Endpoint::argument_types).collect();
    let types: Vec<_> = types.into_iter().map(ident).collect();
    let imports = imports(&quote!(dingtalk_protocol), &types, [quote!(#name::#modules)]);
    let has_bulk = service.endpoints.iter().any(|it| it.bulk.is_some());
    let own = if has_bulk { quote!(crate::{Bulk, Call}) } else { quote!(crate::Call) };
    let accessor_doc = doc(&format!(
        "{text}\n\nThe calls of the service `{}`. {}",
        service.name,
        docs::feature(service)
    ));
    let methods = service.endpoints.iter().map(method);
    let setters = service.endpoints.iter().map(setters);
    quote! {
        #module_doc

        #imports

        use #own;

        crate::macros::service! {
            #accessor_doc
            #name: #ty;
        }

        impl<'c> #ty<'c> {
            #(#methods)*
        }

        #(#setters)*
    }
}

fn method(endpoint: &Endpoint) -> TokenStream {
    let (name, path) = (ident(&endpoint.name), &endpoint.path);
    let (service, module) = (&endpoint.service, &endpoint.name);
    let doc = doc(&format!(
        "{}\n\nLimits, permissions, errors: [`{service}::{module}`](mod@dingtalk_protocol::{service}::{module}).\n\n{}",
        docs::prose(&endpoint.summary),
        example::call(endpoint),
    ));
    let (arguments, names) = request::arguments(endpoint, Some(&endpoint.name));
    let bulk = bulk(endpoint);
    quote! {
        #doc
        #[doc(alias = #path)]
        pub fn #name(self #(, #arguments)*) -> Call<'c, #name::Request> {
            Call::new(self.client, #name::Request::new(#(#names),*))
        }
        #bulk
    }
}

/// The method for calls of any size, where the spec says how they are split.
fn bulk(endpoint: &Endpoint) -> Option<TokenStream> {
    let lists = endpoint.bulk?.map(|index| &endpoint.parameters[index]);
    let [first, second] = lists.map(|list| &list.wire);
    // The constants, so that a limit that changes changes the module of the endpoint alone.
    let [most_first, most_second] = lists.map(|list| {
        let limit = pairs::max_items(list).map(|limit| &limit.constant);
        limit.map(|it| format!("[`{it}`]({}::{it})", endpoint.name)).unwrap_or_default()
    });
    let doc = doc(&format!(
        "{}\n\nTakes any number of `{first}` and `{second}`, and splits them into calls of at most \
         {most_first} × {most_second}: see [`Bulk`].\n\n{}",
        docs::prose(&endpoint.summary),
        example::bulk(endpoint),
    ));
    let (name, module) = (ident(&names::bulk(&endpoint.name)), ident(&endpoint.name));
    let (arguments, names) = request::arguments(endpoint, Some(&endpoint.name));
    Some(quote! {
        #doc
        pub fn #name(self #(, #arguments)*) -> Bulk<'c, #module::Request> {
            Bulk::new(self.client, #module::Request::new(#(#names),*))
        }
    })
}

/// The optional parameters, on the call as on the request.
fn setters(endpoint: &Endpoint) -> TokenStream {
    let module = ident(&endpoint.name);
    let setters: Vec<_> = endpoint
        .fields
        .iter()
        .filter_map(|field| {
            let (name, ty, text) = match *field {
                RequestField::Parameter(index) => {
                    let parameter = &endpoint.parameters[index];
                    if parameter.required {
                        return None;
                    }
                    let ty = request::argument_type(&parameter.ty, Some(&endpoint.name));
                    (&parameter.name, ty, &parameter.doc)
                }
                RequestField::Group(index) => {
                    let group = &endpoint.groups[index];
                    let ty = ident(&group.ty);
                    (&group.name, quote!(#module::#ty), &group.doc)
                }
            };
            let (with, name, doc) =
                (format_ident!("with_{}", name), ident(name), doc(&docs::prose(text)));
            Some(quote!(#doc #with(#name: #ty);))
        })
        .collect();
    if setters.is_empty() {
        return TokenStream::new();
    }
    quote! {
        crate::macros::setters! {
            #module::Request;
            #(#setters)*
        }
    }
}
