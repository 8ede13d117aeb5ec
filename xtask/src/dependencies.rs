//! `cargo xtask deps`: what the protocol crate may depend on.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// The crates allowed in the protocol crate's dependency tree: those it names, and what they need. No
/// I/O, no async runtime, no TLS. The features `signature` and `callback` add cryptography, and base64.
const ALLOWED: [&str; 18] = [
    // Named by the manifest.
    "form_urlencoded",
    "http",
    "humantime",
    "serde",
    "serde_json",
    "serde_urlencoded",
    // Needed by them.
    "bytes",
    "itoa",
    "memchr",
    "percent-encoding",
    "ryu",
    "serde_core",
    "zmij",
    // Serde's derive, and what it is built from.
    "proc-macro2",
    "quote",
    "serde_derive",
    "syn",
    "unicode-ident",
];

/// Where the crate is used: a crate for other targets does not count.
const TARGETS: [&str; 4] = [
    "aarch64-apple-darwin",
    "wasm32-unknown-unknown",
    "x86_64-pc-windows-msvc",
    "x86_64-unknown-linux-gnu",
];

/// Compares the tree with the list and reports what differs.
///
/// # Errors
///
/// A crate that is not allowed, one that is allowed but no longer used, or a failure of cargo.
pub fn check(root: &Path) -> Result<String> {
    let used = dependencies(root)?;
    let allowed = BTreeSet::from(ALLOWED.map(str::to_owned));
    let added: Vec<_> = used.difference(&allowed).map(String::as_str).collect();
    let gone: Vec<_> = allowed.difference(&used).map(String::as_str).collect();
    if !added.is_empty() {
        bail!(
            "dingtalk-protocol depends on crates that are not allowed: {}\n\
             do without them, or add them to the list in xtask/src/dependencies.rs and say why",
            added.join(", ")
        );
    }
    if !gone.is_empty() {
        bail!(
            "dingtalk-protocol no longer depends on {}: remove it from the list in xtask/src/dependencies.rs",
            gone.join(", ")
        );
    }
    Ok(format!("dingtalk-protocol depends on {} crates, all of them allowed", used.len()))
}

/// Returns the names in the dependency tree.
fn dependencies(root: &Path) -> Result<BTreeSet<String>> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args(["tree", "--locked", "--package", "dingtalk-protocol"])
        .args(["--features", "all-services,server"])
        .args(TARGETS.iter().flat_map(|target| ["--target", target]))
        .args(["--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
        .output()
        .context("cannot run cargo tree")?;
    ensure!(
        output.status.success(),
        "cargo tree failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let names = String::from_utf8(output.stdout)
        .context("cargo tree printed something that is not UTF-8")?;
    let names = names.lines().filter_map(|line| line.split_whitespace().next());
    Ok(names.filter(|name| *name != "dingtalk-protocol").map(str::to_owned).collect())
}
