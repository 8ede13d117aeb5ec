//! The request of an endpoint: its types, its constructor, its way onto the wire and back.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{doc, docs, ident};
use crate::model::{
    Base, Endpoint, Group, LimitKind, Parameter, Place, RequestField, Scalar, Type,
};

/// Everything about the request.
pub(super) fn items(endpoint: &Endpoint) -> TokenStream {
    let request = request(endpoint);
    let constructor = constructor(endpoint);
    let protocol = protocol(endpoint);
    let server = super::server::implementation(endpoint);
    let groups = endpoint.groups.iter().map(|group| group_struct(endpoint, group));
    quote!(#request #constructor #(#groups)* #protocol #server)
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
    let copy = group.members.iter().all(|&member| {
        let ty = &endpoint.parameters[member].ty;
        !ty.list && is_copy(ty)
    });
    let copy = copy.then(|| quote!(Copy,));
    // Not `non_exhaustive`: one more member would change what the others mean.
    quote! {
        #doc
        #[derive(Debug, Clone, #copy PartialEq, Eq, Hash)]
        pub struct #ty {
            #(#members),*
        }
    }
}

/// The implementation of the protocol crate's trait.
fn protocol(endpoint: &Endpoint) -> TokenStream {
    let checks = per_field(endpoint, checks);
    let writes = per_field(endpoint, |parameter, value| Some(write(parameter, value)));
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
        }
    }
}

/// One statement per parameter, those of optional ones under their condition; parameters of a group
/// share one, where the first of them stands.
fn per_field(
    endpoint: &Endpoint,
    statement: impl Fn(&Parameter, &TokenStream) -> Option<TokenStream>,
) -> Vec<TokenStream> {
    let mut statements = Vec::new();
    let mut seen = Vec::new();
    for parameter in &endpoint.parameters {
        let name = ident(&parameter.name);
        match parameter.group {
            Some(group) if seen.contains(&group) => {}
            Some(group) => {
                seen.push(group);
                let field = ident(&endpoint.groups[group].name);
                let local = local(&endpoint.groups[group].name);
                let members =
                    endpoint.parameters.iter().filter(|parameter| parameter.group == Some(group));
                let inner: Vec<_> = members
                    .filter_map(|parameter| {
                        let name = ident(&parameter.name);
                        let reference = reference(&parameter.ty);
                        statement(parameter, &quote!(#reference #local.#name))
                    })
                    .collect();
                if !inner.is_empty() {
                    statements.push(quote!(if let Some(#local) = &self.#field { #(#inner)* }));
                }
            }
            None if parameter.required => {
                let reference = reference(&parameter.ty);
                statements.extend(statement(parameter, &quote!(#reference self.#name)));
            }
            None if parameter.ty.list => {
                if let Some(inner) = statement(parameter, &quote!(&self.#name)) {
                    statements.push(quote!(if !self.#name.is_empty() { #inner }));
                }
            }
            None => {
                let local = local(&parameter.name);
                if let Some(inner) = statement(parameter, &quote!(#local)) {
                    let reference = reference(&parameter.ty);
                    statements.push(quote!(if let Some(#local) = #reference self.#name { #inner }));
                }
            }
        }
    }
    statements
}

/// The variable that holds the value of a field, unless the function uses the name itself.
fn local(field: &str) -> Ident {
    match field {
        "limits" | "parameters" => format_ident!("{field}_value"),
        _ => ident(field),
    }
}

/// The checks of one parameter's value.
fn checks(parameter: &Parameter, value: &TokenStream) -> Option<TokenStream> {
    let wire = &parameter.wire;
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

fn write(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let wire = &parameter.wire;
    let method = match (parameter.place, parameter.ty.list) {
        (Place::Query, false) => quote!(query),
        (Place::Query, true) => quote!(query_list),
        (Place::Form, false) => quote!(form),
        (Place::Form, true) => quote!(form_list),
    };
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

/// `&` before a value that is not copied.
fn reference(ty: &Type) -> Option<TokenStream> {
    (ty.list || !is_copy(ty)).then(|| quote!(&))
}

fn is_copy(ty: &Type) -> bool {
    matches!(ty.base, Base::Number | Base::Boolean | Base::Id { numeric: true, .. })
}

fn required(endpoint: &Endpoint) -> impl Iterator<Item = &Parameter> {
    endpoint.fields.iter().filter_map(|field| match *field {
        RequestField::Parameter(index) => {
            Some(&endpoint.parameters[index]).filter(|parameter| parameter.required)
        }
        RequestField::Group(_) => None,
    })
}
