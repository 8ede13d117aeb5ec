//! Pages that are not understood, or not whole: nothing moves, and what is missing is named.

use xtask_pages::facts::{Code, Language, Page, Refusal, RefusalKind};
use xtask_pages::read;

use crate::{call, fixture};

fn understood(text: &str) -> Page {
    read("page", text).unwrap()
}

#[track_caller]
fn refused(text: &str, kind: RefusalKind) -> String {
    let Refusal { kind: found, reason, .. } = read("page", text).unwrap_err();
    assert_eq!(found, kind, "{reason}");
    reason
}

fn names(page: &Page) -> Vec<&str> {
    page.parameters.iter().map(|parameter| parameter.name.as_str()).collect()
}

fn remarks(page: &Page) -> Vec<&str> {
    page.remarks.iter().map(|remark| remark.text.as_str()).collect()
}

/// A table that looks like one of parameters.
const TABLE: &str = "| Name | Type | Required | Example | Description |\n|---|---|---|---|---|\n\
    | standard | Number | No | 20 | Calls a second. |\n\n";

#[test]
fn rows_under_an_unknown_heading_move_nowhere() {
    let text = fixture("markdown/list_users.md");
    let plain = understood(&text);
    let places =
        ["### **Request body**", "### **Request example**", "## **Response**", "### **Error"];
    let headings = [
        ("### Quotas", "Quotas"),
        ("## Change history", "Change history"),
        ("# Payload", "Payload"),
        ("#### Request quotas", "Request quotas"),
        ("### Response times", "Response times"),
        ("### **変更履歴**", "変更履歴"),
        ("### 计费规则", "计费规则"),
        ("**Quotas**", "Quotas"),
        ("Rate plans", "Rate plans"),
    ];
    for place in places {
        assert!(text.contains(place), "{place}");
        for (heading, name) in headings {
            let inner = format!("{heading}\n\n{TABLE}{place}");
            let page = understood(&text.replacen(place, &inner, 1));
            assert_eq!(page.of_endpoint(), plain.of_endpoint(), "{heading} before {place}");
            let left: Vec<_> = page.left_out.iter().map(|left| left.heading.as_deref()).collect();
            assert_eq!(left, [Some(name)], "{heading} before {place}");
            assert_eq!(page.left_out[0].names, ["standard"]);
            let remark = format!("the heading `{name}` is not known: the table is left out");
            assert!(remarks(&page).contains(&remark.as_str()), "{:?}", remarks(&page));
        }
    }
}

#[test]
fn what_a_renamed_heading_lists_is_named_and_is_no_parameter() {
    let text = fixture("markdown/list_users.md");
    let page = understood(&text.replace("### **Request body**", "### **Payload**"));
    assert_eq!(names(&page), ["access_token"]);
    assert_eq!(page.left_out.len(), 1);
    assert_eq!(page.left_out[0].names, ["role_id", "size", "offset"]);
}

/// What stands between a known heading and its first table says more of the same.
#[test]
fn a_caption_is_no_heading() {
    let text = fixture("markdown/list_users.md");
    let page =
        understood(&text.replace("### **Request body**\n", "### **Request body**\n\nAll fields\n"));
    assert_eq!(page.of_endpoint(), understood(&text).of_endpoint());
    assert!(page.left_out.is_empty());
}

#[test]
fn codes_under_an_unknown_heading_are_no_error_codes() {
    let text = fixture("markdown/list_users.md");
    let codes = "\n### Old codes\n\n| Error code | Error message |\n|---|---|\n| 77 | Gone |\n";
    let page = understood(&format!("{text}{codes}"));
    assert!(page.errors.iter().all(|error| error.code != Code::Number(77)), "{:?}", page.errors);
    assert_eq!(page.left_out[0].heading.as_deref(), Some("Old codes"));
}

#[test]
fn a_run_together_table_under_an_unknown_line_moves_nowhere() {
    let text = fixture("text/list_users.txt");
    let plain = understood(&text);
    let quotas =
        "Quotas\n\nNameTypeRequiredExampleDescription\nstandardNumberNo20Calls a second.\n\n";
    let page = understood(&text.replacen("Request body\n", &format!("{quotas}Request body\n"), 1));
    assert_eq!(page.of_endpoint(), plain.of_endpoint());
    assert_eq!(page.left_out[0].heading.as_deref(), Some("Quotas"));
}

/// Plans and versions are no fields, though their table stands behind one of fields.
#[test]
fn tables_of_other_columns_are_no_rest_of_the_one_before() {
    let text = fixture("markdown/list_users.md");
    let plain = understood(&text);
    for table in [
        "| Plan | Calls | Unit | Period | Note |\n|---|---|---|---|---|\n| standard | 20 | call | s | x |\n",
        "| Version | Date | Description |\n|---|---|---|\n| v1 | 2026-05-01 | First. |\n",
        "| Name | Description |\n|---|---|\n| standard | The plan. |\n",
    ] {
        let inner = format!("{table}\n### **Request example**");
        let page = understood(&text.replacen("### **Request example**", &inner, 1));
        assert_eq!(page.of_endpoint(), plain.of_endpoint(), "{table}");
    }
}

