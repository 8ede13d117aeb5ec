//! As little HTTP as the tests need, over a plain socket.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use dingtalk_sandbox::Sandbox;
use serde_json::Value;

pub(crate) const ADD: &str = "/topapi/role/addrolesforemps";
pub(crate) const REMOVE: &str = "/topapi/role/removerolesforemps";
pub(crate) const LIST: &str = "/topapi/role/simplelist";
pub(crate) const DELETE: &str = "/topapi/role/deleterole";
pub(crate) const LIST_IDS: &str = "/topapi/user/listid";

pub(crate) const TOKEN: &str = "/gettoken";

pub(crate) const FORM: &str = "application/x-www-form-urlencoded;charset=utf-8";
pub(crate) const JSON: &str = "application/json";

/// Long enough for the slowest machine: it only ends a test that has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Raw {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn code(&self) -> i64 {
        self.json()["errcode"].as_i64().unwrap()
    }

    /// `errcode` and `sub_code`.
    pub(crate) fn codes(&self) -> (i64, Option<String>) {
        (self.code(), self.json()["sub_code"].as_str().map(str::to_owned))
    }

    /// Returns the text of a field.
    pub(crate) fn text(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap().to_owned()
    }

    pub(crate) fn request_id(&self) -> String {
        self.json()["request_id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    /// Returns the user ids in the answer of `simplelist`, and its `hasMore`.
    pub(crate) fn page(&self) -> (Vec<String>, bool) {
        let result = &self.json()["result"];
        let users = result["list"].as_array().unwrap();
        let ids = users.iter().map(|user| user["userid"].as_str().unwrap().to_owned());
        (ids.collect(), result["hasMore"].as_bool().unwrap())
    }
}

/// A connection to the sandbox.
pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self(BufReader::new(stream))
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.get_mut().write_all(bytes)
    }

    pub(crate) fn close_sending_side(&self) {
        self.0.get_ref().shutdown(Shutdown::Write).unwrap();
    }

    /// Returns the next answer, by its `Content-Length`.
    pub(crate) fn answer(&mut self) -> io::Result<Raw> {
        let head = self.head()?;
        let status = head[9..12].parse().unwrap();
        let mut raw = Raw { status, head, body: String::new() };
        let length: usize = raw.header("content-length").map_or(0, |text| text.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        raw.body = String::from_utf8(body).unwrap();
        Ok(raw)
    }

    /// Returns the head of the next answer.
    pub(crate) fn head(&mut self) -> io::Result<String> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.0.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(head)
    }

    /// Everything until the sandbox closes the connection.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        // A reset ends the connection as well as a regular end.
        let _ = self.0.read_to_end(&mut rest);
        rest
    }
}

/// Returns a request as bytes.
pub(crate) fn request(method: &str, target: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: sandbox\r\nContent-Type: {content_type}\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// Sends a request over a connection of its own.
pub(crate) fn send(sandbox: &Sandbox, request: &[u8]) -> Raw {
    let mut connection = Connection::open(sandbox.address());
    connection.send(request).unwrap();
    connection.answer().unwrap()
}

/// Sends a form as `curl -d` does, the token first.
pub(crate) fn form(sandbox: &Sandbox, path: &str, fields: &str) -> Raw {
    let body = format!("access_token={}&{fields}", sandbox.token().expose());
    send(sandbox, &request("POST", path, FORM, body.as_bytes()))
}

/// Sends a form with this token in the query.
pub(crate) fn form_with(sandbox: &Sandbox, token: &str, path: &str, fields: &str) -> Raw {
    let target = format!("{path}?access_token={token}");
    send(sandbox, &request("POST", &target, FORM, fields.as_bytes()))
}

/// Sends a `gettoken` request for the sandbox's own app.
pub(crate) fn get_token(sandbox: &Sandbox) -> Raw {
    let pair = [("appkey", sandbox.app_key()), ("appsecret", sandbox.app_secret())];
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pair).finish();
    send(sandbox, &request("GET", &format!("{TOKEN}?{query}"), FORM, b""))
}

/// Sends a JSON body, with the token in the query.
pub(crate) fn json(sandbox: &Sandbox, path: &str, body: &str) -> Raw {
    let target = format!("{path}?access_token={}", sandbox.token().expose());
    send(sandbox, &request("POST", &target, JSON, body.as_bytes()))
}
