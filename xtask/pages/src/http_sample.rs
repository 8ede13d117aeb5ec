//! Requests in examples: a curl command, or raw HTTP.

use shlex::Shlex;

use crate::vocabulary::pattern::Pattern;

/// A request from an example.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) method: Option<String>,
    /// With the query; without a host if raw HTTP does not name it.
    pub(crate) url: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    /// The data arguments in order, or the body.
    pub(crate) data: Vec<String>,
    /// Whether a quote is not closed.
    pub(crate) open_quote: bool,
}

impl Sample {
    /// Returns the value of a header, ignoring the case of its name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

pub(crate) const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];

static LINE_END: Pattern = Pattern::new(r"\\\s*\n");

/// Returns the first request in a piece of code, and its line within the code, counted from zero.
pub(crate) fn find(code: &str) -> Option<(usize, Sample)> {
    let mut offset = 0;
    for (index, line) in code.split_inclusive('\n').enumerate() {
        let trimmed = line.trim_start();
        let start = offset + line.len() - trimmed.len();
        if trimmed.starts_with("curl ") || trimmed.starts_with("curl\t") {
            // Blanks after the backslash at the end of a line are a mistake of the page.
            let text = LINE_END.replace_all(&code[start..], " ");
            let mut sample = command(&text);
            if sample.open_quote {
                sample = Sample { open_quote: true, ..command(&format!("{text}'")) };
            }
            return Some((index, sample));
        }
        if let Some(sample) = http(trimmed.trim_end(), &code[offset + line.len()..]) {
            return Some((index, sample));
        }
        offset += line.len();
    }
    None
}

/// Reads `POST /v1.0/… HTTP/1.1`, headers, and a body.
fn http(line: &str, rest: &str) -> Option<Sample> {
    let mut words = line.split_whitespace();
    let method = words.next().filter(|word| METHODS.contains(word))?;
    let url = words.next().filter(|url| url.starts_with('/') || url.starts_with("http"))?;
    if words.next().is_some_and(|version| !version.starts_with("HTTP")) {
        return None;
    }
    let mut sample =
        Sample { method: Some(method.to_owned()), url: Some(url.to_owned()), ..Sample::default() };
    let mut offset = 0;
    for line in rest.split_inclusive('\n') {
        let Some((name, value)) = line.split_once([':', '：']).filter(|(name, _)| is_header(name))
        else {
            break;
        };
        offset += line.len();
        let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
        if name.eq_ignore_ascii_case("host") && url.starts_with('/') {
            sample.url = Some(format!("https://{value}{url}"));
        }
        sample.headers.push((name, value));
    }
    let body = rest[offset..].trim();
    if body.starts_with(['{', '[']) {
        sample.data.push(body.to_owned());
    }
    Some(sample)
}

fn is_header(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Reads a curl command, which may span lines. It ends at a second word that is not an option.
fn command(text: &str) -> Sample {
    let mut words = Shlex::new(text);
    words.next();
    let mut sample = Sample::default();
    let mut get = false;
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" | "--request" => sample.method = words.next(),
            "-H" | "--header" => {
                if let Some((name, value)) =
                    words.next().as_deref().and_then(|h| h.split_once([':', '：']))
                {
                    sample.headers.push((name.trim().to_owned(), value.trim().to_owned()));
                }
            }
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-urlencode"
            | "--data-ascii" | "-F" | "--form" => sample.data.extend(words.next()),
            "--url" => sample.url = words.next(),
            "-G" | "--get" => get = true,
            option if option.starts_with("-X") => sample.method = Some(option[2..].to_owned()),
            option if option.starts_with('-') => {}
            url if sample.url.is_none() => sample.url = Some(url.to_owned()),
            _ => break,
        }
    }
    sample.open_quote = words.had_error;
    let usual = if sample.data.is_empty() || get { "GET" } else { "POST" };
    let method = sample.method.as_deref().unwrap_or(usual);
    sample.method = Some(method.to_ascii_uppercase());
    sample
}