/// The fields of a type that have a table of their own are no parameters.
#[test]
fn a_table_under_the_name_of_a_type_is_left_out() {
    let rows = "| order | OrderVo | Yes | | The order. |\n";
    let fields = "\n### OrderVo fields\n\n| Name | Type | Required | Example | Description |\n\
        |---|---|---|---|---|\n| id | String | Yes | 1 | The id. |\n\n### Request example";
    let text = call(rows, "| a | String | | x |\n", "{}").replace("### Request example", fields);
    let page = understood(&text);
    assert_eq!(names(&page), ["order"]);
    assert_eq!(page.left_out[0].heading.as_deref(), Some("OrderVo fields"));
    assert_eq!(page.left_out[0].names, ["id"]);
}

/// What is not read is never lost without a word.
#[test]
fn what_is_not_read_of_a_table_is_remarked_on() {
    let body = "| └ size | Number | No | 20 | How many. |\n\
                | kind | String | No | tall | Which.\n\n\
                It can be tall or wide. |\n";
    let text = call(body, "| errcode | Number | 0 | The code. |\n", r#"{"errcode": 0}"#);
    let head = "| Name | Type | Required | Example | Description |\n|---|---|---|---|---|\n";
    let more = "| Name | Type | Required | Example | Max length |\n|---|---|---|---|---|\n";
    for (text, expected) in [
        (text.clone(), "the row goes on over several lines: only this one is read"),
        (text.clone(), "the marks of depth are not read: look how the fields nest"),
        (text.replace(head, more), "the column `Max length` is not read"),
    ] {
        let page = understood(&text);
        assert!(remarks(&page).contains(&expected), "{expected}: {:?}", remarks(&page));
    }
}

#[test]
fn a_row_of_several_codes_is_named_as_left_out() {
    let text = fixture("markdown/list_users.md");
    let page = understood(&text.replace("| 40068", "| 40068/40067"));
    let [left] = &page.left_out[..] else { panic!("{:?}", page.left_out) };
    assert_eq!(left.names, ["40068/40067"]);
}

#[test]
fn traditional_chinese_headings_are_known() {
    let simple = understood(&fixture("text/list_ids.txt"));
    let pairs = "请請参參数數响響应應体體错錯误誤码碼类類权權调調说說询詢开開员員门門获獲";
    let pairs: Vec<char> = pairs.chars().collect();
    let written: String = fixture("text/list_ids.txt")
        .chars()
        .map(|c| pairs.chunks(2).find(|pair| pair[0] == c).map_or(c, |pair| pair[1]))
        .collect();
    let page = understood(&written);
    assert_eq!(page.language, Some(Language::TraditionalChinese));
    assert_eq!(page.parameters, simple.parameters);
    assert_eq!(page.errors.len(), simple.errors.len());
    let message = |page: &Page| page.errors[1].message.clone().unwrap();
    assert_eq!(message(&simple), "无效的参数");
    // As printed.
    assert_eq!(message(&page), "无效的參數");
}

#[test]
fn a_page_in_an_unknown_language_is_refused_with_its_headings() {
    let japanese = "# 部署のユーザー\n\n## リクエスト\n\n| HTTP URL | https://oapi.dingtalk.io/topapi/a |\n\
        |---|---|\n| HTTP Method | POST |\n\n### ボディパラメータ\n\n| 名前 | 型 | 必須 | 説明 |\n|---|---|---|---|\n\
        | id | String | はい | ユーザーの番号です。 |\n\n## レスポンス\n\n```\n{\"a\": 1}\n```\n";
    let reason = refused(japanese, RefusalKind::CutOff);
    assert!(reason.contains("no part on the answer"), "{reason}");
    let known = japanese.replace("## レスポンス", "## Response example");
    let reason = refused(&known, RefusalKind::NotUnderstood);
    assert!(reason.contains("`ja`") && reason.contains("`リクエスト` (line 3)"), "{reason}");
    let german = call("| a | String | Yes | | x |\n", "| b | String | | x |\n", "{}")
        .replace("| Name | Type |", "| Bezeichner | Art |");
    let reason = refused(&german, RefusalKind::NotUnderstood);
    assert!(reason.contains("neither parameters nor fields"), "{reason}");
}

#[test]
fn a_page_that_ends_in_the_middle_is_refused_with_what_is_missing() {
    for (name, end, missing) in [
        ("text/list_users.txt", "\nResponse body\n", "the last heading, `Response`"),
        ("text/list_users.txt", "Response\n", "no part on the answer"),
        ("text/list_users.txt", "offsetNumberNo", "no part on the answer"),
        ("markdown/list_users.md", "### **Response body**", "the last heading, `Response`"),
        ("markdown/list_users.md", "another page follows", "never closed"),
        ("markdown/list_users.md", "### **Response body example**", "ends before an example"),
        ("markdown/list_users.md", "\"manageScopes\"", "never closed"),
        ("html/list_users.html", "</table>", "never closed"),
        ("html/list_users.html", "</body>", "`<html>` is never closed"),
        ("text/list_users.txt", "\"manageScopes\"", "is never closed"),
    ] {
        let text = fixture(name);
        let at = text.rfind(end).unwrap_or_else(|| panic!("{end} in {name}"));
        let reason = refused(&text[..at], RefusalKind::CutOff);
        assert!(reason.starts_with("cut off: ") && reason.contains(missing), "{name}: {reason}");
    }
}

/// Nothing is lost by passing over what describes no call.
#[test]
fn an_overview_is_no_failure() {
    for name in ["refused/overview.md", "refused/prose.txt"] {
        let refusal = read(name, &fixture(name)).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::NoEndpoint);
        assert!(!refusal.kind.is_failure());
    }
    assert!(RefusalKind::CutOff.is_failure() && RefusalKind::NotUnderstood.is_failure());
}
