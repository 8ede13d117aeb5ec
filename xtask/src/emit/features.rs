//! The features of the two published crates: one for each service.

use std::fmt::Write;

use crate::model::Model;

/// Writes the features of the protocol crate.
pub(super) fn protocol(model: &Model) -> String {
    features(model, |_| String::new())
}

/// Writes the features of the client crate, each of which turns on that of the protocol crate.
pub(super) fn client(model: &Model) -> String {
    features(model, |name| format!("\"dingtalk-protocol/{name}\""))
}

fn features(model: &Model, needs: impl Fn(&str) -> String) -> String {
    let names: Vec<_> = model.services.iter().map(|service| service.name.as_str()).collect();
    let mut text =
        "# Each service is a feature, so that a build has those that it uses.\n".to_owned();
    text.push_str("all-services = [\n");
    for name in &names {
        let _ = writeln!(text, "    \"{name}\",");
    }
    text.push_str("]\n");
    for name in names {
        let _ = writeln!(text, "{name} = [{}]", needs(name));
    }
    text
}
