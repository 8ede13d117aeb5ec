//! Transport on ureq, with every setting that matters set explicitly.

use std::io::Read;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dingtalk_protocol::{Error, ErrorKind};
use ureq::tls::TlsConfig;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::{Agent, AsSendBody, Proxy, SendBody};

use super::carry::Transport;
use super::explain::Explain;
use super::mask::{self, MaskedConnector, Sent};
use super::names::Names;

/// The settings of the transport, all of them checked.
pub(crate) struct Settings {
    pub(crate) https_only: bool,
    /// Whether only this machine may be reached.
    pub(crate) loopback_only: bool,
    pub(crate) connect_timeout: Duration,
    /// The timeout of most attempts.
    pub(crate) attempt_timeout: Duration,
    pub(crate) proxy: Option<Proxy>,
    pub(crate) tls: TlsConfig,
    pub(crate) user_agent: String,
    pub(crate) max_response_bytes: u64,
    /// Maximum number of idle connections. All are to one host, and there are never more than there were
    /// calls in flight at the same time.
    pub(crate) max_idle_connections: usize,
    pub(crate) max_idle_age: Duration,
}

/// Transport on ureq, with a pool of connections.
pub(crate) struct Ureq {
    agent: Agent,
    max_response_bytes: u64,
    attempt_timeout: Duration,
    has_proxy: bool,
    /// Id of the process that made the first call; 0 before it.
    process: AtomicU32,
}

impl Ureq {
    pub(crate) fn new(settings: Settings) -> Self {
        let has_proxy = settings.proxy.is_some();
        let config = Agent::config_builder()
            .https_only(settings.https_only)
            // The envelope decides about success, whatever the HTTP status.
            .http_status_as_error(false)
            // A redirect would carry the token elsewhere.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Otherwise ureq reads the proxy from the environment.
            .proxy(settings.proxy)
            .tls_config(settings.tls)
            .user_agent(settings.user_agent)
            // Otherwise a ureq feature that another crate turns on would change this header.
            .accept_encoding("identity")
            .timeout_resolve(Some(settings.connect_timeout))
            .timeout_connect(Some(settings.connect_timeout))
            .timeout_global(Some(settings.attempt_timeout))
            .max_idle_connections(settings.max_idle_connections)
            .max_idle_connections_per_host(settings.max_idle_connections)
            .max_idle_age(settings.max_idle_age)
            .build();
        let names = Names::new(DefaultResolver::default(), settings.loopback_only);
        let agent = Agent::with_parts(config, MaskedConnector::default(), names);
        let Settings { max_response_bytes, attempt_timeout, .. } = settings;
        let process = AtomicU32::new(0);
        Self { agent, max_response_bytes, attempt_timeout, has_proxy, process }
    }
}

impl Ureq {
    /// Checks that the connections belong to this process.
    ///
    /// # Errors
    ///
    /// If the process was forked: two processes would read each other's responses.
    fn check_process(&self) -> Result<(), Error> {
        let this = process::id();
        match self.process.compare_exchange(0, this, Ordering::Relaxed, Ordering::Relaxed) {
            Err(other) if other != this => Err(Error::new(ErrorKind::InvalidConfiguration)
                .with_detail(
                    "the client has made calls before this process was forked: build another one \
                     in the child, or fork before the first call",
                )),
            _ => Ok(()),
        }
    }
}

impl Ureq {
    /// Sends a request with any body.
    fn run(
        &self,
        request: http::Request<impl AsSendBody>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        self.check_process()?;
        let Sent { result, left } = mask::run(request, |request| {
            // A timeout of its own costs a request a copy of all settings, so it is set only if it
            // differs.
            let response = if time == self.attempt_timeout {
                self.agent.run(request)?
            } else {
                let request = self.agent.configure_request(request);
                self.agent.run(request.timeout_global(Some(time)).build())?
            };
            let (parts, mut body) = response.into_parts();
            // ureq refuses a body that reaches its limit; ours is exceeded only above it.
            let limit = self.max_response_bytes.saturating_add(1);
            let body = body.with_config().limit(limit).read_to_vec()?;
            Ok(http::Response::from_parts(parts, body))
        });
        let limit = self.max_response_bytes;
        let whole_attempt = time >= self.attempt_timeout;
        let explain = Explain { limit, has_proxy: self.has_proxy, left, whole_attempt };
        result.map_err(|error| explain.error(&error))
    }
}

