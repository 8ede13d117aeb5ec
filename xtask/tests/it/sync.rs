//! What a run does to the disk, and what the command says of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::time::SystemTime;

use insta::assert_snapshot;
use tempfile::TempDir;
use xtask::codegen::{Outcome, codegen};
use xtask::emit::HAND_WRITTEN;
use xtask::region::Region;
use xtask::render::MARK;
use xtask::sync::{Plan, Wanted, plan};

use crate::workspace::{root, small_spec};

const FOLDER: &str = "src/generated";
const README: &str = "# Title\n\nBefore.\n\n<!-- @generated table: begin -->\nold\n<!-- @generated table: end -->\n\nAfter.\n";

#[test]
fn a_run_writes_what_is_missing_and_the_next_leaves_it_alone() {
    let disk = Disk::new();
    let wanted = wanted(&[("a.rs", "one"), ("sub/b.rs", "two")]);
    let first = disk.apply(&wanted);
    assert_eq!(
        first.report(),
        "wrote src/generated/a.rs\nwrote src/generated/sub/b.rs\n2 written, 0 removed, 0 left alone"
    );
    assert_eq!(disk.files(), files(&[("a.rs", "one"), ("sub/b.rs", "two")]));

    let written = disk.stamps();
    let second = disk.apply(&wanted);
    assert!(second.is_up_to_date());
    assert_eq!(second.report(), "0 written, 0 removed, 2 left alone: up to date");
    assert_eq!(disk.stamps(), written);
}

#[test]
fn only_what_differs_is_written() {
    let disk = Disk::new();
    disk.apply(&wanted(&[("a.rs", "one"), ("b.rs", "two")]));
    let before = disk.stamps();
    let plan = disk.apply(&wanted(&[("a.rs", "one"), ("b.rs", "three")]));
    assert_eq!(plan.report(), "wrote src/generated/b.rs\n1 written, 0 removed, 1 left alone");
    let after = disk.stamps();
    assert_eq!(before["src/generated/a.rs"], after["src/generated/a.rs"]);
    assert_eq!(disk.files(), files(&[("a.rs", "one"), ("b.rs", "three")]));
}

#[test]
fn orphans_go_and_their_empty_folders_with_them() {
    let disk = Disk::new();
    disk.apply(&wanted(&[
        ("a.rs", ""),
        ("gone/deep/b.rs", ""),
        ("gone/deep/c.rs", ""),
        ("kept/d.rs", ""),
        ("kept/e.rs", ""),
    ]));
    let plan = disk.apply(&wanted(&[("a.rs", ""), ("kept/d.rs", "")]));
    assert_eq!(
        plan.report(),
        "removed src/generated/gone/deep/b.rs\nremoved src/generated/gone/deep/c.rs\n\
         removed src/generated/kept/e.rs\n0 written, 3 removed, 2 left alone"
    );
    assert_eq!(disk.files(), files(&[("a.rs", ""), ("kept/d.rs", "")]));
    assert!(!disk.path("src/generated/gone").exists());
    assert!(disk.path("src/generated/kept").exists());
}

#[test]
fn files_by_somebody_else_stop_the_run_before_it_touches_anything() {
    let disk = Disk::new();
    disk.apply(&wanted(&[("orphan.rs", ""), ("stale.rs", "old")]));
    disk.write("src/generated/by_hand.rs", "fn mine() {}\n");
    disk.write("src/generated/sub/logo.png", "\u{89}PNG");
    let before = disk.files();
    let error = disk.plan(&wanted(&[("stale.rs", "new"), ("new.rs", "")])).unwrap_err();
    assert_snapshot!("foreign_files", error);
    assert_eq!(disk.files(), before);
}

#[test]
fn a_path_taken_by_somebody_else_stops_the_run() {
    let disk = Disk::new();
    disk.write("src/generated/a.rs", "fn mine() {}\n");
    let error = disk.plan(&wanted(&[("a.rs", "one"), ("b.rs", "two")])).unwrap_err();
    assert_snapshot!("taken_path", error);
    assert_eq!(
        disk.files(),
        BTreeMap::from([("src/generated/a.rs".to_owned(), "fn mine() {}\n".to_owned())])
    );
}

