//! The call as a whole.

use super::{Case, form, request_only};

const SIMPLE: &str = r#"assert!(sent(&Request::new("a", [1], ["b"])).is_ok());"#;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = over_http();
    cases.extend(whole());
    cases.extend(signatures());
    cases.extend(uploads());
    cases.extend(texts());
    cases
}

fn over_http() -> Vec<Case> {
    vec![
        request_only("call_path")
            .changed(&[["/topapi/cases/call_path", "/topapi/cases/call/path"]])
            .still_works("path", SIMPLE),
        request_only("call_method")
            .changed(&[
                ["method = `POST`", "method = `GET`"],
                ["content_type = `application/x-www-form-urlencoded;charset=utf-8`\n", ""],
            ])
            .still_works("method", SIMPLE),
        request_only("call_content_type")
            .changed(&[[";charset=utf-8", ""]])
            .still_works("content_type", SIMPLE),
        request_only("call_host")
            .changed(&[["hosts = [`international`]", "hosts = [`international`, `mainland`]"]])
            .changes_documentation("hosts"),
        request_only("call_app_types")
            .changed(&[["[`internal`]", "[`internal`, `third-party`]"]])
            .changes_documentation("app_types"),
        request_only("call_permission")
            .changed(&[[
                "permissions = [`qyapi_read`]",
                "permissions = [`qyapi_read`, `qyapi_more`]",
            ]])
            .still_works("permissions", "assert!(ENDPOINT.permissions.contains(&\"qyapi_read\"));"),
        request_only("call_no_permission")
            .changed_back(&[[
                "permissions = [`qyapi_read`]",
                "permissions = [`qyapi_read`, `qyapi_more`]",
            ]])
            .still_works("permissions", SIMPLE),
        request_only("call_without_credential")
            .changed(&[
                ["envelope = [`errcode`]", "envelope = [`errcode`]\ncredential = false"],
                ["access_token=a&", ""],
            ])
            .still_works("credential", SIMPLE),
    ]
}

fn whole() -> Vec<Case> {
    const BULK: [&str; 2] =
        ["[response.result]", "[bulk]\nsplit = [`ids`, `names`]\n\n[response.result]"];
    const DONE: [&str; 2] =
        ["reason = `The call only reads.`", "reason = `The call only reads.`\ndone_code = 33011"];
    const REPEATED: &str = r#"
        let answer = dingtalk::http::Response::new(r#"{"errcode": 33011}"@);
        assert!(dingtalk::decode_repeated::<Request, _>(answer).is_ok());
    "#;
    let new = |name| {
        let mut case = request_only(name);
        case.before = None;
        case
    };
    let gone = |name| {
        let mut case = request_only(name);
        case.after = None;
        case
    };
    let moved = |name, to: &'static str| {
        let mut case = request_only(name);
        case.moved = Some(to);
        case
    };
    vec![
        new("call_new").still_works("endpoint", ""),
        gone("call_gone").no_longer_compiles("endpoint", SIMPLE),
        moved("call_old_name", "call_new_name").no_longer_compiles("name", SIMPLE),
        request_only("call_safe_no_longer")
            .changed(&[["safe = true", "safe = false"]])
            .still_works("repeat.safe", SIMPLE),
        silent("call_done").changed(&[DONE]).still_works("repeat.done_code", SIMPLE),
        silent("call_done_no_longer")
            .changed_back(&[DONE])
            .no_longer_works("repeat.done_code", REPEATED),
        silent("call_done_by_other_code")
            .given(&[DONE])
            .changed(&[
                ["done_code = 33011", "done_code = 1002"],
                ["advice = `Wait a moment.`\nretry = true", "advice = `Wait a moment.`"],
            ])
            .no_longer_works("repeat.done_code", REPEATED),
        request_only("call_in_bulk").changed(&[BULK]).still_works("bulk", SIMPLE),
        request_only("call_not_in_bulk")
            .changed_back(&[BULK])
            .no_longer_compiles("bulk", "fn split<T: dingtalk::Pairs>() {} split::<Request>();"),
        request_only("call_in_other_bulk")
            .given(&[BULK])
            .changed(&[["[`ids`, `names`]", "[`names`, `ids`]"]])
            .no_longer_compiles(
                "bulk.split",
                r#"
            use dingtalk::Pairs as _;
            let first: Vec<i64> = Request::new("a", [1], ["b"]).first().to_vec();
            "#,
            ),
    ]
}

