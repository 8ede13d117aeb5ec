//! A double of the DingTalk server API: a real HTTP/1.1 server over an organisation in memory.
//!
//! It responds like the service as far as this is known from its documentation pages and observations of
//! the live gateway; otherwise, a comment in the source states the sandbox's own choice. It is written
//! from the pages and not from the types of `dingtalk-protocol`, so that it can reveal mistakes in those
//! types.
//!
//! Some calls [work on the organisation](#what-it-plays); all other documented calls are [checked and
//! answered with an example](#every-other-call).
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
//! As a program: `cargo run -p dingtalk-sandbox -- --port 8900`, with `--plan FILE` to misbehave and
//! `--users N` for a crowd.
//!
//! # Tokens
//!
//! The token of [`Builder::token`] never expires. `GET /gettoken` issues others to the apps of
//! [`Builder::app`], numbered and not random: `sandbox-token-1`, `sandbox-token-2`, … They are valid for
//! two hours or as long as [`Builder::token_life`] says; a repeated request in that time returns the
//! same token and extends it.
//!
//! | token | answer of a call |
//! |---|---|
//! | none | 88, `sub_code` 41001 |
//! | blank | 88, `sub_code` 40000 |
//! | unknown, or revoked by [`Sandbox::reject_token`] | 88, `sub_code` 40014 |
//! | expired | 88, `sub_code` 42001 |
//!
//! | `gettoken` | answer |
//! |---|---|
//! | an app's key and secret | `access_token` and `expires_in` in seconds, without `request_id` |
//! | no app has this pair | 40096 |
//! | `appkey` or `appsecret` is missing or empty | 40035 |
//!
//! # Limits
//!
//! All are off by default. They use the [`Clock`], so that a test with a [`ManualClock`] does not have
//! to wait. It is not known how the service counts; the sandbox counts in windows that begin with a
//! call.
//!
//! | limit | switched on by | answer |
//! |---|---|---|
//! | calls of one app to one path per second | [`Builder::rate_limit`] | 88, `sub_code` 90018 |
//! | calls of all apps to one path per second | [`Builder::rate_limit_for_all`] | 88, `sub_code` 90002 |
//! | calls from one address | [`Builder::ip_ban`] | `{"status":1111,…}` without `errcode` |
//! | messages of one robot per minute | [`Builder::limit_robots`] | 410100 for ten minutes |
//!
//! # Faults
//!
//! [`Fault`] lists what can go wrong. [`Answer::fault`] sets a fault for one request, and a
//! [`FaultPlan`] for many, by their number or by chance. The first of these that applies determines the
//! response: answers set by the test, the plan, limits and gateway, the endpoint. Requests that have no
//! effect because of a fault do not count towards limits.
//!
//! # Plan files
//!
//! A [`Plan`] is a TOML file with all of these settings; every key except `fault` is optional.
//! `crates/sandbox/plans/rough.toml` is an example.
//!
//! ```
//! let plan = dingtalk_sandbox::Plan::from_toml(
//!     r#"
//!     seed = 7                 # seed of the random choice of requests; 0 if left out
//!
//!     [token]
//!     life_seconds = 20        # or: lives_forever = true
//!
//!     [limits]
//!     per_app = 20             # calls per second of one app to one path
//!     all_callers = 40         # calls per second of all apps to one path
//!     end_time = true          # say in the message when a throttling ends
//!
//!     [ban]                    # left out: no ban
//!     calls = 10000            # number of calls from one address
//!     within_seconds = 20      # period in which they are counted
//!     lasts_seconds = 300      # how long the address is then banned
//!
//!     [[faults]]
//!     path = "/topapi/role/addrolesforemps"  # left out: every path
//!     fault = "reset-after"    # a name in the table of `Fault`
//!     at = [3, 5]              # the third and the fifth request to that path …
//!
//!     [[faults]]
//!     fault = "gateway-timeout"
//!     applied = true           # the request takes effect; left out: it does not
//!     share = 0.05             # … or this share of all requests
//!     "#,
//! )?;
//! let sandbox = dingtalk_sandbox::Sandbox::builder().plan(plan).start()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | key of a fault | for | meaning |
//! |---|---|---|
//! | `applied` | `busy`, `gateway-timeout`, `bad-gateway`, `empty-body` | whether the request takes effect |
//! | `link` | `permission-missing` | whether the message has a link |
//! | `end_in_seconds` | `app-throttled`, `callers-throttled` | the end in the message, counted from the request |
//! | `milliseconds` | `slow-headers`, `slow-body` | how long the response takes |
//! | `bytes` | `oversize-body` | length of the body |
//!
//! # The seeded organisation
//!
//! By default, a sandbox serves [`Organisation::seeded`]. Its ids are constants in [`seeded`]. The
//! request examples of the pages on holders of roles, `deleterole` and `listid` work on it unchanged.
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
//! | user | name | departments | mobile | |
//! |---|---|---|---|---|
//! | `manager4220` | John | `1`, `11` | `18500000001` | main administrator |
//! | `user1` | 张伟 | `100` | `18500000002` | manages `100` |
//! | `user2` | 李娜 | `-7`, `100` | `18500000003` | sub-administrator |
//! | `user100` | 王芳🌻 | `101` | `18500000004` | |
//! | `staff01` … `staff45` | 员工01 … 员工45 | `101` | | |
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
//! External contacts can carry the labels of 类型 (`1561077310` to `1561077315`) and of 级别
//! (`1561077317` to `1561077319`).
//!
//! The groups are `1507113570` (默认, the default group) and `1507113577` (岗位).
//!
//! [`Organisation::with_crowd`] adds department `300` (人群, below `1`) and role `1507113700` (成员,
//! group 岗位), with any number of members and holders `crowd000001`, `crowd000002`, …
//!
//! # What it plays
//!
//! These calls work on the organisation, with the rules and the codes of their pages: a change made by
//! one call is visible to the others.
//!
//! | kind | calls |
//! |---|---|
//! | departments | `listsub`, `listsubid`, `get`, `create`, `update`, `delete`, `listparentbydept`, `listparentbyuser` |
//! | employees | `create`, `update`, `delete`, `get`, `list`, `listsimple`, `listid`, `getbymobile`, `getbyunionid`, `count`, `listadmin`, `inactive/user/v2/get`, `getuserinfo` |
//! | roles | `list`, `getrole`, `getrolegroup`, `add_role`, `add_role_group`, `update_role`, `deleterole`, `scope/update`, `addrolesforemps`, `removerolesforemps`, `simplelist` |
//! | external contacts | `create`, `update`, `delete`, `get`, `list`, `listlabelgroups` |
//! | group chats | `create`, `update`, `get`, `send` |
//! | messages | work notifications: send, progress, result, recall; custom robots, whose signature is checked if they have a secret |
//! | files | `/media/upload`; no page of this API documents a download, so [`Sandbox::uploaded_file`] returns the bytes to the test |
//!
//! A test changes the data that calls return with [`Organisation::edit_user`] and
//! [`Organisation::edit_department`]. New ids are numbered, and none is used twice.
//!
//! # Messages and sign-in
//!
//! [`Sandbox::notifications`], [`Sandbox::robot_messages`] and [`Sandbox::chat_messages`] return what
//! was sent. There is a robot with the token [`DEFAULT_ROBOT`]; [`Builder::signing_robot`] adds one that
//! only accepts signed messages. `code-user1` is a sign-in code of `user1`, and so on; each can be used
//! once.
//!
//! # Every other call
//!
//! A call of [`example_paths`] changes nothing. Its request is checked against the specification that
//! the crates are generated from, and answered with the example of its page, regardless of its
//! parameters; the `request_id` is the request's own, where the page lists one. Tokens, limits,
//! permissions and faults work as for the other calls.
//!
//! The following is checked, in the order of the page's table: that each required parameter is present,
//! in the place that the page states, and not empty; types, down to the fields of objects; limits of
//! numbers, lists and texts; then groups of which one member is required, the length of periods, and the
//! size of files. Numbers and booleans can be sent as texts, as pages show them; a JSON object is
//! accepted in place of a form; undocumented parameters are ignored.
//!
//! | a call with | has to send |
//! |---|---|
//! | the app's token | one that is accepted |
//! | a token or secret of another kind | any value: it is a required parameter like others |
//! | a signature | the right one, if a parameter names an app of [`Builder::app`]; otherwise any |
//!
//! The code of a refusal is the one whose text on the page fits the parameter and the problem (missing or wrong) best; of
//! equal ones, the first. The message adds what is wrong. If the page has no such code:
//!
//! | path | `errcode` of a missing parameter | of a wrong one |
//! |---|---|---|
//! | `/topapi/…` | 40 | 41 |
//! | another | 40035 | 40035 |
//!
//! # Codes of its own
//!
//! | `errcode` | HTTP status | when |
//! |---|---|---|
//! | [`ROLE_IN_USE`] | 200 | deleting a role that somebody holds; the page names no code |
//! | [`BODY_TOO_LARGE`] | 413 | a request body is larger than [`MAX_BODY`] |

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod answer;
mod body;
mod builder;
mod clock;
pub mod documented;
mod endpoints;
mod examples;
mod fault;
mod flushes;
mod gate;
mod gateway;
mod history;
mod limits;
mod log;
mod mask;
mod organisation;
mod plan;
mod sandbox;
mod server;
mod service;
mod settings;
mod signature;
mod tokens;
mod upload;
mod wire;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use answer::Answer;
pub use builder::{Builder, DEFAULT_APP_KEY, DEFAULT_APP_SECRET, DEFAULT_ROBOT, DEFAULT_TOKEN};
pub use clock::{Clock, ManualClock, SystemClock};
pub use endpoints::example_paths;
pub use fault::{Fault, FaultPlan, FaultRule, MAX_OVERSIZE, PlanError};
pub use gate::Gate;
pub use history::{SentChatMessage, SentNotice};
pub use limits::IpBan;
pub use log::RecordedRequest;
pub use organisation::{
    AdminLevel, Chat, Department, ExternalContact, LabelGroup, Organisation, OrganisationError,
    Role, RoleGroup, User, seeded,
};
pub use plan::Plan;
pub use sandbox::Sandbox;
pub use settings::{BODY_TOO_LARGE, MAX_BODY, ROLE_IN_USE};
pub use upload::UploadedFile;

/// Locks a mutex, ignoring poisoning: a test that fails while it holds the lock must not make others
/// fail.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs the example of the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
