//! The objects that a call sends.

use proc_macro2::TokenStream;
use quote::quote;

use super::statements::per_value;
use super::{base_type, doc, docs, ident, request};
use crate::model::{Endpoint, Parameter, SentObject};

/// The struct of one object, its constructor and its limits.
pub(super) fn item(endpoint: &Endpoint, object: &SentObject) -> TokenStream {
    let (text, name) = (doc(&docs::prose(&object.doc)), ident(&object.name));
    let fields = object.fields.iter().map(field);
    let required = object.fields.iter().filter(|field| field.required);
    let arguments = required.clone().map(|field| {
        let (name, ty) = (ident(&field.name), request::argument_type(&field.ty, None));
        quote!(#name: #ty)
    });
    let values = object.fields.iter().map(|field| {
        let name = ident(&field.name);
        match (field.required, field.ty.is_list()) {
            (true, _) => request::given(&name, &field.ty),
            (false, true) => quote!(#name: Vec::new()),
            (false, false) => quote!(#name: None),
        }
    });
    let setters = object.fields.iter().filter_map(request::setter_of);
    let exact = (!object.floats).then(|| quote!(, Eq, Hash));
    let default = required.clone().next().is_none().then(|| quote!(, Default));
    let entries = object.fields.iter().map(|field| {
        let (name, wire) = (ident(&field.name), &field.wire);
        let if_present = (!field.required).then(|| quote!(if present));
        quote!(#name: #wire #if_present)
    });
    let limits = limits(endpoint, object);
    quote! {
        #text
        #[derive(Debug, Clone, PartialEq #exact #default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields),*
        }

        crate::macros::sent! {
            #name { #(#entries),* }
        }

        crate::macros::constructor! {
            /// A value with the fields that are required.
            #name::new(#(#arguments),*) = { #(#values),* };
            #(#setters)*
        }

        #limits
    }
}

fn field(field: &Parameter) -> TokenStream {
    let (doc, name) = (doc(&docs::sent_field(field)), ident(&field.name));
    let item = base_type(&field.ty.base);
    let item = if field.boxed { quote!(Box<#item>) } else { item };
    let ty = super::in_lists(item, field.ty.lists);
    let optional = !field.required && !field.ty.is_list();
    let ty = if optional { quote!(Option<#ty>) } else { ty };
    quote!(#doc pub #name: #ty)
}

fn limits(endpoint: &Endpoint, object: &SentObject) -> Option<TokenStream> {
    let checks =
        per_value(&object.fields, &[], |field, value| request::checks(endpoint, field, value));
    (!checks.is_empty()).then(|| {
        let name = ident(&object.name);
        quote! {
            impl #name {
                /// Reports every limit that the value breaks.
                fn check_limits(&self, limits: &mut Limits) {
                    #(#checks)*
                }
            }
        }
    })
}
