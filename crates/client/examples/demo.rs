//! A working day against the sandbox: an organisation is read, it changes, those concerned are told, and two
//! calls go wrong. `cargo xtask demo` runs it.

use std::fmt::Display;
use std::time::Duration;

use comfy_table::{Table, presets};
use dingtalk_client::directory::{Change, Difference, Directory, User};
use dingtalk_client::message::Message;
use dingtalk_client::{AgentId, Client, Error, Notification, UserId};
use dingtalk_sandbox::{Organisation, Sandbox, seeded};

type Failure = Box<dyn std::error::Error>;

/// How many employees there are, beside those that every sandbox begins with.
const CROWD: usize = 400;

fn main() -> Result<(), Failure> {
    let organisation = Organisation::with_crowd(CROWD);
    let sandbox = Sandbox::builder().organisation(organisation).start()?;
    println!("The service's double listens on {}.", sandbox.url());
    let (key, secret) = (sandbox.app_key(), sandbox.app_secret());
    let client = Client::builder().host(sandbox.host()).app(key, secret).build()?;
    let demo = Demo { sandbox, client };

    let before = demo.read_the_organisation()?;
    demo.change_it()?;
    let told = demo.see_what_has_changed(&before)?;
    demo.tell_them(told)?;
    demo.break_a_limit()?;
    demo.meet_a_documented_error()
}

struct Demo {
    sandbox: Sandbox,
    client: Client,
}

impl Demo {
    fn read_the_organisation(&self) -> Result<Directory, Failure> {
        title("client.directory(): the whole organisation, or an error");
        let directory = self.client.directory().run()?;
        let requests = self.sandbox.requests().len();
        let (users, roles) = (directory.users().len(), directory.roles().len());
        println!("    {users} users and {roles} roles, by {requests} requests");
        let rows = directory.departments().iter().map(|department| {
            let members = directory.members(department.department_id).count();
            let name = department.name.clone().unwrap_or_default();
            [department.department_id.to_string(), name, members.to_string()]
        });
        show_table(["id", "department", "members"], rows);
        Ok(directory)
    }

    fn change_it(&self) -> Result<(), Failure> {
        title("user(): somebody joins, somebody moves, somebody leaves");
        let user = self.client.user();
        let join = user.create("陈静", [seeded::ENGINEERING]).with_user_id("chenjing");
        join.with_mobile("18500000099").send()?;
        self.show_request();
        let departments = [seeded::BACKEND, seeded::PARTNERS];
        self.client.user().update(seeded::USER_1).with_department_ids(departments).send()?;
        self.show_request();
        self.client.user().delete("crowd000007").send()?;
        self.show_request();
        Ok(())
    }

    /// Returns those who have joined or moved.
    fn see_what_has_changed(&self, before: &Directory) -> Result<Vec<UserId>, Failure> {
        title("difference_from(): what is not as it was");
        let now = self.client.directory().run()?;
        let difference = now.difference_from(before)?;
        show_table(["user", "what", "where"], changes(&difference));
        let concerned = difference.users.iter().filter_map(|change| match change {
            Change::Added(user) | Change::Changed { after: user, .. } => Some(user.user_id.clone()),
            Change::Removed(_) => None,
        });
        Ok(concerned.collect())
    }

    fn tell_them(&self, mut users: Vec<UserId>) -> Result<(), Failure> {
        title("Notification: sent to each of them once, and awaited");
        users.push("nobody".into());
        let message = Message::markdown("Welcome", "Your **departments** have changed.")?;
        let notification = Notification::new(&self.client, AgentId::new(1), &message)?;
        let sent = notification.to_users(users).send()?;
        self.show_request();
        let report = sent.wait(Duration::from_secs(60))?;
        let of = |ids: &[UserId]| ids.iter().map(UserId::as_str).collect::<Vec<_>>().join(", ");
        let received = [report.read_user_ids, report.unread_user_ids].concat();
        let rows =
            [("received", of(&received)), ("no such employee", of(&report.invalid_user_ids))];
        show_table(["", "users"], rows.map(|(what, ids)| [what.to_owned(), ids]));
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

fn changes(difference: &Difference<'_>) -> Vec<[String; 3]> {
    let departments =
        |user: &User| user.department_ids().map(|id| id.to_string()).collect::<Vec<_>>().join(", ");
    let row = |change: &Change<'_, User>| match change {
        Change::Added(user) => {
            [user.user_id.to_string(), "has joined".to_owned(), departments(user)]
        }
        Change::Removed(user) => {
            [user.user_id.to_string(), "has left".to_owned(), departments(user)]
        }
        Change::Changed { before, after, fields, .. } => [
            after.user_id.to_string(),
            fields.join(", "),
            format!("{} → {}", departments(before), departments(after)),
        ],
    };
    difference.users.iter().map(row).collect()
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

/// Returns the error of a call that must not succeed.
fn expect_error<T>(result: Result<T, Error>) -> Result<Error, Failure> {
    result.err().ok_or_else(|| "the call succeeded although it must not".into())
}
