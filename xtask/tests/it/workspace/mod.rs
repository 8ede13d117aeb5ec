//! A copy of the published crates that is generated from another spec, and what cargo makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use xtask::codegen::generate;
use xtask::region::with_region;
use xtask::sync::Wanted;
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::load::{Sources, load};

/// Cargo keeps it between runs, so that only what has changed is built again.
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");

/// Arguments of the compiler: a warning is an error.
pub(crate) const STRICT: [&str; 3] = ["--", "-D", "warnings"];

/// A copy of the repository's two published crates, generated from another spec.
pub(crate) struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Returns the crates with what `sources` generate and `extra` files, in a folder of this name.
    pub(crate) fn of(
        name: &str,
        sources: &Sources,
        extra: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let root = root();
        let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
        let manifest = read("Cargo.toml");
        let published = r#"members = ["crates/protocol", "crates/client"]"#;
        let mut files = BTreeMap::from([
            ("Cargo.toml".to_owned(), with_members(&manifest, published)),
            ("Cargo.lock".to_owned(), read("Cargo.lock")),
            (".clippy.toml".to_owned(), read(".clippy.toml")),
        ]);
        for name in ["crates/protocol", "crates/client"] {
            copy(&root, name, &mut files);
        }
        let wanted = wanted(sources);
        for region in &wanted.regions {
            if let Some(text) = files.get_mut(&region.path) {
                *text = with_region(text, region).unwrap();
            }
        }
        files.extend(wanted.files);
        files.extend(extra);
        let workspace = Self { folder: Path::new(FOLDER).join(name) };
        become_just(&workspace.folder, &["crates"], &files);
        workspace
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        let (command, rest) = arguments.split_first().unwrap();
        let output = cargo().current_dir(&self.folder).arg(command).args(rest).output().unwrap();
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

/// Returns a command of cargo that builds where all such copies are built, so that what they depend on is
/// built once.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .env("CARGO_NET_OFFLINE", "true")
        // Not the outer cargo's: that one holds its lock.
        .env("CARGO_TARGET_DIR", Path::new(FOLDER).join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUSTDOCFLAGS", "-D warnings -A unexpected_cfgs")
        // The crates ask for services that a small spec does not have.
        .env("RUSTFLAGS", "-A unexpected_cfgs");
    command
}

/// Everything of a crate but its tests and what is generated.
fn copy(root: &Path, name: &str, files: &mut BTreeMap<String, String>) {
    for file in below(&root.join(name)) {
        let path = file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        if !["/src/generated/", "/tests/", "/examples/"].iter().any(|part| path.contains(part)) {
            let text = fs::read_to_string(file).unwrap();
            let text = ["[dev-dependencies]\n", "[[example]]\n"].iter().fold(text, without);
            files.insert(path, with_all_services(&text));
        }
    }
}

/// Makes `folder` hold these files, and its `parts` nothing else. Touches only what differs, as cargo goes by
/// the time of the last change.
pub(crate) fn become_just(folder: &Path, parts: &[&str], files: &BTreeMap<String, String>) {
    for file in parts.iter().flat_map(|part| below(&folder.join(part))) {
        let path = file.strip_prefix(folder).unwrap();
        if !files.contains_key(&path.to_str().unwrap().replace('\\', "/")) {
            fs::remove_file(file).unwrap();
        }
    }
    for (path, text) in files {
        let path = folder.join(path);
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}

/// Returns every file in `folder` and its folders.
pub(crate) fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

fn wanted(sources: &Sources) -> Wanted {
    generate(sources)
        .unwrap_or_else(|problems| panic!("{}", render(&problems, sources, Colour::Never)))
}

/// Returns a manifest without a table: tests and examples stay behind, and what they need with them.
fn without(manifest: String, table: &&str) -> String {
    match manifest.split_once(table) {
        Some((before, after)) => {
            let (_, after) = after.split_once("\n[").unwrap();
            format!("{before}[{after}")
        }
        None => manifest,
    }
}

pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = package.ancestors().find(|folder| folder.join("spec/api.toml").exists());
    root.unwrap().to_owned()
}

/// Returns the workspace's manifest with other members, and without the profiles of its own ones.
pub(crate) fn with_members(manifest: &str, members: &str) -> String {
    let (workspace, _) = manifest.split_once("\n[profile").unwrap();
    let mut lines: Vec<&str> = workspace.lines().collect();
    lines.retain(|line| !line.starts_with("default-members"));
    let own = lines.iter_mut().find(|line| line.starts_with("members")).unwrap();
    *own = members;
    lines.join("\n") + "\n"
}

/// The endpoints that tests which compile generated code begin with: few, since each costs time, and those
/// that code and examples by hand name.
const FIRST: [&str; 9] = [
    "spec/auth/get_organization_token.toml",
    "spec/auth/get_suite_token.toml",
    "spec/auth/get_token.toml",
    "spec/role/add_to_users.toml",
    "spec/role/delete.toml",
    "spec/role/list_users.toml",
    "spec/role/remove_from_users.toml",
    "spec/user/list.toml",
    "spec/user/list_ids.toml",
];

/// Returns the committed spec with few of its endpoints, and what all of them share.
pub(crate) fn small_spec() -> Sources {
    static SPEC: LazyLock<Sources> = LazyLock::new(read_small_spec);
    SPEC.clone()
}

fn read_small_spec() -> Sources {
    let mut sources = load(&root().join("spec")).unwrap();
    let shared = |path: &str| path.matches('/').count() == 1;
    let all = sources.files.clone();
    sources.files.retain(|file| shared(&file.path) || FIRST.contains(&file.path.as_str()));
    for file in &mut sources.files {
        let enums = file.path.rsplit_once('/').map(|(folder, _)| format!("{folder}/enums.toml"));
        let enums = enums.and_then(|path| all.iter().find(|it| it.path == path));
        file.bytes = with_enums(file.text().unwrap(), enums.map_or("", |it| it.text().unwrap()));
    }
    let api = sources.files.iter_mut().find(|file| file.path == "spec/api.toml").unwrap();
    let (before, _) = api.text().unwrap().split_once("[services.").unwrap();
    let services =
        ["auth", "role", "user"].map(|name| format!("[services.{name}]\ndoc = \"Calls.\"\n"));
    api.bytes = format!("{before}{}", services.concat()).into_bytes();
    sources
}

/// Returns an endpoint's file with the shared enums that it uses declared in it: in a small spec, an enum of
/// the service may have a single user, which is an error.
fn with_enums(endpoint: &str, shared: &str) -> Vec<u8> {
    let is_used = |declared: &&str| {
        let name = declared.trim_start().strip_prefix("[enums.").and_then(|it| it.split_once(']'));
        name.is_some_and(|(name, _)| endpoint.contains(&format!("enum = \"{name}\"")))
    };
    let used = shared.split("\n\n").filter(is_used).map(|it| format!("\n{it}\n"));
    format!("{endpoint}{}", used.collect::<String>()).into_bytes()
}

/// Returns a manifest whose default features are those that the spec at hand has.
pub(crate) fn with_all_services(manifest: &str) -> String {
    let lines = manifest.lines().map(|line| {
        if line.starts_with("default = [") { "default = [\"all-services\"]" } else { line }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}
