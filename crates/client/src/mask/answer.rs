//! Hides the body of an answer while it comes in.
//!
//! To know what is body, it follows HTTP's framing in the way ureq does. Where an answer breaks that
//! framing, all the rest is hidden: ureq refuses such an answer, but may log it before.

use std::mem;

use http::Method;

/// Stands for every byte that is hidden.
const MASK: u8 = b'*';

/// An answer that is coming in.
pub(super) struct Answer {
    place: Place,
    head: Head,
    /// The line of the head that has not ended yet.
    line: Vec<u8>,
    /// Whether the request was one whose answer has no body, whatever its head says.
    without_body: bool,
    body: Vec<u8>,
}

/// Where in the answer the next byte belongs.
#[derive(Clone, Copy)]
enum Place {
    Head,
    Data {
        left: u64,
        chunked: bool,
    },
    ChunkSize {
        size: u64,
        extension: bool,
    },
    ChunkEnd,
    Trailers {
        empty_line: bool,
    },
    /// Nothing that follows is part of the answer.
    Over,
}

/// What the head has said about the body.
#[derive(Default)]
struct Head {
    status: Option<u16>,
    /// HTTP/1.0 knows no chunks.
    http10: bool,
    chunked: bool,
    length: Option<u64>,
}

impl Answer {
    /// To a request of this method.
    pub(super) fn new(method: &Method) -> Self {
        Self {
            place: Place::Head,
            head: Head::default(),
            line: Vec::new(),
            without_body: method == Method::HEAD,
            body: Vec::new(),
        }
    }

    /// Takes the next bytes of the answer and leaves asterisks for those of the body.
    pub(super) fn hide(&mut self, mut bytes: &mut [u8]) {
        while !bytes.is_empty() {
            let taken = match self.place {
                Place::Data { left, chunked } => {
                    let amount = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
                    self.body.extend_from_slice(&bytes[..amount]);
                    bytes[..amount].fill(MASK);
                    self.place = Place::after_data(left - amount as u64, chunked);
                    amount
                }
                Place::Over => {
                    bytes.fill(MASK);
                    bytes.len()
                }
                Place::Head => {
                    self.read_head(bytes[0]);
                    1
                }
                framing => {
                    self.place = framing.after_framing(&mut bytes[0]);
                    1
                }
            };
            bytes = &mut bytes[taken..];
        }
    }

    /// What was hidden of the body.
    pub(super) fn into_body(self) -> Vec<u8> {
        self.body
    }

    fn read_head(&mut self, byte: u8) {
        if byte != b'\n' {
            self.line.push(byte);
            return;
        }
        let line = mem::take(&mut self.line);
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        if !line.is_empty() {
            if self.head.read_line(line).is_none() {
                self.place = Place::Over;
            }
        } else if let Some(status) = self.head.status {
            let head = mem::take(&mut self.head);
            self.place = match status {
                // Another head follows.
                100 | 102..=199 => Place::Head,
                101 | 204 | 304 => Place::Over,
                _ if self.without_body => Place::Over,
                _ => head.body(),
            };
        }
    }
}

impl Place {
    fn after_data(left: u64, chunked: bool) -> Self {
        match (left, chunked) {
            (0, true) => Self::ChunkEnd,
            (0, false) => Self::Over,
            _ => Self::Data { left, chunked },
        }
    }

    /// After this byte around chunks, which is hidden unless it is one of the framing.
    fn after_framing(self, byte: &mut u8) -> Self {
        match (self, *byte) {
            (_, b'\r') => self,
            (Self::ChunkSize { size, extension }, _) => Self::after_size(size, extension, byte),
            (Self::ChunkEnd, b'\n') => Self::ChunkSize { size: 0, extension: false },
            (Self::Trailers { empty_line: true }, b'\n') => Self::Over,
            (Self::Trailers { empty_line: false }, b'\n') => Self::Trailers { empty_line: true },
            (Self::Trailers { .. }, _) => {
                *byte = MASK;
                Self::Trailers { empty_line: false }
            }
            _ => Self::broken(byte),
        }
    }

    fn after_size(size: u64, extension: bool, byte: &mut u8) -> Self {
        match *byte {
            b'\n' if size == 0 => Self::Trailers { empty_line: true },
            b'\n' => Self::Data { left: size, chunked: true },
            b';' => Self::ChunkSize { size, extension: true },
            _ if extension => {
                *byte = MASK;
                Self::ChunkSize { size, extension }
            }
            b' ' | b'\t' => Self::ChunkSize { size, extension },
            digit => {
                let digit = char::from(digit).to_digit(16);
                let size = digit.and_then(|digit| size.checked_mul(16)?.checked_add(digit.into()));
                size.map_or_else(|| Self::broken(byte), |size| Self::ChunkSize { size, extension })
            }
        }
    }

