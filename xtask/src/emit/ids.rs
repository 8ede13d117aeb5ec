//! The id types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{doc, docs, ident, module_doc, rust};
use crate::model::Model;

/// Makes all id types of the API.
pub(super) fn ids(model: &Model) -> TokenStream {
    let module_doc =
        module_doc("Ids, each a type of its own so that one kind is not taken for another.");
    let types = model.ids.iter().map(|id| {
        let (doc, name) = (doc(&docs::prose(&id.doc)), ident(&id.name));
        let (inner, derives) = (rust(id.rust_type), id.derives.iter().map(|name| ident(name)));
        quote! {
            #doc
            #[derive(#(#derives),*)]
            #[serde(transparent)]
            pub struct #name(#inner);

            crate::id!(#name, #inner);
        }
    });
    quote!(#module_doc use serde::{Deserialize, Serialize}; #(#types)*)
}
