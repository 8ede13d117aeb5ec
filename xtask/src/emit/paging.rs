//! Walking through a list page by page.

use proc_macro2::TokenStream;
use quote::quote;

use super::{base_type, ident};
use crate::model::{Endpoint, Paging, Parameter};

/// The implementation of the protocol crate's trait, where the spec describes pages.
pub(super) fn implementation(endpoint: &Endpoint) -> Option<TokenStream> {
    let paging = endpoint.paging.as_ref()?;
    let (items, more) =
        (&endpoint.response.fields[paging.items], &endpoint.response.fields[paging.more]);
    let item = base_type(&items.ty.base);
    let (items, more) = (ident(&items.name), ident(&more.name));
    let max_size = ident(&paging.max_size);
    let (offset, size) = parameters(endpoint, paging);
    let (offset_name, size_name) = (ident(&offset.name), ident(&size.name));
    let position = if let Some(group) = offset.group {
        let group = &endpoint.groups[group];
        let (name, ty) = (ident(&group.name), ident(&group.ty));
        quote!(#name: #ty { #offset_name, #size_name })
    } else {
        quote!(#offset_name, #size_name)
    };
    Some(quote! {
        crate::macros::paged! {
            #item in #items while #more;
            #position at most #max_size;
        }
    })
}

fn parameters<'e>(endpoint: &'e Endpoint, paging: &Paging) -> (&'e Parameter, &'e Parameter) {
    (&endpoint.parameters[paging.offset], &endpoint.parameters[paging.size])
}
