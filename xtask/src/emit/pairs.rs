//! Splitting a call into several by two of its lists.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{base_type, ident};
use crate::model::{Endpoint, Limit, LimitKind, Parameter, RequestField};

/// The implementation of the protocol crate's trait, where the spec names the lists.
pub(super) fn implementation(endpoint: &Endpoint) -> Option<TokenStream> {
    let lists = endpoint.bulk?.map(|index| &endpoint.parameters[index]);
    let [(first, first_item), (second, second_item)] =
        lists.map(|list| (ident(&list.name), base_type(&list.ty.base)));
    let [first_wire, second_wire] = lists.map(|list| &list.wire);
    let [max_first, max_second] =
        lists.map(|list| max_items(list).map(|limit| ident(&limit.constant)));
    let same: Vec<_> = endpoint.fields.iter().filter_map(|field| same(endpoint, *field)).collect();
    let same = (!same.is_empty()).then(|| quote!(same #(#same),*;));
    Some(quote! {
        crate::macros::pairs! {
            #first: #first_item, at most #max_first, #first_wire;
            #second: #second_item, at most #max_second, #second_wire;
            #same
        }
    })
}

/// How many items a list takes; the spec is checked, so it says so.
pub(super) fn max_items(list: &Parameter) -> Option<&Limit> {
    list.limits.iter().find(|limit| limit.kind == LimitKind::MaxItems)
}

/// The name of a field that is the same in every part of the call.
fn same(endpoint: &Endpoint, field: RequestField) -> Option<Ident> {
    match field {
        RequestField::Parameter(index) => {
            let is_list = endpoint.bulk.is_some_and(|lists| lists.contains(&index));
            (!is_list).then(|| ident(&endpoint.parameters[index].name))
        }
        RequestField::Group(index) => Some(ident(&endpoint.groups[index].name)),
    }
}
