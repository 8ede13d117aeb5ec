//! A Redis server that token stores and limiters share.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dingtalk_protocol::{Error, ErrorKind};
#[cfg(feature = "redis-tls")]
use redis::ConnectionAddr;
use redis::{Client, Cmd, Connection, FromRedisValue, RedisError, ServerErrorKind};

/// How long no command is sent after the server could not be reached, so that calls do not wait for it
/// one after the other.
const REST: Duration = Duration::from_secs(2);

/// Client with one connection, which is made when needed and again when it has broken.
pub(crate) struct RedisServer {
    client: Client,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    connection: Option<Connection>,
    /// Time from which commands may be sent to the server again.
    rests_until: Option<Instant>,
}

impl RedisServer {
    /// Reads the URL of a server. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidConfiguration`] for a URL that cannot be used. The error does not repeat
    /// it, because it may hold a password.
    pub(crate) fn new(url: &str) -> Result<Self, Error> {
        let client = Client::open(url).map_err(|_| {
            Error::new(ErrorKind::InvalidConfiguration).with_detail(
                "the URL of the Redis server cannot be used: give it as \
                 redis://user:password@name:port/number, or with the feature redis-tls as rediss://",
            )
        })?;
        Ok(Self { client, state: Mutex::default() })
    }

    /// Runs a command. Connecting, writing and reading may each take as long as `time`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreachable`] if the server does not respond, or says to try again later;
    /// [`ErrorKind::InvalidConfiguration`] if it refuses the command, or TLS has no cryptography
    /// provider.
    pub(crate) fn run<T: FromRedisValue>(&self, command: &Cmd, time: Duration) -> Result<T, Error> {
        #[cfg(feature = "redis-tls")]
        if matches!(self.client.get_connection_info().addr(), ConnectionAddr::TcpTls { .. }) {
            crate::transport::install_tls_provider()
                .map_err(|why| Error::new(ErrorKind::InvalidConfiguration).with_detail(why))?;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.rests_until.is_some_and(|until| Instant::now() < until) {
            return Err(unreachable("the last attempt failed a moment ago"));
        }
        // To a socket, zero means no timeout at all.
        let time = time.max(Duration::from_millis(1));
        let kept = state.connection.take();
        let was_kept = kept.is_some();
        let mut result = self.run_once(kept, command, time);
        // The server may have closed the connection while it was idle.
        if was_kept && result.as_ref().is_err_and(|error| is_broken(error) && !error.is_timeout()) {
            result = self.run_once(None, command, time);
        }
        match result {
            Ok((value, connection)) => {
                state.rests_until = None;
                state.connection = Some(connection);
                Ok(value)
            }
            Err(error) if is_broken(&error) => {
                state.rests_until = Some(Instant::now() + REST);
                Err(unreachable(&error.to_string()))
            }
            Err(error) => Err(refused(&error)),
        }
    }

    fn run_once<T: FromRedisValue>(
        &self,
        connection: Option<Connection>,
        command: &Cmd,
        time: Duration,
    ) -> Result<(T, Connection), RedisError> {
        let mut connection = match connection {
            Some(connection) => connection,
            None => self.client.get_connection_with_timeout(time)?,
        };
        connection.set_read_timeout(Some(time))?;
        connection.set_write_timeout(Some(time))?;
        Ok((command.query(&mut connection)?, connection))
    }
}

impl fmt::Debug for RedisServer {
    // The URL may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisServer").finish_non_exhaustive()
    }
}

/// Returns whether the server could not be reached, or cannot serve anybody for now.
fn is_broken(error: &RedisError) -> bool {
    let later = matches!(
        error.kind(),
        redis::ErrorKind::Server(
            ServerErrorKind::BusyLoading
                | ServerErrorKind::TryAgain
                | ServerErrorKind::ClusterDown
                | ServerErrorKind::MasterDown
        )
    );
    later || error.is_io_error() || error.is_connection_dropped()
}

fn unreachable(why: &str) -> Error {
    Error::new(ErrorKind::Unreachable)
        .with_detail(format!("the Redis server cannot be reached: {why}"))
}

fn refused(error: &RedisError) -> Error {
    let detail = match (error.code(), error.detail()) {
        // For an unknown command, the server repeats the arguments, which may include a token.
        (Some(code), Some(text)) => {
            let text = text.split(", with args").next().unwrap_or_default();
            format!("the Redis server refuses to serve: {code} {text}")
        }
        (Some(code), None) => format!("the Redis server refuses to serve: {code}"),
        (None, _) => format!("the Redis server cannot be used: {}", error.category()),
    };
    Error::new(ErrorKind::InvalidConfiguration).with_detail(detail)
}
