//! The sandbox as a program.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

use std::fs;
use std::future::{Future, poll_fn};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::ExitCode;
use std::task::Poll;

use clap::Parser;
use dingtalk_protocol::AccessToken;
use dingtalk_sandbox::{DEFAULT_ROBOT, Organisation, Plan, Sandbox, seeded};

/// A double of the DingTalk server API, over an organisation in memory. Ctrl-C stops it.
#[derive(Debug, Parser)]
#[command(name = "dingtalk-sandbox", version)]
struct Arguments {
    /// Port on 127.0.0.1 to listen at; 0 picks a free one
    #[arg(long, default_value_t = 8900)]
    port: u16,

    /// Token to accept, instead of the sandbox's own
    #[arg(long, value_parser = token)]
    token: Option<AccessToken>,

    /// TOML file that says how to misbehave: faults, life of tokens, limits, bans
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,

    /// Adds a department and a role with so many employees
    #[arg(long, value_name = "N", default_value_t = 0)]
    users: usize,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If this fails too, the error cannot be reported anywhere.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let port = arguments.port;
    // Nothing reads the log when the sandbox runs as a program.
    let mut builder = Sandbox::builder().port(port).log_limit(0);
    if let Some(token) = &arguments.token {
        builder = builder.token(token.clone());
    }
    if let Some(path) = &arguments.plan {
        builder = builder.plan(read_plan(path)?);
    }
    if arguments.users > 0 {
        builder = builder.organisation(Organisation::with_crowd(arguments.users));
    }
    let sandbox = builder.start().map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::AddrInUse => "; choose another --port, or 0 for any free one",
            _ => "",
        };
        io::Error::new(error.kind(), format!("cannot listen at 127.0.0.1:{port}: {error}{hint}"))
    })?;

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut stop = pin!(tokio::signal::ctrl_c());
        // The first poll installs the handler, so that Ctrl-C works once the address is printed.
        let pending = poll_fn(|context| Poll::Ready(stop.as_mut().poll(context).is_pending()));
        if pending.await {
            print(&sandbox, &mut io::stdout().lock())?;
            stop.await?;
        }
        Ok(())
    })
}

fn print(sandbox: &Sandbox, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "address  {}", sandbox.url())?;
    // These are not secrets: they are valid for this sandbox only.
    writeln!(out, "token    {}", sandbox.token().expose())?;
    writeln!(out, "appkey   {}", sandbox.app_key())?;
    writeln!(out, "secret   {}", sandbox.app_secret())?;
    writeln!(out, "robot    {DEFAULT_ROBOT}")?;
    sandbox.with_organisation(|organisation| {
        writeln!(out, "\n{:>11}  {:>7}  department", "id", "members")?;
        for (id, department) in organisation.departments() {
            let members = organisation.members(id).count();
            writeln!(out, "{id:>11}  {members:>7}  {}", department.name)?;
        }
        writeln!(out, "\n{:>11}  {:>7}  role (group)", "id", "holders")?;
        for (id, role) in organisation.roles() {
            let holders = organisation.holders(id).count();
            let group = organisation.group(role.group).map_or("", |group| &group.name);
            writeln!(out, "{id:>11}  {holders:>7}  {} ({group})", role.name)?;
        }
        writeln!(out, "\n{:>11}  user", "id")?;
        for id in [seeded::JOHN, seeded::USER_1, seeded::USER_2, seeded::USER_100] {
            let name = organisation.user(id).map_or("", |user| &user.name);
            writeln!(out, "{id:>11}  {name}")?;
        }
        let last = seeded::LARGE_ROLE_HOLDERS;
        writeln!(out, "{:>11}  to staff{last}, who hold role {}", "staff01", seeded::LARGE_ROLE)?;
        let (department, role) = (seeded::CROWD_DEPARTMENT, seeded::CROWD_ROLE);
        let mut crowd = organisation.members(department);
        let Some(first) = crowd.next() else { return Ok(()) };
        let last = crowd.last().unwrap_or(first);
        writeln!(out, "{first:>11}  to {last}, of department {department}, who hold role {role}")
    })?;
    writeln!(out, "\nCtrl-C stops it.")?;
    out.flush()
}

fn read_plan(path: &Path) -> io::Result<Plan> {
    let place = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        let hint = "give the path of a TOML file to --plan";
        io::Error::new(error.kind(), format!("cannot read the plan {place}: {error}; {hint}"))
    })?;
    Plan::from_toml(&text).map_err(|error| {
        io::Error::new(io::ErrorKind::InvalidData, format!("the plan {place} is wrong: {error}"))
    })
}

fn token(text: &str) -> Result<AccessToken, String> {
    if text.trim().is_empty() {
        return Err("a blank token is never accepted".to_owned());
    }
    Ok(text.into())
}
