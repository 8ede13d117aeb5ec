//! What is sent and answered.

use std::fmt::Write;

/// An access token, as long as real ones.
pub const TOKEN: &str = "6d1bf2c39a0e3b51a7c40d8e92f5b613";

/// Where requests go that nobody sends.
pub const HOST: &str = "https://oapi.dingtalk.io";

/// The role whose first page is always [`page`]. Any other role has as many employees as its number says.
pub const SAMPLE_ROLE: i64 = 1_507_113_578;

/// The largest page that the service answers.
pub const PAGE_SIZE: i64 = 100;

/// An answer without content.
pub const EMPTY: &str = r#"{"errcode":0,"errmsg":"ok","request_id":"emhw6ma4xmeg"}"#;

/// An error that the page of the endpoint documents.
pub const ERROR: &str =
    r#"{"errcode":33011,"errmsg":"the role does not exist","request_id":"f6249uw1kuus"}"#;

/// An error that the gateway has wrapped.
pub const WRAPPED_ERROR: &str = r#"{"errcode":88,"sub_code":"40014","sub_msg":"the access token is not valid","errmsg":"ding talk error[subcode=40014,submsg=the access token is not valid]","request_id":"15r2aqs0q8v3k"}"#;

/// As many role ids as one call takes.
pub fn role_ids() -> Vec<i64> {
    (0..20).map(|index| SAMPLE_ROLE + index * 37).collect()
}

/// As many user ids as one call takes.
pub fn user_ids() -> Vec<String> {
    (0..20).map(user_id).collect()
}

/// The id of an employee.
pub fn user_id(number: i64) -> String {
    format!("manager{:07}", 4_220_000 + number)
}

/// A page of 100 employees with two management scopes each, about 20 kB.
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

/// A page of a role that `all` employees hold.
pub fn page_of(all: i64, offset: i64, size: i64) -> String {
    let end = (offset + size).min(all);
    let mut body =
        format!(r#"{{"errcode":0,"errmsg":"ok","result":{{"hasMore":{},"list":["#, end < all);
    for number in offset..end {
        if number > offset {
            body.push(',');
        }
        let _ = write!(body, r#"{{"name":"张伟","userid":"{}"}}"#, user_id(number));
    }
    body.push_str(r#"]},"request_id":"f6249uw1kuus"}"#);
    body
}

/// The employees of a department.
pub fn ids() -> String {
    let ids: Vec<_> = (0..20).map(|number| format!("{:?}", user_id(number))).collect();
    format!(
        r#"{{"errcode":0,"errmsg":"ok","result":{{"userid_list":[{}]}},"request_id":"3naksldjh0dk"}}"#,
        ids.join(",")
    )
}
