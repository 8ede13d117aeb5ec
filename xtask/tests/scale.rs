//! What the generator makes of hundreds of endpoints compiles without a warning, and its examples run.
//!
//! The crates are built as the repository holds them, with the synthetic endpoints beside the real
//! ones: by hand written code and documentation keep what they refer to.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use xtask::codegen::generate;
use xtask::diagnostic::{Colour, render};
use xtask::load::load;
use xtask::synthetic;

/// A name that the real repository does not use, in a folder that cargo keeps between runs.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/scale");

#[test]
fn five_hundred_endpoints_compile_without_a_warning() {
    let workspace = Workspace::with(500);
    workspace.cargo(&["clippy", "--workspace", "--all-features", "--", "-D", "warnings"]);
}

/// Without the mirror image, and on few endpoints: what is left out then is the same for all.
#[test]
fn forty_endpoints_compile_are_documented_and_their_examples_run() {
    let workspace = Workspace::with(40);
    workspace.cargo(&["clippy", "--workspace", "--", "-D", "warnings"]);
    workspace.cargo(&["doc", "--workspace", "--no-deps", "--all-features"]);
    let output = workspace.cargo(&["test", "--package", "dingtalk-protocol", "--doc"]);
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(report.contains("generated/area_1/remove_19.rs"), "no examples ran:\n{report}");
}

/// A copy of the repository's two published crates, generated from another spec.
struct Workspace {
    folder: tempfile::TempDir,
}

impl Workspace {
    fn with(endpoints: usize) -> Self {
        let root = root();
        let folder = tempfile::tempdir().unwrap();
        let workspace = Self { folder };
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let members = r#"members = ["crates/*", "tests", "xtask"]"#;
        assert!(manifest.contains(members), "the workspace has other members now");
        let published = r#"members = ["crates/protocol", "crates/client"]"#;
        workspace.write("Cargo.toml", &manifest.replace(members, published));
        for name in ["Cargo.lock", ".clippy.toml"] {
            workspace.write(name, &fs::read_to_string(root.join(name)).unwrap());
        }
        for name in ["crates/protocol", "crates/client"] {
            workspace.copy(&root, name);
        }
        for (path, text) in generated(&root, endpoints) {
            workspace.write(&path, &text);
        }
        workspace
    }

    /// Copies all of a crate that its users get but the generated part.
    fn copy(&self, root: &Path, name: &str) {
        for entry in fs::read_dir(root.join(name)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{name}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                if !["generated", "tests", "examples"].map(OsStr::new).contains(&&*entry.file_name()) {
                    self.copy(root, &path);
                }
            } else {
                self.write(&path, &without_dev_dependencies(&fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        let (command, rest) = arguments.split_first().unwrap();
        let output = Command::new(env!("CARGO"))
            .current_dir(self.folder.path())
            .args([command, "--offline"])
            .args(rest)
            // Not the outer cargo's: that one holds its lock.
            .env("CARGO_TARGET_DIR", TARGET)
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

/// What is generated from the repository's spec with synthetic endpoints beside the real ones.
fn generated(root: &Path, endpoints: usize) -> impl Iterator<Item = (String, String)> {
    let mut sources = load(&root.join("spec")).unwrap();
    synthetic::extend(&mut sources, endpoints);
    let wanted = generate(&sources)
        .unwrap_or_else(|problems| panic!("{}", render(&problems, &sources, Colour::Never)));
    wanted.files.into_iter()
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
