//! Files that calls carry: what arrives, and what happens where it cannot arrive whole.

use std::fmt;
use std::io::{self, Cursor, Read};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use dingtalk_client::media::upload;
use dingtalk_client::{
    AccessToken, Cancellation, Client, ClientBuilder, Clock, Error, ErrorKind, Host, Limiter,
    Reach, Retry, Transport, Upload,
};
use dingtalk_protocol::server::parts;
use dingtalk_sandbox::{Answer, Gate, RecordedRequest, Sandbox};
use dingtalk_tests::{Outcome, Script, TestClock, single_attempts};

fn builder(sandbox: &Sandbox) -> ClientBuilder {
    single_attempts().host(sandbox.host()).token(sandbox.token())
}

fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).build().unwrap();
    (sandbox, client)
}

/// Returns the name and the content of the file that has arrived, if it has arrived whole.
fn arrived(request: &RecordedRequest) -> (String, Vec<u8>) {
    let mut http = http::Request::new(request.body());
    *http.headers_mut() = request.headers().clone();
    let parts = parts(&http).expect("a whole body");
    let file = parts.iter().find(|part| part.name == "media").expect("a file");
    (file.file_name.clone().expect("a name"), file.content.to_vec())
}

fn only_request(sandbox: &Sandbox) -> RecordedRequest {
    let requests = sandbox.requests();
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    request.clone()
}

#[test]
fn a_file_arrives_under_its_name_and_is_identified() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("报告.pdf");
    std::fs::write(&path, b"%PDF-1.7\r\n--x\r\n").unwrap();
    let (sandbox, client) = start();
    let reply = client.media().upload("file", Upload::open(&path).unwrap()).send().unwrap();
    assert!(!reply.media_id.as_str().is_empty() && reply.created_at.is_some());
    let request = only_request(&sandbox);
    let length = request.body().len().to_string();
    assert_eq!(request.headers()["content-length"], length.as_str());
    assert!(!request.headers().contains_key("transfer-encoding"));
    assert_eq!(arrived(&request), ("报告.pdf".to_owned(), b"%PDF-1.7\r\n--x\r\n".to_vec()));
}

#[test]
fn every_source_supplies_the_same() {
    let (sandbox, client) = start();
    let content = || Cursor::new(b"content");
    for file in [
        Upload::from_bytes("a.txt", "content"),
        Upload::from_seekable("a.txt", content()).unwrap(),
        Upload::from_reader("a.txt", 7, content()),
    ] {
        client.media().upload("file", file).send().unwrap();
    }
    for request in sandbox.requests() {
        assert_eq!(arrived(&request), ("a.txt".to_owned(), b"content".to_vec()));
    }
}

/// Supplies zeros, and keeps the largest piece that was asked for.
struct Zeros(Arc<AtomicUsize>);

impl Read for Zeros {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.fetch_max(buffer.len(), Ordering::Relaxed);
        buffer.fill(0);
        Ok(buffer.len())
    }
}

#[test]
fn a_large_file_is_read_in_pieces() {
    let (sandbox, client) = start();
    let largest = Arc::new(AtomicUsize::new(0));
    let length = 2 * 1024 * 1024;
    let zeros = Zeros(Arc::clone(&largest)).take(length);
    client.media().upload("file", Upload::from_reader("zeros", length, zeros)).send().unwrap();
    assert!(largest.load(Ordering::Relaxed) <= 256 * 1024);
    assert_eq!(arrived(&only_request(&sandbox)).1.len() as u64, length);
}

#[test]
fn a_file_beyond_the_limit_of_its_kind_is_not_sent() {
    let (sandbox, client) = start();
    let length = upload::MAX_VOICE_BYTES + 1;
    let file = || Upload::from_reader("a.mp3", length, io::repeat(0).take(length));
    let error = client.media().upload("voice", file()).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let expected = "media has 2097153 bytes, at most 2097152 are allowed";
    assert!(error.to_string().contains(expected), "{error}");
    assert!(sandbox.requests().is_empty());
    // Other kinds can be longer.
    client.media().upload("file", file()).send().unwrap();
}

