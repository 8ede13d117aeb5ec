//! Which pages are compared with what.

use std::fs;

use xtask_drift::compare::{Verdict, compare_facts, expected, normal};
use xtask_drift::drift::diff;
use xtask_pages::facts::Field;
use xtask_spec::read::read;

use crate::drift::{SPEC, compare, endpoint, fixture, fixtures, root, told, with_address};

#[test]
fn the_projects_own_pages_say_what_the_spec_says() {
    for (folder, pages) in [("text", 5), ("markdown", 5), ("html", 2)] {
        let report = compare(&[fixtures().join(folder)]);
        let changes: Vec<_> = report.pages.iter().flat_map(|page| told(&page.changes)).collect();
        assert!(changes.is_empty(), "{folder}: {changes:#?}");
        assert_eq!((report.pages.len(), report.not_covered.len()), (pages, 0), "{folder}");
        assert_eq!((report.verdict, report.version.next), (None, None));
    }
}

/// Saved pages that lie beside the repository, where there are any.
#[test]
fn saved_pages_say_what_the_spec_says() {
    let folder = root().join("../shared/docs");
    if folder.exists() {
        let report = compare(&[folder]);
        let changes: Vec<_> = report.pages.iter().flat_map(|page| told(&page.changes)).collect();
        assert!(changes.is_empty(), "{changes:#?}");
        assert_eq!((report.pages.len(), report.refused.len()), (5, 0));
    }
}

#[test]
fn a_folder_has_pages_of_endpoints_that_the_spec_lacks_and_files_that_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("a.txt", &fixture("text/delete.txt"));
    put("b.md", &fixture("odd/untidy.en.md"));
    put("c.txt", "Nothing here.");
    put(".hidden", "Nothing here.");
    fs::create_dir(folder.path().join("inner")).unwrap();
    let report = compare(&[folder.path().to_owned(), folder.path().join("none.txt")]);
    assert_eq!(report.pages.len(), 1);
    assert_eq!(report.verdict, None);
    assert!(report.not_covered[0].file.ends_with("b.md"), "{:?}", report.not_covered);
    assert!(report.folders[0].ends_with("inner"), "{:?}", report.folders);
    let refused: Vec<_> = report.refused.iter().map(|it| it.file.as_str()).collect();
    assert!(refused[0].ends_with("c.txt") && refused[1].ends_with("none.txt"), "{refused:?}");
    assert!(report.without_page.contains(&"role::list_users".to_owned()));
    assert!(!report.without_page.contains(&"role::delete".to_owned()));
}

#[test]
fn one_page_alone_asks_for_no_other() {
    let report = compare(&[fixtures().join("text/delete.txt")]);
    assert!(report.without_page.is_empty());
}

/// Otherwise a new path would look like an endpoint that the spec lacks, which is no difference.
#[test]
fn a_page_with_another_path_is_known_by_its_address() {
    let (spec, _) = read(&with_address("role/delete.toml", "https://example.com/delete"));
    let folder = tempfile::tempdir().unwrap();
    let moved = fixture("text/delete.txt")
        .replace("/topapi/role/deleterole", "/topapi/v2/role")
        .replace("33011", "33012");
    let text = format!("Source: https://example.com/delete\n\n{moved}");
    fs::write(folder.path().join("a.txt"), text).unwrap();
    fs::copy(fixtures().join("text/list_users.txt"), folder.path().join("b.txt")).unwrap();
    let report = diff(&[folder.path().to_owned()], &spec, "0.1.0").unwrap();
    let expected = [
        "errors.33011: Invalid role_id → -: breaks",
        "errors.33012: - → Invalid role_id: compatible",
        "path: /topapi/role/deleterole → /topapi/v2/role: breaks",
    ];
    assert!(report.not_covered.is_empty(), "{:?}", report.not_covered);
    assert_eq!(report.pages[0].endpoint, "role::delete");
    assert_eq!(told(&report.pages[0].changes), expected);
    assert_eq!(report.verdict, Some(Verdict::BreaksCallers));
    assert!(!report.without_page.contains(&"role::delete".to_owned()));
}

