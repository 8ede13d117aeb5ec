//! Coverage tables: by service for the README, by call for the crates' front pages.

use std::fmt::Write;

use crate::emit::docs;
use crate::model::{Endpoint, Model};

/// Writes the README's table, one row per service.
pub(super) fn services(model: &Model) -> String {
    let mut table = String::from("| service, feature | calls | about |\n|---|---|---|\n");
    for service in &model.services {
        let (name, calls, about) =
            (&service.name, service.endpoints.len(), docs::cell(&service.doc));
        let _ = writeln!(table, "| `{name}` | {calls} | {about} |");
    }
    let calls: usize = model.services.iter().map(|service| service.endpoints.len()).sum();
    let _ = writeln!(table, "| in all | {calls} | |");
    table
}

/// Writes the table of the client's calls, with links to the methods.
pub(super) fn client(model: &Model) -> String {
    calls(model, |endpoint, ty| {
        let (service, name) = (&endpoint.spec.service, &endpoint.spec.name);
        format!("[`client.{service}().{name}(…)`]({ty}::{name})")
    })
}

/// Writes the table of the protocol crate's endpoints, with links to the modules.
pub(super) fn protocol(model: &Model) -> String {
    calls(model, |endpoint, _| {
        let (service, name) = (&endpoint.spec.service, &endpoint.spec.name);
        format!("[`{service}::{name}`](mod@{service}::{name})")
    })
}

fn calls(model: &Model, link: impl Fn(&Endpoint, &str) -> String) -> String {
    let mut table = String::from("| call | path | what it does |\n|---|---|---|\n");
    for service in &model.services {
        for endpoint in &service.endpoints {
            let (method, path) = (endpoint.spec.method().into_str(), &*endpoint.spec.path);
            let (link, summary) = (link(endpoint, &service.ty), docs::cell(endpoint.summary()));
            let _ = writeln!(table, "| {link} | `{method} {path}` | {summary} |");
        }
    }
    table
}