#[test]
fn an_empty_file_is_for_the_service_to_refuse() {
    let (_sandbox, client) = start();
    let error = client.media().upload("image", Upload::from_bytes("a.png", "")).send().unwrap_err();
    assert_eq!(error.code_of::<upload::Request>(), Some(upload::error::EMPTY_FILE));
}

#[test]
fn a_file_without_a_name_is_not_sent() {
    let (sandbox, client) = start();
    let error = client.media().upload("image", Upload::from_bytes("", "a")).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(sandbox.requests().is_empty());
}

/// What a reader promised and did not keep never looks like a shorter or longer file.
#[test]
fn a_reader_of_another_length_than_announced_breaks_the_call() {
    for (length, expected) in [
        (8, "it ends after 7 bytes, 8 were announced"),
        (2_000_000, "it ends after 7 bytes, 2000000 were announced"),
        (6, "it goes on beyond the 6 bytes announced"),
        (0, "it goes on beyond the 0 bytes announced"),
    ] {
        let (sandbox, client) = start();
        let file = Upload::from_reader("a.txt", length, Cursor::new(b"content"));
        let error = client.media().upload("video", file).send().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.attempts(), 1);
        assert!(sandbox.requests().is_empty(), "{length}");
        // The connection is not used again.
        client.role().delete(1).send().unwrap_err();
        assert_eq!(sandbox.requests().len(), 1);
    }
}

#[test]
fn a_file_that_has_become_shorter_is_not_sent_for_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, b"content").unwrap();
    let (sandbox, client) = start();
    let call = client.media().upload("file", Upload::open(&path).unwrap());
    std::fs::write(&path, b"con").unwrap();
    assert_eq!(call.send().unwrap_err().kind(), ErrorKind::File);
    assert!(sandbox.requests().is_empty());
}

struct Fails;

impl Read for Fails {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is broken"))
    }
}

#[test]
fn a_reader_that_fails_breaks_the_call() {
    let (sandbox, client) = start();
    let file = Upload::from_reader("a.txt", 9, Cursor::new(b"half").chain(Fails));
    let error = client.media().upload("file", file).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.to_string().contains("the disk is broken"), "{error}");
    assert!(sandbox.requests().is_empty());
}

#[test]
fn what_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.png");
    for path in [missing.as_path(), folder.path()] {
        let error = Upload::open(path).unwrap_err();
        assert_eq!((error.kind(), error.reach()), (ErrorKind::File, Reach::NotSent));
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
}

/// Reads the head of a request and some of its body, and hangs up.
#[test]
fn a_connection_that_breaks_meanwhile_is_not_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = Host::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.read_exact(&mut [0; 1000]).unwrap();
        drop(stream);
        listener.set_nonblocking(true).unwrap();
        listener
    });
    let client = Client::builder().host(host).token(AccessToken::new("t")).limiter(Limiter::off());
    let client = client.retry(Retry::new().first_pause(Duration::ZERO)).build().unwrap();
    let length = upload::MAX_FILE_BYTES;
    let zeros = io::repeat(0).take(length);
    let call = client.media().upload("file", Upload::from_reader("zeros", length, zeros));
    let error = call.send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    // The first may have arrived, and would then be stored twice.
    assert_eq!((error.attempts(), error.reach()), (1, Reach::Unknown));
    assert_eq!(server.join().unwrap().accept().unwrap_err().kind(), io::ErrorKind::WouldBlock);
}

const REJECTED: &str = r#"{"errcode": 88, "sub_code": "40014", "sub_msg": "bad"}"#;

fn reject_next(sandbox: &Sandbox) {
    let answer = http::Response::new(REJECTED.as_bytes().to_vec());
    sandbox.answer_next("/media/upload", Answer::http(answer));
}

