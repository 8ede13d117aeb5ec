//! Splitting a call into several by two of its lists.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{ident, rust};
use crate::model::{Endpoint, LimitKind, Value};

/// Makes the implementation of the protocol crate's trait, if the spec names the lists.
pub(super) fn implementation(endpoint: &Endpoint) -> Option<TokenStream> {
    let lists = lists(endpoint)?;
    let [first, second] = lists.map(|list| ident(&list.name));
    let [first_item, second_item] = lists.map(|list| rust(&list.ty.item));
    let [first_wire, second_wire] = lists.map(|list| &list.wire);
    let [max_first, max_second] =
        lists.map(|list| list.limit(LimitKind::MaxItems).map(|(_, constant)| ident(&constant)));
    let fields = endpoint.parameters().iter().map(|parameter| {
        let name = ident(&parameter.name);
        match &parameter.wire {
            wire if wire == first_wire => quote!(#name: first),
            wire if wire == second_wire => quote!(#name: second),
            _ if parameter.ty.is_copy() => quote!(#name: self.#name),
            _ => quote!(#name: self.#name.clone()),
        }
    });
    Some(quote! {
        impl Pairs for Request {
            type First = #first_item;
            type Second = #second_item;

            const FIRST: &'static str = #first_wire;
            const SECOND: &'static str = #second_wire;
            const MAX_FIRST: usize = #max_first;
            const MAX_SECOND: usize = #max_second;

            fn first(&self) -> &[#first_item] {
                &self.#first
            }

            fn second(&self) -> &[#second_item] {
                &self.#second
            }

            fn with_lists(&self, first: Vec<#first_item>, second: Vec<#second_item>) -> Self {
                Self { #(#fields),* }
            }
        }
    })
}

/// Returns the two lists, if the spec names them.
pub(super) fn lists(endpoint: &Endpoint) -> Option<[&Value; 2]> {
    let [first, second] = endpoint.spec.bulk.as_ref()?.split.as_slice() else { return None };
    Some([first, second].map(|name| endpoint.request.field(name)))
}
