//! Prints the employees who hold a role.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ureq::Agent;

#[derive(Debug, Serialize)]
struct ListUsers {
    role_id: i64,
    size: i64,
    offset: i64,
}

#[derive(Debug, Deserialize)]
struct Answer {
    errcode: i64,
    errmsg: Option<String>,
    request_id: Option<String>,
    result: Option<Page>,
}

#[derive(Debug, Deserialize)]
struct Page {
    #[serde(default)]
    list: Vec<User>,
}

#[derive(Debug, Deserialize)]
struct User {
    userid: String,
    name: Option<String>,
    #[serde(default, rename = "manageScopes")]
    manage_scopes: Vec<Department>,
}

#[derive(Debug, Deserialize)]
struct Department {
    dept_id: i64,
    name: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("DINGTALK_TOKEN")?;
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(10)))
        .build();
    let agent = Agent::from(config);
    let request = ListUsers { role_id: 1_507_113_578, size: 100, offset: 0 };
    let mut response = agent
        .post(format!("https://oapi.dingtalk.io/topapi/role/simplelist?access_token={token}"))
        .content_type("application/x-www-form-urlencoded;charset=utf-8")
        .send(serde_urlencoded::to_string(&request)?)?;
    let answer: Answer = serde_json::from_slice(&response.body_mut().read_to_vec()?)?;
    if answer.errcode != 0 {
        let (message, request_id) = (answer.errmsg, answer.request_id);
        return Err(format!("{}: {message:?}, {request_id:?}", answer.errcode).into());
    }
    for user in answer.result.ok_or("the answer has no result")?.list {
        let scopes = user.manage_scopes.iter().map(|it| (it.dept_id, it.name.as_deref()));
        let scopes: Vec<_> = scopes.collect();
        println!("{} {} {scopes:?}", user.userid, user.name.as_deref().unwrap_or("?"));
    }
    Ok(())
}
