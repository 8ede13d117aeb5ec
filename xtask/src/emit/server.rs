//! The way of a request back from the wire, for the server direction.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::model::{Endpoint, Group, RequestField};

/// The implementation of the server's trait.
pub(super) fn implementation(endpoint: &Endpoint) -> TokenStream {
    let in_result = endpoint.in_result;
    let values = endpoint.fields.iter().map(|field| match *field {
        RequestField::Parameter(index) => {
            let parameter = &endpoint.parameters[index];
            let (name, wire) = (ident(&parameter.name), &parameter.wire);
            match (parameter.ty.list, parameter.required) {
                (true, _) => quote!(#name: received.list(#wire)?),
                (false, true) => quote!(#name: received.required(#wire)?),
                (false, false) => quote!(#name: received.optional(#wire)?),
            }
        }
        RequestField::Group(index) => group_value(endpoint, &endpoint.groups[index]),
    });
    let received = if endpoint.fields.is_empty() { quote!(_received) } else { quote!(received) };
    quote! {
        #[cfg(feature = "server")]
        impl crate::server::Serve for Request {
            const IN_RESULT: bool = #in_result;

            fn read_parameters(
                #received: &crate::server::Received,
            ) -> Result<Self, crate::server::ParameterError> {
                Ok(Self { #(#values),* })
            }
        }
    }
}

/// A group as the server reads it: there only if every member is.
fn group_value(endpoint: &Endpoint, group: &Group) -> TokenStream {
    let (field, ty) = (ident(&group.name), ident(&group.ty));
    let members: Vec<_> =
        group.members.iter().map(|&member| &endpoint.parameters[member]).collect();
    let values = members.iter().map(|parameter| {
        let wire = &parameter.wire;
        if parameter.ty.list {
            quote!(received.list(#wire)?)
        } else {
            quote!(received.optional(#wire)?)
        }
    });
    let patterns = members.iter().map(|parameter| {
        let name = ident(&parameter.name);
        if parameter.ty.list { quote!(#name) } else { quote!(Some(#name)) }
    });
    let lists: Vec<_> = members
        .iter()
        .filter(|parameter| parameter.ty.list)
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
