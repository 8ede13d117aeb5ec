//! What the generator makes of every shape that a spec can say compiles without a warning, and its examples run.
//!
//! The crates are built as the repository holds them, with the synthetic endpoints beside the real
//! ones: by hand written code and documentation keep what they refer to.

use std::process::Command;

use xtask_spec::load::Sources;
use xtask_spec::read::read;
use xtask_spec::spec::{BaseType, Endpoint, Field, LimitKind, Method, Place};

use crate::synthetic;
use crate::workspace::{STRICT, Workspace, small_spec};

/// The features that generated code knows, beside those of services.
const GENERATED: [&str; 2] = [
    "--features",
    "dingtalk-protocol/server,dingtalk-protocol/signature,dingtalk-client/signature",
];

/// As many as have every shape that the synthetic spec knows. The client is not documented: its guide links what
/// takes long to build, and the real endpoints show what becomes of it.
#[test]
fn synthetic_endpoints_compile_without_a_warning_and_their_documented_examples_run() {
    let workspace = workspace(32);
    lint(&workspace);
    let protocol = ["--package", "dingtalk-protocol", "--features", "server"];
    workspace.cargo(&[&["doc", "--no-deps"], &protocol[..]].concat());
    workspace.cargo(&[&["test"], &protocol[..], &["--test", "round_trip"]].concat());
    let output = workspace.cargo(&[&["test"], &protocol[..], &["--doc"]].concat());
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(report.contains("generated/area_0/remove_19.rs"), "no examples ran:\n{report}");
}

/// Compiles without a warning, of clippy's as well where the toolchain has it.
fn lint(workspace: &Workspace) {
    let has_clippy = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    if has_clippy.is_ok_and(|output| output.status.success()) {
        workspace.cargo(&[&["clippy", "--workspace"][..], &GENERATED, &STRICT].concat());
    } else {
        for package in ["dingtalk-protocol", "dingtalk-client"] {
            workspace.cargo(&[&["rustc", "--package", package][..], &GENERATED, &STRICT].concat());
        }
    }
}

fn workspace(endpoints: usize) -> Workspace {
    let sources = sources(endpoints);
    let tests = "crates/protocol/tests";
    let round_trip = include_str!("scale/round_trip.rs").to_owned();
    let extra = [
        (format!("{tests}/round_trip.rs"), round_trip),
        (format!("{tests}/samples.in"), samples(&sources)),
    ];
    Workspace::of("scale", &sources, extra)
}

/// Returns some of the repository's endpoints with synthetic ones beside them.
fn sources(endpoints: usize) -> Sources {
    let mut sources = small_spec();
    synthetic::extend(&mut sources, endpoints);
    sources
}

/// Returns the requests and answers of all pages as an expression of Rust.
fn samples(sources: &Sources) -> String {
    let (spec, _) = read(sources);
    let samples = spec.endpoints.iter().map(|endpoint| {
        let (request, answer) = (&*endpoint.examples.request, &*endpoint.examples.response);
        let get = endpoint.method() == Method::Get;
        let (query, body) =
            if get { (request.clone(), "") } else { (query(endpoint), request.as_str()) };
        let name = format!("{}::{}", endpoint.service, endpoint.name);
        let uri = format!("{}?{query}", *endpoint.path);
        let method = if get { "GET" } else { "POST" };
        format!("({name:?}, {method:?}, {uri:?}, {body:?}, {answer:?}),\n")
    });
    format!("&[\n{}]\n", samples.collect::<String>())
}

/// Returns the required parameters of a query that no sample shows, with values that are allowed.
fn query(endpoint: &Endpoint) -> String {
    let parameters = endpoint.parameters.iter();
    let in_query = |it: &&Field| it.place.as_ref().is_some_and(|place| **place == Place::Query);
    let required = parameters.filter(in_query).filter(|it| it.is_required());
    let pairs = required.map(|it| {
        let limit = it.limits.get(LimitKind::Min).or(it.limits.get(LimitKind::Max));
        let number = limit.map_or(1, |limit| **limit).to_string();
        let base = it.items.as_ref().map_or(&it.ty.base, |items| &items.base);
        let is_boolean = *base == BaseType::Boolean;
        (it.name.as_str(), if is_boolean { "true".to_owned() } else { number })
    });
    pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}
