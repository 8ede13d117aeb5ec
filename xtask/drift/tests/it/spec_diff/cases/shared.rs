//! What all endpoints share. Every case has an endpoint of its own, which stays as it is or uses
//! what goes.

use super::{Case, form};

const SORT: &str = "limits = { max_chars = 4 }\nvalues = [`asc`, `desc`]";
const MOVED: &str = "[enums.Moved.values]\nUp = { value = `asc` }\nDown = { value = `desc` }\n";

const KIND: &str = r#"
    let error = failed::<Request>(r#"{"errcode": 70001}"@);
    assert_eq!(error.kind(), dingtalk::ErrorKind::Throttled);
"#;

pub(super) fn cases() -> Vec<Case> {
    let with = |name, shared| {
        let mut case = form(name);
        case.shared = Some(shared);
        case
    };
    let sorted = |name, shared| with(name, shared).given(&[[SORT, "enum = `Direction`"]]);
    let moved = |name| {
        let own = [[SORT, "enum = `Moved`"], ["[errors.33011]", &format!("{MOVED}[errors.33011]")]];
        with(name, ["#enums\n", MOVED])
            .given(&own)
            .changed(&[[MOVED, ""]])
            .still_works("enums.Moved", r#"assert_eq!(Moved::Up.as_str(), "asc");"#)
    };
    vec![
        moved("share_moved"),
        moved("share_moved_too"),
        sorted("share_enum_value", ["Falling = { value = `desc` }", "Falling = { value = `down` }"])
            .no_longer_works("enums.Direction.values.Falling.value", r#"assert_eq!(Direction::Falling.as_str(), "desc");"#),
        sorted("share_enum_described", ["doc = `Which comes first.`", "doc = `Which one comes first.`"])
            .changes_documentation("enums.Direction.doc"),
        sorted("share_enum_value_described", ["doc = `Up.`", "doc = `Upwards.`"])
            .changes_documentation("enums.Direction.values.Rising.doc"),
        with("share_new_id", ["#ids\n", "[ids.NewId]\ntype = `Number`\ndoc = `New.`\n"]).still_works("ids.NewId", ""),
        with("share_no_id", ["[ids.OldId]\ntype = `Number`\ndoc = `Old.`\n", ""])
            .no_longer_compiles("ids.OldId", "let id = dingtalk::OldId::from(1);"),
        with("share_other_id", ["[ids.OtherId]\ntype = `Number`", "[ids.OtherId]\ntype = `String`"])
            .no_longer_compiles("ids.OtherId.type", "let id = dingtalk::OtherId::from(1);"),
        with("share_id_respelled", ["[ids.SameId]\ntype = `Number`", "[ids.SameId]\ntype = `Long`"])
            .changes_documentation("ids.SameId.type"),
        with("share_id_described", ["doc = `Same.`", "doc = `As before.`"])
            .changes_documentation("ids.SameId.doc"),
        with("share_host", ["[hosts.mainland]\nurl = `https://oapi.dingtalk.com`", "[hosts.mainland]\nurl = `https://oapi.example.com`"])
            .changes_documentation("hosts.mainland.url"),
        with("share_new_host", ["#hosts\n", "[hosts.third]\nurl = `https://third.example.com`\ndoc = `A third site.`\n"])
            .changes_documentation("hosts.third"),
        with("share_envelope", ["#envelope\n", "[envelope.more]\ntype = `String`\ndoc = `More.`\n"])
            .changes_documentation("envelope.more"),
        with("share_permission", ["doc = `Read things.`", "doc = `Read all things.`"])
            .changes_documentation("permissions.qyapi_read.doc"),
        with("share_service", ["[services.cases]\ndoc = `Cases.`", "[services.cases]\ndoc = `All cases.`"])
            .changes_documentation("services.cases.doc"),
        with("share_new_error", ["#errors\n", "[errors.CASE_NEW]\ncode = 70009\nclass = `throttled`\nmeaning = `New`\nadvice = `Wait.`\nretry = true\nsource = `probe`\n"])
            .still_works("errors.CASE_NEW", ""),
        with("share_no_error", ["[errors.CASE_ONE]\ncode = 70001\nclass = `throttled`\nmeaning = `One`\nadvice = `Wait.`\nretry = true\nsource = `probe`\n", ""])
            .no_longer_works("errors.CASE_ONE", KIND),
        with("share_other_class", ["code = 70002\nclass = `throttled`", "code = 70002\nclass = `quota-exhausted`"])
            .no_longer_works("errors.CASE_TWO.class", r#"
                let error = failed::<Request>(r#"{"errcode": 70002}"@);
                assert_eq!(error.kind(), dingtalk::ErrorKind::Throttled);
            "#),
        with("share_other_code", ["code = 70004", "code = 70005"])
            .no_longer_works("errors.CASE_FOUR.code", r#"
                let error = failed::<Request>(r#"{"errcode": 70004}"@);
                assert_eq!(error.kind(), dingtalk::ErrorKind::Throttled);
            "#),
        with("share_sub_code", ["code = 70006\n", "code = 70006\nsub_code = `x`\n"])
            .no_longer_works("errors.CASE_SIX.sub_code", r#"
                let error = failed::<Request>(r#"{"errcode": 70006}"@);
                assert_eq!(error.kind(), dingtalk::ErrorKind::Throttled);
            "#),
        with("share_retry", ["meaning = `Three`\nadvice = `Wait.`\nretry = true", "meaning = `Three`\nadvice = `Wait.`"])
            .still_works("errors.CASE_THREE.retry", ""),
        with("share_advice", ["meaning = `Four`\nadvice = `Wait.`", "meaning = `Four`\nadvice = `Wait long.`"])
            .changes_documentation("errors.CASE_FOUR.advice"),
    ]
}
