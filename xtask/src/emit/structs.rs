//! Structs and their constructors: requests, responses, and the objects in them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::setters::Setter;
use crate::emit::{checks, doc, docs, example, ident, paragraphs, rust};
use crate::model::{Base, Encoding, Endpoint, Group, Object, Place, Type, Value};

/// Makes the request's struct, its constructor and its setters.
pub(super) fn request(endpoint: &Endpoint) -> TokenStream {
    let request = &endpoint.request;
    let path = endpoint.spec.path.as_str();
    let text = format!("{} The [module](self) documents the call.", docs::prose(&request.doc));
    let doc = doc(&described(&text, request));
    let item = item(request, |field| docs::parameter(endpoint, field));
    let new = new(request, "Creates a request with the required parameters.");
    let setters = endpoint.setters().map(|setter| match setter {
        Setter::Value(value) => setter_of(value),
        Setter::Group(group) => group_setter(endpoint, group),
    });
    quote! {
        #doc
        #[doc(alias = #path)]
        #item

        impl Request {
            #new
            #(#setters)*
        }
    }
}

/// Makes the struct of an object in a request, with its constructor and its limits.
pub(super) fn sent(endpoint: &Endpoint, object: &Object) -> TokenStream {
    let item = item(object, |field| docs::sent_field(object, field));
    let setters = object.fields.iter().filter(|field| !field.required).map(setter_of);
    let check_limits = checks::method(&checks::of_object(endpoint, object))
        .map(|it| quote!(#[doc = " Reports every limit that the value breaks."] #it));
    let text = described(&docs::prose(&object.doc), object);
    structure(object, &text, &item, &quote!(#(#setters)* #check_limits))
}

/// Makes the response's struct and its constructor.
pub(super) fn response(endpoint: &Endpoint) -> TokenStream {
    let response = &endpoint.response;
    let text = described(&docs::prose(&response.doc), response);
    let text = format!("{text}\n\n{}", example::response(endpoint));
    structure(response, &text, &item(response, docs::field), &TokenStream::new())
}

/// Makes the struct of another object of the answer, and its constructor.
pub(super) fn answered(object: &Object) -> TokenStream {
    let text = described(&docs::prose(&object.doc), object);
    structure(object, &text, &item(object, docs::field), &TokenStream::new())
}

/// Makes the struct of parameters that take effect only together.
pub(super) fn group(endpoint: &Endpoint, group: &Group) -> TokenStream {
    let (doc, ty) = (doc(&docs::group(group, endpoint)), ident(&group.spec.ty));
    let derives = group.derives.iter().map(|name| ident(name));
    let members = endpoint.members(group).map(|member| {
        let doc = self::doc(&format!("See [`Request::{}`].", member.name));
        let (name, ty) = (ident(&member.name), rust(&member.ty.rust(true)));
        quote!(#doc pub #name: #ty)
    });
    // Not `non_exhaustive`: another member would change the meaning of the others.
    quote! {
        #doc
        #[derive(#(#derives),*)]
        pub struct #ty {
            #(#members),*
        }
    }
}

/// Returns the type of the argument of `new` or `with_…` for a value. If `module` is given, an object is
/// named through it.
pub(super) fn argument_type(ty: &Type, module: Option<&Ident>) -> TokenStream {
    let item = rust(&ty.item);
    if ty.base == Base::File {
        // The client's argument includes the content.
        return module.map_or(item, |_| quote!(Upload));
    }
    let exact = match (&ty.base, module) {
        (Base::Object | Base::Enum { .. }, Some(module)) => quote!(#module::#item),
        (Base::Json, Some(_)) => quote!(dingtalk_protocol::#item),
        _ => item,
    };
    let item = if ty.is_scalar() { exact.clone() } else { quote!(impl Into<#exact>) };
    match ty.lists {
        0 => item,
        1 => quote!(impl IntoIterator<Item = #item>),
        lists => (0..lists).fold(exact, |item, _| quote!(Vec<#item>)),
    }
}

/// Returns the arguments of `new`.
pub(super) fn arguments(object: &Object, module: Option<&Ident>) -> Vec<TokenStream> {
    let argument = |field: &Value| {
        let (name, ty) = (ident(&field.name), argument_type(&field.ty, module));
        quote!(#name: #ty)
    };
    object.required().map(argument).collect()
}

fn structure(
    object: &Object,
    text: &str,
    item: &TokenStream,
    methods: &TokenStream,
) -> TokenStream {
    let (doc, name) = (doc(text), ident(&object.name));
    let new = new(object, "Creates a value with the required fields.");
    quote! {
        #doc
        #item

        impl #name {
            #new
            #methods
        }
    }
}

/// Adds to the documentation of a struct what it requires, and whether it contains a secret.
fn described(text: &str, object: &Object) -> String {
    let needs = docs::either(object).join(" ");
    let secret =
        if object.has_secret() { "It holds a secret, so serialising it fails." } else { "" };
    paragraphs([text, &needs, secret])
}

fn item(object: &Object, text: impl Fn(&Value) -> String) -> TokenStream {
    let name = ident(&object.name);
    let derives = object.derives.iter().map(|name| ident(name));
    let fields = object.fields.iter().map(|field| {
        let (doc, serde) = (doc(&text(field)), serde(field));
        let (name, ty) = (ident(&field.name), rust(&field.rust_type));
        quote!(#doc #serde pub #name: #ty)
    });
    quote! {
        #[derive(#(#derives),*)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields),*
        }
    }
}

/// Returns the serde attribute of a field, if its name and type are not enough.
fn serde(field: &Value) -> Option<TokenStream> {
    let wire = &field.wire;
    let mut arguments = Vec::new();
    if field.name != *wire {
        arguments.push(quote!(rename = #wire));
    }
    if !field.spec.is_required() {
        arguments.push(quote!(default));
    }
    let with = match (field.encoding, field.place, field.required) {
        (Encoding::Joined, _, true) => Some("crate::joined"),
        (Encoding::Joined, _, false) => Some("crate::joined::option"),
        (Encoding::JsonText, Place::Body, true) => Some("crate::json_text"),
        (Encoding::JsonText, Place::Body, false) => Some("crate::json_text::option"),
        // A form or a query has only texts, so a structured value is JSON there.
        _ => (field.ty.base == Base::Json).then_some("crate::free_json"),
    };
    arguments.extend(with.map(|module| quote!(with = #module)));
    (!arguments.is_empty()).then(|| quote!(#[serde(#(#arguments),*)]))
}

fn new(object: &Object, text: &str) -> TokenStream {
    let (doc, arguments) = (doc(text), arguments(object, None));
    let values = object.fields.iter().map(|field| {
        let name = ident(&field.name);
        match (field.required, converted(&name, &field.ty)) {
            (false, _) => quote!(#name: None),
            (true, None) => quote!(#name),
            (true, Some(value)) => quote!(#name: #value),
        }
    });
    let value = if object.derives.contains(&"Default") {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values),* })
    };
    quote! {
        #doc
        pub fn new(#(#arguments),*) -> Self {
            #value
        }
    }
}

fn setter_of(field: &Value) -> TokenStream {
    let name = ident(&field.name);
    let value = converted(&name, &field.ty).unwrap_or_else(|| quote!(#name));
    let value = if field.ty.boxed { quote!(Box::new(#value)) } else { value };
    let wires = format!("`{}`", field.wire);
    with(&name, &wires, &argument_type(&field.ty, None), &[quote!(self.#name = Some(#value);)])
}

fn group_setter(endpoint: &Endpoint, group: &Group) -> TokenStream {
    let (name, ty) = (ident(&group.spec.name), ident(&group.spec.ty));
    let assignments: Vec<_> = endpoint
        .members(group)
        .map(|member| {
            let member = ident(&member.name);
            quote!(self.#member = Some(#name.#member);)
        })
        .collect();
    with(&name, &docs::members(group, endpoint), &quote!(#ty), &assignments)
}

fn with(name: &Ident, wires: &str, ty: &TokenStream, assignments: &[TokenStream]) -> TokenStream {
    let (doc, with) = (doc(&format!("Sets {wires}.")), format_ident!("with_{name}"));
    quote! {
        #doc
        #[must_use]
        pub fn #with(mut self, #name: #ty) -> Self {
            #(#assignments)*
            self
        }
    }
}

/// Returns the value of a field made from an argument; `None` if it is the argument itself.
fn converted(name: &Ident, ty: &Type) -> Option<TokenStream> {
    match (ty.lists, ty.is_scalar()) {
        _ if ty.base == Base::File => None,
        (0, false) => Some(quote!(#name.into())),
        (1, false) => Some(quote!(#name.into_iter().map(Into::into).collect())),
        (1, true) => Some(quote!(#name.into_iter().collect())),
        _ => None,
    }
}
