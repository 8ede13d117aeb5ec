//! No text whatever makes the reader panic.

use proptest::prelude::*;
use proptest::sample::select;
use xtask_pages::facts::RefusalKind;
use xtask_pages::{read, read_bytes};

use crate::{fixture, names};

/// Pieces of pages, so that arbitrary texts come near to real ones.
const PIECES: &[&str] = &[
    "HTTP URL",
    "https://oapi.dingtalk.io/topapi/a/b",
    "HTTP MethodPOST",
    "\n",
    "\n\n",
    "| ",
    " |",
    "|---|---|",
    "Name",
    "Type",
    "Required",
    "Example",
    "Description",
    "NameTypeRequiredExampleDescription",
    "Request body",
    "Response body",
    "Response body example",
    "Request example",
    "Error codes",
    "Error code (errcode)Error message (errmsg)Solution",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "“",
    "”",
    ":",
    ",",
    "String",
    "Number",
    "PageVo",
    "List<",
    ">",
    "Yes",
    "No",
    "是",
    "否",
    "最大值",
    "取值范围",
    "1-",
    "100",
    "默认值",
    "curl -X POST '",
    "-d '",
    "\\",
    "'",
    "=",
    "&nbsp;",
    "<br>",
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "</table>",
    "<pre>",
    "<html>",
    "```",
    "# ",
    "**",
    "└",
    ".",
    "。",
    "（",
    "）",
    "errcode",
    "result",
    "\u{3000}",
    "99999999999999999999",
    "万",
    "permission-",
    "appType-",
    "HTTP/1.1",
    "POST /a HTTP/1.1",
    "\nJava\n",
    "obj1 = new ARequest();",
    "obj1.setA(",
    "list1.add(obj1);",
    "req.setList(list1);",
    "result.list[].a",
    "\n\nPageVo\n\n| Name | Type | Required |\n|---|---|---|\n",
    "| a | PageVo | No\n",
    "0（默认）：",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![select(PIECES).prop_map(str::to_owned), ".{0,6}"], 0..60)
        .prop_map(|pieces| pieces.concat())
}

/// Returns a page of the project's own with a part cut out, doubled, or replaced.
fn mutated() -> impl Strategy<Value = String> {
    (select(names()), any::<prop::sample::Index>(), 0..400_usize, pieces(), any::<bool>()).prop_map(
        |(name, index, length, piece, keep)| {
            let chars: Vec<char> = fixture(&name).chars().collect();
            let start = index.index(chars.len());
            let end = (start + length).min(chars.len());
            let mut text: String = chars[..start].iter().collect();
            text.push_str(&piece);
            text.extend(&chars[if keep { start } else { end }..]);
            text
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_texts(text in ".*") {
        let _ = read("page", &text);
    }

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes("page", &bytes);
    }

    #[test]
    fn texts_of_pieces(text in pieces()) {
        let _ = read("page", &text);
    }

    #[test]
    fn endpoints_of_pieces(text in pieces(), markdown in any::<bool>()) {
        let head = if markdown {
            "## Request\n| HTTP URL | https://oapi.dingtalk.io/topapi/a |\n|---|---|\n\
             | HTTP Method | POST |\n\n"
        } else {
            "HTTP URLhttps://oapi.dingtalk.io/topapi/a\nHTTP MethodPOST\n"
        };
        let page = read("page", &format!("{head}{text}"));
        // Most are cut off, but each of them is one of an endpoint.
        let kind = page.as_ref().err().map(|refusal| refusal.kind);
        prop_assert!(kind != Some(RefusalKind::NoEndpoint) || text.contains('<'), "{page:?}");
    }

    #[test]
    fn mutated_pages(text in mutated()) {
        if let Ok(page) = read("page", &text) {
            let lines = text.lines().count().max(1);
            for remark in &page.remarks {
                prop_assert!((1..=lines).contains(&remark.line), "{remark:?} of {lines} lines");
            }
        }
    }
}

/// Texts on which a careless reader takes quadratic time or endless depth. Small ones, because
/// what matters is that they end at all.
#[test]
fn hostile_texts_end() {
    let units = [
        "[",
        "{\"a\":[",
        "<div>",
        "<table><tr><td>",
        "a\n",
        "|",
        "a|b\n",
        "....\n",
        "&a",
        "<a",
        "[a](",
        "\\",
        "'",
        "\"a\" ",
        "http://",
        "permission-a-",
        "1-2 ",
        "最大",
        "取值范围1~",
        "`",
        "**",
        "- a：b ",
        "<td rowspan=999 colspan=999>a",
        "-1Busy",
        "AbString",
        "└",
        "\u{200b}",
        "```\n",
        "> ",
        "| a\n",
        "| a.b.c[] | PageVo |\n",
        "| a | AVo |\n\nAVo\n\n| Name | Type | Required |\n|---|---|---|\n",
        "a = new ARequest(",
        "a.setA(a);",
        "A a = new ARequest().setA(a);",
        "（默认）",
        "{\"a\":",
        "Number[]",
        "### X\n\n| Name | Type | Required |\n|---|---|---|\n| a | Number | No |\n",
        "\\ud83d",
        "- -1：b ",
    ];
    let heads = [
        "",
        "<html>",
        "HTTP URLhttps://oapi.dingtalk.io/topapi/a\nHTTP MethodPOST\nRequest body\n\
         NameTypeRequiredExampleDescription\naStringYes",
        "HTTP URLhttps://oapi.dingtalk.io/topapi/a\nHTTP MethodPOST\nResponse body example\n",
        "HTTP URLhttps://oapi.dingtalk.io/topapi/a\nHTTP MethodPOST\nRequest example\ncurl -d '",
        "HTTP URLhttps://oapi.dingtalk.io/topapi/a\nHTTP MethodPOST\nRequest example\nJava\n\
         ARequest a = new ARequest();\na.setA(",
        "## Request body\n| Name | Type | Description |\n|---|---|---|\n| a | Number | ",
    ];
    for head in heads {
        for unit in units {
            let _ = read("page", &format!("{head}{}", unit.repeat(20_000 / unit.len())));
        }
    }
}