#[test]
fn a_repetition_sends_the_whole_file_again() {
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).app(sandbox.app_key(), sandbox.app_secret()).build().unwrap();
    reject_next(&sandbox);
    let reply = client.media().upload("file", Upload::from_bytes("a.txt", "content")).send();
    assert_eq!(reply.unwrap().attempts(), 2);
    let uploads = sandbox.requests();
    let uploads = uploads.iter().filter(|request| request.path() == "/media/upload");
    let contents: Vec<_> = uploads.map(|request| arrived(request).1).collect();
    assert_eq!(contents, [b"content", b"content"]);
}

#[test]
fn what_can_be_read_once_is_sent_once() {
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).app(sandbox.app_key(), sandbox.app_secret()).build().unwrap();
    reject_next(&sandbox);
    let file = Upload::from_reader("a.txt", 7, Cursor::new(b"content"));
    let call = client.media().upload("file", file);
    let error = call.send().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TokenRejected, 1));
    let error = call.send().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::File, 0));
    assert!(error.to_string().contains("an earlier attempt has read the reader"), "{error}");
}

/// Content of which the second half is there once the call has been given up.
struct Cancels(dingtalk_client::Cancellation);
impl Read for Cancels {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.cancel();
        buffer[0] = 0;
        Ok(1)
    }
}

#[test]
fn a_call_that_is_given_up_stops_reading() {
    let (sandbox, client) = start();
    let cancellation = dingtalk_client::Cancellation::new();
    let cancel = cancellation.clone();
    let file = Upload::from_reader("a.txt", 9, Cancels(cancel));
    let call = client.media().upload("file", file).cancelled_by(&cancellation);
    assert_eq!(call.send().unwrap_err().kind(), ErrorKind::Cancelled);
    assert!(sandbox.requests().is_empty());
}

/// Begins a call that sends `file`, and gets its response once the gate opens.
fn begin(sandbox: &Sandbox, file: &Upload, gate: &Gate) -> JoinHandle<Result<(), Error>> {
    sandbox.answer_next("/media/upload", Answer::ordinary().held_at(gate));
    let call = builder(sandbox).build().unwrap().media().upload("file", file.clone());
    let thread = thread::spawn(move || call.send().map(drop));
    assert!(gate.wait_for(1, Duration::from_secs(60)));
    thread
}

/// A clock that stands still but for pauses, after each of which something happens.
struct Hooked<F> {
    clock: TestClock,
    paused: F,
}

impl<F: Fn() + Send + Sync> Clock for Hooked<F> {
    fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    fn now(&self) -> SystemTime {
        Clock::now(&self.clock)
    }

    fn sleep(&self, duration: Duration) {
        self.clock.sleep(duration);
        (self.paused)();
    }
}

impl<F> fmt::Debug for Hooked<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooked").field("clock", &self.clock).finish_non_exhaustive()
    }
}

#[test]
fn a_call_that_waits_for_another_transfer_keeps_its_timeout() {
    let (sandbox, gate, clock) = (Sandbox::start().unwrap(), Gate::new(), TestClock::new());
    let file = Upload::from_bytes("a.txt", "content");
    let first = begin(&sandbox, &file, &gate);
    let hasty = builder(&sandbox).clock(clock.clone()).timeout(Duration::from_millis(120));
    let error = hasty.build().unwrap().media().upload("file", file).send().unwrap_err();
    assert_eq!((error.kind(), error.reach()), (ErrorKind::HeldBack, Reach::NotSent));
    assert_eq!(error.attempts(), 0);
    assert!(error.to_string().contains("another call was still sending the same file"), "{error}");
    assert_eq!(clock.events(), ["pause 50 ms", "pause 50 ms", "pause 20 ms"]);
    gate.open();
    first.join().unwrap().unwrap();
}

