//! Looks up a host's name when a connection is made, and not for every call.
//!
//! ureq looks it up before it asks for a connection that is kept, each time in a thread of its own
//! so that it can give up waiting. For a call to a near host that is a third of its work.

use std::time::{Duration, Instant};

use http::Uri;
use ureq::config::Config;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout};
use ureq::{Error, Timeout};

/// Leaves the look-up to [`LookupConnector`].
#[derive(Debug)]
pub(super) struct NoLookup;

impl Resolver for NoLookup {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        Ok(self.empty())
    }
}

/// Looks up the name and connects, both within ureq's time for the connection.
#[derive(Debug)]
pub(super) struct LookupConnector<C, R> {
    connector: C,
    resolver: R,
}

impl<C, R> LookupConnector<C, R> {
    pub(super) fn new(connector: C, resolver: R) -> Self {
        Self { connector, resolver }
    }
}

impl<C: Connector, R: Resolver> Connector for LookupConnector<C, R> {
    type Out = C::Out;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        // A proxy looks up the host itself. Its own name is looked up here as well, when ureq makes the
        // connection to it within this one.
        if details.config.proxy().is_some() {
            return self.connector.connect(details, chained);
        }
        let began = Instant::now();
        let timeout = of_lookup(details.timeout);
        let addrs = self.resolver.resolve(details.uri, details.config, timeout)?;
        let details = ConnectionDetails {
            addrs,
            timeout: left(details.timeout, began.elapsed())?,
            now: (details.current_time)(),
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
            ..*details
        };
        self.connector.connect(&details, chained)
    }
}

/// The same, so that its end tells that the look-up was what took too long.
fn of_lookup(timeout: NextTimeout) -> NextTimeout {
    match timeout.reason {
        Timeout::Connect => NextTimeout { reason: Timeout::Resolve, ..timeout },
        _ => timeout,
    }
}

/// What is left after a look-up that took so long.
fn left(mut timeout: NextTimeout, took: Duration) -> Result<NextTimeout, Error> {
    timeout.after = timeout.after.saturating_sub(took).into();
    // ureq would give it a second even so.
    if timeout.after.is_zero() {
        Err(Error::Timeout(of_lookup(timeout).reason))
    } else {
        Ok(timeout)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::{SocketAddr, TcpListener};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use ureq::Agent;

    use super::*;
    use crate::transport::{Settings, Ureq};

    /// Knows these addresses, and counts how often it is asked.
    #[derive(Debug)]
    struct Counting(Vec<SocketAddr>, Arc<AtomicUsize>);

    impl Resolver for Counting {
        fn resolve(
            &self,
            _: &Uri,
            _: &Config,
            _: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, Error> {
            self.1.fetch_add(1, Ordering::Relaxed);
            let mut addrs = self.empty();
            self.0.iter().for_each(|address| addrs.push(*address));
            Ok(addrs)
        }
    }

    /// Finds no end.
    #[derive(Debug)]
    struct Endless;

    impl Resolver for Endless {
        fn resolve(
            &self,
            _: &Uri,
            _: &Config,
            timeout: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, Error> {
            Err(Error::Timeout(timeout.reason))
        }
    }

    /// The client's own agent, with this resolver.
    fn agent(resolver: impl Resolver) -> Agent {
        let settings = Settings {
            connect_timeout: MINUTE,
            proxy: None,
            user_agent: "test".into(),
            max_response_bytes: 100,
            attempt_timeout: 2 * MINUTE,
        };
        Ureq::with_resolver(settings, false, resolver).agent
    }

    const MINUTE: Duration = Duration::from_secs(60);

    /// Answers every request of every connection with these heads in turn.
    fn serve(heads: [&'static str; 3]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let mut heads = heads.iter();
            for stream in listener.incoming().flatten() {
                let lines = BufReader::new(&stream).lines().map_while(Result::ok);
                for _ in lines.filter(String::is_empty) {
                    let Some(head) = heads.next() else { return };
                    write!(&stream, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n{head}\r\nok")
                        .unwrap();
                    if !head.is_empty() {
                        break;
                    }
                }
            }
        });
        address
    }

    #[test]
    fn a_name_is_looked_up_for_every_connection_and_not_for_every_call() {
        let lookups = Arc::new(AtomicUsize::new(0));
        let address = serve(["", "connection: close\r\n", ""]);
        let resolver = Counting(vec![address], Arc::clone(&lookups));
        let agent = agent(resolver);
        let after = || {
            let answer = agent.get("http://service.test/").call();
            assert_eq!(answer.unwrap().body_mut().read_to_string().unwrap(), "ok");
            lookups.load(Ordering::Relaxed)
        };
        assert_eq!([after(), after(), after()], [1, 1, 2]);
    }

    #[test]
    fn an_address_that_refuses_leaves_the_others_of_its_name() {
        // Nothing can listen at port 0.
        let addresses = vec![SocketAddr::from(([127, 0, 0, 1], 0)), serve([""; 3])];
        let answer = agent(Counting(addresses, Arc::default())).get("http://service.test/").call();
        assert_eq!(answer.unwrap().body_mut().read_to_string().unwrap(), "ok");
    }

    #[test]
    fn a_look_up_without_end_is_told_from_a_connection_without_end() {
        let error = agent(Endless).get("http://service.test/").call().unwrap_err();
        assert!(matches!(error, Error::Timeout(Timeout::Resolve)), "{error:?}");
    }

    #[test]
    fn look_up_and_connection_share_one_time() {
        let timeout = |after: Duration| NextTimeout {
            after: after.into(),
            reason: Timeout::Connect,
            ..NextTimeout::default()
        };
        assert_eq!(left(timeout(MINUTE), MINUTE / 3).unwrap(), timeout(MINUTE * 2 / 3));
        let error = left(timeout(MINUTE), MINUTE * 2).unwrap_err();
        assert!(matches!(error, Error::Timeout(Timeout::Resolve)), "{error:?}");
    }

    /// Knows one address, and takes more time than there is.
    #[derive(Debug)]
    struct Slow(SocketAddr);

    impl Resolver for Slow {
        fn resolve(
            &self,
            _: &Uri,
            _: &Config,
            timeout: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, Error> {
            let began = Instant::now();
            while began.elapsed() <= *timeout.after {}
            let mut addrs = self.empty();
            addrs.push(self.0);
            Ok(addrs)
        }
    }

    #[test]
    fn a_look_up_that_takes_all_the_time_leaves_none_to_connect() {
        let agent = agent(Slow(serve([""; 3])));
        let request = agent.get("http://service.test/").config();
        let request = request.timeout_connect(Some(Duration::from_nanos(1))).build();
        let error = request.call().unwrap_err();
        assert!(matches!(error, Error::Timeout(Timeout::Resolve)), "{error:?}");
    }
}