    fn broken(byte: &mut u8) -> Self {
        *byte = MASK;
        Self::Over
    }
}

impl Head {
    /// `None` if the line cannot stand in a head.
    fn read_line(&mut self, line: &[u8]) -> Option<()> {
        if self.status.is_none() {
            self.http10 = line.starts_with(b"HTTP/1.0 ");
            self.status = Some(str::from_utf8(line.get(9..12)?).ok()?.parse().ok()?);
            return Some(());
        }
        let colon = line.iter().position(|&byte| byte == b':')?;
        let (name, values) = (&line[..colon], &line[colon + 1..]);
        let mut values = values.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
        if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.chunked |= values.any(|coding| coding.eq_ignore_ascii_case(b"chunked"));
        } else if name.eq_ignore_ascii_case(b"content-length") {
            // If there are several, ureq refuses those that differ.
            self.length = Some(str::from_utf8(values.next()?).ok()?.parse().ok()?);
        }
        Some(())
    }

    /// Where the answer goes on after its head.
    fn body(&self) -> Place {
        match self.length {
            _ if self.chunked && !self.http10 => Place::ChunkSize { size: 0, extension: false },
            Some(length) => Place::after_data(length, false),
            None => Place::Data { left: u64::MAX, chunked: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers, what ureq gets of them, and their bodies.
    const CASES: [(&str, &str, &str); 12] = [
        (
            "HTTP/1.1 200 OK\r\nContent-LENGTH: 5\r\n\r\nhello over",
            "HTTP/1.1 200 OK\r\nContent-LENGTH: 5\r\n\r\n**********",
            "hello",
        ),
        (
            "HTTP/1.1 200 OK\ncontent-length:2 , 2\n\nok",
            "HTTP/1.1 200 OK\ncontent-length:2 , 2\n\n**",
            "ok",
        ),
        (
            "HTTP/1.1 200\r\n\r\nto the\r\n\r\nend",
            "HTTP/1.1 200\r\n\r\n*************",
            "to the\r\n\r\nend",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: gzip, CHUNKED\r\n\r\n\
             3\r\nabc\r\nA ;name=ef\r\n0123456789\r\n0\r\nx: efgh\r\n\r\nover",
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: gzip, CHUNKED\r\n\r\n\
             3\r\n***\r\nA ;*******\r\n**********\r\n0\r\n*******\r\n\r\n****",
            "abc0123456789",
        ),
        // The data is not as long as the size says.
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n*************",
            "ab",
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\ncdefgh\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n**\r\ncdef****",
            "ab",
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff******",
            "",
        ),
        (
            "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n",
            "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n**********",
            "5\r\nabcde\r\n",
        ),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\ncontent-length: 9\r\n\r\n\
             HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\ncontent-length: 9\r\n\r\n\
             HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n**",
            "ok",
        ),
        (
            "HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\nover",
            "HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n****",
            "",
        ),
        ("\r\nHTTP/1.1 204 No Content\r\n\r\nover", "\r\nHTTP/1.1 204 No Content\r\n\r\n****", ""),
        ("220 mail.example\r\nhello", "220 mail.example\r\n*****", ""),
    ];

    #[test]
    fn bodies_are_hidden_wherever_the_bytes_are_parted() {
        for (answer, seen, body) in CASES {
            for at in 0..=answer.len() {
                let mut bytes = answer.as_bytes().to_vec();
                let (first, second) = bytes.split_at_mut(at);
                let mut hidden = Answer::new(&Method::POST);
                hidden.hide(first);
                hidden.hide(second);
                assert_eq!(String::from_utf8(bytes).unwrap(), seen, "parted at {at}");
                assert_eq!(String::from_utf8(hidden.into_body()).unwrap(), body, "parted at {at}");
            }
        }
    }

    #[test]
    fn an_answer_to_head_has_no_body() {
        let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nover".to_vec();
        let mut hidden = Answer::new(&Method::HEAD);
        hidden.hide(&mut bytes);
        assert!(bytes.ends_with(b"\r\n\r\n****"));
        assert!(hidden.into_body().is_empty());
    }
}