fn signatures() -> Vec<Case> {
    const PARAMETERS: [&str; 2] = [
        "[response.result]",
        "[parameters.at]\ntype = `Number`\ndoc = `When.`\n\n\
         [parameters.since]\ntype = `Number`\ndoc = `Since when.`\n\n\
         [parameters.sign]\ntype = `String`\nsecret = true\ndoc = `Signature.`\n\n\
         [parameters.proof]\ntype = `String`\nsecret = true\ndoc = `Proof.`\n\n\
         [response.result]",
    ];
    const SIGNED: [&str; 2] =
        ["[response.result]", "[signature]\ntimestamp = `at`\nvalue = `sign`\n\n[response.result]"];
    const SIGN: &str = r#"
        use dingtalk::Signed as _;
        let mut request = Request::new("a", [1], ["b"]);
        request.sign(&"secret".into(), 7);
        assert!(sent(&request).is_ok());
    "#;
    let signed = |name| request_only(name).given(&[PARAMETERS, SIGNED]);
    vec![
        request_only("signature_new")
            .given(&[PARAMETERS])
            .changed(&[SIGNED])
            .still_works("signature", SIMPLE),
        request_only("signature_gone")
            .given(&[PARAMETERS])
            .changed_back(&[SIGNED])
            .no_longer_compiles("signature", SIGN),
        signed("signature_time")
            .changed(&[["timestamp = `at`", "timestamp = `since`"]])
            .still_works("signature.timestamp", SIGN),
        signed("signature_value")
            .changed(&[["value = `sign`", "value = `proof`"]])
            .still_works("signature.value", SIGN),
        signed("signature_over")
            .changed(&[["value = `sign`", "value = `sign`\nover = `secret`"]])
            .still_works("signature.over", SIGN),
    ]
}

fn uploads() -> Vec<Case> {
    const FILE: [&str; 2] = [
        "[response.result]",
        "[parameters.media]\ntype = `File`\nrequired = true\nexample = `a.png`\ndoc = `A file.`\n\n\
         [response.result]",
    ];
    const UPLOAD: [&str; 2] = [
        "[response.result]",
        "[upload]\nkind = `owner`\n\n[upload.kinds.image]\nmax_bytes = 9\n\n\
         [upload.kinds.video]\nmax_bytes = 9\n\n[response.result]",
    ];
    const SEND: &str = r#"
        let file = dingtalk::FilePart::new("a.png", 7);
        let request = Request::new("image", [1], ["b"], file);
        let (host, token) = (dingtalk::Host::INTERNATIONAL, dingtalk::AccessToken::new("token"));
        assert!(dingtalk::encode_upload(&request, &host, &token, "boundary").is_ok());
    "#;
    const VIDEO: &str = "assert!(MAX_VIDEO_BYTES > 0);";
    let parts = |name| {
        let multipart = ["application/x-www-form-urlencoded;charset=utf-8", "multipart/form-data"];
        request_only(name).given(&[FILE, multipart, ["&names=c", "&names=c&media=a.png"]])
    };
    let limited = |name| parts(name).given(&[UPLOAD]);
    vec![
        parts("upload_new").changed(&[UPLOAD]).still_works("upload", SEND),
        parts("upload_gone").changed_back(&[UPLOAD]).no_longer_compiles("upload", VIDEO),
        limited("upload_kind")
            .given(&[["[parameters.ids]", "[parameters.form]\ntype = `String`\nrequired = true\nexample = `x`\ndoc = `Form.`\n\n[parameters.ids]"], ["&ids=1,2", "&form=x&ids=1,2"]])
            .changed(&[["kind = `owner`", "kind = `form`"]])
            .still_works("upload.kind", "assert!(MAX_IMAGE_BYTES > 0);"),
        limited("upload_size")
            .changed(&[["[upload.kinds.image]\nmax_bytes = 9", "[upload.kinds.image]\nmax_bytes = 8"]])
            .still_works("upload.kinds.image.max_bytes", SEND),
        limited("upload_kind_new")
            .changed(&[["[upload.kinds.video]", "[upload.kinds.voice]\nmax_bytes = 9\n\n[upload.kinds.video]"]])
            .still_works("upload.kinds.voice", SEND),
        limited("upload_kind_gone")
            .changed(&[["[upload.kinds.video]\nmax_bytes = 9\n\n", ""]])
            .no_longer_compiles("upload.kinds.video", VIDEO),
    ]
}

