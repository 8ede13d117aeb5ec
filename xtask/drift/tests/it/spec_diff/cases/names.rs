//! Names in Rust, and error codes, whose variants are named by their messages.

use super::{Case, form, request_only};

const CODE: &str = r#"
    let failure = failed::<Request>(r#"{"errcode": 33011}"@);
    assert_eq!(failure.code(), Some(error::INVALID_IDS));
"#;

const UNKNOWN: &str = r#"
    let error = failed::<Request>(r#"{"errcode": 33011}"@);
    assert_eq!(error.code().map(i64::from), Some(33011));
"#;

const SORT: &str = r#"let request = Request::new("a", [1], ["b"]).with_sort("asc");"#;

pub(super) fn cases() -> Vec<Case> {
    const INVALID: &str = "[errors.33011]\nmessage = `Invalid ids`\nadvice = `Check the ids.`\n";
    const CHINESE: [&str; 2] =
        ["message = `Invalid ids`", "message = `无效的参数`\nmeaning = `Invalid ids`"];
    vec![
        request_only("name_error").changed_back(&[[INVALID, ""]]).still_works("errors.33011", UNKNOWN),
        request_only("name_no_error").changed(&[[INVALID, ""]]).no_longer_compiles("errors.33011", CODE),
        request_only("name_error_anew")
            .changed(&[["message = `Invalid ids`", "message = `Wrong ids`"]])
            .no_longer_compiles("errors.33011.message", CODE),
        request_only("name_error_kept")
            .changed(&[["message = `Invalid ids`", "message = `Wrong ids`\nrust = `INVALID_IDS`"]])
            .changes_documentation("errors.33011.message"),
        request_only("name_error_by_rust")
            .changed(&[["message = `Invalid ids`", "message = `Invalid ids`\nrust = `WRONG_IDS`"]])
            .no_longer_compiles("errors.33011.rust", CODE),
        request_only("name_error_by_same_rust")
            .changed(&[["message = `Invalid ids`", "message = `Invalid ids`\nrust = `INVALID_IDS`"]])
            .changes_documentation("errors.33011.rust"),
        request_only("name_error_translated").changed(&[CHINESE]).changes_documentation("errors.33011.message"),
        request_only("name_error_by_meaning")
            .given(&[CHINESE])
            .changed(&[["meaning = `Invalid ids`", "meaning = `Wrong ids`"]])
            .no_longer_compiles("errors.33011.meaning", CODE),
        request_only("name_error_retry")
            .changed(&[["advice = `Check the ids.`", "advice = `Check the ids.`\nretry = true"]])
            .still_works("errors.33011.retry", CODE),
        request_only("name_error_advice")
            .changed(&[["advice = `Check the ids.`", "advice = `Check every id.`"]])
            .changes_documentation("errors.33011.advice"),
        request_only("name_error_class")
            .changed(&[["advice = `Check the ids.`", "class = `quota-exhausted`\nadvice = `Check the ids.`"]])
            .no_longer_works("errors.33011.class", r#"
                let failure = failed::<Request>(r#"{"errcode": 33011}"@);
                assert_ne!(failure.kind(), dingtalk::ErrorKind::QuotaExhausted);
            "#),
        request_only("name_error_source")
            .changed(&[["advice = `Check the ids.`", "source = `probe`\nadvice = `Check the ids.`"]])
            .changes_documentation("errors.33011.source"),
        request_only("name_field")
            .changed(&[["example = `asc`\ndoc", "example = `asc`\nrust = `order`\ndoc"]])
            .no_longer_compiles("parameters.sort.rust", SORT),
        request_only("name_field_the_same")
            .changed(&[["example = `asc`\ndoc", "example = `asc`\nrust = `sort`\ndoc"]])
            .changes_documentation("parameters.sort.rust"),
        form("name_answer")
            .changed(&[["[types.ThingVo.fields.userId]\ntype = `String`", "[types.ThingVo.fields.userId]\ntype = `String`\nrust = `holder`"]])
            .no_longer_compiles(
                "response.result.list.userId.rust",
                r#"let thing = ThingVo::new("a"); let id = thing.user_id;"#,
            ),
        form("name_on_the_wire")
            .changed(&[["[types.ThingVo.fields.userId]\ntype", "[types.ThingVo.fields.userid]\nrust = `user_id`\ntype"], ["`userId`: `a`", "`userid`: `a`"]])
            .no_longer_works(
                "response.result.list.userId",
                r#"let id = answered::<Request>(r#"{"errcode": 0, "result": {"hasMore": true, "list": [{"userId": "a"}]}}"@);"#,
            ),
    ]
}