#[test]
fn a_file_that_is_no_text_is_by_somebody_else() {
    let disk = Disk::new();
    fs::create_dir_all(disk.path(FOLDER)).unwrap();
    fs::write(disk.path("src/generated/a.rs"), b"\xff\xfe").unwrap();
    assert!(disk.plan(&wanted(&[("a.rs", "one")])).is_err());
    assert_eq!(fs::read(disk.path("src/generated/a.rs")).unwrap(), b"\xff\xfe");
}

#[test]
fn a_region_changes_between_its_marks_only() {
    let disk = Disk::new();
    disk.write("README.md", README);
    let plan = disk.apply(&region("| new |\n"));
    assert_eq!(plan.report(), "wrote README.md\n1 written, 0 removed, 0 left alone");
    assert_eq!(disk.read("README.md"), README.replace("old\n", "| new |\n"));
    assert!(disk.apply(&region("| new |\n")).is_up_to_date());
}

#[test]
fn a_region_keeps_how_its_file_ends() {
    let disk = Disk::new();
    let text = README.trim_end();
    disk.write("README.md", text);
    disk.apply(&region("| new |\n"));
    assert_eq!(disk.read("README.md"), text.replace("old\n", "| new |\n"));
}

#[test]
fn a_region_takes_the_line_ends_of_its_file() {
    let disk = Disk::new();
    disk.write("README.md", &README.replace('\n', "\r\n"));
    disk.apply(&region("| new |\n"));
    let expected = README.replace("old\n", "| new |\n").replace('\n', "\r\n");
    assert_eq!(disk.read("README.md"), expected);
    assert!(disk.apply(&region("| new |\n")).is_up_to_date());
}

#[test]
fn a_missing_region_is_an_error_that_says_what_to_add() {
    let disk = Disk::new();
    disk.write("README.md", "# Title\n");
    assert_snapshot!("missing_region", disk.plan(&region("new\n")).unwrap_err());
    disk.write("README.md", "<!-- @generated table: end -->\n<!-- @generated table: begin -->\n");
    assert!(disk.plan(&region("new\n")).is_err());
    fs::remove_file(disk.path("README.md")).unwrap();
    assert_snapshot!("missing_file_of_a_region", disk.plan(&region("new\n")).unwrap_err());
}

#[test]
fn the_diff_shows_what_a_run_would_do_and_does_nothing() {
    let disk = Disk::new();
    disk.write("README.md", README);
    disk.apply(&wanted(&[
        ("gone.rs", "fn gone() {}"),
        ("stale.rs", "fn one() {}\nfn two() {}"),
        ("same.rs", ""),
    ]));
    let before = disk.stamps();
    let mut wanted = wanted(&[
        ("stale.rs", "fn one() {}\nfn three() {}"),
        ("new.rs", "fn new() {}"),
        ("same.rs", ""),
    ]);
    wanted.regions = region("new\n").regions;
    assert_snapshot!("diff", disk.plan(&wanted).unwrap().diff());
    assert_eq!(disk.stamps(), before);
}

#[test]
fn check_says_that_a_fresh_copy_is_up_to_date() {
    let disk = Disk::of_repository();
    let before = disk.stamps();
    let output = disk.xtask(&["codegen", "--check"]);
    assert!(output.status.success(), "{}", text(&output.stdout));
    assert!(text(&output.stdout).ends_with("left alone: up to date\n"), "{}", text(&output.stdout));
    assert_eq!(text(&output.stderr), "");
    assert_eq!(disk.stamps(), before);
}

#[test]
fn check_shows_what_is_stale_and_a_run_writes_just_that() {
    let disk = Disk::of_repository();
    let spec = "spec/role/remove_from_users.toml";
    let text_before = disk.read(spec);
    let limit = text_before.lines().rfind(|line| line.contains("max_items")).unwrap();
    disk.write(spec, &text_before.replace(limit, "limits = { max_items = 7 }"));
    let before = disk.stamps();

    let check = disk.xtask(&["codegen", "--check"]);
    assert_eq!(check.status.code(), Some(1));
    let diff = text(&check.stdout);
    assert!(
        diff.starts_with("--- a/crates/protocol/src/generated/role/remove_from_users.rs\n"),
        "{diff}"
    );
    assert!(diff.contains("\n+pub const MAX_USER_IDS: usize = 7;\n"), "{diff}");
    assert_eq!(text(&check.stderr), "generated files are stale: run `cargo xtask codegen`\n");
    assert_eq!(disk.stamps(), before);

    let run = disk.xtask(&["codegen"]);
    assert!(run.status.success());
    let report = text(&run.stdout);
    let wrote = "wrote crates/protocol/src/generated/role/remove_from_users.rs\n\
                 wrote crates/sandbox/src/generated/endpoints.json\n2 written, 0 removed, ";
    assert!(report.starts_with(wrote), "{report}");
    let after = disk.stamps();
    let changed: Vec<_> = after.iter().filter(|(path, stamp)| before[*path] != **stamp).collect();
    assert_eq!(changed.len(), 2, "{changed:?}");
    assert!(disk.xtask(&["codegen", "--check"]).status.success());
}

