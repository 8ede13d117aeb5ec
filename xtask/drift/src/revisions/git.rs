//! The spec of a git revision, by way of the `git` program.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use anyhow::{Context, Result, bail, ensure};

use xtask_spec::load::{SourceFile, Sources, is_passed_over};

/// Reads the folder `spec/` beside the `Cargo.toml` of `root`, as a revision holds it.
///
/// # Errors
///
/// No git, no repository, no such revision, or none with a spec: each with what to do.
pub(super) fn load(root: &Path, revision: &str) -> Result<Sources> {
    let repository = git(root, &["rev-parse", "--git-dir"], &[])?;
    ensure!(
        repository.status.success(),
        "`{revision}` is no folder with an api.toml, and {} is in no git repository: give the \
         folder of a spec",
        root.display()
    );
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
    let listed = successful(git(root, &["ls-tree", "-r", "-z", "--full-tree", &tree], &[])?)?;
    let mut entries = Vec::new();
    for entry in listed.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
        let entry = str::from_utf8(entry).context("git lists a path that is not UTF-8")?;
        entries.push(Entry::of(entry).with_context(|| format!("git lists `{entry}`"))?);
    }
    let root_name = format!("{revision}:spec");
    entries.retain(|entry| !entry.path.split('/').any(is_passed_over));
    let strange = entries.iter().find(|entry| !entry.is_file);
    if let Some(entry) = strange {
        bail!("{root_name}/{} is neither a file nor a folder in that revision", entry.path);
    }
    let texts = blobs(root, &entries)?;
    let files = entries.iter().zip(texts);
    let mut files: Vec<_> = files
        .map(|(entry, bytes)| SourceFile { path: format!("{root_name}/{}", entry.path), bytes })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Sources { root: root_name, files, empty_folders: Vec::new() })
}

/// A line of `git ls-tree`.
struct Entry<'a> {
    /// Links and submodules are no files.
    is_file: bool,
    id: &'a str,
    path: &'a str,
}

impl<'a> Entry<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let (what, path) = line.split_once('\t')?;
        let mut what = what.split(' ');
        let (mode, kind, id) = (what.next()?, what.next()?, what.next()?);
        Some(Self { is_file: kind == "blob" && mode.starts_with("100"), id, path })
    }
}

/// Returns the contents of files, in one call.
fn blobs(root: &Path, entries: &[Entry<'_>]) -> Result<Vec<Vec<u8>>> {
    let wanted: Vec<_> = entries.iter().flat_map(|entry| [entry.id, "\n"]).collect();
    let wanted = wanted.concat();
    let output = successful(git(root, &["cat-file", "--batch"], wanted.as_bytes())?)?;
    let mut rest = output.as_slice();
    let mut blobs = Vec::new();
    for entry in entries {
        let blob = next_blob(&mut rest);
        blobs.push(blob.with_context(|| format!("git does not answer {}", entry.path))?);
    }
    Ok(blobs)
}

/// `ID blob SIZE`, the bytes, and an end of line.
fn next_blob(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let size: usize = str::from_utf8(&rest[..end]).ok()?.rsplit(' ').next()?.parse().ok()?;
    let blob = rest.get(end + 1..end + 1 + size)?.to_vec();
    *rest = rest.get(end + size + 2..)?;
    Some(blob)
}

/// Returns the line that git answers, if it knows what it is asked for.
fn answer(root: &Path, arguments: &[&str]) -> Result<Option<String>> {
    let output = git(root, arguments, &[])?;
    let line = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok(output.status.success().then_some(line))
}

fn successful(output: Output) -> Result<Vec<u8>> {
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "git failed: {}", said.trim());
    Ok(output.stdout)
}

fn git(root: &Path, arguments: &[&str], input: &[u8]) -> Result<Output> {
    let mut command = Command::new("git");
    // Git sets these in hooks; there they name another repository than that of `root`.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"] {
        command.env_remove(name);
    }
    let child = command
        .current_dir(root)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("there is no program `git`: install it, or give the folders of two specs")
        }
        child => child.context("cannot run git")?,
    };
    let stdin = child.stdin.take();
    // It answers while it is still being asked, so that neither waits for the other.
    thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output().context("cannot read what git answers")
    })
}
