//! A spec of one endpoint, of which a test says only what it is about.

use xtask::codegen::generate;
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::load::{SourceFile, Sources};

const API: &str = r#"
[defaults]
method = "POST"
hosts = ["main"]
content_type = "application/x-www-form-urlencoded;charset=utf-8"
app_types = ["internal"]
credential = true
envelope = ["errcode"]

[hosts.main]
url = "https://api.example.com"
doc = "The only site."

[credential]
name = "access_token"
in = "query"
doc = "Token of the calling app."

[envelope]
errcode = { type = "Number", doc = "Result code." }
success = { type = "Boolean", doc = "Whether the call succeeded." }

[permissions]
open_lockers = { doc = "Open lockers." }
see_lockers = { doc = "See lockers." }

[ids.LockerId]
type = "Number"
doc = "Identifies a locker."

[ids.OwnerId]
type = "String"
doc = "Identifies the owner of a locker."

[services.locker]
doc = "Lockers and what is in them."
"#;

const ERRORS: &str = r#"
[errors.TOKEN_INVALID]
code = 40014
class = "token-rejected"
meaning = "The token is not valid"
advice = "Fetch another one."
source = "probe"

[errors.GATEWAY_BUSY]
code = 88
sub_code = ""
class = "gateway-timeout"
meaning = "The gateway did not answer in time"
advice = "Wait a moment."
retry = true
source = "vendor"
"#;

/// The endpoint `locker::open`.
pub(crate) struct Fixture {
    repeat: &'static str,
    pages: &'static str,
    keys: &'static str,
    tables: &'static str,
    shared: &'static str,
    request: &'static str,
    answer: &'static str,
}

impl Fixture {
    /// Returns an endpoint without parameters, whose answer is nothing but envelope.
    pub(crate) fn new() -> Self {
        Self {
            repeat: r#"safe = true, reason = "The call only reads.""#,
            pages: "[[pages]]\nurl = \"https://example.com/open\"\nlanguage = \"en\"\nread = 2026-01-31",
            keys: "",
            tables: "",
            shared: "",
            request: "access_token=x",
            answer: r#"{ "errcode": 0 }"#,
        }
    }

    pub(crate) fn repeat(self, repeat: &'static str) -> Self {
        Self { repeat, ..self }
    }

    pub(crate) fn pages(self, pages: &'static str) -> Self {
        Self { pages, ..self }
    }

    /// Sets the keys before the first table.
    pub(crate) fn keys(self, keys: &'static str) -> Self {
        Self { keys, ..self }
    }

    pub(crate) fn tables(self, tables: &'static str) -> Self {
        Self { tables, ..self }
    }

    /// Sets the enums of the service, and adds an equal endpoint `locker::close` that has them as well.
    pub(crate) fn shared(self, shared: &'static str) -> Self {
        Self { shared, ..self }
    }

    /// Sets the page's request.
    pub(crate) fn request(self, request: &'static str) -> Self {
        Self { request, ..self }
    }

    /// Sets the page's answer.
    pub(crate) fn answer(self, answer: &'static str) -> Self {
        Self { answer, ..self }
    }

    /// Returns the items of the endpoint's module that begin with one of `heads`, documentation and
    /// attributes aside.
    pub(crate) fn items(&self, heads: &[&str]) -> String {
        items(&self.file("crates/protocol/src/generated/locker/open.rs"), heads)
    }

    /// Returns the same of the service's enums.
    pub(crate) fn shared_items(&self, heads: &[&str]) -> String {
        items(&self.file("crates/protocol/src/generated/locker/enums.rs"), heads)
    }

    /// Returns the same of the client's file.
    pub(crate) fn client_items(&self, heads: &[&str]) -> String {
        items(&self.file("crates/client/src/generated/locker.rs"), heads)
    }

    /// Returns the documentation of the endpoint's module, up to its example.
    pub(crate) fn module_doc(&self) -> String {
        let module = self.file("crates/protocol/src/generated/locker/open.rs");
        let lines = module.lines().filter_map(|line| line.strip_prefix("//!"));
        let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.take_while(|line| *line != "# Example").collect::<Vec<_>>().join("\n")
    }

    /// Returns a file or region of what is generated.
    pub(crate) fn file(&self, path: &str) -> String {
        let sources = self.sources();
        let wanted = generate(&sources)
            .unwrap_or_else(|problems| panic!("{}", render(&problems, &sources, Colour::Never)));
        let region = wanted.regions.iter().find(|region| region.path == path);
        region.map_or_else(|| wanted.files[path].clone(), |region| region.text.clone())
    }

    /// Returns the specification that holds nothing but the endpoint.
    pub(crate) fn sources(&self) -> Sources {
        let Self { repeat, pages, keys, tables, shared, request, answer } = self;
        let endpoint = format!(
            "summary = \"Opens a locker.\"\npath = \"/locker/open\"\nrepeat = {{ {repeat} }}\n{keys}\n{pages}\n{tables}\n\
             [examples]\nrequest = '''{request}'''\nresponse = '''{answer}'''\n"
        );
        let file = |path: &str, text: &str| SourceFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let mut files = vec![
            file("spec/api.toml", API),
            file("spec/errors.toml", ERRORS),
            file("spec/locker/open.toml", &endpoint),
        ];
        if !shared.is_empty() {
            let other = endpoint.replace("/locker/open", "/locker/close");
            files.push(file("spec/locker/close.toml", &other));
            files.push(file("spec/locker/enums.toml", shared));
        }
        Sources { root: "spec".to_owned(), files }
    }
}

/// Returns the items of a file that begin with one of `heads`.
fn items(text: &str, heads: &[&str]) -> String {
    let mut items: Vec<String> = Vec::new();
    for part in text.split("\n\n") {
        match items.last_mut() {
            // A blank line within an item.
            Some(last) if part.starts_with([' ', '}']) => {
                last.push_str("\n\n");
                last.push_str(part);
            }
            _ => items.push(part.to_owned()),
        }
    }
    let head = |item: &String| {
        let code = item.lines().find(|line| !line.starts_with("//") && !line.starts_with("#["));
        code.is_some_and(|code| heads.iter().any(|head| code.starts_with(head)))
    };
    let found: Vec<_> = items.into_iter().filter(head).collect();
    assert!(!found.is_empty(), "no {heads:?} in\n{text}");
    found.join("\n\n").trim_end().to_owned()
}
