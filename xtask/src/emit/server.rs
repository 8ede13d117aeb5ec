//! The way of a request back from the wire, for the server direction.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::model::{Encoding, Endpoint, Group, Parameter, RequestField};

/// The implementation of the server's trait.
pub(super) fn implementation(endpoint: &Endpoint) -> TokenStream {
    let in_result = endpoint.in_result;
    let values = endpoint.fields.iter().map(|field| match *field {
        RequestField::Parameter(index) => {
            let parameter = &endpoint.parameters[index];
            let (name, value) = (ident(&parameter.name), value(parameter, parameter.required));
            quote!(#name: #value)
        }
        RequestField::Group(index) => group_value(endpoint, &endpoint.groups[index]),
    });
    let received = if endpoint.fields.is_empty() { quote!(_received) } else { quote!(received) };
    quote! {
        crate::macros::serve! {
            in_result = #in_result;
            |#received| { #(#values),* }
        }
    }
}

/// The expression that reads a parameter.
fn value(parameter: &Parameter, required: bool) -> TokenStream {
    let (wire, list) = (&parameter.wire, parameter.ty.is_list());
    match parameter.encoding {
        Encoding::Joined => quote!(received.list(#wire)?),
        Encoding::Plain if required => quote!(received.required(#wire)?),
        Encoding::Plain => quote!(received.optional(#wire)?),
        Encoding::Json | Encoding::JsonText => {
            let text = parameter.encoding == Encoding::JsonText;
            let method = if text { quote!(json_text) } else { quote!(json) };
            let of_list = list.then(|| quote!(::<Vec<_>>));
            let read = quote!(received.#method #of_list(#wire)?);
            match (list, required) {
                (true, _) => quote!(#read.unwrap_or_default()),
                (false, true) => quote!(crate::server::Received::there(#wire, #read)?),
                (false, false) => read,
            }
        }
    }
}

/// A group as the server reads it: there only if every member is.
fn group_value(endpoint: &Endpoint, group: &Group) -> TokenStream {
    let (field, ty) = (ident(&group.name), ident(&group.ty));
    let members: Vec<_> =
        group.members.iter().map(|&member| &endpoint.parameters[member]).collect();
    let values = members.iter().map(|parameter| value(parameter, false));
    let patterns = members.iter().map(|parameter| {
        let name = ident(&parameter.name);
        if parameter.ty.is_list() { quote!(#name) } else { quote!(Some(#name)) }
    });
    let lists: Vec<_> = members
        .iter()
        .filter(|parameter| parameter.ty.is_list())
        .map(|parameter| ident(&parameter.name))
        .collect();
    let condition = (!lists.is_empty()).then(|| quote!(if #(!#lists.is_empty())&&*));
    let names: Vec<_> = members.iter().map(|parameter| ident(&parameter.name)).collect();
    quote! {
        #field: match (#(#values),*) {
            (#(#patterns),*) #condition => Some(#ty { #(#names),* }),
            _ => None,
        }
    }
}