#[test]
fn a_call_that_waits_for_another_transfer_can_be_given_up() {
    let (sandbox, gate) = (Sandbox::start().unwrap(), Gate::new());
    let file = Upload::from_bytes("a.txt", "content");
    let first = begin(&sandbox, &file, &gate);
    let cancellation = Cancellation::new();
    let cancel = cancellation.clone();
    let clock = Hooked { clock: TestClock::new(), paused: move || cancel.cancel() };
    let client = builder(&sandbox).clock(clock).build().unwrap();
    let call = client.media().upload("file", file).cancelled_by(&cancellation);
    let error = call.send().unwrap_err();
    assert_eq!((error.kind(), error.reach()), (ErrorKind::Cancelled, Reach::NotSent));
    gate.open();
    first.join().unwrap().unwrap();
}

/// Takes files, and keeps the time that it was given for the last one.
#[derive(Clone, Default)]
struct Takes(Arc<Mutex<Duration>>);

impl Transport for Takes {
    fn send(
        &self,
        _: http::Request<Vec<u8>>,
        _: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        unreachable!("nothing but files is sent")
    }

    fn upload(
        &self,
        request: http::Request<&mut dyn Read>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        io::copy(request.into_body(), &mut io::sink()).unwrap();
        *self.0.lock().unwrap() = time;
        Ok(http::Response::new(br#"{"errcode":0,"media_id":"m","type":"file"}"#.to_vec()))
    }
}

#[test]
fn the_wait_for_another_transfer_counts_for_the_timeout() {
    let (sandbox, gate, takes) = (Sandbox::start().unwrap(), Gate::new(), Takes::default());
    let file = Upload::from_bytes("a.txt", "content");
    let first = Mutex::new(Some(begin(&sandbox, &file, &gate)));
    let paused = move || {
        gate.open();
        first.lock().unwrap().take().expect("a single pause").join().unwrap().unwrap();
    };
    let held_back = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&held_back);
    let client = builder(&sandbox)
        .clock(Hooked { clock: TestClock::new(), paused })
        .transport(takes.clone())
        .timeout(Duration::from_secs(1))
        .on_attempt(move |attempt| *seen.lock().unwrap() = Some(attempt.held_back));
    client.build().unwrap().media().upload("file", file).send().unwrap();
    assert_eq!(*takes.0.lock().unwrap(), Duration::from_millis(950));
    assert_eq!(*held_back.lock().unwrap(), Some(Duration::from_millis(50)));
}

#[test]
fn a_reader_that_is_being_read_is_refused_at_once() {
    let (sandbox, gate, clock) = (Sandbox::start().unwrap(), Gate::new(), TestClock::new());
    let file = Upload::from_reader("a.txt", 7, Cursor::new(b"content"));
    let first = begin(&sandbox, &file, &gate);
    let client = builder(&sandbox).clock(clock.clone()).build().unwrap();
    let error = client.media().upload("file", file).send().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::File, 0));
    assert!(!first.is_finished() && clock.events().is_empty());
    gate.open();
    first.join().unwrap().unwrap();
}

#[test]
fn a_dry_run_shows_what_stands_around_the_content() {
    let (_sandbox, client) = start();
    let file = Upload::from_bytes("a.txt", "content");
    let dry = client.media().upload("file", file).dry_run().unwrap();
    let body = String::from_utf8(dry.into_body()).unwrap();
    assert!(body.contains("name=\"media\"; filename=\"a.txt\""), "{body}");
    assert!(body.contains("\r\n\r\n(7 bytes)\r\n"), "{body}");
}

#[test]
fn a_transport_that_sends_no_files_says_so() {
    let clock = TestClock::new();
    let script = Script::new(&clock, [] as [Outcome; 0]);
    let client = single_attempts().token(AccessToken::new("t")).transport(script);
    let client = client.clock(clock).build().unwrap();
    let file = Upload::from_bytes("a.txt", "content");
    let error = client.media().upload("file", file).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
}

#[test]
fn a_request_without_its_content_is_not_sent() {
    let (sandbox, client) = start();
    let file = Upload::from_bytes("a.txt", "content");
    let request = client.media().upload("file", file).into_request();
    let error = client.send(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(sandbox.requests().is_empty());
}
