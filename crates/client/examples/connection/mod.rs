//! How the examples reach the service and how they end: the host from an option, the credentials from
//! the environment.

use std::io;
use std::process::ExitCode;

use clap::Args;
use dingtalk_client::{ClientBuilder, Error, Host};

/// Takes the credentials from `DINGTALK_APP_KEY` and `DINGTALK_APP_SECRET`, or else a token from
/// `DINGTALK_ACCESS_TOKEN`.
#[derive(Args)]
pub(crate) struct Connection {
    /// `mainland`, `international`, or the URL of a host. The default is `DINGTALK_HOST`, or `mainland` if that is not set.
    #[arg(long)]
    host: Option<Host>,
}

impl Connection {
    /// Returns a client with the default policies, still to be built.
    pub(crate) fn builder(self) -> Result<ClientBuilder, Error> {
        let builder = ClientBuilder::from_env()?;
        Ok(match self.host {
            Some(host) => builder.host(host),
            None => builder,
        })
    }
}

/// What an example may fail with.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// Returns the exit code of an example that says whether all went well.
pub(crate) fn end(result: Result<bool, Failure>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // The reader has closed the pipe, as `| head` does.
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
