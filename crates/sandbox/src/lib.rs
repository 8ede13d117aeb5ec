//! A double of the DingTalk server API: a real HTTP/1.1 server over an organisation in memory.
//!
//! It answers like the service as far as its documentation pages and observations of the live
//! gateway go; where they say nothing, a comment in the source names the sandbox's own choice. It
//! is written from the pages and not from the types of `dingtalk-protocol`, so that it can find
//! mistakes in them.
//!
//! ```
//! use dingtalk_sandbox::{Answer, Sandbox, seeded};
//!
//! let sandbox = Sandbox::start()?;
//! // … point a client at `sandbox.host()` with `sandbox.token()` …
//!
//! // What the organisation looks like is up to the test:
//! sandbox.with_organisation(|organisation| organisation.assign(seeded::EMPTY_ROLE, "user1"))?;
//! // Answers that do not follow from its state can be ordered:
//! sandbox.answer_next("/topapi/role/simplelist", Answer::error(400001, "System error"));
//! // And everything that came is in the log:
//! assert!(sandbox.requests().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! As a program: `cargo run -p dingtalk-sandbox -- --port 8900`.
//!
//! # The seeded organisation
//!
//! Unless it is given another, a sandbox serves [`Organisation::seeded`]. Its ids are constants in
//! [`seeded`]. The request examples of the pages work on it as they stand.
//!
//! | department | name | below | members |
//! |---|---|---|---|
//! | `1` | 示例公司 | | `manager4220` |
//! | `11` | Discipline Inspection Department | `1` | `manager4220` |
//! | `100` | 工程部 | `1` | `user1`, `user2` |
//! | `101` | 后端组 | `100` | `user100`, `staff01` … `staff45` |
//! | `200` | Empty department | `1` | |
//! | `-7` | External partners | `1` | `user2` |
//!
//! | user | name | departments |
//! |---|---|---|
//! | `manager4220` | John | `1`, `11` |
//! | `user1` | 张伟 | `100` |
//! | `user2` | 李娜 | `-7`, `100` |
//! | `user100` | 王芳🌻 | `101` |
//! | `staff01` … `staff45` | 员工01 … 员工45 | `101` |
//!
//! | role | name | group | holders (management scope) |
//! |---|---|---|---|
//! | `1507113571` | Owner | default | `manager4220` |
//! | `1507113572` | Supervisor | default | `user1` (`100`) |
//! | `1507113573` | Super Admin | default | |
//! | `1507113574` | Sub Admin | default | `user2` (`-7`, `101`) |
//! | `11` | Obsolete | 岗位 | |
//! | `1203141` | Inspector | 岗位 | `manager4220` (`11`) |
//! | `1507113578` | Reviewer | 岗位 | `user1`, `user100` |
//! | `1507113584` | 工程师 | 岗位 | `user2` |
//! | `1507113600` | 员工 | 岗位 | `staff01` … `staff45` |
//! | `1581321999` | Unused | 岗位 | |
//!
//! The groups are `1507113570` (默认, the default group) and `1507113577` (岗位).
//!
//! # Codes of its own
//!
//! | `errcode` | HTTP status | when |
//! |---|---|---|
//! | [`ROLE_IN_USE`] | 200 | a role is to be deleted that somebody holds; the page names no code |
//! | [`BODY_TOO_LARGE`] | 413 | a request body is larger than [`MAX_BODY`] |

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod answer;
mod body;
mod clock;
mod endpoints;
mod flushes;
mod gate;
mod gateway;
mod log;
mod mask;
mod organisation;
mod sandbox;
mod server;
mod service;
mod settings;
mod wire;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use answer::Answer;
pub use clock::{Clock, SystemClock};
pub use gate::Gate;
pub use log::RecordedRequest;
pub use organisation::{
    Department, Organisation, OrganisationError, Role, RoleGroup, User, seeded,
};
pub use sandbox::{Builder, DEFAULT_TOKEN, Sandbox};
pub use settings::{BODY_TOO_LARGE, MAX_BODY, ROLE_IN_USE};

/// Locks; a test that failed while it held the lock shall not make others fail for it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
