//! The modules: what each file of generated code consists of.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::imports::{braced, natural};
use super::{doc, docs, errors, example, ident, module_doc, request, response};
use crate::model::{Base, Endpoint, Method, Model, Service};

/// `generated/mod.rs` of the protocol crate.
pub(super) fn root(model: &Model) -> TokenStream {
    let (features, services, _) = services(model);
    let module_doc = module_doc("Everything that the specification says, as Rust.");
    let allowed = what_pages_decide();
    let endpoints = endpoints(model);
    quote! {
        #module_doc
        #allowed

        #[cfg(feature = "server")]
        pub(crate) mod codecs;
        pub(crate) mod errors;
        pub(crate) mod ids;
        #(#[cfg(feature = #features)] pub mod #services;)*

        crate::macros::endpoints! {
            /// Every endpoint of the services whose features are on, sorted by name.
            pub static ENDPOINTS: Facts;
            #endpoints
        }
    }
}

/// `generated/protocol.rs` of the client crate.
pub(super) fn client_protocol(model: &Model) -> TokenStream {
    let module_doc =
        module_doc("What a caller needs of the protocol crate and the specification names.");
    let (features, services, _) = services(model);
    let mut ids: Vec<_> = model.ids.iter().map(|id| ident(&id.name)).collect();
    ids.sort();
    let ids = braced(&ids);
    let ids = (!model.ids.is_empty()).then(|| {
        quote! {
            #[doc(no_inline)]
            pub use dingtalk_protocol::#ids;
        }
    });
    let services = quote!(#(#[cfg(feature = #features)] #[doc(no_inline)] pub use dingtalk_protocol::#services;)*);
    // A single name comes before the modules, and several behind them.
    let uses = if model.ids.len() == 1 { quote!(#ids #services) } else { quote!(#services #ids) };
    quote! {
        #module_doc

        #uses
    }
}

/// `generated/codecs.rs` of the protocol crate.
pub(super) fn codecs(model: &Model) -> TokenStream {
    let module_doc = module_doc("Every endpoint for those who treat all of them alike.");
    let endpoints = endpoints(model);
    quote! {
        #module_doc

        crate::macros::endpoints! {
            /// Every endpoint of the services whose features are on, with its types erased, sorted by
            /// name.
            pub static CODECS: Codecs;
            #endpoints
        }
    }
}

/// `generated/mod.rs` of the client crate.
pub(super) fn client(model: &Model) -> TokenStream {
    let module_doc = module_doc("The calls of every service.");
    let allowed = what_pages_decide();
    let (features, modules, types) = services(model);
    quote! {
        #module_doc
        #allowed

        #(#[cfg(feature = #features)] mod #modules;)*
        pub(crate) mod protocol;

        #(#[cfg(feature = #features)] pub use #modules::#types;)*
    }
}

/// The lints about what is not ours to choose: the pages name things, write texts and codes, and say
/// how many parameters there are.
fn what_pages_decide() -> TokenStream {
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

/// The module of a service in the protocol crate.
pub(super) fn service(service: &Service) -> TokenStream {
    let module_doc =
        module_doc(&format!("{}\n\n{}", docs::prose(&service.doc), docs::feature(service)));
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
    let error = endpoint.has_secrets().then_some("Error");
    let mut names = endpoint.shared_types();
    names.extend(["Endpoint", "Parameters"].into_iter().chain(error));
    let names = names.into_iter().map(ident);
    quote! {
        use crate::limits::Limits;
        use crate::{#(#names),*};
    }
}

/// The static that holds what the specification says of the endpoint.
fn facts(endpoint: &Endpoint) -> TokenStream {
    let (name, path) = (endpoint.qualified_name(), &endpoint.path);
    let method = match endpoint.method {
        Method::Get => quote!(get),
        Method::Post => quote!(post),
    };
    let content_type = endpoint.content_type.iter();
    let without_token = (!endpoint.authenticated).then(|| quote!(.without_token()));
    let permissions = endpoint.permissions.iter().map(|permission| &permission.name);
    let permissions =
        (!endpoint.permissions.is_empty()).then(|| quote!(.permissions(&[#(#permissions),*])));
    let repeat_safe = endpoint.repeat.safe.then(|| quote!(.repeat_safe()));
    let done_code = endpoint.repeat.done_code.map(super::number).into_iter();
    let page = &endpoint.page.url;
    let doc = doc("What the specification says of this endpoint.");
    quote! {
        #doc
        pub static ENDPOINT: Endpoint = Endpoint::#method(#name, #path)
            #(.content_type(#content_type))*
            #without_token
            #permissions
            #repeat_safe
            #(.done_code(#done_code))*
            .page(#page)
            .errors(ErrorCode::DOCUMENTED);
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

/// The feature, the module and the client's type of every service.
fn services(model: &Model) -> (Vec<&str>, Vec<Ident>, Vec<Ident>) {
    let mut services: Vec<_> = model.services.iter().collect();
    services.sort_by_cached_key(|service| natural(&service.name));
    let features = services.iter().map(|service| service.name.as_str()).collect();
    let modules = services.iter().map(|service| ident(&service.name)).collect();
    (features, modules, services.iter().map(|service| ident(&service.ty)).collect())
}

/// The endpoints of every service, a line each.
fn endpoints(model: &Model) -> TokenStream {
    let services = model.services.iter().map(|service| {
        let (feature, name) = (&service.name, ident(&service.name));
        let endpoints = service.endpoints.iter().map(|endpoint| ident(&endpoint.name));
        quote!(#feature: #name::{#(#endpoints),*};)
    });
    quote!(#(#services)*)
}
