//! `emit`: model → artefacts. One function per artefact, none of which knows an endpoint by name.

mod client;
mod coverage;
mod docs;
mod errors;
mod example;
mod features;
mod ids;
mod imports;
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

use std::fmt;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::model::{Base, Model};

/// One thing that the generator writes.
pub enum Artefact<'m> {
    /// A Rust file of its own.
    File {
        /// Relative to the root of the repository.
        path: String,
        /// The spec file it is made from.
        source: String,
        /// Makes the tokens. They cannot leave the thread that made them.
        emit: Box<dyn Fn() -> TokenStream + Send + Sync + 'm>,
    },
    /// The part of a hand-written file between two marks.
    Region { path: String, name: String, text: String },
}

/// Folders that hold generated files and nothing else.
pub const FOLDERS: [&str; 2] = [PROTOCOL, CLIENT];

/// Files by hand that have a generated region.
pub const HAND_WRITTEN: [&str; 3] = [README, PROTOCOL_MANIFEST, CLIENT_MANIFEST];

const README: &str = "README.md";
const PROTOCOL_MANIFEST: &str = "crates/protocol/Cargo.toml";
const CLIENT_MANIFEST: &str = "crates/client/Cargo.toml";

const PROTOCOL: &str = "crates/protocol/src/generated";
const CLIENT: &str = "crates/client/src/generated";

impl fmt::Debug for Artefact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::File { path, .. } | Self::Region { path, .. }) = self;
        f.debug_tuple("Artefact").field(path).finish()
    }
}

/// Everything that the generator writes.
pub fn emit(model: &Model) -> Vec<Artefact<'_>> {
    let mut artefacts = vec![
        file(PROTOCOL, "mod.rs", "spec", || modules::root(model)),
        file(PROTOCOL, "codecs.rs", "spec", || modules::codecs(model)),
        file(PROTOCOL, "ids.rs", "spec/api.toml", || ids::ids(model)),
        file(PROTOCOL, "errors.rs", "spec/errors.toml", || errors::global(model)),
        file(CLIENT, "mod.rs", "spec", || modules::client(model)),
        file(CLIENT, "protocol.rs", "spec", || modules::client_protocol(model)),
        region(README, "coverage", coverage::table(model)),
        region(PROTOCOL_MANIFEST, "services", features::protocol(model)),
        region(CLIENT_MANIFEST, "services", features::client(model)),
    ];
    for service in &model.services {
        let name = &service.name;
        let source = format!("spec/{name}");
        let path = format!("{name}/mod.rs");
        artefacts.push(file(PROTOCOL, &path, &source, || modules::service(service)));
        let path = format!("{name}.rs");
        artefacts.push(file(CLIENT, &path, &source, || client::service(service)));
        for endpoint in &service.endpoints {
            let path = format!("{name}/{}.rs", endpoint.name);
            artefacts.push(file(PROTOCOL, &path, &endpoint.source, || modules::endpoint(endpoint)));
        }
    }
    artefacts
}

fn file<'m>(
    folder: &str,
    path: &str,
    source: &str,
    emit: impl Fn() -> TokenStream + Send + Sync + 'm,
) -> Artefact<'m> {
    let path = format!("{folder}/{path}");
    Artefact::File { path, source: source.to_owned(), emit: Box::new(emit) }
}

fn region(path: &str, name: &str, text: String) -> Artefact<'static> {
    Artefact::Region { path: path.to_owned(), name: name.to_owned(), text }
}

/// The identifier `name`; the spec is checked, so it is one.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `text` as outer documentation, all its lines in one attribute.
fn doc(text: &str) -> TokenStream {
    let text = raw_literal(&doc_text(text));
    quote!(#[doc = #text])
}

/// `text` as the documentation of the module it stands in.
fn module_doc(text: &str) -> TokenStream {
    let text = raw_literal(&doc_text(text));
    quote!(#![doc = #text])
}

/// `text` as a literal without escapes: to make them, and to take them back, takes long.
fn raw_literal(text: &str) -> Literal {
    example::raw(text).parse().unwrap_or_else(|_| Literal::string(text))
}

/// `text` as it stands behind the marks of a comment.
fn doc_text(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / 16);
    for (at, line) in text.trim_end().lines().enumerate() {
        lines.push_str(if at > 0 { "\n" } else { "" });
        lines.push_str(if line.is_empty() { "" } else { " " });
        lines.push_str(line);
    }
    lines
}

/// `value` as a literal without a suffix.
fn number(value: i64) -> TokenStream {
    let digits = Literal::u64_unsuffixed(value.unsigned_abs());
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
