//! The request of an endpoint: its types, its constructor, its way onto the wire and back.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::statements::{Value, per_field};
use super::{doc, docs, ident};
use crate::model::{
    Base, Endpoint, Group, LimitKind, Parameter, Place, RequestField, Scalar, Type,
};

/// Everything about the request.
pub(super) fn items(endpoint: &Endpoint) -> TokenStream {
    let request = request(endpoint);
    let constructor = constructor(endpoint);
    let protocol = protocol(endpoint);
    let paging = super::paging::implementation(endpoint);
    let pairs = super::pairs::implementation(endpoint);
    let server = super::server::implementation(endpoint);
    let groups = endpoint.groups.iter().map(|group| group_struct(endpoint, group));
    quote!(#request #constructor #(#groups)* #protocol #paging #pairs #server)
}

/// The type of the constant that holds a limit.
pub(super) fn limit_type(kind: LimitKind) -> TokenStream {
    match kind {
        LimitKind::Min | LimitKind::Max => quote!(i64),
        LimitKind::MaxItems | LimitKind::MaxChars => quote!(usize),
    }
}

/// The type of the constant that holds a default.
pub(super) fn constant_type(value: &Scalar) -> TokenStream {
    match value {
        Scalar::Number(_) => quote!(i64),
        Scalar::Boolean(_) => quote!(bool),
        Scalar::String(_) => quote!(&str),
    }
}

/// The arguments of `Request::new`, with and without their types.
pub(super) fn arguments(endpoint: &Endpoint) -> (Vec<TokenStream>, Vec<TokenStream>) {
    required(endpoint)
        .map(|parameter| {
            let (name, ty) = (ident(&parameter.name), argument_type(&parameter.ty));
            (quote!(#name: #ty), quote!(#name))
        })
        .unzip()
}

/// The type of the argument that `new` or `with_…` takes for a value of type `ty`.
pub(super) fn argument_type(ty: &Type) -> TokenStream {
    let item = match &ty.base {
        Base::Number => quote!(i64),
        Base::Boolean => quote!(bool),
        Base::String => quote!(impl Into<String>),
        Base::Secret => quote!(impl Into<Secret>),
        Base::Id { name, .. } | Base::Object(name) => {
            let name = ident(name);
            quote!(impl Into<#name>)
        }
    };
    if ty.list { quote!(impl IntoIterator<Item = #item>) } else { item }
}

fn request(endpoint: &Endpoint) -> TokenStream {
    let path = &endpoint.path;
    let doc = doc(&format!(
        "{}\n\nThe [module](self) documents limits and errors.",
        docs::prose(&endpoint.summary)
    ));
    let fields = endpoint.fields.iter().map(|field| match *field {
        RequestField::Parameter(index) => {
            let parameter = &endpoint.parameters[index];
            let (doc, name) = (super::doc(&docs::parameter(parameter)), ident(&parameter.name));
            let ty = field_type(&parameter.ty);
            let ty = if parameter.required || parameter.ty.list { ty } else { quote!(Option<#ty>) };
            quote!(#doc pub #name: #ty)
        }
        RequestField::Group(index) => {
            let group = &endpoint.groups[index];
            let (doc, name, ty) =
                (super::doc(&docs::group(group, endpoint)), ident(&group.name), ident(&group.ty));
            quote!(#doc pub #name: Option<#ty>)
        }
    });
    let default = required(endpoint).next().is_none().then(|| quote!(, Default));
    quote! {
        #doc
        #[doc(alias = #path)]
        #[derive(Debug, Clone, PartialEq, Eq, Hash #default)]
        #[non_exhaustive]
        pub struct Request {
            #(#fields),*
        }
    }
}

fn constructor(endpoint: &Endpoint) -> TokenStream {
    let (arguments, _) = arguments(endpoint);
    let values = endpoint.fields.iter().map(|field| match *field {
        RequestField::Parameter(index) => {
            let parameter = &endpoint.parameters[index];
            let name = ident(&parameter.name);
            match (parameter.required, parameter.ty.list) {
                (true, _) => given(&name, &parameter.ty),
                (false, true) => quote!(#name: Vec::new()),
                (false, false) => quote!(#name: None),
            }
        }
        RequestField::Group(index) => {
            let name = ident(&endpoint.groups[index].name);
            quote!(#name: None)
        }
    });
    let setters = endpoint.fields.iter().filter_map(|field| setter(endpoint, *field));
    quote! {
        impl Request {
            /// A request with the parameters that are required.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
            #(#setters)*
        }
    }
}

fn setter(endpoint: &Endpoint, field: RequestField) -> Option<TokenStream> {
    let (name, wire, ty, value) = match field {
        RequestField::Parameter(index) => {
            let parameter = &endpoint.parameters[index];
            if parameter.required {
                return None;
            }
            let name = ident(&parameter.name);
            let value = converted(&name, &parameter.ty);
            let value = if parameter.ty.list { value } else { quote!(Some(#value)) };
            (name, format!("`{}`", parameter.wire), argument_type(&parameter.ty), value)
        }
        RequestField::Group(index) => {
            let group = &endpoint.groups[index];
            let (name, ty) = (ident(&group.name), ident(&group.ty));
            let members: Vec<_> = group
                .members
                .iter()
                .map(|&member| format!("`{}`", endpoint.parameters[member].wire))
                .collect();
            (name.clone(), docs::enumeration(&members), quote!(#ty), quote!(Some(#name)))
        }
    };
    let doc = doc(&format!("Sets {wire}."));
    let with = format_ident!("with_{}", name);
    Some(quote! {
        #doc
        #[must_use]
        pub fn #with(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    })
}

fn group_struct(endpoint: &Endpoint, group: &Group) -> TokenStream {
    let (doc, ty) = (doc(&docs::group(group, endpoint)), ident(&group.ty));
    let members = group.members.iter().map(|&member| {
        let parameter = &endpoint.parameters[member];
        let (doc, name) = (super::doc(&docs::parameter(parameter)), ident(&parameter.name));
        let ty = field_type(&parameter.ty);
        quote!(#doc pub #name: #ty)
    });
    let copy = is_copy_group(endpoint, group).then(|| quote!(Copy,));
    // Not `non_exhaustive`: one more member would change what the others mean.
    quote! {
        #doc
        #[derive(Debug, Clone, #copy PartialEq, Eq, Hash)]
        pub struct #ty {
            #(#members),*
        }
    }
}

/// Whether the struct of a group is copied.
pub(super) fn is_copy_group(endpoint: &Endpoint, group: &Group) -> bool {
    group.members.iter().all(|&member| {
        let ty = &endpoint.parameters[member].ty;
        !ty.list && is_copy(ty)
    })
}

/// The implementation of the protocol crate's trait.
fn protocol(endpoint: &Endpoint) -> TokenStream {
    let checks = per_field(endpoint, checks);
    let writes = per_field(endpoint, |parameter, value| Some(write(parameter, value)));
    let done_response = done_response(endpoint);
    let redact = redact(endpoint);
    let limits = if checks.is_empty() { quote!(_limits) } else { quote!(limits) };
    let parameters = if writes.is_empty() { quote!(_parameters) } else { quote!(parameters) };
    let read = if endpoint.in_result {
        quote!(crate::envelope::result(answer))
    } else {
        quote!(Response::deserialize(answer).map(Some))
    };
    quote! {
        impl crate::Request for Request {
            type Response = Response;
            type ErrorCode = ErrorCode;
            const ENDPOINT: &'static Endpoint = &ENDPOINT;

            fn check_limits(&self, #limits: &mut Limits) {
                #(#checks)*
            }

            fn write_parameters(&self, #parameters: &mut Parameters) {
                #(#writes)*
            }

            fn read_answer<'de, D: Deserializer<'de>>(answer: D) -> Result<Option<Response>, D::Error> {
                #read
            }
            #done_response
            #redact
        }
    }
}

/// What a call answers whose repetition meets the code that says that the work is done.
fn done_response(endpoint: &Endpoint) -> Option<TokenStream> {
    let code = super::number(endpoint.repeat.done_code?);
    Some(quote! {
        fn done_response(code: i64) -> Option<Response> {
            (code == #code).then(Response::new)
        }
    })
}

/// Every secret taken out of an error's texts.
fn redact(endpoint: &Endpoint) -> Option<TokenStream> {
    if !endpoint.has_secrets() {
        return None;
    }
    let secrets = endpoint.parameters.iter().filter(|it| it.ty.base == Base::Secret);
    if secrets.clone().all(|it| it.required && it.group.is_none()) {
        let names = secrets.map(|parameter| ident(&parameter.name));
        return Some(quote! {
            fn redact(&self, error: Error) -> Error {
                error #(.without(self.#names.expose()))*
            }
        });
    }
    let statements = per_field(endpoint, |parameter, value| {
        let place = &value.place;
        (parameter.ty.base == Base::Secret).then(|| quote!(error = error.without(#place.expose());))
    });
    Some(quote! {
        fn redact(&self, mut error: Error) -> Error {
            #(#statements)*
            error
        }
    })
}

/// The checks of one parameter's value.
fn checks(parameter: &Parameter, value: &Value) -> Option<TokenStream> {
    let wire = &parameter.wire;
    let Value { place, passed } = value;
    let value =
        if parameter.ty.base == Base::Secret { quote!(#place.expose()) } else { quote!(#passed) };
    let mut checks = Vec::new();
    let needed = parameter.required || parameter.group.is_some();
    if needed && parameter.ty.list {
        checks.push(quote!(limits.not_empty_list(#wire, #value);));
    } else if needed && parameter.ty.is_text() {
        checks.push(quote!(limits.not_empty(#wire, #value);));
    }
    for limit in &parameter.limits {
        let constant = ident(&limit.constant);
        let method = match limit.kind {
            LimitKind::Min => quote!(min),
            LimitKind::Max => quote!(max),
            LimitKind::MaxItems => quote!(max_items),
            LimitKind::MaxChars => quote!(max_chars),
        };
        checks.push(quote!(limits.#method(#wire, #value, #constant);));
    }
    if parameter.ty.list && !is_copy(&parameter.ty) {
        checks.push(quote!(limits.joinable(#wire, #value);));
    }
    (!checks.is_empty()).then(|| quote!(#(#checks)*))
}

fn write(parameter: &Parameter, value: &Value) -> TokenStream {
    let wire = &parameter.wire;
    let secret = parameter.ty.base == Base::Secret;
    let method = match (parameter.place, parameter.ty.list) {
        (Place::Query, _) if secret => quote!(secret_query),
        (Place::Form, _) if secret => quote!(secret_form),
        (Place::Query, false) => quote!(query),
        (Place::Query, true) => quote!(query_list),
        (Place::Form, false) => quote!(form),
        (Place::Form, true) => quote!(form_list),
    };
    let value = &value.passed;
    quote!(parameters.#method(#wire, #value);)
}

fn field_type(ty: &Type) -> TokenStream {
    let item = super::base_type(&ty.base);
    if ty.list { quote!(Vec<#item>) } else { item }
}

/// `name: …` from an argument of that name.
fn given(name: &Ident, ty: &Type) -> TokenStream {
    if !ty.list && matches!(ty.base, Base::Number | Base::Boolean) {
        return quote!(#name);
    }
    let value = converted(name, ty);
    quote!(#name: #value)
}

fn converted(name: &Ident, ty: &Type) -> TokenStream {
    let into = !matches!(ty.base, Base::Number | Base::Boolean);
    match (ty.list, into) {
        (true, true) => quote!(#name.into_iter().map(Into::into).collect()),
        (true, false) => quote!(#name.into_iter().collect()),
        (false, true) => quote!(#name.into()),
        (false, false) => quote!(#name),
    }
}

pub(super) fn is_copy(ty: &Type) -> bool {
    matches!(ty.base, Base::Number | Base::Boolean | Base::Id { numeric: true, .. })
}

pub(super) fn required(endpoint: &Endpoint) -> impl Iterator<Item = &Parameter> {
    endpoint.fields.iter().filter_map(|field| match *field {
        RequestField::Parameter(index) => {
            Some(&endpoint.parameters[index]).filter(|parameter| parameter.required)
        }
        RequestField::Group(_) => None,
    })
}
