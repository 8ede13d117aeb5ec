//! The folder as a tree: services, endpoints, and what their names become.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase as _;

use crate::check::names::{Fault, fault_of_identifier};
use crate::diagnostic::Diagnostic;
use crate::load::{SourceFile, Sources};
use crate::names;
use crate::read::Role;
use crate::spec::{Api, Spec};

/// Names of the client's own methods, of the crates' modules and features, and of crates they use. A test holds
/// them against the crates.
#[rustfmt::skip]
pub const RESERVED_SERVICES: &[&str] = &[
    "access_token",
    "alloc",
    "app",
    "attempt",
    "builder",
    "bulk",
    "call",
    "callback",
    "cancel",
    "classify",
    "client",
    "clock",
    "clone",
    "codecs",
    "collect_complete",
    "core",
    "days",
    "debug",
    "decode",
    "default",
    "directory",
    "drive",
    "driver",
    "dry_run",
    "encode",
    "endpoint",
    "envelope",
    "error",
    "error_code",
    "errors",
    "exchange",
    "fields",
    "file_part",
    "fmt",
    "generated",
    "guide",
    "hints",
    "host",
    "http",
    "id",
    "ids",
    "in_clear",
    "items",
    "joined",
    "journal",
    "json_text",
    "kind",
    "lenient",
    "limiter",
    "limits",
    "macros",
    "mask",
    "message",
    "misfit",
    "multipart",
    "new",
    "notification",
    "nulls",
    "observer",
    "pages",
    "paging",
    "pairs",
    "parameters",
    "pipeline",
    "place",
    "position",
    "protocol",
    "rate",
    "raw",
    "reach",
    "redact",
    "redis_rate",
    "redis_server",
    "repeat",
    "reply",
    "request",
    "response",
    "retry",
    "scalar_readers",
    "scalars",
    "secret",
    "send",
    "serde",
    "serde_json",
    "server",
    "service_text",
    "settings",
    "signature",
    "signer",
    "single",
    "std",
    "surrogates",
    "token",
    "trace",
    "tracing",
    "transport",
    "unknown",
    "unlisted",
    "upload",
    "ureq",
    "validate",
    "wait",
    "walk",
    "writer",
];

/// The crates of the workspace: a module of such a name would hide the crate.
pub const RESERVED_CRATES: [&str; 3] = ["dingtalk_client", "dingtalk_protocol", "dingtalk_sandbox"];

pub(super) fn check(
    spec: &Spec,
    api: Option<&Api>,
    sources: &Sources,
    problems: &mut Vec<Diagnostic>,
) {
    for folder in &sources.empty_folders {
        let problem = Diagnostic::of_path(folder, "empty folder");
        problems.push(problem.help("add an endpoint to it, or remove it"));
    }
    // By their paths, so that an endpoint that could not be read counts as well.
    let endpoints: Vec<_> =
        sources.files.iter().filter_map(|file| endpoint(sources, file)).collect();
    if endpoints.is_empty() {
        let problem = Diagnostic::of_path(&sources.root, "the spec has no endpoint");
        problems.push(problem.help("add one as `SERVICE/METHOD.toml`"));
    }
    let services: BTreeSet<&str> = endpoints.iter().map(|(_, service, _)| *service).collect();
    let mut types = BTreeMap::new();
    for service in &services {
        check_service(service, sources, problems);
        if let Some(other) = types.insert(names::service(service), service) {
            let path = format!("{}/{service}", sources.root);
            let title = format!("the service `{service}` is too like `{other}`");
            let note = format!("both would be the client's type `{}`", names::service(service));
            problems.push(Diagnostic::of_path(path, title).note(note).help("rename one folder"));
        }
    }
    for (file, _, name) in &endpoints {
        if let Some(fault) = fault_of_identifier(name) {
            problems.push(bad_name(&file.path, "method", name, &fault));
        } else if *name == "new" {
            problems.push(
                Diagnostic::of_path(&file.path, "no method can be called `new`")
                    .help("it would look like a constructor; begin the name with another verb"),
            );
        }
    }
    if let Some(api) = api {
        check_entries(api, &services, sources, spec, problems);
    }
}

fn endpoint<'a>(
    sources: &'a Sources,
    file: &'a SourceFile,
) -> Option<(&'a SourceFile, &'a str, &'a str)> {
    match Role::of(sources.below_root(file)) {
        Ok(Role::Endpoint { service, name }) => Some((file, service, name)),
        _ => None,
    }
}

fn check_service(service: &str, sources: &Sources, problems: &mut Vec<Diagnostic>) {
    let path = format!("{}/{service}", sources.root);
    if let Some(fault) = fault_of_identifier(service) {
        problems.push(bad_name(&path, "service", service, &fault));
    } else if RESERVED_CRATES.contains(&service) {
        problems.push(
            Diagnostic::of_path(path, format!("no service can be called `{service}`"))
                .note("its module would hide the crate of that name")
                .help("rename the folder"),
        );
    } else if RESERVED_SERVICES.contains(&service) {
        problems.push(
            Diagnostic::of_path(path, format!("no service can be called `{service}`"))
                .note("the client has a method of that name, or the crates a module")
                .help("rename the folder"),
        );
    }
}

fn check_entries(
    api: &Api,
    folders: &BTreeSet<&str>,
    sources: &Sources,
    spec: &Spec,
    problems: &mut Vec<Diagnostic>,
) {
    let entries: Vec<&str> = api.services.iter().map(|entry| entry.name.as_str()).collect();
    for folder in folders.iter().filter(|folder| !entries.contains(folder)) {
        let path = format!("{}/{folder}", sources.root);
        problems.push(
            Diagnostic::of_path(path, format!("the service `{folder}` is not in `api.toml`")).help(
                format!("add `[services.{folder}]` with a `doc` to `{}/api.toml`", sources.root),
            ),
        );
    }
    let known: Vec<&str> = folders.iter().copied().collect();
    for entry in spec.api.services.iter().filter(|entry| !folders.contains(entry.name.as_str())) {
        let title = format!("the service `{}` has no endpoint", *entry.name);
        let label = format!("there is no `{}/{}/METHOD.toml`", sources.root, *entry.name);
        problems.push(
            Diagnostic::at(&entry.name.span, title, label)
                .suggest(&entry.name, known.iter().copied().filter(|name| !entries.contains(name))),
        );
    }
}

fn bad_name(path: &str, what: &str, name: &str, fault: &Fault) -> Diagnostic {
    let title = format!("`{name}` cannot be the name of a {what}");
    let problem = Diagnostic::of_path(path, title).note(format!("`{name}` {}", fault.what()));
    match fault {
        Fault::NotSnakeCase => problem.help(format!("rename it to `{}`", name.to_snake_case())),
        _ => problem.help("rename it"),
    }
}
