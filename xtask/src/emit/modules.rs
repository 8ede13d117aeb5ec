//! The modules: what each file of generated code consists of.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{doc, docs, errors, example, ident, module_doc, request, response};
use crate::model::{Base, Endpoint, Method, Model, Service};

/// Lints that the pages decide on: they name things, write texts and codes, and say how many
/// parameters there are.
fn allowances() -> TokenStream {
    quote! {
        #![allow(
            clippy::doc_markdown,
            clippy::fn_params_excessive_bools,
            clippy::module_inception,
            clippy::should_implement_trait,
            clippy::struct_excessive_bools,
            clippy::too_many_arguments,
            clippy::too_many_lines,
            clippy::unreadable_literal
        )]
    }
}

/// `generated/mod.rs` of the protocol crate.
pub(super) fn root(model: &Model) -> TokenStream {
    let services: Vec<_> = model.services.iter().map(|service| ident(&service.name)).collect();
    let endpoints: Vec<_> =
        model.services.iter().flat_map(|service| &service.endpoints).map(path).collect();
    let module_doc = module_doc("Everything that the specification says, as Rust.");
    let allowances = allowances();
    quote! {
        #module_doc
        #allowances

        #[cfg(feature = "server")]
        pub(crate) mod codecs;
        pub(crate) mod errors;
        pub(crate) mod ids;
        #(pub mod #services;)*

        /// Every endpoint, sorted by name.
        pub static ENDPOINTS: &[&crate::Endpoint] = &[#(&#endpoints::ENDPOINT),*];
    }
}

/// `generated/protocol.rs` of the client crate.
pub(super) fn client_protocol(model: &Model) -> TokenStream {
    let module_doc =
        module_doc("What a caller needs of the protocol crate and the specification names.");
    let modules = model.services.iter().map(|service| ident(&service.name));
    let ids = model.ids.iter().map(|id| ident(&id.name));
    quote! {
        #module_doc

        #[doc(no_inline)]
        pub use dingtalk_protocol::{#(#modules,)* #(#ids),*};
    }
}

/// `generated/codecs.rs` of the protocol crate.
pub(super) fn codecs(model: &Model) -> TokenStream {
    let endpoints = model.services.iter().flat_map(|service| &service.endpoints).map(path);
    let module_doc = module_doc("Every endpoint for those who treat all of them alike.");
    quote! {
        #module_doc

        use crate::server::Codec;

        /// Every endpoint with its types erased, sorted by name.
        pub static CODECS: &[Codec] = &[#(Codec::of::<crate::#endpoints::Request>()),*];
    }
}

/// `generated/mod.rs` of the client crate.
pub(super) fn client(model: &Model) -> TokenStream {
    let module_doc = module_doc("The calls of every service.");
    let allowances = allowances();
    let modules: Vec<_> = model.services.iter().map(|service| ident(&service.name)).collect();
    let types: Vec<_> = model.services.iter().map(|service| ident(&service.ty)).collect();
    quote! {
        #module_doc
        #allowances

        pub(crate) mod protocol;
        #(mod #modules;)*

        #(pub use #modules::#types;)*
    }
}

/// The module of a service in the protocol crate.
pub(super) fn service(service: &Service) -> TokenStream {
    let module_doc = module_doc(&docs::prose(&service.doc));
    let modules = service.endpoints.iter().map(|endpoint| ident(&endpoint.name));
    quote! {
        #module_doc

        #(pub mod #modules;)*
    }
}

/// The module of an endpoint.
pub(super) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let module_doc =
        module_doc(&format!("{}\n{}", docs::endpoint(endpoint), example::request(endpoint)));
    let uses = uses(endpoint);
    let facts = facts(endpoint);
    let constants = constants(endpoint);
    let request = request::items(endpoint);
    let response = response::items(endpoint);
    let errors = errors::endpoint(endpoint);
    quote! {
        #module_doc

        #uses
        #facts
        #constants
        #request
        #response
        #errors
    }
}

fn uses(endpoint: &Endpoint) -> TokenStream {
    let documented = (!endpoint.errors.is_empty()).then_some("DocumentedError");
    let error = endpoint.has_secrets().then_some("Error");
    let position = endpoint.paging.as_ref().map(|_| "Position");
    let mut names = endpoint.shared_types();
    names.extend(
        ["Endpoint", "Parameters"].into_iter().chain(documented).chain(error).chain(position),
    );
    let names = names.into_iter().map(ident);
    quote! {
        use serde::{Deserialize, Deserializer};

        use crate::limits::Limits;
        use crate::{#(#names),*};
    }
}

/// The static that holds what the specification says of the endpoint.
fn facts(endpoint: &Endpoint) -> TokenStream {
    let (name, path) = (endpoint.qualified_name(), &endpoint.path);
    let method = match endpoint.method {
        Method::Get => quote!(GET),
        Method::Post => quote!(POST),
    };
    let content_type = super::option(endpoint.content_type.as_ref());
    let authenticated = endpoint.authenticated;
    let permissions = endpoint.permissions.iter().map(|permission| &permission.name);
    let repeat_safe = endpoint.repeat.safe;
    let done_code = super::option(endpoint.repeat.done_code.map(super::number));
    let page = &endpoint.page.url;
    let errors = errors::table(endpoint);
    let doc = doc("What the specification says of this endpoint.");
    quote! {
        #doc
        pub static ENDPOINT: Endpoint = Endpoint {
            name: #name,
            method: http::Method::#method,
            path: #path,
            content_type: #content_type,
            authenticated: #authenticated,
            permissions: &[#(#permissions),*],
            repeat_safe: #repeat_safe,
            done_code: #done_code,
            page: #page,
            errors: &[#errors],
        };
    }
}

fn constants(endpoint: &Endpoint) -> TokenStream {
    let limits = endpoint.all_sent().flat_map(|parameter| {
        parameter.limits.iter().map(move |limit| {
            let doc = doc(&docs::limit(limit, parameter));
            let (constant, value) = (ident(&limit.constant), super::number(limit.value));
            let ty = request::limit_type(limit.kind);
            quote!(#doc pub const #constant: #ty = #value;)
        })
    });
    let defaults = endpoint.all_sent().filter_map(|parameter| {
        let default = parameter.default.as_ref()?;
        let label = parameter.label();
        let doc = doc(&format!("The `{label}` that the service takes if none is sent."));
        let (constant, value) = (ident(&default.constant), example::literal(&default.value));
        let (ty, value) = match parameter.ty.base {
            Base::Float => (quote!(f64), example::float(&default.value)),
            _ => (request::constant_type(&default.value), value),
        };
        Some(quote!(#doc pub const #constant: #ty = #value;))
    });
    let values = endpoint.all_sent().filter_map(|parameter| {
        let listed = parameter.values.as_ref()?;
        let label = parameter.label();
        let doc = doc(&format!(
            "The values of `{label}` that the page lists. The service may know others."
        ));
        let constant = ident(&listed.constant);
        let ty = request::constant_type(listed.values.first()?);
        let values = listed.values.iter().map(example::literal);
        Some(quote!(#doc pub const #constant: &[#ty] = &[#(#values),*];))
    });
    quote!(#(#limits)* #(#defaults)* #(#values)*)
}

fn path(endpoint: &Endpoint) -> TokenStream {
    let (service, name) =
        (format_ident!("{}", endpoint.service), format_ident!("{}", endpoint.name));
    quote!(#service::#name)
}
