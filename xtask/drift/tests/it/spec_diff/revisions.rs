//! Specs by name: folders, git revisions, the work tree.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::workspace::small_spec;

/// A repository with a workspace and a spec, in a folder that goes with it.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        let manifest = "[workspace.package]\nversion = \"0.3.1\"\n";
        fs::write(repository.path().join("Cargo.toml"), manifest).unwrap();
        repository
    }

    /// Returns the same with a spec in its first commit.
    fn with_spec() -> Self {
        let repository = Self::new();
        write_spec(repository.path(), "spec");
        repository.commit("first");
        repository
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Replaces a text in a file of the spec that holds it once.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.path().join("spec").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    fn commit(&self, tag: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", tag]);
        self.git(&["tag", tag]);
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(self.path())
            .args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"])
            .args([
                "-c",
                "commit.gpgSign=false",
                "-c",
                "tag.gpgSign=false",
                "-c",
                "core.autocrlf=false",
            ])
            .args(arguments)
            // Neither the settings of the machine nor a repository around it.
            .env("GIT_CONFIG_GLOBAL", "")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn diff(&self, arguments: &[&str]) -> Answer {
        diff(self.path(), self.path(), arguments)
    }
}

/// What the program answers.
#[derive(Debug)]
struct Answer {
    status: Option<i32>,
    output: String,
    error: String,
}

fn diff(root: &Path, from: &Path, arguments: &[&str]) -> Answer {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_xtask-drift"))
        .current_dir(from)
        .args(["spec", "diff"])
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", root.join("xtask/drift"))
        .env("GIT_CEILING_DIRECTORIES", root.parent().unwrap())
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Answer { status: status.code(), output: text(stdout), error: text(stderr) }
}

/// Writes some of the repository's spec into a folder of `root`.
fn write_spec(root: &Path, folder: &str) {
    for file in small_spec().files {
        let path = root.join(folder).join(file.path.strip_prefix("spec/").unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.bytes).unwrap();
    }
}

#[test]
fn a_revision_is_compared_with_the_work_tree_or_with_another() {
    let repository = Repository::with_spec();
    repository.edit("role/list_users.toml", "max = 100", "max = 50");
    repository.commit("second");
    repository.edit("role/list_users.toml", "max = 50", "max = 200");

    let lower = repository.diff(&["first", "second"]);
    assert_eq!((lower.status, lower.error.as_str()), (Some(1), ""));
    insta::assert_snapshot!("lower_limit", lower.output);
    let wider = repository.diff(&["second"]);
    assert!(wider.output.contains("parameters.size.max 50 → 200"), "{wider:?}");
    let nothing = repository.diff(&["second", "main"]);
    assert_eq!(nothing.output, "Nothing changed between second and main.\n");
    assert_eq!(nothing.status, Some(0));
}

/// The same from wherever it is run, and with files that git would not list by itself.
#[test]
fn the_folder_it_runs_in_makes_no_difference() {
    let repository = Repository::with_spec();
    repository.edit("role/delete.toml", "Deletes a role.", "Deletes one role.");
    let inner = repository.path().join("spec/role");
    let answer = diff(repository.path(), &inner, &["main"]);
    assert_eq!(answer.output, repository.diff(&["main"]).output);
    assert!(answer.output.contains("Deletes a role. → Deletes one role."), "{answer:?}");
}

#[test]
fn a_folder_with_an_api_toml_comes_before_a_revision_of_its_name() {
    let repository = Repository::with_spec();
    write_spec(repository.path(), "first");
    let file = repository.path().join("first/role/delete.toml");
    fs::remove_file(file).unwrap();
    let answer = repository.diff(&["first", "main"]);
    assert!(answer.output.contains("role::delete endpoint added"), "{answer:?}");
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let repository = Repository::with_spec();
    fs::create_dir(repository.path().join("empty")).unwrap();
    let without = Repository::new();
    without.commit("bare");
    write_spec(without.path(), "spec");
    let outside = tempfile::tempdir().unwrap();
    write_spec(outside.path(), "spec");
    fs::write(outside.path().join("Cargo.toml"), "[workspace.package]\nversion = \"0.3.1\"\n")
        .unwrap();

    let refused = |answer: &Answer, text: &str| {
        assert_eq!((answer.status, answer.output.as_str()), (Some(2), ""), "{answer:?}");
        assert!(answer.error.contains(text), "{answer:?}");
    };
    refused(&repository.diff(&["nosuch"]), "give a branch, a tag or a commit, or fetch it first");
    refused(&repository.diff(&["main", "empty"]), "`empty` is neither a folder with an api.toml");
    refused(&without.diff(&["bare"]), "the revision `bare` has no folder `spec/`");
    refused(&diff(outside.path(), outside.path(), &["main"]), "is in no git repository");
}

/// A key that came later or that is gone is a problem of one side, which is named.
#[test]
fn a_revision_of_another_format_is_named_and_shown() {
    let repository = Repository::with_spec();
    repository.edit("role/delete.toml", "permissions = [", "permission = [");
    repository.commit("old-format");
    repository.edit("role/delete.toml", "permission = [", "permissions = [");
    let answer = repository.diff(&["old-format"]);
    assert_eq!((answer.status, answer.output.as_str()), (Some(2), ""));
    insta::assert_snapshot!("other_format", answer.error);
    repository.edit("role/delete.toml", "permissions = [", "permission = [");
    let answer = repository.diff(&["first"]);
    assert!(answer.error.contains("the spec of the work tree has problems"), "{answer:?}");
}

#[test]
fn a_link_in_a_revision_is_refused() {
    let repository = Repository::with_spec();
    // As git keeps a link: a file that holds where it leads, under a mode of its own.
    fs::write(repository.path().join("target"), "delete.toml").unwrap();
    repository.git(&["add", "target"]);
    let id = repository.git(&["rev-parse", ":target"]);
    let entry = format!("120000,{},spec/role/remove.toml", id.trim());
    repository.git(&["update-index", "--add", "--cacheinfo", &entry]);
    repository.git(&["commit", "--quiet", "--message", "link"]);
    let answer = repository.diff(&["HEAD"]);
    assert!(answer.error.contains("HEAD:spec/role/remove.toml is neither a file"), "{answer:?}");
}
