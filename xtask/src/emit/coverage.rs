//! The README's table of what is covered.

use std::fmt::Write;

use crate::emit::docs;
use crate::model::Model;

/// Writes the table, one row per endpoint.
pub(super) fn table(model: &Model) -> String {
    let mut table = String::from("| call | page's path | what it does |\n|---|---|---|\n");
    for endpoint in model.services.iter().flat_map(|service| &service.endpoints) {
        let (service, name, path) = (&endpoint.service, &endpoint.name, &endpoint.path);
        let method = docs::method(endpoint.method);
        let summary = docs::cell(&endpoint.summary);
        let _ =
            writeln!(table, "| `client.{service}().{name}(…)` | `{method} {path}` | {summary} |");
    }
    table
}
