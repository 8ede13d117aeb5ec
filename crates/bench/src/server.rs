//! A server that costs as little as possible: fixed answers, a thread for each connection.
//!
//! It is no double of the service, which the sandbox is: it takes every request for a good one.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::{env, thread};

use crate::samples::{self, SAMPLE_ROLE};

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The first line.
    pub line: String,
    /// Sorted, with names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// Answers until the process ends; `look` sees every request.
pub fn serve(look: impl Fn(Received) + Send + Sync + 'static) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let answers = Arc::new(Answers::new());
    let look = Arc::new(look);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (answers, look) = (Arc::clone(&answers), Arc::clone(&look));
            // A connection that breaks is the client's matter.
            thread::spawn(move || converse(&stream, &answers, &*look));
        }
    });
    Ok(address)
}

/// The server as a process of its own, so that its time is not taken for the client's.
#[derive(Debug)]
pub struct Process {
    child: Child,
    host: String,
}

impl Process {
    /// Starts this program's `serve`.
    pub fn start() -> io::Result<Self> {
        let mut child = Command::new(env::current_exe()?)
            .arg("serve")
            // The server ends with its input, and so with this process, however that ends.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().expect("it was asked for");
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address)?;
        Ok(Self { child, host: format!("http://{}", address.trim()) })
    }

    /// Where it is, as the beginning of a URL.
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The answers that are always the same, with their heads.
struct Answers {
    empty: Vec<u8>,
    page: Vec<u8>,
    ids: Vec<u8>,
}

impl Answers {
    fn new() -> Self {
        Self {
            empty: with_head(samples::EMPTY),
            page: with_head(&samples::page()),
            ids: with_head(&samples::ids()),
        }
    }
}

fn converse(
    mut stream: &TcpStream,
    answers: &Answers,
    look: &(impl Fn(Received) + ?Sized),
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(received) = read(&mut reader)? {
        let answer = if received.line.contains("/role/simplelist") {
            let number = |name| parameter(&received.body, name);
            let (role, offset, size) = (number("role_id"), number("offset"), number("size"));
            if role == SAMPLE_ROLE {
                Cow::Borrowed(&answers.page)
            } else {
                Cow::Owned(with_head(&samples::page_of(role, offset, size)))
            }
        } else if received.line.contains("/user/listid") {
            Cow::Borrowed(&answers.ids)
        } else {
            Cow::Borrowed(&answers.empty)
        };
        // Whoever has the answer finds that the request was looked at.
        look(received);
        stream.write_all(&answer)?;
    }
    Ok(())
}

/// The next request of a connection; `None` at its end.
fn read(reader: &mut impl BufRead) -> io::Result<Option<Received>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut headers = Vec::new();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else {
            break;
        };
        let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
        if name == "content-length" {
            length = value.parse().map_err(io::Error::other)?;
        }
        headers.push((name, value));
    }
    headers.sort();
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8(body).map_err(io::Error::other)?;
    Ok(Some(Received { line: line.trim_end().to_owned(), headers, body }))
}

fn parameter(body: &str, name: &str) -> i64 {
    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
    values.next().and_then(|value| value.parse().ok()).unwrap_or_default()
}

fn with_head(body: &str) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json;charset=utf-8\r\ncontent-length";
    format!("{head}: {}\r\n\r\n{body}", body.len()).into_bytes()
}
