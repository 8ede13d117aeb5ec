//! Caches the addresses of a host's name for a second.
//!
//! ureq looks the name up for every call, in a new thread so that the lookup can time out. This is a third of the work of a
//! call to a nearby host. Here, ureq's own resolver is called at most once a second.
//!
//! With `loopback_only` (plain HTTP, unless it is allowed to any host), a name with an address of another machine is
//! refused here, where the addresses are known.

use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::Uri;
use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// How long addresses are cached: short enough that the first retry of a call finds a host that has
/// moved.
const MEMORY: Duration = Duration::from_secs(1);

/// The text of the error for a name with addresses of another machine.
pub(super) const ELSEWHERE: &str =
    "plain http:// would leave this machine and show the token to the network: use https://";

/// Resolver that caches the last result of another one.
#[derive(Debug)]
pub(super) struct Names<R> {
    resolver: R,
    /// Whether only addresses of this machine are allowed.
    loopback_only: bool,
    memory: Duration,
    last: Mutex<Option<Known>>,
}

#[derive(Debug)]
struct Known {
    uri: Uri,
    since: Instant,
    addresses: Vec<SocketAddr>,
}

impl<R> Names<R> {
    pub(super) fn new(resolver: R, loopback_only: bool) -> Self {
        Self { resolver, loopback_only, memory: MEMORY, last: Mutex::default() }
    }
}

impl<R: Resolver> Resolver for Names<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let lock = || self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*lock()
            && known.since.elapsed() < self.memory
            && (known.uri.scheme(), known.uri.authority()) == (uri.scheme(), uri.authority())
        {
            let mut addresses = self.empty();
            known.addresses.iter().for_each(|address| addresses.push(*address));
            return Ok(addresses);
        }
        let addresses =
            self.resolver.resolve(uri, config, timeout).map_err(|error| match error {
                // The system's error for an unknown name.
                Error::Io(_) => Error::HostNotFound,
                error => error,
            })?;
        if self.loopback_only && !addresses.iter().all(|address| address.ip().is_loopback()) {
            return Err(Error::Io(io::Error::new(io::ErrorKind::PermissionDenied, ELSEWHERE)));
        }
        let (uri, since) = (uri.clone(), Instant::now());
        *lock() = Some(Known { uri, since, addresses: addresses.to_vec() });
        Ok(addresses)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Resolver that knows every name and counts its calls.
    #[derive(Debug, Default)]
    struct Counting(Arc<AtomicUsize>);

    impl Resolver for Counting {
        fn resolve(
            &self,
            uri: &Uri,
            _: &Config,
            _: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, Error> {
            let port = uri.port_u16().ok_or_else(|| Error::Io(io::Error::other("no name")))?;
            self.0.fetch_add(1, Ordering::Relaxed);
            let mut addresses = self.empty();
            addresses.push(SocketAddr::from(([127, 0, 0, 1], port)));
            Ok(addresses)
        }
    }

    /// Resolver that returns an address of this machine and one of another for every name.
    #[derive(Debug)]
    struct Elsewhere;

    impl Resolver for Elsewhere {
        fn resolve(
            &self,
            _: &Uri,
            _: &Config,
            _: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, Error> {
            let mut addresses = self.empty();
            addresses.push(SocketAddr::from(([127, 0, 0, 1], 80)));
            addresses.push(SocketAddr::from(([192, 0, 2, 1], 80)));
            Ok(addresses)
        }
    }

    fn ask(names: &Names<impl Resolver>, uri: &'static str) -> Result<Vec<SocketAddr>, Error> {
        let uri = Uri::from_static(uri);
        names.resolve(&uri, &Config::default(), NextTimeout::default()).map(|it| it.to_vec())
    }

    #[test]
    fn a_name_is_looked_up_once_while_it_is_remembered() {
        for (memory, expected) in [(MEMORY * 3600, 2), (Duration::ZERO, 4)] {
            let lookups = Arc::new(AtomicUsize::new(0));
            let names = Names { memory, ..Names::new(Counting(Arc::clone(&lookups)), true) };
            let first = ask(&names, "http://service.test:1/").unwrap();
            assert_eq!(ask(&names, "http://service.test:1/path").unwrap(), first);
            // The cached addresses are not used for another host or port.
            assert_eq!(ask(&names, "http://service.test:2/").unwrap()[0].port(), 2);
            ask(&names, "http://service.test:2/").unwrap();
            assert_eq!(lookups.load(Ordering::Relaxed), expected, "{memory:?}");
        }
    }

    #[test]
    fn a_name_that_is_not_known_is_told_from_a_connection_that_broke() {
        let error =
            ask(&Names::new(Counting::default(), true), "http://service.test/").unwrap_err();
        assert!(matches!(error, Error::HostNotFound), "{error:?}");
    }

    #[test]
    fn plain_http_reaches_no_other_machine_whatever_its_name_says() {
        let error = ask(&Names::new(Elsewhere, true), "http://localhost/").unwrap_err();
        assert!(matches!(&error, Error::Io(error) if error.to_string() == ELSEWHERE), "{error:?}");
        ask(&Names::new(Elsewhere, false), "http://localhost/").unwrap();
    }
}
