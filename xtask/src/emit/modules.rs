//! Modules that contain other modules, and lists of all endpoints.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::{docs, enums, ident, module_doc};
use crate::model::{Model, Service};

/// Makes `generated/mod.rs` of the protocol crate.
pub(super) fn root(model: &Model) -> TokenStream {
    let (features, services, _) = services(model);
    let module_doc = module_doc("Everything that the specification says, as Rust.");
    let allowed = what_pages_decide();
    let endpoints = elements(model, |service, endpoint| quote!(&#service::#endpoint::ENDPOINT));
    quote! {
        #module_doc
        #allowed

        use crate::endpoint::Endpoint;

        #[cfg(feature = "server")]
        pub(crate) mod codecs;
        pub(crate) mod errors;
        pub(crate) mod ids;
        #(#[cfg(feature = #features)] pub mod #services;)*

        /// Every endpoint of the enabled services, sorted by name.
        pub static ENDPOINTS: &[&Endpoint] = &[#endpoints];
    }
}

/// Makes `generated/codecs.rs` of the protocol crate.
pub(super) fn codecs(model: &Model) -> TokenStream {
    let module_doc = module_doc(
        "Every endpoint with its types erased, for code that treats all endpoints alike.",
    );
    let codecs = elements(
        model,
        |service, endpoint| quote!(Codec::of::<crate::#service::#endpoint::Request>()),
    );
    quote! {
        #module_doc

        use crate::server::Codec;

        /// Every endpoint of the enabled services with its types erased, sorted by name.
        pub static CODECS: &[Codec] = &[#codecs];
    }
}

/// Makes the module of a service in the protocol crate.
pub(super) fn service(service: &Service) -> TokenStream {
    let module_doc =
        module_doc(&format!("{}\n\n{}", docs::prose(&service.doc), docs::feature(service)));
    let mut modules: Vec<_> = service.endpoints.iter().map(|it| ident(&it.spec.name)).collect();
    if !service.enums.is_empty() {
        modules.push(ident("enums"));
        modules.sort();
    }
    quote!(#module_doc #(pub mod #modules;)*)
}

/// Makes the module of the enums that endpoints of a service share.
pub(super) fn shared_enums(service: &Service) -> TokenStream {
    let module_doc = module_doc("Values with names that several calls of the service have.");
    let enums = service.enums.iter().map(enums::item);
    quote! {
        #module_doc

        use serde::{Deserialize, Serialize};
        use crate::unlisted::Unlisted;

        #(#enums)*
    }
}

/// Makes `generated/mod.rs` of the client crate.
pub(super) fn client(model: &Model) -> TokenStream {
    let module_doc = module_doc("The calls of every service.");
    let allowed = what_pages_decide();
    let (features, modules, types) = services(model);
    quote! {
        #module_doc
        #allowed

        #(#[cfg(feature = #features)] pub use self::#modules::#types;)*

        #(#[cfg(feature = #features)] mod #modules;)*
        pub(crate) mod protocol;
    }
}

/// Makes `generated/protocol.rs` of the client crate.
pub(super) fn client_protocol(model: &Model) -> TokenStream {
    let module_doc = module_doc("The protocol crate's items that the specification names.");
    let (features, services, _) = services(model);
    let mut ids: Vec<_> = model.ids.iter().map(|id| ident(&id.name)).collect();
    ids.sort();
    let ids = (!ids.is_empty())
        .then(|| quote!(#[doc(no_inline)] pub use dingtalk_protocol::{#(#ids),*};));
    quote! {
        #module_doc

        #(#[cfg(feature = #features)] #[doc(no_inline)] pub use dingtalk_protocol::#services;)*
        #ids
    }
}

/// Allows the lints about choices that the pages make: names, texts, codes, and the number of parameters.
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

/// Returns the feature, the module and the client's type of every service.
fn services(model: &Model) -> (Vec<&str>, Vec<Ident>, Vec<Ident>) {
    let features = model.services.iter().map(|service| service.name.as_str()).collect();
    let modules = model.services.iter().map(|service| ident(&service.name)).collect();
    (features, modules, model.services.iter().map(|service| ident(&service.ty)).collect())
}

/// Makes one element of a list per endpoint, behind the feature of its service.
fn elements(model: &Model, element: impl Fn(&Ident, &Ident) -> TokenStream) -> TokenStream {
    let elements = model.services.iter().flat_map(|service| {
        let (feature, name) = (&service.name, ident(&service.name));
        let element = &element;
        service.endpoints.iter().map(move |endpoint| {
            let element = element(&name, &ident(&endpoint.spec.name));
            quote!(#[cfg(feature = #feature)] #element)
        })
    });
    quote!(#(#elements),*)
}
