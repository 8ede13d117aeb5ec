//! A draft as the text of an endpoint file, in the order and spacing of the files that people wrote.

use std::fmt::Write as _;
use std::ops::Range;

use crate::import::draft::{Draft, ErrorCode, Item, Object, Owner};
use xtask_spec::spec::Scalar;

/// What a part of the text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Item(Owner, usize, &'static str),
    Permission(usize),
    Permissions,
    AppTypes,
    Request,
    Answer,
    Departure(usize),
}

/// The text, and what its parts say.
pub(super) struct Written {
    pub(super) text: String,
    places: Vec<(Range<usize>, Slot)>,
}

impl Written {
    /// What stands at a place.
    pub(super) fn slot(&self, range: &Range<usize>) -> Option<Slot> {
        let mut places = self.places.iter();
        let found = places.find(|(place, _)| place.start <= range.start && range.end <= place.end);
        found.map(|(_, slot)| *slot)
    }
}

pub(super) fn write(draft: &Draft) -> Written {
    let mut writer = Writer { text: String::new(), places: Vec::new() };
    writer.head(draft);
    writer.parameters(draft);
    for (index, item) in draft.response.iter().enumerate() {
        writer.header("[[response]]");
        writer.item(item, Owner::Response, index);
    }
    for (index, object) in draft.types.iter().enumerate() {
        writer.object(object, index);
    }
    for error in &draft.errors {
        writer.error(error);
    }
    writer.examples(draft);
    for (index, departure) in draft.departures.iter().enumerate() {
        let start = writer.text.len();
        writer.header("[[departures]]");
        writer.text("subject", &departure.subject);
        writer.text("page", &departure.page);
        writer.text("spec", &departure.spec);
        writer.text("reason", &departure.reason);
        writer.places.push((start..writer.text.len(), Slot::Departure(index)));
    }
    Written { text: writer.text, places: writer.places }
}

