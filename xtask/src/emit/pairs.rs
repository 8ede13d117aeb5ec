//! Splitting a call into several by two of its lists.

use proc_macro2::TokenStream;
use quote::quote;

use super::{base_type, ident, request};
use crate::model::{Endpoint, Limit, LimitKind, Parameter, RequestField};

/// The implementation of the protocol crate's trait, where the spec names the lists.
pub(super) fn implementation(endpoint: &Endpoint) -> Option<TokenStream> {
    let lists = endpoint.bulk?.map(|index| &endpoint.parameters[index]);
    let [(first, first_item), (second, second_item)] =
        lists.map(|list| (ident(&list.name), base_type(&list.ty.base)));
    let [first_wire, second_wire] = lists.map(|list| &list.wire);
    let [max_first, max_second] =
        lists.map(|list| max_items(list).map(|limit| ident(&limit.constant)));
    let values = endpoint.fields.iter().map(|field| value(endpoint, *field));
    Some(quote! {
        impl crate::Pairs for Request {
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
                Self { #(#values),* }
            }
        }
    })
}

/// How many items a list takes; the spec is checked, so it says so.
pub(super) fn max_items(list: &Parameter) -> Option<&Limit> {
    list.limits.iter().find(|limit| limit.kind == LimitKind::MaxItems)
}

/// A field of the same request with other lists. The lists themselves, however long, are not copied.
fn value(endpoint: &Endpoint, field: RequestField) -> TokenStream {
    let (name, copy) = match field {
        RequestField::Parameter(index) => {
            let parameter = &endpoint.parameters[index];
            let name = ident(&parameter.name);
            match endpoint.bulk {
                Some([first, _]) if first == index => return quote!(#name: first),
                Some([_, second]) if second == index => return quote!(#name: second),
                _ => (name, !parameter.ty.is_list() && request::is_copy(&parameter.ty)),
            }
        }
        RequestField::Group(index) => {
            let group = &endpoint.groups[index];
            (ident(&group.name), request::is_copy_group(endpoint, group))
        }
    };
    let clone = (!copy).then(|| quote!(.clone()));
    quote!(#name: self.#name #clone)
}