#[test]
fn a_wrong_spec_is_reported_and_nothing_is_touched() {
    let disk = Disk::of_repository();
    let spec = "spec/role/delete.toml";
    disk.write(spec, &disk.read(spec).replace("summary = ", "sumary = "));
    let before = disk.stamps();
    for arguments in [&["codegen"][..], &["codegen", "--check"], &["demo"]] {
        let output = disk.xtask(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert_eq!(text(&output.stdout), "");
        let report = text(&output.stderr);
        assert!(report.contains("unknown key `sumary`"), "{report}");
        assert!(report.contains("spec/role/delete.toml:1:1"), "{report}");
        assert!(!report.contains('\u{1b}'), "colours in a pipe: {report}");
    }
    assert_eq!(disk.stamps(), before);
}

#[test]
fn a_region_of_a_manifest_stands_between_comments() {
    let disk = Disk::new();
    let manifest =
        "[features]\nmine = []\n# @generated table: begin\nold = []\n# @generated table: end\n";
    disk.write("Cargo.toml", manifest);
    let region =
        Region { path: "Cargo.toml".into(), name: "table".into(), text: "a = []\n".into() };
    disk.apply(&Wanted { regions: vec![region], ..Wanted::default() });
    assert_eq!(disk.read("Cargo.toml"), manifest.replace("old", "a"));
}

/// Written in place, a file would change under a reader that has opened it.
#[test]
fn a_reader_of_the_old_file_reads_all_of_it() {
    let disk = Disk::new();
    disk.write("README.md", README);
    disk.apply(&wanted(&[("a.rs", "old")]));
    let mut both = wanted(&[("a.rs", "new")]);
    both.regions = region("new\n").regions;
    let opened = ["src/generated/a.rs", "README.md"]
        .map(|path| (disk.read(path), fs::File::open(disk.path(path)).unwrap()));
    assert_eq!(disk.apply(&both).report().lines().count(), 3);
    for (old, mut file) in opened {
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, old);
    }
}