/// What a page says in sentences is not compared.
#[test]
fn a_newer_page_without_another_fact_is_pointed_out() {
    let address = "https://open.dingtalk.com/document/development/delete-role-information";
    let chinese = [
        ("System busy", "系统繁忙"),
        ("Editing system tags is not allowed", "不允许编辑系统标签"),
        ("Invalid role", "无效的role"),
    ];
    let remarks = |day: &str| {
        let page = fixture("markdown/delete.md");
        let page = chinese.iter().fold(page, |page, (from, to)| page.replace(from, to));
        let page = page
            .replace("---\ntitle", &format!("---\nsource_url: \"{address}\"\ntitle"))
            .replace("2026-05-27 13:09:29", &format!("{day} 10:00:00"));
        let file = tempfile::Builder::new().suffix(".md").tempfile().unwrap();
        fs::write(file.path(), page).unwrap();
        let report = compare(&[file.path().to_owned()]);
        assert_eq!(report.verdict, None, "{:?}", told(&report.pages[0].changes));
        report.pages[0].remarks.iter().map(|it| it.text.clone()).collect::<Vec<_>>()
    };
    let text = "changed on 2026-10-01, after 2026-05-27, but not in a fact: read its text";
    assert_eq!(remarks("2026-10-01"), [text]);
    assert!(remarks("2026-05-27").is_empty());
}

/// A page may show the address of another one; its path is where the call is sent.
#[test]
fn the_path_of_a_page_counts_before_its_address() {
    let (spec, _) = read(&with_address("role/delete.toml", "https://example.com/delete"));
    let file = tempfile::NamedTempFile::new().unwrap();
    let page = fixture("text/list_users.txt");
    fs::write(file.path(), format!("Source: https://example.com/delete\n\n{page}")).unwrap();
    let report = diff(&[file.path().to_owned()], &spec, "0.1.0").unwrap();
    assert_eq!(report.pages[0].endpoint, "role::list_users");
}

#[test]
fn the_worst_change_decides_the_version() {
    let folder = tempfile::tempdir().unwrap();
    let page = fixture("text/list_users.txt");
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("a.txt", &page.replace("size=20", "size=30"));
    let report = compare(&[folder.path().to_owned()]);
    assert_eq!(report.verdict, Some(Verdict::DocumentationOnly));
    assert_eq!(report.version.next.as_deref(), Some("0.1.1"));
    put("b.txt", &page.replace("value is 100", "value is 50"));
    let report = compare(&[folder.path().to_owned()]);
    assert_eq!(report.verdict, Some(Verdict::BreaksCallers));
    assert_eq!(report.version.next.as_deref(), Some("0.2.0"));
    assert_eq!((report.summary.compared, report.summary.unchanged), (2, 0));
}

#[test]
fn an_obsolete_departure_alone_asks_for_no_version() {
    let page = fixture("text/list_users.txt")
        .replace("the maximum value is 100", "the value range is 1 to 100");
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), page).unwrap();
    let report = compare(&[file.path().to_owned()]);
    assert_eq!((report.summary.changes.documentation_only, report.version.next), (1, None));
}

/// The file has one list for all pages: that of the main one.
#[test]
fn what_another_page_lists_more_of_the_envelope_is_no_difference() {
    let text = fs::read_to_string(root().join("spec/role/delete.toml")).unwrap();
    let of_one = endpoint(&format!("envelope = [\"errcode\"]\n{text}"));
    let [main, other] = &of_one.pages[..] else { panic!("{:?}", of_one.pages) };
    let mut differing = Vec::new();
    for page in [main, other] {
        let known = expected(&of_one, &SPEC.api, page);
        let mut printed = known.clone();
        printed.url = page.url.as_ref().map(|it| it.value.clone());
        let ty = Some("String".to_owned());
        printed.response.push(Field { name: "errmsg".to_owned(), ty, ..Field::default() });
        let printed = normal(&printed, &of_one, &SPEC.api);
        differing.push(told(&compare_facts(&known, &printed, &SPEC.api)));
    }
    assert_eq!(differing, [vec!["response.errmsg: - → String: documentation".to_owned()], vec![]]);
}
