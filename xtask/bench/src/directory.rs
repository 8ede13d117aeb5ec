//! The walk through an organisation of 100,000 users in 5,000 departments, one side per process.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::Command;
use std::{env, fs};

use rustix::time::ClockId;

use crate::server::{self, Received, with_head};
use crate::{Side, by_hand, calls, samples, turns};

const DEPARTMENTS: usize = 5_000;
const USERS: usize = 100_000;
const ROLES: usize = 100;

/// The default number of threads of a walk.
const THREADS: usize = 4;

/// Cost of a walk.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Seconds of processor time.
    pub seconds: f64,
    /// Peak memory of the process.
    pub kilobytes: f64,
}

/// Walks in a separate process, so that the server's work is not counted.
pub fn measure(side: Side, host: &str) -> io::Result<Cost> {
    let output = Command::new(env::current_exe()?).args(["walk", &side.name(), host]).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let figures: Vec<f64> = text.split_whitespace().filter_map(|it| it.parse().ok()).collect();
    let [seconds, kilobytes] = figures[..] else {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    };
    Ok(Cost { seconds, kilobytes })
}

/// Walks in this process, and prints the cost.
pub fn walk(side: Side, host: &str) -> io::Result<()> {
    let seconds = turns::processor(ClockId::ProcessCPUTime, || {
        let found = match side {
            Side::Ours => {
                let directory = calls::client(host).directory().threads(THREADS).run();
                let directory = directory.expect("a whole walk");
                [directory.departments().len(), directory.users().len(), directory.roles().len()]
            }
            Side::ByHand => {
                let client = by_hand::Client::new(host, samples::TOKEN);
                let directory = client.directory(THREADS).expect("a whole walk");
                [directory.departments.len(), directory.users.len(), directory.roles.len()]
            }
        };
        assert_eq!(found, [DEPARTMENTS, USERS, ROLES]);
    });
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|it| it.split_whitespace().next()).unwrap_or("?");
    writeln!(io::stdout(), "{seconds} {kilobytes}")
}

/// Starts a server that has the organisation, and returns its URL.
pub fn serve() -> io::Result<String> {
    let members = members();
    server::serve(move |received, stream| {
        stream.write_all(&with_head(&answer(&received, &members)))
    })
}

/// Returns the users of each department. Every tenth user is in two departments.
fn members() -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); DEPARTMENTS + 1];
    for user in 0..USERS {
        for id in departments(user) {
            members[id].push(user);
        }
    }
    members
}

fn departments(user: usize) -> Vec<usize> {
    let mut departments = vec![user % DEPARTMENTS + 1];
    let other = (user * 7 + 3) % DEPARTMENTS + 1;
    if user.is_multiple_of(10) && other != departments[0] {
        departments.push(other);
    }
    departments
}

fn answer(received: &Received, members: &[Vec<usize>]) -> String {
    let number = |name: &str| {
        let pairs = received.body.split('&').filter_map(|it| it.split_once('='));
        let value = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next();
        value.and_then(|it| it.parse::<usize>().ok()).unwrap_or_default()
    };
    let path = received.line.split([' ', '?']).nth(1).unwrap_or_default();
    let department = number("dept_id");
    let result = match path {
        "/topapi/user/count" => format!(r#"{{"count":{USERS}}}"#),
        "/topapi/v2/department/get" => of_department(department, true),
        "/topapi/v2/department/listsub" => {
            // Each department has fifty below it, as long as there are any.
            let first = (department - 1) * 50 + 2;
            let below = (first..first + 50).filter(|id| *id <= DEPARTMENTS);
            list(below.map(|id| of_department(id, false)))
        }
        "/topapi/user/listid" => {
            let ids = members[department].iter().map(|user| format!("\"{}\"", user_id(*user)));
            format!(r#"{{"userid_list":{}}}"#, list(ids))
        }
        "/topapi/v2/user/list" => {
            let users = members[department].iter().map(|user| of_user(*user));
            format!(r#"{{"has_more":false,"list":{}}}"#, list(users))
        }
        "/topapi/role/list" => {
            let role = |id: usize| format!(r#"{{"id":{id},"name":"职位 {id}"}}"#);
            let group = |group: usize| {
                let roles = list((1..=ROLES / 20).map(|it| role(group * 1000 + it)));
                format!(r#"{{"groupId":{group},"name":"分组 {group}","roles":{roles}}}"#)
            };
            format!(r#"{{"hasMore":false,"list":{}}}"#, list((1..=20).map(group)))
        }
        _ => {
            let (role, offset) = (number("role_id"), number("offset"));
            let first = (role * 13) % (USERS - 1000) + offset;
            let holder = |user| format!(r#"{{"userid":"{}","name":"张伟"}}"#, user_id(user));
            let holders = list((first..first + 100).map(holder));
            format!(r#"{{"hasMore":{},"list":{holders}}}"#, offset + 100 < 1000)
        }
    };
    format!(r#"{{"errcode":0,"errmsg":"ok","result":{result},"request_id":"f6249uw1kuus"}}"#)
}

fn user_id(user: usize) -> String {
    format!("manager{user:07}")
}

fn of_department(id: usize, is_all: bool) -> String {
    let mut text = format!(r#"{{"dept_id":{id},"name":"研发中心 {id}""#);
    if id > 1 {
        let _ = write!(text, r#","parent_id":{}"#, (id - 2) / 50 + 1);
    }
    if is_all {
        let _ = write!(
            text,
            r#","order":{id},"dept_manager_userid_list":["{}"],"hide_dept":false,"outer_dept":false"#,
            user_id(id)
        );
    }
    text + r#","create_dept_group":true,"auto_add_user":true}"#
}

fn of_user(user: usize) -> String {
    let id = user_id(user);
    let departments = list(departments(user).iter().map(ToString::to_string));
    format!(
        r#"{{"userid":"{id}","unionid":"z21HjQliSzpw0YWCNxmii{user:07}","name":"张伟 {user}","avatar":"https://static.example.com/media/lADPBbCc1Zh{user}.jpg","state_code":"86","mobile":"1851{user:07}","hide_mobile":false,"telephone":"010-86123456-{user}","job_number":"{user}","title":"技术总监","email":"{id}@example.com","org_email":"{id}@org.example.com","work_place":"未来park","remark":"备注备注","dept_id_list":{departments},"dept_order":{user},"extension":"{{\"爱好\":\"旅游\"}}","hired_date":1597573616828,"active":true,"admin":false,"boss":false,"leader":false,"exclusive_account":false}}"#
    )
}

fn list(entries: impl Iterator<Item = String>) -> String {
    format!("[{}]", entries.collect::<Vec<_>>().join(","))
}
