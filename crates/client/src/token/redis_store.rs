//! Tokens on a Redis server that several machines share.

use std::sync::Arc;
use std::time::Duration;

use dingtalk_protocol::{Error, StoredToken};

use super::store::{FetchLock, TokenKey, TokenStore};
use crate::redis_server::RedisServer;

/// Script that stores a token unless another than the expected one is stored. Returns the token now
/// stored.
const SAVE: &str = "\
local stored = redis.call('GET', KEYS[1])
if stored and stored ~= ARGV[1] then return stored end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return ARGV[2]";

/// Script that deletes a lease unless another process holds it by now.
const RELEASE: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0";

/// Keeps tokens on a Redis server, for any number of machines. Needs the feature `redis`, and
/// `redis-tls` for `rediss://`.
///
/// Each app, site and organization has a key of its own, for example
/// `dingtalk:{https://oapi.dingtalk.com dingxxxx}:token`, which expires with its token. Tokens are stored
/// unencrypted: anyone who can read them can call in the name of the app.
///
/// While one process fetches a token, it holds [a lease](Self::with_lease), and the others wait for
/// the token. The lease ends when the token is stored, or by itself if the process dies.
///
/// A server that cannot be reached counts as empty, so that each process fetches for itself. If the
/// server refuses a command (a wrong password, a missing permission), the calls that need a token fail.
/// The Redis user needs the commands `GET`, `SET`, `DEL` and `EVAL`.
///
/// # Example
///
/// ```no_run
/// use dingtalk_client::{AppCredentials, Client, RedisTokenStore};
///
/// let store = RedisTokenStore::new("redis://cache.example:6379")?;
/// let app = AppCredentials::new("dingxxxx", "app secret").with_store(store);
/// let client = Client::builder().token(app).build()?;
/// # Ok::<(), dingtalk_client::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct RedisTokenStore {
    server: Arc<RedisServer>,
    prefix: String,
    lease: Duration,
    timeout: Duration,
}

impl RedisTokenStore {
    /// Returns the store on the server at `url`. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) if the URL cannot be used.
    pub fn new(url: &str) -> Result<Self, Error> {
        Ok(Self {
            server: Arc::new(RedisServer::new(url)?),
            prefix: "dingtalk:".to_owned(),
            lease: Duration::from_secs(10),
            timeout: Duration::from_secs(1),
        })
    }

    /// Sets the prefix of the names of keys; `dingtalk:` by default.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets how long the others wait for a process that died while it fetched; 10 s by default, like the
    /// timeout of an attempt. If a fetch takes longer, other processes fetch as well.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Sets how long the server may take to connect or to respond; 1 s by default.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Returns the name of the server's key for a token. The name contains no secret.
    pub fn name(&self, key: &TokenKey) -> String {
        format!("{}:token", self.base(key))
    }

    // The braces keep the keys of a token on one node of a cluster.
    fn base(&self, key: &TokenKey) -> String {
        format!("{}{{{key}}}", self.prefix)
    }
}

impl TokenStore for RedisTokenStore {
    fn load(&self, key: &TokenKey) -> Result<Option<StoredToken>, Error> {
        let mut get = redis::cmd("GET");
        let stored: Option<Vec<u8>> = self.server.run(get.arg(self.name(key)), self.timeout)?;
        Ok(stored.as_deref().and_then(parse))
    }

    fn save(
        &self,
        key: &TokenKey,
        old: Option<&StoredToken>,
        new: &StoredToken,
    ) -> Result<StoredToken, Error> {
        let name = self.name(key);
        let mut expected = old.map(StoredToken::expose_json).unwrap_or_default().into_bytes();
        // The second try replaces a value that `load` cannot read or that was written in another form.
        for _ in 0..2 {
            let mut save = redis::cmd("EVAL");
            save.arg(SAVE).arg(1).arg(&name);
            save.arg(&expected).arg(new.expose_json()).arg(milliseconds(new.life));
            let stored: Vec<u8> = self.server.run(&save, self.timeout)?;
            match parse(&stored) {
                Some(token) if Some(&token) != old => return Ok(token),
                _ => expected = stored,
            }
        }
        Ok(new.clone())
    }

    fn try_lock(&self, key: &TokenKey) -> Result<Option<FetchLock>, Error> {
        let lease = Lease {
            server: Arc::clone(&self.server),
            name: format!("{}:fetch", self.base(key)),
            id: format!("{:032x}", fastrand::u128(..)),
            timeout: self.timeout,
        };
        let mut set = redis::cmd("SET");
        set.arg(&lease.name).arg(&lease.id).arg("NX").arg("PX").arg(milliseconds(self.lease));
        let is_ours: Option<String> = self.server.run(&set, self.timeout)?;
        Ok(is_ours.map(|_| FetchLock::new(lease)))
    }
}

/// The right to fetch a token, which expires by itself if the process dies.
struct Lease {
    server: Arc<RedisServer>,
    name: String,
    /// Distinguishes the leases of different processes.
    id: String,
    timeout: Duration,
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut release = redis::cmd("EVAL");
        release.arg(RELEASE).arg(1).arg(&self.name).arg(&self.id);
        // If the server cannot be reached, the lease expires by itself.
        let _: Result<i64, Error> = self.server.run(&release, self.timeout);
    }
}

fn parse(stored: &[u8]) -> Option<StoredToken> {
    std::str::from_utf8(stored).ok().and_then(|json| StoredToken::from_json(json).ok())
}

/// Returns a time in milliseconds, within the server's limits: it refuses zero and overflows far above a
/// century.
fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).clamp(1, 1 << 48)
}