fn texts() -> Vec<Case> {
    vec![
        request_only("text_summary").changed(&[["Finds things.", "Finds all things."]]).changes_documentation("summary"),
        request_only("text_notes").changed(&[["[[pages]]", "notes = [`It is fast.`]\n\n[[pages]]"]]).changes_documentation("notes"),
        request_only("text_preconditions").changed(&[["[[pages]]", "preconditions = [`Things exist.`]\n\n[[pages]]"]]).changes_documentation("preconditions"),
        request_only("text_preconditions_anew")
            .given(&[["[[pages]]", "preconditions = [`Things exist.`]\n\n[[pages]]"]])
            .changed(&[["Things exist.", "Some things exist."]])
            .changes_documentation("preconditions"),
        request_only("text_reason").changed(&[["The call only reads.", "It reads."]]).changes_documentation("repeat.reason"),
        request_only("text_page").changed(&[["https://example.com/", "https://example.com/a"]]).changes_documentation("pages.0.url"),
        request_only("text_read").changed(&[["2026-01-31", "2026-02-28"]]).changes_documentation("pages.0.read"),
        request_only("text_source").changed(&[["language = `en`\nread = 2026-01-31", "source = `vendor`"]]).changes_documentation("pages.0.source"),
        request_only("text_language").changed(&[["language = `en`", "language = `zh`"]]).changes_documentation("pages.0.language"),
        request_only("text_changed").changed(&[["language = `en`", "language = `en`\nchanged = 2026-01-30"]]).changes_documentation("pages.0.changed"),
        request_only("text_envelope").changed(&[["envelope = [`errcode`]", "envelope = [`errcode`, `errmsg`]"]]).changes_documentation("envelope"),
        request_only("text_undecided").changed(&[["[[pages]]", "undecided = [`bulk`]\n\n[[pages]]"]]).changes_documentation("undecided"),
        request_only("text_made").changed(&[["[examples]", "[examples]\nmade = [`response`]"]]).changes_documentation("examples.made"),
        request_only("text_example").changed(&[["ids=1,2", "ids=1,3"]]).changes_documentation("examples.request"),
        form("text_answer").changed(&[["`userId`: `a`", "`userId`: `b`"]]).changes_documentation("examples.response"),
        request_only("text_departure").changed(&[["The code is no number.", "The code is a text."]]).changes_documentation("departures.errors.omitted.reason"),
        request_only("text_departs")
            .changed(&[["spec = `absent`\nreason = `The code is no number.`\n", "spec = `absent`\nreason = `The code is no number.`\n\n[departures.`parameters.size.max`]\npage = `99`\nspec = `100`\nreason = `Seen.`\n"]])
            .changes_documentation("departures.parameters.size.max"),
        request_only("text_agrees")
            .changed_back(&[["spec = `absent`\nreason = `The code is no number.`\n", "spec = `absent`\nreason = `The code is no number.`\n\n[departures.`parameters.size.max`]\npage = `99`\nspec = `100`\nreason = `Seen.`\n"]])
            .changes_documentation("departures.parameters.size.max"),
        request_only("text_pages_of_a_parameter").changed(&[["doc = `Which comes first.`", "pages = [`find`]\ndoc = `Which comes first.`"]]).changes_documentation("parameters.sort.pages"),
        form("text_pages_of_a_field").changed(&[["doc = `What it is called.`", "pages = [`find`]\ndoc = `What it is called.`"]]).changes_documentation("response.result.list.title.pages"),
        request_only("text_pages_of_an_answer")
            .given(&[["[examples]", "[response.extra]\ntype = `Number`\ndoc = `How many more.`\n\n[examples]"]])
            .changed(&[["doc = `How many more.`", "pages = [`find`]\ndoc = `How many more.`"]])
            .changes_documentation("response.extra.pages"),
        request_only("text_pages_of_a_departure").changed(&[["spec = `absent`\n", "spec = `absent`\npages = [`find`]\n"]]).changes_documentation("departures.errors.omitted.pages"),
        request_only("text_message_in_chinese").changed(&[["message = `Invalid ids`", "message = `Invalid ids`\nmessage_zh = `无效的ids`"]]).changes_documentation("errors.33011.message_zh"),
        request_only("text_comment").changed(&[["[[pages]]", "# Nothing new.\n[[pages]]"]]).changes_documentation("text"),
    ]
}

/// Returns a call that answers nothing but the envelope.
fn silent(name: &'static str) -> Case {
    let mut case = request_only(name);
    let without = |spec: String| {
        let (head, rest) = spec.split_once("[response.result]").unwrap();
        let (_, tail) = rest.split_once("[errors.33011]").unwrap();
        let spec = format!("{head}[errors.33011]{tail}");
        let (head, rest) = spec.split_once("response = '").unwrap();
        let (_, tail) = rest.split_once("'\n").unwrap();
        format!("{head}response = '{{\"errcode\": 0}}'\n{tail}")
    };
    (case.before, case.after) = (case.before.map(without), case.after.map(without));
    case
}
