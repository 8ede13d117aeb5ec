//! Folder structure: services, endpoints, and the names made from theirs.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::names::fault_of_identifier;
use crate::diagnostic::Problems;
use crate::load::Sources;
use crate::names;
use crate::read::Role;
use crate::spec::Api;

/// Names of the client's own methods, of the crates' modules and features, and of crates they use. A test
/// compares them with the crates.
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
    "file_lock",
    "file_part",
    "fmt",
    "free_json",
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
    "list_text",
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

/// Crates of the workspace: a module of such a name would hide the crate.
pub const RESERVED_CRATES: [&str; 3] = ["dingtalk_client", "dingtalk_protocol", "dingtalk_sandbox"];

pub(super) fn check(api: Option<&Api>, sources: &Sources, problems: &mut Problems) {
    // Uses the paths, so that an endpoint that could not be read counts too.
    let endpoints = || {
        sources.files.iter().filter_map(|file| match Role::of(sources.below_root(file)) {
            Ok(Role::Endpoint { service, name }) => Some((file, service, name)),
            _ => None,
        })
    };
    if endpoints().next().is_none() {
        problems
            .of_path(&sources.root, "the spec has no endpoint")
            .help("add one as `SERVICE/METHOD.toml`");
    }
    let services: BTreeSet<&str> = endpoints().map(|(_, service, _)| service).collect();
    let mut types = BTreeMap::new();
    for service in &services {
        let path = format!("{}/{service}", sources.root);
        let reserved = RESERVED_SERVICES.contains(service) || RESERVED_CRATES.contains(service);
        let taken = reserved.then_some("is a method of the client, or a module or crate");
        if let Some(fault) = fault_of_identifier(service).or(taken.map(str::to_owned)) {
            let title = format!("no service can be called `{service}`");
            let note = format!("`{service}` {fault}");
            problems.of_path(&path, title).note(note).help("rename the folder");
        }
        if let Some(other) = types.insert(names::service(service), service) {
            let title = format!("the service `{service}` is too like `{other}`");
            let note = format!("both would be the client's type `{}`", names::service(service));
            problems.of_path(path, title).note(note).help("rename one folder");
        }
    }
    for (file, _, name) in endpoints() {
        let taken = (name == "new").then_some("would look like a constructor");
        if let Some(fault) = fault_of_identifier(name).or(taken.map(str::to_owned)) {
            let title = format!("no method can be called `{name}`");
            let note = format!("`{name}` {fault}");
            problems.of_path(&file.path, title).note(note).help("rename the file");
        }
    }
    if let Some(api) = api {
        check_entries(api, &services, sources, problems);
    }
}

fn check_entries(api: &Api, folders: &BTreeSet<&str>, sources: &Sources, problems: &mut Problems) {
    let root = &sources.root;
    let entries: BTreeSet<&str> = api.services.iter().map(|entry| entry.name.as_str()).collect();
    for folder in folders.difference(&entries) {
        let title = format!("the service `{folder}` is not in `api.toml`");
        problems
            .of_path(format!("{root}/{folder}"), title)
            .help(format!("add `[services.{folder}]` with a `doc` to `{root}/api.toml`"));
    }
    for entry in api.services.iter().filter(|entry| !folders.contains(entry.name.as_str())) {
        let title = format!("the service `{}` has no endpoint", *entry.name);
        let label = format!("there is no `{root}/{}/METHOD.toml`", *entry.name);
        let others = folders.difference(&entries).copied();
        problems.at(&entry.name.span, title, label).suggest(&entry.name, others);
    }
}
