//! The client's methods.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::setters::Setter;
use crate::emit::structs;
use crate::emit::{doc, docs, example, ident, import, module_doc, pairs};
use crate::model::{Base, Endpoint, LimitKind, Service, words};
use xtask_spec::{names, spec};

/// Makes the calls of one service.
pub(super) fn service(service: &Service) -> TokenStream {
    let (name, ty) = (ident(&service.name), ident(&service.ty));
    let text = docs::prose(&service.doc);
    let module_doc = module_doc(&text);
    let calls = format!("the calls of the service `{}`. {}", service.name, docs::feature(service));
    let accessor_doc = doc(&format!("Returns {calls}"));
    let type_doc = doc(&format!("{text}\n\nT{}", &calls[1..]));
    let uses = uses(service);
    let methods = service.endpoints.iter().map(method);
    let setters = service.endpoints.iter().map(setters);
    quote! {
        #module_doc
        #uses

        impl Client {
            #accessor_doc
            pub fn #name(&self) -> #ty<'_> {
                #ty { client: self }
            }
        }

        #type_doc
        #[derive(Debug, Clone, Copy)]
        pub struct #ty<'c> {
            client: &'c Client,
        }

        impl #ty<'_> {
            #(#methods)*
        }

        #(#setters)*
    }
}

fn uses(service: &Service) -> TokenStream {
    let name = ident(&service.name);
    let modules = service.endpoints.iter().map(|endpoint| ident(&endpoint.spec.name));
    let types: BTreeSet<_> = service.endpoints.iter().flat_map(Endpoint::argument_types).collect();
    let types: Vec<_> = types.into_iter().filter(|name| *name != "FilePart").map(ident).collect();
    let types = (!types.is_empty()).then(|| quote!(use dingtalk_protocol::{#(#types),*};));
    let endpoints = &service.endpoints;
    let bulk = import(endpoints.iter().any(|it| it.spec.bulk.is_some()), "crate::bulk::Bulk");
    let upload = import(endpoints.iter().any(|it| it.file().is_some()), "crate::upload::Upload");
    quote! {
        use dingtalk_protocol::#name::{#(#modules),*};
        #types
        #bulk
        use crate::call::Call;
        use crate::client::Client;
        #upload
    }
}

fn method(endpoint: &Endpoint) -> TokenStream {
    let spec::Endpoint { service, name: module, path, .. } = &endpoint.spec;
    let (name, path) = (ident(module), path.as_str());
    let doc = doc(&format!(
        "{}\n\nLimits, permissions, errors: [`{service}::{module}`](mod@dingtalk_protocol::{service}::{module}).\n\n{}",
        docs::prose(endpoint.summary()),
        example::call(endpoint),
    ));
    let arguments = structs::arguments(&endpoint.request, Some(&name));
    let request = request(endpoint);
    let upload = endpoint.file().map(|file| {
        let file = ident(&file.name);
        quote!(.with_upload(#file))
    });
    let bulk = bulk(endpoint);
    quote! {
        #doc
        #[doc(alias = #path)]
        pub fn #name(self #(, #arguments)*) -> Call<#name::Request> {
            Call::new(self.client, #request) #upload
        }
        #bulk
    }
}

/// Makes the method for calls of any size, if the spec says how they are split.
fn bulk(endpoint: &Endpoint) -> Option<TokenStream> {
    let lists = pairs::lists(endpoint)?;
    let [first, second] = lists.map(|list| &list.wire);
    // Uses the constants, so that a changed limit changes only the module of the endpoint.
    let [most_first, most_second] = lists.map(|list| {
        let limit = list.limit(LimitKind::MaxItems).map(|(_, it)| it);
        limit.map(|it| format!("[`{it}`]({}::{it})", endpoint.spec.name)).unwrap_or_default()
    });
    let doc = doc(&format!(
        "{}\n\nTakes any number of `{first}` and `{second}`, and splits them into calls of at most \
         {most_first} × {most_second}: see [`Bulk`].\n\n{}",
        docs::prose(endpoint.summary()),
        example::bulk(endpoint),
    ));
    let (name, module) = (ident(&names::bulk(&endpoint.spec.name)), ident(&endpoint.spec.name));
    let arguments = structs::arguments(&endpoint.request, Some(&module));
    let request = request(endpoint);
    Some(quote! {
        #doc
        pub fn #name(self #(, #arguments)*) -> Bulk<'static, #module::Request> {
            Bulk::new(self.client, #request)
        }
    })
}

/// Makes the request from the method's arguments.
fn request(endpoint: &Endpoint) -> TokenStream {
    let module = ident(&endpoint.spec.name);
    let values = endpoint.required().map(|parameter| {
        let name = ident(&parameter.name);
        if parameter.ty.base == Base::File { quote!(#name.part().clone()) } else { quote!(#name) }
    });
    quote!(#module::Request::new(#(#values),*))
}

/// Makes the setters of a request, which the call has too.
fn setters(endpoint: &Endpoint) -> Option<TokenStream> {
    let module = ident(&endpoint.spec.name);
    let setters: Vec<_> = endpoint
        .setters()
        .map(|setter| {
            let (name, ty, text) = match setter {
                Setter::Value(value) => {
                    let ty = structs::argument_type(&value.ty, Some(&module));
                    (value.name.as_str(), ty, words(value.spec.doc.as_ref()))
                }
                Setter::Group(group) => {
                    let ty = ident(&group.spec.ty);
                    let doc = words(group.spec.doc.as_ref());
                    (group.spec.name.as_str(), quote!(#module::#ty), doc)
                }
            };
            // The closure's own variable must differ from the argument.
            let request = ident(if name == "request" { "it" } else { "request" });
            let text = match docs::prose(text) {
                text if text.is_empty() => format!("Sets `{name}`."),
                text => text,
            };
            let (with, name, doc) = (format_ident!("with_{name}"), ident(name), doc(&text));
            quote! {
                #doc
                pub fn #with(self, #name: #ty) -> Self {
                    self.map(|#request| #request.#with(#name))
                }
            }
        })
        .collect();
    (!setters.is_empty()).then(|| {
        quote! {
            impl Call<#module::Request> {
                #(#setters)*
            }
        }
    })
}
