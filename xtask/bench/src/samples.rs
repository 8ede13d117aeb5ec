//! Requests and answers of the measured calls.

use std::fmt::Write;

/// An access token of the usual length.
pub const TOKEN: &str = "6d1bf2c39a0e3b51a7c40d8e92f5b613";

/// Host of requests that are only encoded.
pub const HOST: &str = "https://oapi.dingtalk.io";

/// A role.
pub const ROLE: i64 = 1_507_113_578;

/// The size of the largest page.
pub const PAGE_SIZE: i64 = 100;

/// An answer without content.
pub const EMPTY: &str = r#"{"errcode":0,"errmsg":"ok","request_id":"emhw6ma4xmeg"}"#;

/// An error that the page of the endpoint documents.
pub const ERROR: &str =
    r#"{"errcode":33011,"errmsg":"the role does not exist","request_id":"f6249uw1kuus"}"#;

/// An error that the gateway wraps.
pub const WRAPPED_ERROR: &str = r#"{"errcode":88,"sub_code":"40014","sub_msg":"the access token is not valid","errmsg":"ding talk error[subcode=40014,submsg=the access token is not valid]","request_id":"15r2aqs0q8v3k"}"#;

/// Returns the most role ids that one call takes.
pub fn role_ids() -> Vec<i64> {
    (0..20).map(|index| ROLE + index * 37).collect()
}

/// Returns the most user ids that one call takes.
pub fn user_ids() -> Vec<String> {
    (0..20).map(user_id).collect()
}

/// Returns the id of a user.
pub fn user_id(number: i64) -> String {
    format!("manager{:07}", 4_220_000 + number)
}

/// Returns a page of 100 users with two management scopes each, about 20 kB.
pub fn page() -> String {
    let mut body = String::from(r#"{"errcode":0,"errmsg":"ok","result":{"hasMore":true,"list":["#);
    for number in 0..PAGE_SIZE {
        if number > 0 {
            body.push(',');
        }
        let (id, first, second) = (user_id(number), 7_113_578 + number, 9_113_578 + number);
        let _ = write!(
            body,
            r#"{{"name":"张伟 Zhang Wei {number:03}","userid":"{id}","manageScopes":[{{"dept_id":{first},"name":"Discipline Inspection Department"}},{{"dept_id":{second},"name":"Department of Research, Development"}}]}}"#
        );
    }
    body.push_str(r#"]},"request_id":"f6249uw1kuus"}"#);
    body
}
