//! What `docs read` prints.

use std::fs;

use serde_json::Value;
use xtask_drift::docs_read::read;
use xtask_drift::report::Status;

use crate::drift::fixtures;

fn run(paths: &[std::path::PathBuf]) -> (Status, String, String) {
    let (mut output, mut refused) = (Vec::new(), Vec::new());
    let outcome = read(paths, &mut output, &mut refused).unwrap();
    (outcome, String::from_utf8(output).unwrap(), String::from_utf8(refused).unwrap())
}

#[test]
fn a_page_is_printed_for_reading() {
    let (outcome, output, refused) = run(&[fixtures().join("text/delete.txt")]);
    assert_eq!(outcome, Status::Clean);
    assert!(output.starts_with("{\n  \"file\": "), "{output}");
    assert!(refused.is_empty(), "{refused}");
}

#[test]
fn a_folder_gives_one_line_for_each_page_in_order() {
    let (outcome, output, _) = run(&[fixtures().join("text")]);
    assert_eq!(outcome, Status::Clean);
    let pages: Vec<Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let files: Vec<&str> = pages
        .iter()
        .map(|page| page["file"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    let expected = [
        "add_to_users.txt",
        "delete.txt",
        "list_ids.txt",
        "list_users.txt",
        "remove_from_users.txt",
    ];
    assert_eq!(files, expected);
}

#[test]
fn refused_pages_and_inner_folders_are_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Nothing here.").unwrap();
    fs::copy(fixtures().join("text/delete.txt"), folder.path().join("b.txt")).unwrap();
    fs::create_dir(folder.path().join("c")).unwrap();
    let (outcome, output, refused) = run(&[folder.path().to_owned()]);
    assert_eq!(outcome, Status::Found);
    assert_eq!(output.lines().count(), 1);
    assert!(refused.contains("a.txt: not an endpoint page"), "{refused}");
    assert!(refused.contains("/c: a folder in a folder"), "{refused}");
}

#[test]
fn a_file_that_cannot_be_read_does_not_stop_the_others() {
    let paths = ["none.txt", "text/delete.txt"].map(|name| fixtures().join(name));
    let (outcome, output, refused) = run(&paths);
    assert_eq!((outcome, outcome.code()), (Status::Unread, 2));
    assert!(output.contains("/topapi/role/deleterole"), "{output}");
    assert!(refused.contains("none.txt: cannot read the file: "), "{refused}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/dev/null", folder.path().join("a.txt")).unwrap();
    fs::copy(fixtures().join("text/delete.txt"), folder.path().join("b.txt")).unwrap();
    let (outcome, output, refused) = run(&[folder.path().to_owned()]);
    assert_eq!((outcome, output.lines().count()), (Status::Unread, 1));
    assert!(refused.contains("a.txt: neither a file nor a folder"), "{refused}");
}
