//! What people do with the service, through the client: create, read, change, delete, and the refusals
//! of the pages.

mod chats;
mod departments;
mod external_contacts;
mod robots;
mod roles;
mod users;

use std::fmt::Debug;

use dingtalk_client::{Client, Error, Retry};
use dingtalk_sandbox::Sandbox;

/// Returns a sandbox and a client of it that repeats nothing.
fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    (sandbox, client)
}

fn client(sandbox: &Sandbox) -> Client {
    let builder = Client::builder().host(sandbox.host()).token(sandbox.token());
    builder.retry(Retry::off()).build().unwrap()
}

/// Returns the code of a refusal.
fn code<T: Debug>(outcome: Result<T, Error>) -> i64 {
    outcome.unwrap_err().code().unwrap().get()
}
