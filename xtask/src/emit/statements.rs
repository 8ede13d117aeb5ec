//! What generated functions say of each parameter of a request.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::ident;
use super::request::is_copy;
use crate::model::{Endpoint, Group, Parameter, Type};

/// The value of a parameter within a function.
pub(super) struct Value {
    /// Where it stands.
    pub(super) place: TokenStream,
    /// How it is handed on: by reference, unless it is copied.
    pub(super) passed: TokenStream,
}

impl Value {
    fn at(place: TokenStream, ty: &Type) -> Self {
        let passed = match reference(ty) {
            Some(reference) => quote!(#reference #place),
            None => place.clone(),
        };
        Self { place, passed }
    }

    /// A variable that holds what is handed on.
    fn local(name: &Ident) -> Self {
        Self { place: quote!(#name), passed: quote!(#name) }
    }
}

/// One statement per parameter, those of optional ones under their condition; parameters of a group
/// share one, where the first of them stands.
pub(super) fn per_field(
    endpoint: &Endpoint,
    statement: impl Fn(&Parameter, &Value) -> Option<TokenStream>,
) -> Vec<TokenStream> {
    per_value(&endpoint.parameters, &endpoint.groups, statement)
}

/// One statement per value of a struct.
pub(super) fn per_value(
    parameters: &[Parameter],
    groups: &[Group],
    statement: impl Fn(&Parameter, &Value) -> Option<TokenStream>,
) -> Vec<TokenStream> {
    let mut statements = Vec::new();
    let mut seen = Vec::new();
    for parameter in parameters {
        let name = ident(&parameter.name);
        match parameter.group {
            Some(group) if seen.contains(&group) => {}
            Some(group) => {
                seen.push(group);
                let field = ident(&groups[group].name);
                let local = local(&groups[group].name);
                let members = parameters.iter().filter(|parameter| parameter.group == Some(group));
                let inner: Vec<_> = members
                    .filter_map(|parameter| {
                        let name = ident(&parameter.name);
                        statement(parameter, &Value::at(quote!(#local.#name), &parameter.ty))
                    })
                    .collect();
                if !inner.is_empty() {
                    statements.push(quote!(if let Some(#local) = &self.#field { #(#inner)* }));
                }
            }
            None if parameter.required => {
                let value = Value::at(quote!(self.#name), &parameter.ty);
                statements.extend(statement(parameter, &value));
            }
            None if parameter.ty.is_list() => {
                let value = Value::at(quote!(self.#name), &parameter.ty);
                if let Some(inner) = statement(parameter, &value) {
                    statements.push(quote!(if !self.#name.is_empty() { #inner }));
                }
            }
            None => {
                let local = local(&parameter.name);
                if let Some(inner) = statement(parameter, &Value::local(&local)) {
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
        "limits" | "parameters" | "error" => format_ident!("{field}_value"),
        _ => ident(field),
    }
}

/// `&` before a value that is not copied.
fn reference(ty: &Type) -> Option<TokenStream> {
    (ty.is_list() || !is_copy(ty)).then(|| quote!(&))
}
