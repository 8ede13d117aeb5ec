//! What really happens to callers: their code is compiled and run against what is generated before
//! and after each change.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use xtask::codegen::generate;
use xtask::region::with_region;
use xtask_drift::compare::Verdict;
use xtask_spec::load::Sources;

use crate::spec_diff::cases::{Broken, Case, all};
use crate::spec_diff::root;
use crate::spec_diff::specs::{after, before, differences};
use crate::workspace::{become_just, below};

/// A caller breaks if and only if the comparison says so. Where the documentation of an endpoint alone changes, nothing
/// is compiled: the code that callers use is the same, as `generated` shows.
#[test]
fn verdicts_are_what_happens_to_callers() {
    let mut cases = all();
    cases.retain(|case| case.shared.is_some() || case.verdict != Verdict::DocumentationOnly);
    let workspace = Workspace::of(&cases);
    let differences = differences(&cases);
    let built = workspace.build();
    let old = workspace.run("before");
    let new = workspace.run("after");
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case.name;
        let is_compiled = !workspace.alone.contains(name) || built.contains(name);
        let happened = if !old.contains(name) {
            "does not work before the change"
        } else if !is_compiled {
            "no longer compiles"
        } else if new.contains(name) {
            "still works"
        } else {
            "no longer works"
        };
        let expected = match case.broken {
            Some(Broken::Compiling) => "no longer compiles",
            Some(Broken::Running) => "no longer works",
            None => "still works",
        };
        let of = format!("cases::{}", case.moved.unwrap_or(name));
        let found = differences.iter().find(|it| it.of == of);
        let worst = found.and_then(|it| it.changes.iter().map(|it| it.verdict).max());
        let told = case.shared.map_or(worst, |_| Some(case.verdict));
        let is_broken = told == Some(Verdict::BreaksCallers);
        if happened != expected || is_broken != (happened != "still works") {
            wrong.push(format!("{name}: {told:?}, expected that it {expected}: it {happened}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What callers use: a request becomes what is sent, an answer what it holds.
const SUPPORT: &str = r#"
#![allow(warnings)]
extern crate CRATE as dingtalk;
mod support {
    use dingtalk::{AccessToken, Error, Host, Request, decode, encode};
    pub fn sent(request: &impl Request) -> Result<String, Error> {
        let http = encode(request, &Host::INTERNATIONAL, Some(&AccessToken::new("token")))?;
        Ok(format!("{http:?}"))
    }
    pub fn answered<R: Request>(body: &'static str) -> R::Response {
        decode::<R, _>(dingtalk::http::Response::new(body)).unwrap().into_inner()
    }
    pub fn failed<R: Request>(body: &'static str) -> Error {
        decode::<R, _>(dingtalk::http::Response::new(body)).err().unwrap()
    }
}
fn run(name: &str, caller: fn()) {
    if std::panic::catch_unwind(caller).is_ok() { println!("{name}"); }
}
"#;

/// The protocol crate as it is generated before and after all changes, and programs that use it.
struct Workspace {
    folder: PathBuf,
    /// The callers with a program of their own, since they no longer compile.
    alone: BTreeSet<&'static str>,
}

impl Workspace {
    fn of(cases: &[Case]) -> Self {
        let root = root();
        let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
        let manifest = read("Cargo.toml");
        let own = r#"members = ["before", "after", "callers"]"#;
        let mut files = BTreeMap::from([
            ("Cargo.toml".to_owned(), crate::workspace::with_members(&manifest, own)),
            ("Cargo.lock".to_owned(), read("Cargo.lock")),
        ]);
        let different = cases.iter().filter(|case| first_like(cases, case) == case.name);
        for (state, sources) in [("before", before(different)), ("after", after(cases))] {
            protocol(&root, state, &sources, &mut files);
        }
        let alone: BTreeSet<_> = cases
            .iter()
            .filter(|it| it.broken == Some(Broken::Compiling))
            .map(|it| it.name)
            .collect();
        callers(cases, &alone, &mut files);
        let workspace =
            Self { folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join("spec-diff"), alone };
        become_just(&workspace.folder, &["before", "after", "callers"], &files);
        workspace
    }

    /// Compiles everything that can be compiled, and returns which programs could.
    fn build(&self) -> BTreeSet<String> {
        let arguments = ["build", "--package", "callers", "--keep-going", "--message-format=json"];
        let output = self.cargo(&arguments);
        let said = String::from_utf8(output.stdout).unwrap();
        let messages: Vec<Value> =
            said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let of =
            |message: &Value| message["target"]["name"].as_str().unwrap_or_default().to_owned();
        let built = messages.iter().filter(|it| it["reason"] == "compiler-artifact");
        let built = built.filter(|it| it["target"]["kind"][0] == "bin");
        let built: BTreeSet<_> = built.map(of).collect();
        let refused = messages.iter().filter(|it| !self.alone.contains(of(it).as_str()));
        let refused = refused.filter_map(|it| it["message"]["rendered"].as_str());
        let refused: String = refused.filter(|it| it.starts_with("error")).collect();
        let both = built.contains("before") && built.contains("after");
        assert!(both, "{refused}\n{}", String::from_utf8_lossy(&output.stderr));
        built
    }

    /// Runs the callers of a program, and returns which of them work.
    fn run(&self, program: &str) -> BTreeSet<String> {
        let program = self.folder.join("../target/debug").join(program);
        let output = Command::new(program).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        crate::workspace::cargo().current_dir(&self.folder).args(arguments).output().unwrap()
    }
}

/// The protocol crate under another name, generated from a spec.
fn protocol(root: &Path, name: &str, sources: &Sources, files: &mut BTreeMap<String, String>) {
    let folder = root.join("crates/protocol");
    for file in below(&folder) {
        let path = file.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        if path.starts_with("src/") && !path.starts_with("src/generated/") {
            files.insert(format!("{name}/{path}"), fs::read_to_string(file).unwrap());
        }
    }
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let manifest = manifest.replace("name = \"dingtalk-protocol\"", &format!("name = \"{name}\""));
    let manifest = crate::workspace::with_all_services(&manifest);
    let manifest = manifest.replace("readme = \"README.md\"\n", "");
    let (head, rest) = manifest.split_once("[dev-dependencies]\n").unwrap();
    let (_, rest) = rest.split_once("\n[").unwrap();
    let mut manifest = format!("{head}[{rest}");
    let wanted = generate(sources).unwrap();
    for region in wanted.regions.iter().filter(|it| it.path == "crates/protocol/Cargo.toml") {
        manifest = with_region(&manifest, region).unwrap();
    }
    files.insert(format!("{name}/Cargo.toml"), manifest);
    for (path, text) in wanted.files {
        if let Some(path) = path.strip_prefix("crates/protocol/") {
            files.insert(format!("{name}/{path}"), text);
        }
    }
}

/// Returns the first case that begins with the same endpoint: one is compiled for all of them. What cases about
/// shared facts share needs them all.
fn first_like(cases: &[Case], case: &Case) -> &'static str {
    let unnamed = |case: &Case| case.before.as_ref().map(|spec| spec.replace(case.name, "NAME"));
    let is_like = |it: &&Case| it.shared.is_none() && unnamed(it) == unnamed(case);
    let first = cases.iter().find(is_like).filter(|_| case.shared.is_none());
    first.map_or(case.name, |it| it.name)
}

/// One program with all callers for the state before, one for the state after with those that
/// compile, and one for each of the others.
fn callers(all: &[Case], alone: &BTreeSet<&str>, files: &mut BTreeMap<String, String>) {
    let manifest = "[package]\nname = \"callers\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                    [dependencies]\nbefore = { path = \"../before\", features = [\"signature\"] }\n\
                    after = { path = \"../after\", features = [\"signature\"] }\n";
    files.insert("callers/Cargo.toml".to_owned(), manifest.to_owned());
    let program = |state: &str, cases: Vec<&Case>| {
        let mut text = SUPPORT.replace("CRATE", state);
        let mut main = String::new();
        for case in cases {
            let Case { name, caller, before, .. } = case;
            // What is new has no caller yet.
            let module = if before.is_some() {
                let like = if state == "before" { first_like(all, case) } else { name };
                format!("use dingtalk::cases::{like}::*;")
            } else {
                String::new()
            };
            // A raw text within a raw text ends otherwise.
            let caller = caller.replace("\"@", "\"#");
            let _ = writeln!(
                text,
                "mod {name} {{ use crate::support::*; {module} pub fn run() {{ {caller} }} }}"
            );
            let _ = writeln!(main, "    run({name:?}, {name}::run);");
        }
        format!("{text}fn main() {{\n    std::panic::set_hook(Box::new(|_| ()));\n{main}}}\n")
    };
    let path = |name: &str| format!("callers/src/bin/{name}.rs");
    files.insert(path("before"), program("before", all.iter().collect()));
    let (broken, others): (Vec<_>, Vec<_>) = all.iter().partition(|it| alone.contains(it.name));
    files.insert(path("after"), program("after", others));
    for case in broken {
        files.insert(path(case.name), program("after", vec![case]));
    }
}
