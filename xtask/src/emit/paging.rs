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
    let position = position(endpoint, paging);
    let at = at(endpoint, paging);
    Some(quote! {
        impl crate::Paged for Request {
            type Item = #item;
            const MAX_PAGE_SIZE: i64 = #max_size;

            fn position(&self) -> Option<Position> {
                #position
            }

            fn at(mut self, position: Position) -> Self {
                #at
                self
            }

            fn has_more(response: &Response) -> bool {
                response.#more
            }

            fn items(response: &Response) -> &[#item] {
                &response.#items
            }

            fn into_items(response: Response) -> Vec<#item> {
                response.#items
            }
        }
    })
}

fn position(endpoint: &Endpoint, paging: &Paging) -> TokenStream {
    let (offset, size) = parameters(endpoint, paging);
    let (offset_name, size_name) = (ident(&offset.name), ident(&size.name));
    if let Some(group) = offset.group {
        let name = ident(&endpoint.groups[group].name);
        return quote! {
            self.#name.map(|#name| Position { offset: #name.#offset_name, size: #name.#size_name })
        };
    }
    let max_size = ident(&paging.max_size);
    match (offset.required, size.required) {
        (true, true) => {
            quote!(Some(Position { offset: self.#offset_name, size: self.#size_name }))
        }
        (true, false) => quote! {
            let size = self.#size_name.unwrap_or(#max_size);
            Some(Position { offset: self.#offset_name, size })
        },
        (false, true) => quote! {
            let offset = self.#offset_name.unwrap_or_default();
            Some(Position { offset, size: self.#size_name })
        },
        // One of them alone says something as well: where to begin, or how much at once.
        (false, false) => quote! {
            match (self.#offset_name, self.#size_name) {
                (None, None) => None,
                (offset, size) => Some(Position {
                    offset: offset.unwrap_or_default(),
                    size: size.unwrap_or(#max_size),
                }),
            }
        },
    }
}

fn at(endpoint: &Endpoint, paging: &Paging) -> TokenStream {
    let (offset, size) = parameters(endpoint, paging);
    let (offset_name, size_name) = (ident(&offset.name), ident(&size.name));
    if let Some(group) = offset.group {
        let (name, ty) = (&endpoint.groups[group].name, &endpoint.groups[group].ty);
        let (name, ty) = (ident(name), ident(ty));
        return quote! {
            self.#name = Some(#ty { #offset_name: position.offset, #size_name: position.size });
        };
    }
    let value = |parameter: &Parameter, value: TokenStream| {
        if parameter.required { value } else { quote!(Some(#value)) }
    };
    let (offset_value, size_value) =
        (value(offset, quote!(position.offset)), value(size, quote!(position.size)));
    quote! {
        self.#offset_name = #offset_value;
        self.#size_name = #size_value;
    }
}

fn parameters<'e>(endpoint: &'e Endpoint, paging: &Paging) -> (&'e Parameter, &'e Parameter) {
    (&endpoint.parameters[paging.offset], &endpoint.parameters[paging.size])
}
