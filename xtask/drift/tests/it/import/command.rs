//! `cargo xtask docs import` from files to files.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xtask_drift::import::Options;
use xtask_drift::import::command::{day, run};
use xtask_drift::report::Status;

use crate::import::{empty_spec, options};
use crate::workspace::root;

#[test]
fn a_page_becomes_a_file_and_what_is_left_to_decide_is_printed() {
    let folder = repository();
    let (outcome, output, refused) = import(&folder, &["text/list_ids.txt"], &options(), false);
    assert_eq!((outcome.code(), refused.as_str()), (0, ""));
    assert!(folder.path().join("spec/user/list_id.toml").exists());
    let api = fs::read_to_string(folder.path().join("spec/api.toml")).unwrap();
    assert!(api.ends_with("\n\n[services.user]\n"), "{api}");
    let line = "spec/user/list_id.toml: parameters.dept_id.required: the page does not say";
    assert!(output.contains(line), "{output}");
    let remark = "list_ids.txt:28: look at it: the page does not say whether it requires `dept_id`";
    assert!(output.contains(remark), "{output}");
    assert!(output.ends_with("next: decide, then run `cargo xtask codegen`\n"), "{output}");
}

#[test]
fn a_page_that_cannot_be_imported_does_not_stop_the_others() {
    let folder = repository();
    let pages = ["odd/rest_glued.zh.txt", "text/delete.txt"];
    let (outcome, output, refused) = import(&folder, &pages, &options(), false);
    assert_eq!(outcome, Status::Found);
    assert!(
        refused.contains("not imported: `/v1.0/locker/floors/{floorId}/boxes` has placeholders")
    );
    assert!(output.contains("spec/role/delete_role.toml: written from"), "{output}");
    let pages = ["refused/prose.txt", "no such file", "text/list_users.txt"];
    let (outcome, output, refused) = import(&folder, &pages, &options(), false);
    assert_eq!(outcome.code(), 2);
    assert_eq!(refused.lines().count(), 2, "{refused}");
    assert!(output.contains("spec/role/list_simple.toml: written from"), "{output}");
}

#[test]
fn a_dry_run_prints_a_diff_and_writes_nothing() {
    let folder = repository();
    let (outcome, output, _) = import(&folder, &["text/delete.txt"], &options(), true);
    assert_eq!(outcome, Status::Clean);
    assert!(output.contains("\n+path = \"/topapi/role/deleterole\"\n"), "{output}");
    assert!(output.contains("would be written from"), "{output}");
    assert!(!folder.path().join("spec/role").exists());
}

#[test]
fn what_a_page_prints_does_not_move_the_cursor() {
    let folder = repository();
    let page = folder.path().join("page.md");
    let text = fs::read_to_string(fixture("markdown/delete.md")).unwrap();
    fs::write(&page, text.replacen("role\\_id", "role\u{1b}[2Jid", 1)).unwrap();
    let mut output = Vec::new();
    run(folder.path(), &[page], &options(), false, &mut output, &mut Vec::new()).unwrap();
    let output = String::from_utf8(output).unwrap();
    assert!(output.contains("`role [2Jid` is no name"), "{output}");
}

#[test]
fn one_name_is_for_one_page() {
    let folder = repository();
    let named = Options { name: Some("role/delete".to_owned()), ..options() };
    let mut ignored = Vec::new();
    let pages = [fixture("text/delete.txt"), fixture("text/list_ids.txt")];
    let run = run(folder.path(), &pages, &named, false, &mut ignored, &mut Vec::new());
    assert!(run.unwrap_err().to_string().contains("one by one"));
    import(&folder, &["text/delete.txt"], &named, false);
    assert!(folder.path().join("spec/role/delete.toml").exists());
}

#[test]
fn the_day_of_the_reading_is_a_day() {
    assert_eq!(day(Some("2026-02-28")).unwrap(), "2026-02-28");
    assert!(day(Some("2026-02-31")).is_err());
    assert!(day(Some("today")).is_err());
    assert_eq!(day(None).unwrap().len(), 10);
}

fn import(
    folder: &TempDir,
    pages: &[&str],
    options: &Options,
    dry_run: bool,
) -> (Status, String, String) {
    let pages: Vec<PathBuf> = pages.iter().map(|page| fixture(page)).collect();
    let (mut output, mut refused) = (Vec::new(), Vec::new());
    let outcome = run(folder.path(), &pages, options, dry_run, &mut output, &mut refused).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (outcome, text(output), text(refused))
}

/// Returns a repository with a spec that has no page's endpoint yet.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in empty_spec().files {
        let path = folder.path().join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.bytes).unwrap();
    }
    folder
}

fn fixture(name: &str) -> PathBuf {
    Path::new(&root()).join("xtask/pages/fixtures").join(name)
}

#[test]
fn nothing_that_a_page_says_moves_the_cursor() {
    let folder = repository();
    let page = fs::read_to_string(fixture("markdown/list_users.md")).unwrap();
    let page = page.replace("| offset |", "| off\u{1b}[31mset\u{7} here |");
    let path = folder.path().join("page.md");
    fs::write(&path, page).unwrap();
    let (mut output, mut refused) = (Vec::new(), Vec::new());
    run(folder.path(), &[path], &options(), false, &mut output, &mut refused).unwrap();
    let output = String::from_utf8(output).unwrap();
    assert!(output.contains("look at it: `off [31mset  here` is no name"), "{output}");
    assert!(!output.contains(['\u{1b}', '\u{7}']), "{output}");
}

/// 1 says that some page was refused, which is no failure.
#[test]
fn an_import_without_a_spec_exits_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_xtask-drift"))
        .args(["docs", "import", fixture("text/delete.txt").to_str().unwrap()])
        .env("CARGO_MANIFEST_DIR", folder.path().join("xtask/drift"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.starts_with("error: "), "{said}");
}
