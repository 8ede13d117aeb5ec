//! The response of an endpoint and the objects in it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{base_type, doc, docs, example, ident};
use crate::model::{Endpoint, Field, Object};

/// Every struct of the answer.
pub(super) fn items(endpoint: &Endpoint) -> TokenStream {
    let example = example::response(endpoint);
    let hash = endpoint.paging.is_some();
    let response = object(&endpoint.response, hash, Some(&example));
    let others = endpoint.objects.iter().map(|other| object(other, hash, None));
    quote!(#response #(#others)*)
}

/// `hash` where items are told apart, to notice a page that comes again.
fn object(object: &Object, hash: bool, example: Option<&str>) -> TokenStream {
    let name = ident(&object.name);
    let text = docs::prose(&object.doc);
    let doc = doc(&example.map_or_else(|| text.clone(), |example| format!("{text}\n\n{example}")));
    if object.fields.is_empty() && !hash {
        return quote!(crate::macros::empty! { #doc #name; });
    }
    let fields = object.fields.iter().map(field);
    let arguments = object.fields.iter().filter(|field| promised(field)).map(|field| {
        let (name, ty) = (ident(&field.name), super::request::argument_type(&field.ty, None));
        quote!(#name: #ty)
    });
    let values = object.fields.iter().map(|field| {
        let name = ident(&field.name);
        match (field.ty.is_list(), field.optional) {
            (true, _) => quote!(#name: Vec::new()),
            (false, true) => quote!(#name: None),
            (false, false) => super::request::given(&name, &field.ty),
        }
    });
    let has_promised = object.fields.iter().any(promised);
    let default = (!has_promised).then(|| quote!(, Default));
    let eq = (!object.floats).then(|| quote!(, Eq));
    let hash = (hash && !object.floats).then(|| quote!(, Hash));
    let names = object.fields.iter().map(|field| ident(&field.name));
    let wires = object.fields.iter().map(|field| &field.wire);
    let constructor_doc = super::doc(if has_promised {
        "A value with the fields that every answer has; the others are empty."
    } else {
        "A value whose fields are empty."
    });
    quote! {
        #doc
        #[derive(Debug, Clone, PartialEq #eq #hash #default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields),*
        }

        crate::macros::answered! {
            #name { #(#names: #wires),* }
        }

        crate::macros::constructor! {
            #constructor_doc
            #name::new(#(#arguments),*) = { #(#values),* };
        }
    }
}

fn field(field: &Field) -> TokenStream {
    let (doc, name) = (doc(&docs::field(field)), ident(&field.name));
    let item = base_type(&field.ty.base);
    let item = if field.boxed { quote!(Box<#item>) } else { item };
    let ty = super::in_lists(item, field.ty.lists);
    let ty = if field.optional && !field.ty.is_list() { quote!(Option<#ty>) } else { ty };
    quote!(#doc pub #name: #ty)
}

/// Whether every answer has the field.
fn promised(field: &Field) -> bool {
    !field.ty.is_list() && !field.optional
}
