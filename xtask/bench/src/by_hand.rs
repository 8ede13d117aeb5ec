//! The client that somebody would write by hand for a spec: to be compiled and counted, not to be
//! used. It knows the shapes that the committed spec has.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use xtask::model::{Base, Endpoint, Field, Method, Model, Object, Parameter, Type};

/// Name of the package.
pub(super) const PACKAGE: &str = "by-hand";

/// The files of the package.
pub(super) fn files(model: &Model) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut modules = String::new();
    for service in &model.services {
        let name = &service.name;
        let _ = writeln!(modules, "pub mod {name};");
        let endpoints = service.endpoints.iter().map(|it| format!("pub mod {};\n", it.name));
        files.insert(format!("src/{name}/mod.rs"), endpoints.collect());
        for it in &service.endpoints {
            files.insert(format!("src/{name}/{}.rs", it.name), endpoint(it));
        }
    }
    let library = format!("//! By hand.\n\n{modules}\n{}", include_str!("by_hand/lib.rs"));
    files.insert("src/lib.rs".to_owned(), library);
    files.insert("Cargo.toml".to_owned(), manifest(""));
    files
}

/// The manifest of a package with the libraries that one would take.
pub(super) fn manifest(rest: &str) -> String {
    let dependencies = ["serde", "serde_json", "serde_urlencoded", "ureq"];
    let mut text = format!(
        "[package]\nname = \"{PACKAGE}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n{rest}\n[dependencies]\n"
    );
    for name in dependencies {
        let _ = writeln!(text, "{name}.workspace = true");
    }
    text
}

fn endpoint(endpoint: &Endpoint) -> String {
    let Endpoint { service, name, path, summary, .. } = endpoint;
    let has_answer = !endpoint.response.fields.is_empty();
    let mut text = format!("//! {summary}\n\n");
    let derives = if has_answer { "{Deserialize, Serialize}" } else { "Serialize" };
    let _ = writeln!(text, "use serde::{derives};\n\nuse crate::{{Client, Error}};\n");
    text.push_str("#[derive(Debug, Clone, Serialize)]\npub struct Request {\n");
    endpoint.parameters.iter().for_each(|it| parameter(&mut text, it));
    text.push_str("}\n\n");
    if has_answer {
        endpoint.structs().for_each(|it| object(&mut text, it));
    }
    let answer = if has_answer { "Response" } else { "()" };
    let answer = answer.replace("Response", &endpoint.response.name);
    let send = if endpoint.method == Method::Get { "get" } else { "post" };
    let read = match (has_answer, endpoint.in_result) {
        (false, _) => "nothing",
        (true, true) => "result",
        (true, false) => "beside",
    };
    let _ = write!(
        text,
        "impl Client {{\n    /// {summary}\n    pub fn {service}_{name}(&self, request: &Request) -> Result<{answer}, Error> {{\n        let body = self.{send}(\"{path}\", request)?;\n        crate::{read}(&body)\n    }}\n}}\n"
    );
    text
}

fn parameter(text: &mut String, parameter: &Parameter) {
    let Parameter { name, wire, ty, doc, .. } = parameter;
    let mut attributes = Vec::new();
    if name != wire {
        attributes.push(format!("rename = \"{wire}\""));
    }
    if ty.is_list() {
        attributes.push("serialize_with = \"crate::joined\"".to_owned());
    }
    let optional = !parameter.required && !ty.is_list();
    field(text, doc, &attributes, name, &written(ty, optional));
}

fn object(text: &mut String, object: &Object) {
    let _ = writeln!(text, "#[derive(Debug, Clone, Deserialize)]\npub struct {} {{", object.name);
    for Field { name, wire, ty, optional, doc, .. } in &object.fields {
        let mut attributes = Vec::new();
        if name != wire {
            attributes.push(format!("rename = \"{wire}\""));
        }
        if ty.is_list() {
            attributes.push("default".to_owned());
        }
        field(text, doc, &attributes, name, &written(ty, *optional && !ty.is_list()));
    }
    text.push_str("}\n\n");
}

fn field(text: &mut String, doc: &str, attributes: &[String], name: &str, ty: &str) {
    for line in doc.lines() {
        let _ = writeln!(text, "    /// {line}");
    }
    if !attributes.is_empty() {
        let _ = writeln!(text, "    #[serde({})]", attributes.join(", "));
    }
    let _ = writeln!(text, "    pub {name}: {ty},");
}

fn written(ty: &Type, optional: bool) -> String {
    let base = match &ty.base {
        Base::Number | Base::Id { numeric: true, .. } => "i64",
        Base::Float => "f64",
        Base::Boolean => "bool",
        Base::String | Base::Secret | Base::Id { numeric: false, .. } => "String",
        Base::Json => "serde_json::Value",
        Base::Object(name) => name,
    };
    let listed = (0..ty.lists).fold(base.to_owned(), |item, _| format!("Vec<{item}>"));
    if optional { format!("Option<{listed}>") } else { listed }
}