impl Transport for Ureq {
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        self.run(request, time)
    }

    fn upload(
        &self,
        request: http::Request<&mut dyn Read>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        // The `content-length` header keeps ureq from sending the body in chunks.
        self.run(request.map(SendBody::from_reader), time)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Barrier};
    use std::thread;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    const THREADS: usize = 8;

    fn transport() -> Ureq {
        Ureq::new(Settings {
            https_only: false,
            loopback_only: true,
            connect_timeout: MINUTE,
            attempt_timeout: MINUTE,
            proxy: None,
            tls: TlsConfig::default(),
            user_agent: "test".into(),
            max_response_bytes: 1,
            max_idle_connections: THREADS,
            max_idle_age: MINUTE,
        })
    }

    /// Responds to the requests of a connection, each once all connections have one.
    fn converse(stream: &TcpStream, all_there: &Barrier) {
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        for _ in lines.filter(String::is_empty) {
            all_there.wait();
            let mut stream = stream;
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
        }
    }

    #[test]
    fn threads_that_share_a_client_keep_a_connection_each() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        thread::spawn(move || {
            let all_there = Arc::new(Barrier::new(THREADS));
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::Relaxed);
                let all_there = Arc::clone(&all_there);
                thread::spawn(move || converse(&stream, &all_there));
            }
        });
        let transport = transport();
        let all_idle = Barrier::new(THREADS);
        let twice = || {
            for _ in 0..2 {
                all_idle.wait();
                let request = http::Request::get(&url).body(Vec::new()).unwrap();
                transport.send(request, MINUTE).unwrap();
            }
        };
        thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(twice))));
        assert_eq!(connections.load(Ordering::Relaxed), THREADS);
    }

    /// Reads a request whose body has this length, answers, and returns the request.
    fn take_request(listener: &TcpListener, body: usize) -> String {
        let (mut stream, _) = listener.accept().unwrap();
        let mut received = Vec::new();
        let mut read = |amount: usize| {
            let from = received.len();
            received.resize(from + amount, 0);
            stream.read_exact(&mut received[from..]).unwrap();
            received.ends_with(b"\r\n\r\n")
        };
        while !read(1) {}
        read(body);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
        String::from_utf8(received).unwrap()
    }

    #[test]
    fn what_looks_like_a_hidden_query_in_a_body_is_sent_as_it_is() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/?k=token", listener.local_addr().unwrap());
        // Far more than is sent at once, so that many a piece begins with what looks like it.
        let body = "?*******".repeat(100_000);
        let length = body.len();
        let server = thread::spawn(move || take_request(&listener, length));
        let request = http::Request::post(url).body(body.clone().into_bytes()).unwrap();
        transport().send(request, MINUTE).unwrap();
        let received = server.join().unwrap();
        assert!(received.starts_with("POST /?k=token HTTP/1.1\r\n"), "{}", &received[..100]);
        assert!(received.ends_with(&["\r\n\r\n", &body].concat()));
    }

    #[test]
    fn connections_are_not_shared_with_a_process_that_was_forked() {
        let transport = transport();
        transport.check_process().unwrap();
        transport.check_process().unwrap();
        let parent = process::id() + 1;
        let transport = Ureq { process: AtomicU32::new(parent), ..transport };
        let request = http::Request::get("http://127.0.0.1:9/").body(Vec::new()).unwrap();
        let error = transport.send(request, MINUTE).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        assert!(error.to_string().contains("forked"), "{error}");
    }
}
