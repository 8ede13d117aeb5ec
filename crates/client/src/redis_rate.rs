//! The limit of calls per second that several machines share.

use std::time::Duration;

use dingtalk_protocol::Error;

use crate::rate::SharedPlaces;
use crate::redis_server::RedisServer;

/// Script that takes the next free place of a path, in microseconds of the server's clock, unless its
/// wait is too long. Returns whether it took the place, and the wait. A place more than an hour ahead is
/// left from before the clock was set back, and ignored.
const RESERVE: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local place = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '') or 0)
if place - now > 3600000000 then place = now end
local wait = place - now
if wait > 0 and wait >= tonumber(ARGV[2]) then return {0, wait} end
local after = place + ARGV[1]
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
return {1, wait}";

/// Counts the calls of an app on a Redis server, for any number of machines. Needs the feature
/// `redis`, and `redis-tls` for `rediss://`.
///
/// Every attempt reserves its place on the server. While the server cannot be reached, each process
/// applies the limit on its own. If the server refuses the command (a wrong password, a missing
/// permission), the calls fail. The Redis user needs the commands `GET`, `SET`, `TIME` and `EVAL`.
///
/// # Example
///
/// ```no_run
/// use dingtalk_client::{AccessToken, Client, Limiter, RedisRate};
///
/// let rate = RedisRate::new("redis://cache.example:6379", "dingxxxx")?;
/// let limiter = Limiter::default().shared(rate);
/// let client = Client::builder().token(AccessToken::new("token")).limiter(limiter).build()?;
/// # Ok::<(), dingtalk_client::Error>(())
/// ```
#[derive(Debug)]
pub struct RedisRate {
    server: RedisServer,
    app: String,
    prefix: String,
    timeout: Duration,
}

impl RedisRate {
    /// Returns the counter on the server at `url`. Processes with the same `app`, which is best the
    /// app's key, share the limit. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) if the URL cannot be used.
    pub fn new(url: &str, app: impl Into<String>) -> Result<Self, Error> {
        Ok(Self {
            server: RedisServer::new(url)?,
            app: app.into(),
            prefix: "dingtalk:".to_owned(),
            timeout: Duration::from_secs(1),
        })
    }

    /// Sets the prefix of the names of keys; `dingtalk:` by default.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets how long the server may take to connect or to respond; 1 s by default.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

impl SharedPlaces for RedisRate {
    fn reserve(
        &self,
        path: &str,
        interval: Duration,
        patience: Duration,
    ) -> Result<Result<Duration, Duration>, Error> {
        let mut reserve = redis::cmd("EVAL");
        reserve.arg(RESERVE).arg(1).arg(format!("{}{{{}}}:rate:{path}", self.prefix, self.app));
        reserve.arg(microseconds(interval)).arg(microseconds(patience));
        let time = self.timeout.min(patience);
        let (is_taken, wait): (bool, u64) = self.server.run(&reserve, time)?;
        let wait = Duration::from_micros(wait);
        Ok(if is_taken { Ok(wait) } else { Err(wait) })
    }
}

/// Returns a time in microseconds, capped because the script calculates with 53 bits.
fn microseconds(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX).min(1 << 48)
}
