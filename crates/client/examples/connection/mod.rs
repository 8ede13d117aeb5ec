//! How the examples reach the service and how they end: the host from an option, the credentials from
//! the environment.

use std::process::ExitCode;
use std::{env, io};

use clap::Args;
use dingtalk_client::{AccessToken, Client, ClientBuilder, Error, Host};

/// Takes the credentials from `DINGTALK_APP_KEY` and `DINGTALK_APP_SECRET`, or else a token from
/// `DINGTALK_ACCESS_TOKEN`.
#[derive(Args)]
pub(crate) struct Connection {
    /// `international`, `mainland`, or the URL of a host.
    #[arg(long, default_value = "international", value_parser = host)]
    host: Host,
}

impl Connection {
    /// A client with the default policies, still to be built.
    pub(crate) fn builder(self) -> Result<ClientBuilder, String> {
        let client = Client::builder().host(self.host);
        match (set("DINGTALK_APP_KEY"), set("DINGTALK_APP_SECRET"), set("DINGTALK_ACCESS_TOKEN")) {
            (Some(key), Some(secret), _) => Ok(client.app(key, secret)),
            (None, None, Some(token)) => Ok(client.token(AccessToken::new(token))),
            (Some(_), None, _) => Err("DINGTALK_APP_SECRET is not set: set it beside \
                                       DINGTALK_APP_KEY"
                .to_owned()),
            (None, Some(_), _) => Err("DINGTALK_APP_KEY is not set: set it beside \
                                       DINGTALK_APP_SECRET"
                .to_owned()),
            (None, None, None) => {
                Err("set DINGTALK_APP_KEY and DINGTALK_APP_SECRET to the key and \
                                       secret of your app, or DINGTALK_ACCESS_TOKEN to a token"
                    .to_owned())
            }
        }
    }
}

/// What an example may fail with.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// The exit code of an example that says whether all went well.
pub(crate) fn end(result: Result<bool, Failure>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Nobody reads on, as with `| head`.
        Err(error) if is_closed_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn is_closed_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn host(text: &str) -> Result<Host, Error> {
    match text {
        "international" => Ok(Host::INTERNATIONAL),
        "mainland" => Ok(Host::MAINLAND),
        url => Host::custom(url),
    }
}
