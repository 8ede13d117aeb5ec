//! Walking through a list page by page.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{ident, rust};
use crate::model::{Endpoint, ItemKey, Value};

/// Makes the implementation of the protocol crate's trait, where the spec describes pages.
pub(super) fn implementation(endpoint: &Endpoint) -> Option<TokenStream> {
    let paging = endpoint.paging.as_ref()?;
    let (items, more) =
        (&endpoint.response.fields[paging.items], &endpoint.response.fields[paging.more]);
    let item = rust(&items.ty.item);
    let (items, more) = (ident(&items.name), ident(&more.name));
    let max_size = ident(&paging.max_size);
    let parameters = [paging.offset, paging.size].map(|index| &endpoint.parameters()[index]);
    let [offset, size] = parameters.map(|parameter| {
        let name = ident(&parameter.name);
        if parameter.required { quote!(Some(self.#name)) } else { quote!(self.#name) }
    });
    let [set_offset, set_size] =
        [(parameters[0], quote!(position.offset)), (parameters[1], quote!(position.size))]
            .map(|(parameter, value)| assignment(parameter, &value));
    let key = match &paging.key {
        ItemKey::Item => quote!(item),
        ItemKey::Field(name) => {
            let name = ident(name);
            quote!(&item.#name)
        }
    };
    Some(quote! {
        impl Paged for Request {
            type Item = #item;

            const MAX_PAGE_SIZE: i64 = #max_size;

            fn position(&self) -> Option<Position> {
                Position::of(#offset, #size, #max_size)
            }

            fn at(mut self, position: Position) -> Self {
                #set_offset
                #set_size
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

            fn key(item: &#item) -> impl Hash {
                #key
            }
        }
    })
}

fn assignment(parameter: &Value, value: &TokenStream) -> TokenStream {
    let name = ident(&parameter.name);
    if parameter.required {
        quote!(self.#name = #value;)
    } else {
        quote!(self.#name = Some(#value);)
    }
}
