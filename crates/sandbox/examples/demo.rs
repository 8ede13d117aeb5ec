//! Every call against the sandbox, shown line by line. `cargo xtask demo` runs it.

use std::fmt::{Debug, Display};

use comfy_table::{Table, presets};
use dingtalk_client::role::list_users::{Page, User};
use dingtalk_client::{Client, Error, Reply};
use dingtalk_sandbox::{Sandbox, seeded};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let sandbox = Sandbox::start()?;
    println!("The service's double listens on {}.", sandbox.url());
    let (key, secret) = (sandbox.app_key(), sandbox.app_secret());
    let client = Client::builder().host(sandbox.host()).app(key, secret).build()?;
    let demo = Demo { sandbox, client };
    demo.fetch_a_token()?;
    demo.list_a_department()?;
    demo.give_a_role()?;
    demo.list_a_role_page_by_page()?;
    demo.take_a_role_and_delete_it()?;
    demo.break_a_limit()?;
    demo.meet_a_documented_error()
}

struct Demo {
    sandbox: Sandbox,
    client: Client,
}

impl Demo {
    fn fetch_a_token(&self) -> Result<(), Failure> {
        title("auth().get_token: what the client does by itself for the calls below");
        let (key, secret) = (self.sandbox.app_key(), self.sandbox.app_secret());
        let reply = self.client.auth().get_token(key, secret).send()?;
        self.show_request();
        show_reply(&reply);
        Ok(())
    }

    fn list_a_department(&self) -> Result<(), Failure> {
        title("user().list_ids: who belongs to a department");
        let reply = self.client.user().list_ids(seeded::ENGINEERING).send()?;
        self.show_request();
        show_table(["user_ids"], reply.user_ids.iter().map(|id| [id.to_string()]));
        Ok(())
    }

    fn give_a_role(&self) -> Result<(), Failure> {
        title("role().add_to_users: give roles to employees");
        let users = ["user1", "user2", "user100"];
        let reply = self.client.role().add_to_users([seeded::EMPTY_ROLE], users).send()?;
        self.show_request();
        show_reply(&reply);
        Ok(())
    }

    fn list_a_role_page_by_page(&self) -> Result<(), Failure> {
        title("role().list_users: a role of 45 employees, page by page");
        let size = 20;
        let mut offset = 0;
        loop {
            let call = self.client.role().list_users(seeded::LARGE_ROLE);
            let reply = call.with_page(Page { offset, size }).send()?;
            self.show_request();
            println!("    {} users, has_more: {}", reply.users.len(), reply.has_more);
            let name = |user: &User| user.name.clone().unwrap_or_default();
            let rows = reply.users.iter().map(|user| [user.user_id.to_string(), name(user)]);
            show_table(["user_id", "name"], rows);
            if !reply.has_more {
                return Ok(());
            }
            if reply.users.is_empty() {
                return Err("an empty page says that more follow".into());
            }
            offset += i64::try_from(reply.users.len())?;
        }
    }

    fn take_a_role_and_delete_it(&self) -> Result<(), Failure> {
        title("role().remove_from_users: take roles from employees");
        let users = ["user1", "user2", "user100"];
        let reply = self.client.role().remove_from_users([seeded::EMPTY_ROLE], users).send()?;
        self.show_request();
        show_reply(&reply);

        title("role().delete: delete a role that nobody holds");
        let reply = self.client.role().delete(seeded::EMPTY_ROLE).send()?;
        self.show_request();
        show_reply(&reply);
        Ok(())
    }

    fn break_a_limit(&self) -> Result<(), Failure> {
        title("21 role ids: refused before anything is sent");
        self.sandbox.clear_requests();
        show_error(&expect_error(self.client.role().add_to_users(1..=21, ["user1"]).send())?);
        println!("    the sandbox received {} requests", self.sandbox.requests().len());
        Ok(())
    }

    fn meet_a_documented_error(&self) -> Result<(), Failure> {
        title("a role of the default group: a documented error and its advice");
        let error = expect_error(self.client.role().delete(seeded::OWNER).send())?;
        self.show_request();
        show_error(&error);
        Ok(())
    }

    /// The request that the sandbox received last. Its text masks the token.
    fn show_request(&self) {
        if let Some(request) = self.sandbox.requests().last() {
            println!("  > {request}");
        }
    }
}

fn title(text: &str) {
    println!("\n{text}");
}

fn show_table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [impl Display; N]>) {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_BORDERS_ONLY).set_header(head);
    for row in rows {
        table.add_row(row.map(|cell| cell.to_string()));
    }
    for line in table.to_string().lines() {
        println!("    {line}");
    }
}

/// A reply that says nothing but that the call succeeded.
fn show_reply<T: Debug>(reply: &Reply<T>) {
    let request_id = reply.request_id().unwrap_or("none").to_owned();
    show_table(["reply", "request id"], [[format!("{:?}", **reply), request_id]]);
}

fn show_error(error: &Error) {
    let kind = format!("{:?}", error.kind());
    let code = error.code().map(|code| code.to_string());
    let rows = [
        ("kind", Some(kind.as_str())),
        ("code", code.as_deref()),
        ("message", error.message()),
        ("advice", error.advice()),
        ("request id", error.request_id()),
    ];
    show_table(["", "error"], rows.into_iter().filter_map(|(name, value)| Some([name, value?])));
    println!("    {error}");
}

/// The error of a call that must not succeed.
fn expect_error<T>(result: Result<T, Error>) -> Result<Error, Failure> {
    result.err().ok_or_else(|| "the call succeeded although it must not".into())
}
