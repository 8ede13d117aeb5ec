//! The objects that a call sends.

use proc_macro2::TokenStream;
use quote::quote;

use super::statements::per_value;
use super::{base_type, doc, docs, ident, request};
use crate::model::{Base, Endpoint, Parameter, SentObject};

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
    let limits = limits(endpoint, object);
    quote! {
        #text
        #[derive(Debug, Clone, PartialEq #exact #default, serde::Serialize)]
        #[cfg_attr(feature = "server", derive(Deserialize))]
        #[non_exhaustive]
        pub struct #name {
            #(#fields),*
        }

        crate::macros::constructor! {
            /// A value with the fields that are required.
            #name::new(#(#arguments),*) = { #(#values),* };
            #(#setters)*
        }

        #limits
    }
}

/// What reads a value of JSON, where the derived readers are stricter than the service.
pub(super) fn reader(base: &Base, lists: usize, optional: bool) -> Option<&'static str> {
    Some(match (base, lists, optional) {
        (Base::Number, 1, _) => "crate::lenient::integers",
        (Base::Float, 1, _) => "crate::lenient::floats",
        (Base::Object(_), 1, _) => "crate::lenient::objects",
        (_, 1.., _) => "crate::lenient::list",
        (Base::Number, 0, true) => "crate::lenient::optional_integer",
        (Base::Number, 0, false) => "crate::lenient::integer",
        (Base::Float, 0, true) => "crate::lenient::optional_float",
        (Base::Float, 0, false) => "crate::lenient::float",
        (Base::Object(_), 0, true) => "crate::lenient::optional_object",
        (Base::Object(_), 0, false) => "crate::lenient::object",
        _ => return None,
    })
}

fn field(field: &Parameter) -> TokenStream {
    let (doc, name) = (doc(&docs::sent_field(field)), ident(&field.name));
    let item = base_type(&field.ty.base);
    let item = if field.boxed { quote!(Box<#item>) } else { item };
    let ty = super::in_lists(item, field.ty.lists);
    let optional = !field.required && !field.ty.is_list();
    let ty = if optional { quote!(Option<#ty>) } else { ty };
    let mut attributes = Vec::new();
    let wire = &field.wire;
    if field.wire != field.name {
        attributes.push(quote!(rename = #wire));
    }
    if !field.required {
        let skipped = if optional { "Option::is_none" } else { "Vec::is_empty" };
        attributes.push(quote!(default, skip_serializing_if = #skipped));
    }
    if let Some(with) = reader(&field.ty.base, field.ty.lists, optional) {
        attributes.push(quote!(deserialize_with = #with));
    }
    let serde = (!attributes.is_empty()).then(|| quote!(#[serde(#(#attributes),*)]));
    quote!(#doc #serde pub #name: #ty)
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
