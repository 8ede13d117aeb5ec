//! The id types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{doc, docs, ident, module_doc};
use crate::model::Model;
use xtask_spec::spec::BaseType;

/// Makes all id types of the API.
pub(super) fn ids(model: &Model) -> TokenStream {
    let module_doc =
        module_doc("Ids, each a type of its own so that one kind is not taken for another.");
    let types = model.ids.iter().map(|id| {
        let (doc, name) = (doc(&docs::prose(&id.doc)), ident(&id.name));
        let (inner, copy) = match id.ty.base {
            BaseType::Number => (quote!(i64), Some(quote!(Copy,))),
            _ => (quote!(String), None),
        };
        quote! {
            #doc
            #[derive(Debug, Clone, #copy PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct #name(#inner);

            crate::id!(#name, #inner);
        }
    });
    quote!(#module_doc use serde::{Deserialize, Serialize}; #(#types)*)
}
