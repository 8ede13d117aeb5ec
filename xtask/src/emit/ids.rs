//! The id types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{doc, docs, ident, module_doc};
use crate::model::Model;

/// All id types of the API.
pub(super) fn ids(model: &Model) -> TokenStream {
    let module_doc = module_doc("Ids, each a type of its own so that none is taken for another.");
    let types = model.ids.iter().map(|id| {
        let (doc, name) = (doc(&docs::prose(&id.doc)), ident(&id.name));
        if id.numeric {
            quote! {
                #doc
                #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub struct #name(i64);

                crate::id::integer_id!(#name);
            }
        } else {
            quote! {
                #doc
                #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub struct #name(smol_str::SmolStr);

                crate::id::string_id!(#name);
            }
        }
    });
    quote!(#module_doc #(#types)*)
}
