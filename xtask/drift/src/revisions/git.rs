//! Reads the spec of a git revision with the `git` program.

use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context, Result, bail, ensure};
use tar::Archive;

use xtask_spec::load::{SourceFile, Sources, is_passed_over};

/// Reads the folder `spec/` beside the `Cargo.toml` of `root` at a revision.
///
/// # Errors
///
/// No git, no repository, no such revision, or one without a spec: each with what to do about it.
pub(super) fn load(root: &Path, revision: &str) -> Result<Sources> {
    let Some(repository) = answer(root, &["rev-parse", "--show-toplevel"])? else {
        bail!(
            "`{revision}` is no folder with an api.toml, and {} is in no git repository: give the \
             folder of a spec",
            root.display()
        );
    };
    let commit = format!("{revision}^{{commit}}");
    let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
    let Some(commit) = answer(root, &[&verify[..], &[&commit]].concat())? else {
        bail!(
            "`{revision}` is neither a folder with an api.toml nor a revision that git knows: give \
             a branch, a tag or a commit, or fetch it first"
        );
    };
    let tree = format!("{commit}:./spec");
    let Some(tree) = answer(root, &[&verify[..], &[&tree]].concat())? else {
        bail!("the revision `{revision}` has no folder `spec/`: give one that has");
    };
    // In a subdirectory of the repository, git looks for that folder in the tree too.
    let archive = git(repository.as_ref(), &["archive", "--format=tar", &tree])?;
    let said = String::from_utf8_lossy(&archive.stderr);
    ensure!(archive.status.success(), "git failed: {}", said.trim());
    let root_name = format!("{revision}:spec");
    let mut files = Vec::new();
    for entry in Archive::new(archive.stdout.as_slice()).entries()? {
        let mut entry = entry.context("git writes an archive that cannot be read")?;
        let path = entry.path()?.to_str().context("git lists a path that is not UTF-8")?.to_owned();
        let kind = entry.header().entry_type();
        if kind.is_dir() || path.split('/').any(is_passed_over) {
            continue;
        }
        let path = format!("{root_name}/{path}");
        ensure!(kind.is_file(), "{path} is neither a file nor a folder in that revision");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        files.push(SourceFile { path, bytes });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Sources { root: root_name, files })
}

/// Returns the line that git prints; `None` if the command fails.
fn answer(root: &Path, arguments: &[&str]) -> Result<Option<String>> {
    let output = git(root, arguments)?;
    let line = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok(output.status.success().then_some(line))
}

fn git(root: &Path, arguments: &[&str]) -> Result<Output> {
    let mut command = Command::new("git");
    // Git sets these in hooks, where they name a repository other than that of `root`.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"] {
        command.env_remove(name);
    }
    match command.current_dir(root).args(arguments).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("there is no program `git`: install it, or give the folders of two specs")
        }
        output => output.context("cannot run git"),
    }
}
