//! What the generator makes of hundreds of endpoints compiles without a warning, and its examples run.
//!
//! The crates are built as the repository holds them, with the synthetic endpoints beside the real
//! ones: by hand written code and documentation keep what they refer to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use xtask::codegen::generate;
use xtask::diagnostic::{Colour, render};
use xtask::load::{Sources, load};
use xtask::read::read;
use xtask::spec::{BaseType, Endpoint, Method, Place};
use xtask::sync::{Wanted, with_region};
use xtask::synthetic;

/// Cargo keeps it between runs, so that only what has changed is built again.
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");

#[test]
fn five_hundred_endpoints_compile_without_a_warning() {
    let workspace = Workspace::with(500);
    workspace.lint(&["--all-features"]);
}

/// Without the mirror image, and on few endpoints: what is left out then is the same for all.
#[test]
fn forty_endpoints_compile_are_documented_and_their_examples_run() {
    let workspace = Workspace::with(40);
    workspace.lint(&[]);
    let round_trip = ["--package", "dingtalk-protocol", "--features", "server", "--test"];
    workspace.cargo(&[&["test"], &round_trip[..], &["round_trip"]].concat());
    workspace.cargo(&["doc", "--workspace", "--no-deps", "--all-features"]);
    let output = workspace.cargo(&["test", "--package", "dingtalk-protocol", "--doc"]);
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(report.contains("generated/area_1/remove_19.rs"), "no examples ran:\n{report}");
}

/// Arguments of the compiler: a warning is an error.
const STRICT: [&str; 3] = ["--", "-D", "warnings"];

/// A copy of the repository's two published crates, generated from another spec.
struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    fn with(endpoints: usize) -> Self {
        let root = root();
        let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
        let manifest = read("Cargo.toml");
        let members = r#"members = ["crates/*", "tests", "xtask"]"#;
        assert!(manifest.contains(members), "the workspace has other members now");
        let published = r#"members = ["crates/protocol", "crates/client"]"#;
        let mut files = BTreeMap::from([
            ("Cargo.toml".to_owned(), manifest.replace(members, published)),
            ("Cargo.lock".to_owned(), read("Cargo.lock")),
            (".clippy.toml".to_owned(), read(".clippy.toml")),
        ]);
        for name in ["crates/protocol", "crates/client"] {
            copy(&root, name, &mut files);
        }
        let sources = sources(&root, endpoints);
        let wanted = wanted(&sources);
        for region in &wanted.regions {
            if let Some(text) = files.get_mut(&region.path) {
                *text = with_region(text, region).unwrap();
            }
        }
        files.extend(wanted.files);
        let tests = "crates/protocol/tests";
        let round_trip = include_str!("scale/round_trip.rs").to_owned();
        files.insert(format!("{tests}/round_trip.rs"), round_trip);
        files.insert(format!("{tests}/samples.in"), samples(&sources));
        let workspace = Self { folder: Path::new(FOLDER).join(format!("scale-{endpoints}")) };
        workspace.become_just(&files);
        workspace
    }

    /// Touches only what differs, as cargo goes by the time of the last change.
    fn become_just(&self, files: &BTreeMap<String, String>) {
        let orphans = below(&self.folder.join("crates")).into_iter().filter(|file| {
            let path = file.strip_prefix(&self.folder).unwrap();
            !files.contains_key(&path.to_str().unwrap().replace('\\', "/"))
        });
        orphans.for_each(|file| fs::remove_file(file).unwrap());
        for (path, text) in files {
            let path = self.folder.join(path);
            if fs::read_to_string(&path).ok().as_ref() != Some(text) {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
        }
    }

    /// Compiles without a warning, of clippy's as well where the toolchain has it.
    fn lint(&self, features: &[&str]) {
        let has_clippy = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
        if has_clippy.is_ok_and(|output| output.status.success()) {
            self.cargo(&[&["clippy", "--workspace"], features, &STRICT].concat());
        } else {
            self.cargo(&[&["rustc", "--package", "dingtalk-protocol"], features, &STRICT].concat());
            self.cargo(&[&["rustc", "--package", "dingtalk-client"], features, &STRICT].concat());
        }
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        let (command, rest) = arguments.split_first().unwrap();
        let output = Command::new(env!("CARGO"))
            .current_dir(&self.folder)
            .args([command, "--offline"])
            .args(rest)
            // Not the outer cargo's: that one holds its lock.
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "cargo {}\n{}\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }
}

/// Everything of a crate but its tests and what is generated.
fn copy(root: &Path, name: &str, files: &mut BTreeMap<String, String>) {
    for file in below(&root.join(name)) {
        let path = file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        if !["/src/generated/", "/tests/", "/examples/"].iter().any(|part| path.contains(part)) {
            let text = fs::read_to_string(file).unwrap();
            files.insert(path, without_dev_dependencies(&text));
        }
    }
}

/// Every file in `folder` and its folders.
fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

/// The repository's spec with synthetic endpoints beside the real ones.
fn sources(root: &Path, endpoints: usize) -> Sources {
    let mut sources = load(&root.join("spec")).unwrap();
    synthetic::extend(&mut sources, endpoints);
    sources
}

fn wanted(sources: &Sources) -> Wanted {
    generate(sources)
        .unwrap_or_else(|problems| panic!("{}", render(&problems, sources, Colour::Never)))
}

/// The requests and answers of all pages as an expression of Rust.
fn samples(sources: &Sources) -> String {
    let (spec, _) = read(sources);
    let samples = spec.endpoints.iter().map(|endpoint| {
        let (request, answer) = (&*endpoint.examples.request, &*endpoint.examples.response);
        let get = *endpoint.method == Method::Get;
        let (query, body) =
            if get { (request.clone(), "") } else { (query(endpoint), request.as_str()) };
        let name = format!("{}::{}", endpoint.service, endpoint.name);
        let uri = format!("{}?{query}", *endpoint.path);
        let method = if get { "GET" } else { "POST" };
        format!("({name:?}, {method:?}, {uri:?}, {body:?}, {answer:?}),\n")
    });
    format!("&[\n{}]\n", samples.collect::<String>())
}

/// The required parameters of a query that no sample shows, with values that are allowed.
fn query(endpoint: &Endpoint) -> String {
    let parameters = endpoint.parameters.iter();
    let required = parameters.filter(|it| *it.required && *it.place == Place::Query);
    let pairs = required.map(|it| {
        let allowed = || match it.ty.base {
            BaseType::Boolean => "true".to_owned(),
            _ => it.min.as_ref().or(it.max.as_ref()).map_or(1, |limit| **limit).to_string(),
        };
        let flags = it.items.as_ref().is_some_and(|items| items.base == BaseType::Boolean);
        (it.name.as_str(), if flags { "true".to_owned() } else { allowed() })
    });
    pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// The tests of the crates stay behind, and what they need with them.
fn without_dev_dependencies(text: &str) -> String {
    match text.split_once("[dev-dependencies]\n") {
        Some((before, after)) => {
            let (_, after) = after.split_once("\n[").unwrap();
            format!("{before}[{after}")
        }
        None => text.to_owned(),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
