//! Lists everyone who holds a role, page by page, from the real service.
//!
//! ```text
//! DINGTALK_ACCESS_TOKEN=… cargo run --example list_role_users -- --host international --role 1507113578
//! ```

use std::env;
use std::process::ExitCode;

use clap::Parser;
use dingtalk_client::role::list_users::{MAX_SIZE, Page};
use dingtalk_client::{AccessToken, Client, Error, Host, RoleId};

/// Lists everyone who holds a role. Takes the token from `DINGTALK_ACCESS_TOKEN`.
#[derive(Parser)]
struct Arguments {
    /// `international`, `mainland`, or the URL of a host.
    #[arg(long, default_value = "international", value_parser = host)]
    host: Host,
    /// The role's id.
    #[arg(long)]
    role: RoleId,
}

fn main() -> ExitCode {
    let Arguments { host, role } = Arguments::parse();
    let Some(token) = env::var("DINGTALK_ACCESS_TOKEN").ok().filter(|token| !token.is_empty())
    else {
        eprintln!("set DINGTALK_ACCESS_TOKEN to the access token of your app");
        return ExitCode::from(2);
    };
    match list(host, AccessToken::new(token), role) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn list(host: Host, token: AccessToken, role: RoleId) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().host(host).token(token).build()?;
    let mut offset = 0;
    loop {
        // A page is asked for from where the last one really ended.
        let page =
            client.role().list_users(role).with_page(Page { offset, size: MAX_SIZE }).send()?;
        for user in &page.users {
            println!("{}\t{}", user.user_id, user.name.as_deref().unwrap_or("(no name)"));
        }
        if !page.has_more {
            return Ok(());
        }
        if page.users.is_empty() {
            return Err(format!(
                "the page at offset {offset} is empty, yet more are said to follow"
            )
            .into());
        }
        offset += i64::try_from(page.users.len())?;
    }
}

fn host(text: &str) -> Result<Host, Error> {
    match text {
        "international" => Ok(Host::INTERNATIONAL),
        "mainland" => Ok(Host::MAINLAND),
        url => Host::custom(url),
    }
}
