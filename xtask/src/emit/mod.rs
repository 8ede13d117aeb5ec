//! `emit`: model → artefacts. One function per artefact, none of which knows an endpoint by name.

mod checks;
mod client;
mod coverage;
mod docs;
mod endpoint;
mod enums;
mod errors;
mod example;
mod features;
mod ids;
pub mod markdown;
mod modules;
mod paging;
mod pairs;
mod request;
mod sample;
mod setters;
mod signature;
mod structs;
mod values;

use std::borrow::Borrow;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::model::{Model, Scalar};
use crate::region::Region;

/// A wholly generated Rust file.
#[derive(Debug)]
pub struct File {
    /// Path relative to the root of the repository.
    pub path: String,
    /// Spec file or folder from which it is made.
    pub source: String,
    pub items: TokenStream,
    /// Text after the items: a table, which no Rust printer would align.
    pub table: String,
}

/// Folders with only generated files.
pub const FOLDERS: [&str; 3] = [PROTOCOL, CLIENT, SANDBOX];

/// Hand-written files that have a generated region.
pub const HAND_WRITTEN: [&str; 5] =
    [README, PROTOCOL_MANIFEST, CLIENT_MANIFEST, PROTOCOL_CALLS, CLIENT_CALLS];

const README: &str = "README.md";
const PROTOCOL_MANIFEST: &str = "crates/protocol/Cargo.toml";
const CLIENT_MANIFEST: &str = "crates/client/Cargo.toml";

const PROTOCOL_CALLS: &str = "crates/protocol/src/calls.md";
const CLIENT_CALLS: &str = "crates/client/src/calls.md";

const PROTOCOL: &str = "crates/protocol/src/generated";
const CLIENT: &str = "crates/client/src/generated";

/// The folder of the sandbox's data.
pub const SANDBOX: &str = "crates/sandbox/src/generated";

/// Makes the generated parts of hand-written files.
pub fn regions(model: &Model) -> Vec<Region> {
    [
        (README, "coverage", coverage::services(model)),
        (PROTOCOL_CALLS, "calls", coverage::protocol(model)),
        (CLIENT_CALLS, "calls", coverage::client(model)),
        (PROTOCOL_MANIFEST, "services", features::protocol(model)),
        (CLIENT_MANIFEST, "services", features::client(model)),
    ]
    .map(|(path, name, text)| Region { path: path.to_owned(), name: name.to_owned(), text })
    .into()
}

/// Makes the wholly generated files.
pub fn files(model: &Model) -> Vec<File> {
    let errors = file(PROTOCOL, "errors.rs", "spec/errors.toml", errors::module());
    let mut files = vec![
        file(PROTOCOL, "mod.rs", "spec", modules::root(model)),
        file(PROTOCOL, "codecs.rs", "spec", modules::codecs(model)),
        file(PROTOCOL, "ids.rs", "spec/api.toml", ids::ids(model)),
        File { table: errors::global(model), ..errors },
        file(CLIENT, "mod.rs", "spec", modules::client(model)),
        file(CLIENT, "protocol.rs", "spec", modules::client_protocol(model)),
    ];
    for service in &model.services {
        let name = &service.name;
        let source = format!("spec/{name}");
        let path = format!("{name}/mod.rs");
        files.push(file(PROTOCOL, &path, &source, modules::service(service)));
        if !service.enums.is_empty() {
            let (path, source) = (format!("{name}/enums.rs"), format!("{source}/enums.toml"));
            files.push(file(PROTOCOL, &path, &source, modules::shared_enums(service)));
        }
        let path = format!("{name}.rs");
        files.push(file(CLIENT, &path, &source, client::service(service)));
        for endpoint in &service.endpoints {
            let path = format!("{name}/{}.rs", endpoint.spec.name);
            let module = file(PROTOCOL, &path, &endpoint.source, endpoint::module(endpoint));
            files.push(File { table: errors::endpoint(endpoint), ..module });
        }
    }
    files
}

fn file(folder: &str, path: &str, source: &str, items: TokenStream) -> File {
    let path = format!("{folder}/{path}");
    File { path, source: source.to_owned(), items, table: String::new() }
}

/// Returns the identifier `name`; the spec is checked, so it is valid.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Returns a type or path that `lower` spelled.
fn rust(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("`{text}` is not Rust: {error}"))
}

/// Joins paragraphs, except blank ones.
fn paragraphs<T: Borrow<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let parts = parts.into_iter().filter(|part| !part.borrow().is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

/// Makes an import, if it is used.
fn import(is_used: bool, path: &str) -> Option<TokenStream> {
    is_used.then(|| rust(&format!("use {path};")))
}

/// Returns `text` as outer documentation, one attribute per line.
fn doc(text: &str) -> TokenStream {
    let lines = doc_lines(text);
    quote!(#(#[doc = #lines])*)
}

/// Returns `text` as the documentation of the module around it.
fn module_doc(text: &str) -> TokenStream {
    let lines = doc_lines(text);
    quote!(#(#![doc = #lines])*)
}

/// Returns the lines of `text`, each with the space that follows the slashes of a comment.
fn doc_lines(text: &str) -> Vec<String> {
    let line = |line: &str| if line.is_empty() { String::new() } else { format!(" {line}") };
    text.trim_end().lines().map(line).collect()
}

/// Returns `value` as a literal without a suffix.
fn number(value: i64) -> TokenStream {
    let digits = Literal::u64_unsuffixed(value.unsigned_abs());
    if value < 0 { quote!(-#digits) } else { quote!(#digits) }
}

/// Returns `value` as a literal of the type `rust_type`.
fn literal(value: &Scalar, rust_type: &str) -> TokenStream {
    match value {
        Scalar::Number(number) if rust_type == "f64" => rust(&format!("{number}.0")),
        Scalar::Number(number) => self::number(*number),
        Scalar::Boolean(boolean) => quote!(#boolean),
        Scalar::String(text) => quote!(#text),
    }
}