/// A text as TOML: without escapes where there is a choice.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| !c.is_control() && c != '\'';
    if text.contains(['"', '\\']) && text.chars().all(plain) {
        return format!("'{text}'");
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A text of several lines, as it stands.
pub(super) fn block(text: &str) -> String {
    let odd = |c: char| c.is_control() && c != '\n';
    if text.contains("'''") || text.contains(odd) || text.ends_with('\'') {
        return quoted(text);
    }
    format!("'''\n{text}'''")
}

struct Writer {
    text: String,
    places: Vec<(Range<usize>, Slot)>,
}

impl Writer {
    fn head(&mut self, draft: &Draft) {
        self.text("summary", &draft.summary);
        self.text("path", &draft.path);
        self.text("method", &draft.method);
        if draft.hosts.len() > 1 {
            self.comment("The sites serve the same paths, whichever of them the page prints.");
        }
        self.list("hosts", &draft.hosts);
        self.optional("content_type", draft.content_type.as_ref());
        let start = self.text.len();
        self.list("app_types", &draft.app_types);
        self.places.push((start..self.text.len(), Slot::AppTypes));
        self.list("preconditions", &draft.preconditions);
        self.list("notes", &draft.notes);
        self.header("[page]");
        self.comment(
            "Assumed: the saved page does not print its own address, so this is where the vendor's documentation begins.",
        );
        self.text("url", &draft.url);
        self.optional("language", draft.language.as_ref());
        if let Some(read) = &draft.read {
            self.line("read", read);
        }
        self.optional("source", draft.source.as_ref());
        let all = self.text.len();
        for (index, permission) in draft.permissions.iter().enumerate() {
            let start = self.text.len();
            self.header("[[permissions]]");
            self.text("name", &permission.name);
            self.text("doc", &permission.doc);
            self.places.push((start..self.text.len(), Slot::Permission(index)));
        }
        self.places.push((all..self.text.len(), Slot::Permissions));
        self.header("[repeat]");
        self.line("safe", &draft.safe.to_string());
        self.text("reason", &draft.reason);
        self.number("done_code", draft.done_code);
    }

    fn parameters(&mut self, draft: &Draft) {
        for (index, item) in draft.parameters.iter().enumerate() {
            self.header("[[parameters]]");
            self.item(item, Owner::Parameters, index);
        }
        for group in &draft.together {
            self.blank();
            let members: Vec<_> = group.members.iter().map(|name| format!("`{name}`")).collect();
            self.comment(&format!("{} take effect only together.", members.join(" and ")));
            self.line_of("[[together]]");
            self.text("name", &group.name);
            self.text("type", &group.ty);
            self.list("members", &group.members);
            self.text("doc", &group.doc);
        }
        if let Some(paging) = &draft.paging {
            self.header("[paging]");
            self.text("offset", &paging.offset);
            self.text("size", &paging.size);
            self.text("items", &paging.items);
            self.text("more", &paging.more);
        }
        if !draft.bulk.is_empty() {
            self.header("[bulk]");
            self.list("split", &draft.bulk);
        }
    }

    fn item(&mut self, item: &Item, owner: Owner, index: usize) {
        self.text("name", &item.name);
        self.optional("in", item.place.as_ref());
        self.text("type", &item.ty);
        self.optional("separator", item.separator.as_ref());
        self.optional("items", item.items.as_ref());
        self.optional("encoding", item.encoding.as_ref());
        self.optional("rust", item.rust.as_ref());
        self.optional("id", item.id.as_ref());
        self.flag("secret", item.secret);
        self.flag("optional", item.optional);
        self.flag("required", item.required);
        let slot = |key| Slot::Item(owner, index, key);
        if let Some(default) = &item.default {
            self.at(slot("default"), |it| it.line("default", &literal(default)));
        }
        self.at(slot("min"), |it| it.number("min", item.min));
        self.at(slot("max"), |it| it.number("max", item.max));
        self.at(slot("max_items"), |it| it.number("max_items", item.max_items));
        self.at(slot("max_chars"), |it| it.number("max_chars", item.max_chars));
        if !item.values.is_empty() {
            let values: Vec<_> = item.values.iter().map(literal).collect();
            self.at(slot("values"), |it| it.line("values", &format!("[{}]", values.join(", "))));
        }
        self.at(slot("example"), |it| it.optional("example", item.example.as_ref()));
        self.optional("doc", item.doc.as_ref());
    }

    fn object(&mut self, object: &Object, index: usize) {
        let key = key(&object.name);
        self.header(&format!("[types.{key}]"));
        self.optional("rust", object.rust.as_ref());
        self.text("doc", &object.doc);
        for (at, field) in object.fields.iter().enumerate() {
            self.header(&format!("[[types.{key}.fields]]"));
            self.item(field, Owner::Type(index), at);
        }
    }

    fn error(&mut self, error: &ErrorCode) {
        self.header("[[errors]]");
        self.line("code", &error.code.to_string());
        self.optional("rust", error.rust.as_ref());
        self.optional("message", error.message.as_ref());
        self.optional("meaning", error.meaning.as_ref());
        self.text("advice", &error.advice);
        self.line("retry", &error.retry.to_string());
        self.optional("source", error.source.as_ref());
    }

    fn examples(&mut self, draft: &Draft) {
        let is_made = |subject: &str| draft.departures.iter().any(|it| it.subject == subject);
        self.header("[examples]");
        for (key, value, slot) in
            [("request", &draft.request, Slot::Request), ("response", &draft.answer, Slot::Answer)]
        {
            if is_made(&format!("examples.{key}")) {
                self.comment("Made from the names and values that are known.");
            }
            let start = self.text.len();
            let value = if value.contains('\n') { block(value) } else { quoted(value) };
            self.line(key, &value);
            self.places.push((start..self.text.len(), slot));
        }
    }

    fn at(&mut self, slot: Slot, write: impl FnOnce(&mut Self)) {
        let start = self.text.len();
        write(self);
        self.places.push((start..self.text.len(), slot));
    }

    fn header(&mut self, header: &str) {
        self.blank();
        self.line_of(header);
    }

    fn blank(&mut self) {
        self.line_of("");
    }

    fn comment(&mut self, comment: &str) {
        self.line_of(&format!("# {comment}"));
    }

    fn list(&mut self, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
            self.line(key, &format!("[{}]", texts.join(", ")));
        }
    }

    fn optional(&mut self, key: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    fn flag(&mut self, key: &str, flag: Option<bool>) {
        if let Some(flag) = flag {
            self.line(key, &flag.to_string());
        }
    }

    fn number(&mut self, key: &str, number: Option<i64>) {
        if let Some(number) = number {
            self.line(key, &number.to_string());
        }
    }

    fn text(&mut self, key: &str, text: &str) {
        self.line(key, &quoted(text));
    }

    fn line(&mut self, key: &str, value: &str) {
        self.line_of(&format!("{key} = {value}"));
    }

    fn line_of(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

fn literal(scalar: &Scalar) -> String {
    match scalar {
        Scalar::String(text) => quoted(text),
        scalar => scalar.to_string(),
    }
}

/// A name as a key of TOML.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}
