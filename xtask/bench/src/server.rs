//! A server with minimal cost: fixed answers, a thread for each connection.
//!
//! Unlike the sandbox, it does not imitate the service: it accepts every request.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use crate::samples;

/// A request as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The first line.
    pub line: String,
    /// Sorted, with names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// Starts the server, which runs until the process ends, and returns its URL.
pub fn start() -> io::Result<String> {
    start_with(drop)
}

/// Like [`start`], and calls `look` with every request.
pub fn start_with(look: impl Fn(Received) + Send + Sync + 'static) -> io::Result<String> {
    let answers = Answers::new();
    serve(move |received, stream| {
        let answer = answers.to(&received);
        // Called before the answer is sent, because the receiver of the answer may rely on it.
        look(received);
        stream.write_all(answer)
    })
}

/// Starts a server that answers every request with what `answer` writes, and returns its URL.
pub fn serve(
    answer: impl Fn(Received, &mut &TcpStream) -> io::Result<()> + Send + Sync + 'static,
) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            // An error of the connection is reported by the client.
            thread::spawn(move || converse(&stream, &*answer));
        }
    });
    Ok(format!("http://{address}"))
}

/// Fixed answers, with their heads.
struct Answers {
    empty: Vec<u8>,
    page: Vec<u8>,
}

impl Answers {
    fn new() -> Self {
        Self { empty: with_head(samples::EMPTY), page: with_head(&samples::page()) }
    }

    fn to(&self, received: &Received) -> &[u8] {
        if received.line.contains("/role/simplelist") { &self.page } else { &self.empty }
    }
}

fn converse(
    mut stream: &TcpStream,
    answer: &impl Fn(Received, &mut &TcpStream) -> io::Result<()>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(received) = read(&mut reader)? {
        answer(received, &mut stream)?;
    }
    Ok(())
}

/// Reads the next request of a connection; `None` at its end.
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

/// Returns an answer with this body.
pub fn with_head(body: &str) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json;charset=utf-8\r\ncontent-length";
    format!("{head}: {}\r\n\r\n{body}", body.len()).into_bytes()
}
