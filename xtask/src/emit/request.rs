//! The request of an endpoint: its types, its constructor, its way onto the wire and back.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::statements::{Value, per_field};
use super::{doc, docs, ident, objects};
use crate::model::{
    Base, Encoding, Endpoint, Group, LimitKind, Parameter, Place, RequestField, Scalar, Type,
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
    let objects = endpoint.sent.iter().map(|object| objects::item(endpoint, object));
    quote!(#request #constructor #(#groups)* #(#objects)* #protocol #paging #pairs #server)
}

/// The type of the constant that holds a limit.
pub(super) fn limit_type(kind: LimitKind) -> TokenStream {
    match kind {
        LimitKind::Min | LimitKind::Max => quote!(i64),
        LimitKind::MaxItems | LimitKind::MinChars | LimitKind::MaxChars => quote!(usize),
    }
}

/// The type of the constant that holds a default or a value.
pub(super) fn constant_type(value: &Scalar) -> TokenStream {
    match value {
        Scalar::Number(_) => quote!(i64),
        Scalar::Boolean(_) => quote!(bool),
        Scalar::String(_) => quote!(&str),
    }
}

/// The arguments of `Request::new`, with and without their types.
pub(super) fn arguments(
    endpoint: &Endpoint,
    module: Option<&str>,
) -> (Vec<TokenStream>, Vec<TokenStream>) {
    required(endpoint)
        .map(|parameter| {
            let (name, ty) = (ident(&parameter.name), argument_type(&parameter.ty, module));
            (quote!(#name: #ty), quote!(#name))
        })
        .unzip()
}

/// The type of the argument that `new` or `with_…` takes for a value of type `ty`. An object's type
/// is named by way of `module` if that is given.
pub(super) fn argument_type(ty: &Type, module: Option<&str>) -> TokenStream {
    let exact = match (&ty.base, module.map(ident)) {
        (Base::Object(name), Some(module)) => {
            let name = ident(name);
            quote!(#module::#name)
        }
        (Base::Json, Some(_)) => quote!(dingtalk_protocol::serde_json::Value),
        (base, _) => super::base_type(base),
    };
    let item = if is_scalar(&ty.base) { exact.clone() } else { quote!(impl Into<#exact>) };
    match ty.lists {
        0 => item,
        1 => quote!(impl IntoIterator<Item = #item>),
        lists => super::in_lists(exact, lists),
    }
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
            let needed = parameter.required || parameter.ty.is_list();
            let ty = if needed { ty } else { quote!(Option<#ty>) };
            quote!(#doc pub #name: #ty)
        }
        RequestField::Group(index) => {
            let group = &endpoint.groups[index];
            let (doc, name, ty) =
                (super::doc(&docs::group(group, endpoint)), ident(&group.name), ident(&group.ty));
            quote!(#doc pub #name: Option<#ty>)
        }
    });
    let exact = (!endpoint.sends_floats).then(|| quote!(, Eq, Hash));
    let default = required(endpoint).next().is_none().then(|| quote!(, Default));
    quote! {
        #doc
        #[doc(alias = #path)]
        #[derive(Debug, Clone, PartialEq #exact #default)]
        #[non_exhaustive]
        pub struct Request {
            #(#fields),*
        }
    }
}

fn constructor(endpoint: &Endpoint) -> TokenStream {
    let (arguments, _) = arguments(endpoint, None);
    let values = endpoint.fields.iter().map(|field| match *field {
        RequestField::Parameter(index) => {
            let parameter = &endpoint.parameters[index];
            let name = ident(&parameter.name);
            match (parameter.required, parameter.ty.is_list()) {
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
        crate::macros::constructor! {
            /// A request with the parameters that are required.
            Request::new(#(#arguments),*) = { #(#values),* };
            #(#setters)*
        }
    }
}

fn setter(endpoint: &Endpoint, field: RequestField) -> Option<TokenStream> {
    match field {
        RequestField::Parameter(index) => setter_of(&endpoint.parameters[index]),
        RequestField::Group(index) => {
            let group = &endpoint.groups[index];
            let (name, ty) = (ident(&group.name), ident(&group.ty));
            let members: Vec<_> = group
                .members
                .iter()
                .map(|&member| format!("`{}`", endpoint.parameters[member].wire))
                .collect();
            Some(with(&name, &docs::enumeration(&members), &quote!(#ty), &quote!(Some(#name))))
        }
    }
}

/// The setter of a value that is not required.
pub(super) fn setter_of(parameter: &Parameter) -> Option<TokenStream> {
    if parameter.required {
        return None;
    }
    let name = ident(&parameter.name);
    let value = converted(&name, &parameter.ty);
    let value = if parameter.boxed { quote!(Box::new(#value)) } else { value };
    let value = if parameter.ty.is_list() { value } else { quote!(Some(#value)) };
    let wire = format!("`{}`", parameter.wire);
    Some(with(&name, &wire, &argument_type(&parameter.ty, None), &value))
}

fn with(name: &Ident, wire: &str, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    let doc = doc(&format!("Sets {wire}."));
    let with = format_ident!("with_{}", name);
    quote!(#doc #with: #name: #ty = #value;)
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
    let holds_floats = |&member: &usize| {
        let parameter = &endpoint.parameters[member];
        parameter.ty.base == Base::Float
            || matches!(&parameter.ty.base, Base::Object(name)
                if endpoint.sent_object(name).is_some_and(|object| object.floats))
    };
    let exact = (!group.members.iter().any(holds_floats)).then(|| quote!(, Eq, Hash));
    // Not `non_exhaustive`: one more member would change what the others mean.
    quote! {
        #doc
        #[derive(Debug, Clone, #copy PartialEq #exact)]
        pub struct #ty {
            #(#members),*
        }
    }
}

/// Whether the struct of a group is copied.
pub(super) fn is_copy_group(endpoint: &Endpoint, group: &Group) -> bool {
    group.members.iter().all(|&member| {
        let ty = &endpoint.parameters[member].ty;
        !ty.is_list() && is_copy(ty)
    })
}

/// The implementation of the protocol crate's trait.
fn protocol(endpoint: &Endpoint) -> TokenStream {
    let checks = per_field(endpoint, |parameter, value| checks(endpoint, parameter, value));
    let writes = per_field(endpoint, |parameter, value| Some(write(parameter, value)));
    let done_response = done_response(endpoint);
    let redact = redact(endpoint);
    let limits = if checks.is_empty() { quote!(_limits) } else { quote!(limits) };
    let parameters = if writes.is_empty() { quote!(_parameters) } else { quote!(parameters) };
    let answer = if endpoint.in_result { quote!(in result) } else { quote!(beside envelope) };
    quote! {
        impl crate::Request for Request {
            crate::macros::answer!(#answer);

            fn check_limits(&self, #limits: &mut Limits) {
                #(#checks)*
            }

            fn write_parameters(&self, #parameters: &mut Parameters) {
                #(#writes)*
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

/// The checks of one value that is sent.
pub(super) fn checks(
    endpoint: &Endpoint,
    parameter: &Parameter,
    value: &Value,
) -> Option<TokenStream> {
    let label = &parameter.label();
    let Value { place, passed } = value;
    let value =
        if parameter.ty.base == Base::Secret { quote!(#place.expose()) } else { quote!(#passed) };
    let mut checks = Vec::new();
    // What an empty text within an object means is the page's business.
    let needed = (parameter.required || parameter.group.is_some()) && parameter.owner.is_none();
    if needed && parameter.ty.is_list() {
        checks.push(quote!(limits.not_empty_list(#label, #value);));
    } else if needed && parameter.ty.is_text() {
        checks.push(quote!(limits.not_empty(#label, #value);));
    }
    for limit in &parameter.limits {
        let constant = ident(&limit.constant);
        let method = ident(limit.kind.key());
        checks.push(quote!(limits.#method(#label, #value, #constant);));
    }
    if parameter.encoding == Encoding::Joined && !is_copy(&parameter.ty) {
        checks.push(quote!(limits.joinable(#label, #value);));
    }
    checks.extend(each(endpoint, parameter, place, &value));
    (!checks.is_empty()).then(|| quote!(#(#checks)*))
}

/// The checks of a number with a fraction and of an object, within lists or not.
fn each(
    endpoint: &Endpoint,
    parameter: &Parameter,
    place: &TokenStream,
    value: &TokenStream,
) -> Option<TokenStream> {
    let label = parameter.label();
    let check = |one: &TokenStream| match &parameter.ty.base {
        Base::Float if parameter.ty.is_list() => Some(quote!(limits.finite(#label, *#one);)),
        Base::Float => Some(quote!(limits.finite(#label, #one);)),
        Base::Object(name) => {
            let checked = endpoint.sent_object(name).is_some_and(|object| object.checked);
            checked.then(|| quote!(#one.check_limits(limits);))
        }
        _ => None,
    };
    if !parameter.ty.is_list() {
        return check(place);
    }
    let inner = check(&quote!(item))?;
    let loops = (1..parameter.ty.lists).fold(inner, |inner, _| quote!(for item in item { #inner }));
    Some(quote!(for item in #value { #loops }))
}

fn write(parameter: &Parameter, value: &Value) -> TokenStream {
    let wire = &parameter.wire;
    let place = match parameter.place {
        Place::Query => "query",
        Place::Form => "form",
        Place::Body => "body",
    };
    let method = match parameter.encoding {
        _ if parameter.ty.base == Base::Secret => format_ident!("secret_{place}"),
        Encoding::Plain | Encoding::Json => format_ident!("{place}"),
        Encoding::Joined => format_ident!("{place}_list"),
        Encoding::JsonText => format_ident!("{place}_json"),
    };
    let value = &value.passed;
    quote!(parameters.#method(#wire, #value);)
}

pub(super) fn field_type(ty: &Type) -> TokenStream {
    super::in_lists(super::base_type(&ty.base), ty.lists)
}

/// `name: …` from an argument of that name.
pub(super) fn given(name: &Ident, ty: &Type) -> TokenStream {
    if ty.lists > 1 || !ty.is_list() && is_scalar(&ty.base) {
        return quote!(#name);
    }
    let value = converted(name, ty);
    quote!(#name: #value)
}

pub(super) fn converted(name: &Ident, ty: &Type) -> TokenStream {
    match (ty.lists, is_scalar(&ty.base)) {
        (0, false) => quote!(#name.into()),
        (1, false) => quote!(#name.into_iter().map(Into::into).collect()),
        (1, true) => quote!(#name.into_iter().collect()),
        _ => quote!(#name),
    }
}

/// Whether arguments are of the very type.
fn is_scalar(base: &Base) -> bool {
    matches!(base, Base::Number | Base::Float | Base::Boolean)
}

pub(super) fn is_copy(ty: &Type) -> bool {
    is_scalar(&ty.base) || matches!(ty.base, Base::Id { numeric: true, .. })
}

pub(super) fn required(endpoint: &Endpoint) -> impl Iterator<Item = &Parameter> {
    endpoint.fields.iter().filter_map(|field| match *field {
        RequestField::Parameter(index) => {
            Some(&endpoint.parameters[index]).filter(|parameter| parameter.required)
        }
        RequestField::Group(_) => None,
    })
}
