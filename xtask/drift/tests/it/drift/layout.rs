//! A page that only looks different says the same, and has the same digest.

use xtask_drift::drift::Compared;

use crate::drift::forms::{FORMS, Form};
use crate::drift::{compare, fixture};

fn compared(text: &str) -> Compared {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let mut report = compare(&[file.path().to_owned()]);
    assert_eq!(report.pages.len(), 1, "{:?} {:?}", report.refused, report.not_covered);
    report.pages.remove(0)
}

/// Changes the look of `list_users` in the given forms.
fn assert_nothing(forms: &[Form], change: impl Fn(&str) -> String) {
    for form in forms {
        let page = form.page("list_users").unwrap();
        let changed = change(&page);
        assert_ne!(changed, page, "{form:?}");
        let (before, after) = (compared(&page), compared(&changed));
        assert_eq!(after.changes, [], "{form:?}");
        assert_eq!(after.digest, before.digest, "{form:?}");
    }
}

/// Swaps the two lines that hold these texts.
fn swapped(page: &str, first: &str, second: &str) -> String {
    let mut lines: Vec<&str> = page.lines().collect();
    let at = |text: &str| lines.iter().position(|line| line.contains(text)).unwrap();
    let (first, second) = (at(first), at(second));
    lines.swap(first, second);
    lines.join("\n")
}

#[test]
fn rows_in_another_order() {
    assert_nothing(&FORMS, |page| swapped(page, "How many rows a page", "How many rows to skip"));
    assert_nothing(&FORMS, |page| swapped(page, "The trace id", "The result code"));
    assert_nothing(&FORMS, |page| swapped(page, "Check the id of the role", "Try again later"));
}

#[test]
fn arguments_of_the_sample_in_another_order() {
    assert_nothing(&[Form::Markdown, Form::Text], |page| {
        swapped(page, "-d 'offset=0'", "-d 'role_id=1203141'")
    });
}

#[test]
fn members_of_the_example_in_another_order() {
    assert_nothing(&[Form::Markdown, Form::Text], |page| {
        swapped(page, "\"name\": \"John\"", "\"userid\": \"manager4220\"")
    });
}

#[test]
fn spaces() {
    assert_nothing(&[Form::Markdown], |page| page.replace(" | ", "   |  "));
    assert_nothing(&[Form::Html], |page| page.replace("<p>", "<p>\n ").replace("</p>", "  </p>"));
    assert_nothing(&FORMS, |page| page.to_owned() + "\n\n\n");
    let with_code = [Form::Markdown, Form::Text];
    assert_nothing(&with_code, |page| page.replace("  \"errcode\": 0", "      \"errcode\":    0"));
}

#[test]
fn bold() {
    assert_nothing(&[Form::Markdown], |page| page.replace("**", ""));
    assert_nothing(&[Form::Markdown], |page| page.replace("| size |", "| **size** |"));
    assert_nothing(&[Form::Html], |page| page.replace("<b>", "").replace("</b>", ""));
    assert_nothing(&[Form::Html], |page| page.replace("<p>size</p>", "<p><b>size</b></p>"));
}

#[test]
fn full_width_punctuation() {
    assert_nothing(&[Form::Text, Form::Html], |page| {
        page.replace("(errorcode)", "（errorcode）").replace("(errmsg)", "（errmsg）")
    });
    assert_nothing(&[Form::Markdown], |page| page.replace('（', "(").replace('）', ")"));
}

#[test]
fn line_ends_and_byte_order_marks() {
    assert_nothing(&FORMS, |page| page.replace('\n', "\r\n"));
    assert_nothing(&FORMS, |page| format!("\u{feff}{page}"));
}

#[test]
fn attributes_of_html() {
    assert_nothing(&[Form::Html], |page| {
        page.replace("<td>", "<td class=\"cell\" style='width: 10%' data-x>")
            .replace("<h3>", "<h3 id=\"anchor\">")
    });
}

#[test]
fn headings_in_the_other_language() {
    let headings = [
        ("Response body example", "响应体示例"),
        ("Request example", "请求示例"),
        ("Query parameters", "查询参数"),
        ("Request body", "请求体"),
        ("Response body", "响应体"),
        ("Error codes", "错误码"),
    ];
    assert_nothing(&[Form::Markdown, Form::Html], |page| {
        let lines = page.lines().map(|line| {
            let is_heading = line.starts_with('#') || line.starts_with("<h");
            let translate = |line: String, (from, to): &(&str, &str)| line.replace(from, to);
            if is_heading {
                headings.iter().fold(line.to_owned(), translate)
            } else {
                line.to_owned()
            }
        });
        lines.collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn the_same_page_in_each_form() {
    let digest = |name: &str| compared(&fixture(name)).digest;
    let digests = ["text/list_users.txt", "markdown/list_users.md", "html/list_users.html"];
    let digests = digests.map(digest);
    assert!(digests.iter().all(|digest| *digest == digests[0]), "{digests:?}");
}

#[test]
fn one_changed_fact_changes_the_digest() {
    let page = fixture("text/list_users.txt");
    let changed = page.replace("value is 100", "value is 50");
    assert_ne!(compared(&changed).digest, compared(&page).digest);
}
