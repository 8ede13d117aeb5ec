//! `emit`: model → artefacts. One function per artefact, none of which knows an endpoint by name.

mod client;
mod coverage;
mod docs;
mod errors;
mod example;
mod ids;
mod markdown;
mod modules;
mod objects;
mod paging;
mod pairs;
mod request;
mod response;
mod sample;
mod server;
mod statements;
mod values;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{Base, Model};

/// One thing that the generator writes.
#[derive(Debug)]
pub enum Artefact {
    /// A Rust file of its own.
    File {
        /// Relative to the root of the repository.
        path: String,
        /// The spec file it was made from.
        source: String,
        tokens: TokenStream,
    },
    /// The part of a hand-written Markdown file between two marks.
    Region { path: String, name: String, text: String },
}

/// Folders that hold generated files and nothing else.
pub const FOLDERS: [&str; 2] = [PROTOCOL, CLIENT];

const PROTOCOL: &str = "crates/protocol/src/generated";
const CLIENT: &str = "crates/client/src/generated";

/// Everything that the generator writes.
pub fn emit(model: &Model) -> Vec<Artefact> {
    let mut artefacts = vec![
        file(PROTOCOL, "mod.rs", "spec", modules::root(model)),
        file(PROTOCOL, "codecs.rs", "spec", modules::codecs(model)),
        file(PROTOCOL, "ids.rs", "spec/api.toml", ids::ids(model)),
        file(PROTOCOL, "errors.rs", "spec/errors.toml", errors::global(model)),
        file(CLIENT, "mod.rs", "spec", modules::client(model)),
        file(CLIENT, "protocol.rs", "spec", modules::client_protocol(model)),
    ];
    for service in &model.services {
        let name = &service.name;
        artefacts.push(file(
            PROTOCOL,
            &format!("{name}/mod.rs"),
            &format!("spec/{name}"),
            modules::service(service),
        ));
        artefacts.push(file(
            CLIENT,
            &format!("{name}.rs"),
            &format!("spec/{name}"),
            client::service(service),
        ));
        for endpoint in &service.endpoints {
            let path = format!("{name}/{}.rs", endpoint.name);
            artefacts.push(file(PROTOCOL, &path, &endpoint.source, modules::endpoint(endpoint)));
        }
    }
    artefacts.push(Artefact::Region {
        path: "README.md".to_owned(),
        name: "coverage".to_owned(),
        text: coverage::table(model),
    });
    artefacts
}

fn file(folder: &str, path: &str, source: &str, tokens: TokenStream) -> Artefact {
    Artefact::File { path: format!("{folder}/{path}"), source: source.to_owned(), tokens }
}

/// The identifier `name`; the spec is checked, so it is one.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `text` as outer documentation, a line an attribute.
fn doc(text: &str) -> TokenStream {
    let lines = text.trim_end().lines().map(doc_line);
    quote!(#(#[doc = #lines])*)
}

/// `text` as the documentation of the module it stands in.
fn module_doc(text: &str) -> TokenStream {
    let lines = text.trim_end().lines().map(doc_line);
    quote!(#(#![doc = #lines])*)
}

fn doc_line(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// `value` as a literal without a suffix.
fn number(value: i64) -> TokenStream {
    let digits = proc_macro2::Literal::u64_unsuffixed(value.unsigned_abs());
    if value < 0 { quote!(-#digits) } else { quote!(#digits) }
}

fn base_type(base: &Base) -> TokenStream {
    match base {
        Base::Number => quote!(i64),
        Base::Float => quote!(f64),
        Base::Boolean => quote!(bool),
        Base::String => quote!(String),
        Base::Json => quote!(serde_json::Value),
        Base::Secret => quote!(Secret),
        Base::Id { name, .. } | Base::Object(name) => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

/// `item` within as many lists as a type has.
fn in_lists(item: TokenStream, lists: usize) -> TokenStream {
    (0..lists).fold(item, |item, _| quote!(Vec<#item>))
}

/// The expression of an `Option`.
fn option(value: Option<impl quote::ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