#[test]
fn a_write_that_fails_leaves_nothing_behind() {
    let disk = Disk::new();
    let plan = disk.plan(&wanted(&[("a.rs", "one")])).unwrap();
    fs::create_dir_all(disk.path("src/generated/a.rs")).unwrap();
    let error = plan.apply(disk.0.path()).unwrap_err();
    assert!(error.to_string().starts_with("cannot write "), "{error}");
    assert_eq!(disk.files(), BTreeMap::new());
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let disk = Disk::new();
    disk.write("README.md", README);
    let path = disk.path("README.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    disk.apply(&region("new\n"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn two_runs_at_once_both_succeed() {
    let disk = Disk::new();
    disk.apply(&wanted(&[("gone/a.rs", ""), ("stale.rs", "old")]));
    let wanted = wanted(&[("stale.rs", "new"), ("new.rs", "")]);
    let plans = [disk.plan(&wanted).unwrap(), disk.plan(&wanted).unwrap()];
    for plan in plans {
        plan.apply(disk.0.path()).unwrap();
    }
    assert_eq!(disk.files(), wanted.files);
}

/// A killed run of a generator that wrote in place left them.
#[test]
fn an_empty_file_is_filled() {
    let disk = Disk::new();
    disk.write("src/generated/a.rs", "");
    disk.apply(&wanted(&[("a.rs", "one")]));
    assert_eq!(disk.files(), files(&[("a.rs", "one")]));
}

#[test]
fn files_of_editors_and_file_managers_are_passed_over() {
    let disk = Disk::of_repository();
    let generated = "crates/protocol/src/generated/role";
    for name in [".delete.toml.swp", "delete.toml~", "#delete.toml#", ".DS_Store", "Thumbs.db"] {
        disk.write(&format!("spec/role/{name}"), "\u{0}");
        disk.write(&format!("{generated}/{name}"), "\u{0}");
    }
    let before = disk.files();
    let output = disk.xtask(&["codegen"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(disk.files(), before);
}

/// Emacs locks a file by a link to nowhere.
#[cfg(unix)]
#[test]
fn a_lock_of_an_editor_is_passed_over() {
    let disk = Disk::of_repository();
    std::os::unix::fs::symlink("nowhere", disk.path("spec/role/.#delete.toml")).unwrap();
    let output = disk.xtask(&["codegen", "--check"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn a_mistake_is_told_without_a_backtrace() {
    let disk = Disk::of_repository();
    disk.write("README.md", "# Title\n");
    let output = disk.command(&["codegen"]).env("RUST_BACKTRACE", "1").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!("mistake", text(&output.stderr));
}

#[test]
fn what_is_undecided_is_listed_and_fails_the_check() {
    let disk = Disk::of_repository();
    let spec = "spec/role/delete.toml";
    let text_before = disk.read(spec);
    let summary = text_before.lines().find(|line| line.starts_with("summary")).unwrap();
    disk.write(spec, &text_before.replace(summary, "undecided = [\"summary\"]"));
    let run = disk.xtask(&["codegen"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let check = disk.xtask(&["codegen", "--check"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(text(&check.stdout).ends_with("up to date\n"), "{}", text(&check.stdout));
    assert_snapshot!("undecided", text(&check.stderr));
}

/// A folder for one test.
struct Disk(TempDir);

impl Disk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Returns a repository as the generator leaves it, with a spec of few endpoints.
    fn of_repository() -> Self {
        static FILES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
            let disk = Disk::new();
            for file in small_spec().files {
                disk.write(&file.path, file.text().unwrap());
            }
            for path in HAND_WRITTEN {
                disk.write(path, &fs::read_to_string(root().join(path)).unwrap());
            }
            let Outcome::Planned(plan) = codegen(disk.0.path()).unwrap() else {
                panic!("the small spec has problems");
            };
            plan.apply(disk.0.path()).unwrap();
            disk.files()
        });
        let disk = Self::new();
        FILES.iter().for_each(|(path, text)| disk.write(path, text));
        fs::create_dir(disk.path("xtask")).unwrap();
        disk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn plan(&self, wanted: &Wanted) -> anyhow::Result<Plan> {
        plan(self.0.path(), &[FOLDER], wanted)
    }

    fn apply(&self, wanted: &Wanted) -> Plan {
        let plan = self.plan(wanted).unwrap();
        plan.apply(self.0.path()).unwrap();
        plan
    }

    fn xtask(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).env("CARGO_MANIFEST_DIR", self.path("xtask"));
        command
    }

    fn files(&self) -> BTreeMap<String, String> {
        let files = walk(self.0.path(), self.0.path()).into_iter();
        files.map(|(path, file)| (path, fs::read_to_string(file).unwrap())).collect()
    }

    /// Returns what changes with every write, even of the same bytes.
    fn stamps(&self) -> BTreeMap<String, SystemTime> {
        let files = walk(self.0.path(), self.0.path()).into_iter();
        files.map(|(path, file)| (path, fs::metadata(file).unwrap().modified().unwrap())).collect()
    }
}

/// Returns every file at or below `at`, with its path below `root`.
fn walk(root: &Path, at: &Path) -> Vec<(String, PathBuf)> {
    if at.is_file() {
        return vec![(
            at.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"),
            at.to_owned(),
        )];
    }
    fs::read_dir(at).unwrap().flat_map(|entry| walk(root, &entry.unwrap().path())).collect()
}

/// Generated files with these contents.
fn wanted(contents: &[(&str, &str)]) -> Wanted {
    Wanted { files: files(contents), ..Wanted::default() }
}

fn files(contents: &[(&str, &str)]) -> BTreeMap<String, String> {
    let file = |&(path, text): &(&str, &str)| {
        (format!("{FOLDER}/{path}"), format!("// {MARK}spec. Do not edit.\n\n{text}\n"))
    };
    contents.iter().map(file).collect()
}

fn region(text: &str) -> Wanted {
    let region =
        Region { path: "README.md".to_owned(), name: "table".to_owned(), text: text.to_owned() };
    Wanted { regions: vec![region], ..Wanted::default() }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
