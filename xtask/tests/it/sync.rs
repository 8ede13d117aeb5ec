//! What a run does to the disk, and what the command says of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use insta::assert_snapshot;
use tempfile::TempDir;
use xtask::codegen::{Update, bring_up_to_date};
use xtask::emit::{FOLDERS, HAND_WRITTEN};
use xtask::render::MARK;
use xtask::stamp::Stamp;
use xtask::sync::{Plan, Region, Wanted, plan};

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
    // Whatever the limit is now.
    let text_before = disk.read(spec);
    let (before, after) = text_before.rsplit_once("max_items = ").unwrap();
    let (_, after) = after.split_once('\n').unwrap();
    disk.write(spec, &format!("{before}max_items = 7\n{after}"));
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
    let wrote =
        "wrote crates/protocol/src/generated/role/remove_from_users.rs\n1 written, 0 removed, ";
    assert!(report.starts_with(wrote), "{report}");
    let after = disk.stamps();
    let changed: Vec<_> = after.iter().filter(|(path, stamp)| before[*path] != **stamp).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
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

/// The stamp is written where this program lies, so each test brings one of its own.
#[test]
fn a_second_run_rests_on_the_stamp_of_the_first() {
    let disk = Disk::of_repository();
    let stamp = disk.stamp("1");
    let first = disk.update(&stamp);
    assert!(first.ends_with(" left alone: up to date"), "{first}");
    let sources = xtask_spec::load::load(&disk.path("spec")).unwrap();
    assert_eq!(stamp.report(disk.0.path(), &sources).as_ref(), Some(&first));
    assert_eq!(disk.update(&stamp), first);
}

/// What somebody does to the disk.
type Change<'a> = &'a dyn Fn(&Disk);

#[test]
fn no_change_by_hand_hides_behind_the_stamp() {
    let generated = "crates/protocol/src/generated/role/delete.rs";
    let edit = |disk: &Disk, path: &str| {
        // As long as before, so that only the content differs.
        let text = disk.read(path);
        let at = text.rfind('e').unwrap();
        disk.write(path, &format!("{}E{}", &text[..at], &text[at + 1..]));
    };
    let changes: [(&str, Change<'_>); 6] = [
        ("a generated file is edited", &|disk| edit(disk, generated)),
        ("a generated file is gone", &|disk| fs::remove_file(disk.path(generated)).unwrap()),
        ("a generated file is new", &|disk| {
            disk.write("crates/client/src/generated/new.rs", &format!("{MARK}spec\n"));
        }),
        ("a region is edited", &|disk| {
            let manifest = disk.read("crates/client/Cargo.toml");
            disk.write("crates/client/Cargo.toml", &manifest.replace("role = [", "roles = ["));
        }),
        ("the spec is edited", &|disk| edit(disk, "spec/role/delete.toml")),
        ("a folder of the spec is new", &|disk| {
            fs::create_dir(disk.path("spec/empty")).unwrap();
        }),
    ];
    let disk = Disk::of_repository();
    let stamp = disk.stamp("1");
    disk.update(&stamp);
    for (what, change) in changes {
        let disk = Disk::of_repository();
        let fresh = xtask_spec::load::load(&disk.path("spec")).unwrap();
        assert!(stamp.report(disk.0.path(), &fresh).is_some(), "nothing has changed before {what}");
        change(&disk);
        let sources = xtask_spec::load::load(&disk.path("spec")).unwrap();
        assert_eq!(stamp.report(disk.0.path(), &sources), None, "{what}");
    }
}

#[test]
fn another_build_of_the_generator_trusts_no_stamp() {
    let disk = Disk::of_repository();
    disk.update(&disk.stamp("1"));
    let sources = xtask_spec::load::load(&disk.path("spec")).unwrap();
    assert_eq!(disk.stamp("22").report(disk.0.path(), &sources), None);
}

#[test]
fn what_a_run_wrote_is_stamped_as_it_was_written() {
    let disk = Disk::of_repository();
    let generated = "crates/protocol/src/generated/role/delete.rs";
    let before = disk.read(generated);
    disk.write(generated, &format!("{before}\n"));
    let stamp = disk.stamp("1");
    assert!(disk.update(&stamp).starts_with(&format!("wrote {generated}\n1 written")));
    assert_eq!(disk.read(generated), before);
    let sources = xtask_spec::load::load(&disk.path("spec")).unwrap();
    assert!(stamp.report(disk.0.path(), &sources).is_some());
}

/// A folder for one test.
struct Disk(TempDir);

impl Disk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// What the generator reads and writes of the repository.
    fn of_repository() -> Self {
        let disk = Self::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for path in ["spec"].into_iter().chain(FOLDERS).chain(HAND_WRITTEN) {
            for (path, file) in walk(root, &root.join(path)) {
                disk.write(&path, &fs::read_to_string(file).unwrap());
            }
        }
        fs::create_dir(disk.path("xtask")).unwrap();
        disk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// The stamp of a generator that is this program.
    fn stamp(&self, program: &str) -> Stamp {
        self.write("target/xtask", program);
        Stamp::of(&self.path("target/xtask")).unwrap()
    }

    fn update(&self, stamp: &Stamp) -> String {
        match bring_up_to_date(self.0.path(), Some(stamp)).unwrap() {
            Update::Done(report) => report,
            Update::Problems { problems, .. } => panic!("{problems:?}"),
        }
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
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .output()
            .unwrap()
    }

    fn files(&self) -> BTreeMap<String, String> {
        let files = walk(self.0.path(), self.0.path()).into_iter();
        files.map(|(path, file)| (path, fs::read_to_string(file).unwrap())).collect()
    }

    /// What changes with every write, even of the same bytes.
    fn stamps(&self) -> BTreeMap<String, SystemTime> {
        let files = walk(self.0.path(), self.0.path()).into_iter();
        files.map(|(path, file)| (path, fs::metadata(file).unwrap().modified().unwrap())).collect()
    }
}

/// Every file at or below `at`, with its path below `root`.
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
    Wanted { files: files(contents), regions: Vec::new() }
}

fn files(contents: &[(&str, &str)]) -> BTreeMap<String, String> {
    let file = |&(path, text): &(&str, &str)| {
        (format!("{FOLDER}/{path}"), format!("{MARK}spec. Do not edit.\n\n{text}\n"))
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
