//! Requests as examples show them: a curl command, or the lines of HTTP.

/// A request in an example.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) method: Option<String>,
    /// With the query; without host where the lines of HTTP name it apart.
    pub(crate) url: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    /// The data arguments in order, or the body.
    pub(crate) data: Vec<String>,
    /// Whether a quote is never closed.
    pub(crate) open_quote: bool,
}

impl Sample {
    /// Returns the value of a header, whatever its case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

pub(crate) const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];

/// Returns the first request in a piece of code, and the line within it, counted from zero.
pub(crate) fn find(code: &str) -> Option<(usize, Sample)> {
    let mut offset = 0;
    for (index, line) in code.split_inclusive('\n').enumerate() {
        let trimmed = line.trim_start();
        let start = offset + line.len() - trimmed.len();
        if trimmed.starts_with("curl ") || trimmed.starts_with("curl\t") {
            return Some((index, command(&code[start..])));
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
        if name.eq_ignore_ascii_case("host") {
            sample.host = Some(value);
        } else {
            sample.headers.push((name, value));
        }
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

fn command(text: &str) -> Sample {
    let (words, open_quote) = words(text);
    let mut sample = Sample { open_quote, ..Sample::default() };
    let mut words = words.into_iter().skip(1);
    let mut get = false;
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" | "--request" => sample.method = words.next(),
            "-H" | "--header" => {
                if let Some((name, value)) =
                    words.next().as_deref().and_then(|header| header.split_once([':', '：']))
                {
                    sample.headers.push((name.trim().to_owned(), value.trim().to_owned()));
                }
            }
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-urlencode"
            | "--data-ascii" | "-F" | "--form" => sample.data.extend(words.next()),
            "--url" => sample.url = words.next(),
            "-G" | "--get" => get = true,
            word if word.starts_with("-X") && word.len() > 2 => {
                sample.method = Some(word[2..].to_owned());
            }
            word if word.contains("://") || word.starts_with('/') => {
                sample.url.get_or_insert_with(|| word.to_owned());
            }
            _ => {}
        }
    }
    let usual = if sample.data.is_empty() || get { "GET" } else { "POST" };
    let method = sample.method.as_deref().unwrap_or(usual);
    sample.method = Some(method.to_ascii_uppercase());
    sample
}

/// Returns the words of a shell command that may span lines, and whether a quote stays open.
fn words(text: &str) -> (Vec<String>, bool) {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match quote {
            Some(mark) if closes(mark, c) => quote = None,
            Some('"') if c == '\\' => {
                let next = chars.next();
                let escaped = next.filter(|n| matches!(n, '"' | '\\' | '$' | '`'));
                let word = word.get_or_insert_default();
                if escaped.is_none() {
                    word.push('\\');
                }
                word.extend(next);
            }
            Some(_) => word.get_or_insert_default().push(c),
            None => match c {
                '\\' => match chars.next() {
                    // The command goes on in the next line; blanks behind the backslash are a slip.
                    Some('\n') => words.extend(word.take()),
                    Some(' ' | '\t' | '\r') => {
                        while chars.next_if(|c| matches!(c, ' ' | '\t' | '\r' | '\n')).is_some() {}
                        words.extend(word.take());
                    }
                    other => word.get_or_insert_default().extend(other),
                },
                '\n' => {
                    // A missing backslash: the next line is an option all the same.
                    words.extend(word.take());
                    while chars.next_if(|c| c.is_whitespace()).is_some() {}
                    if chars.peek() != Some(&'-') {
                        break;
                    }
                }
                '\'' | '"' | '“' | '‘' | '”' | '’' => {
                    quote = Some(c);
                    word.get_or_insert_default();
                }
                c if c.is_whitespace() => words.extend(word.take()),
                c => word.get_or_insert_default().push(c),
            },
        }
    }
    words.extend(word);
    (words, quote.is_some())
}

fn closes(open: char, c: char) -> bool {
    match open {
        '“' | '”' => matches!(c, '“' | '”'),
        '‘' | '’' => matches!(c, '‘' | '’'),
        open => open == c,
    }
}
