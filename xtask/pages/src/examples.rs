//! Request and response examples of a page.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::{BlockKind, remark};
use crate::facts::Remark;
use crate::http_sample::{self, Sample};
use crate::java_sample;
use crate::sections::Placed;
use crate::tolerant_json::{self, Json};
use crate::vocabulary::headings::Section;
use crate::vocabulary::names::comparable;

/// Contents of a page's examples.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) sample: Option<(usize, Sample)>,
    pub(crate) request: Option<Value>,
    /// For a form, each value that is JSON by its name; for a JSON body, the body.
    pub(crate) request_shapes: Vec<Value>,
    /// The request that a sample for the SDK builds, with comparable names.
    pub(crate) built: Option<Value>,
    /// Whether the JSON of the request is complete.
    pub(crate) request_sound: bool,
    pub(crate) response: Option<Value>,
    pub(crate) response_shapes: Vec<Value>,
    /// Whether the JSON of the response is complete.
    pub(crate) response_sound: bool,
}

/// Reads every example.
pub(crate) fn find(placed: &[Placed], remarks: &mut Vec<Remark>) -> Found {
    let mut found = Found { request_sound: true, response_sound: true, ..Found::default() };
    for (section, line, code) in codes(placed, remarks) {
        let may_ask = matches!(section, Section::RequestExample | Section::Example);
        if found.built.is_none() && may_ask {
            found.built = java_sample::request(&code);
        }
        if found.sample.is_none() && may_ask {
            found.sample = http_sample::find(&code).map(|(offset, sample)| (line + offset, sample));
            if found.sample.is_some() {
                continue;
            }
        }
        let answers = section == Section::ResponseExample || section == Section::Example;
        if answers {
            found.answer(line, &code, remarks);
        } else if found.request_shapes.is_empty()
            && let Some(json) =
                tolerant_json::parse(code.trim_start()).filter(|_| starts_json(&code))
        {
            found.request.get_or_insert_with(|| json.value.clone());
            found.request_sound &= json.sound;
            found.request_shapes.push(json.value);
        }
    }
    if let Some((line, sample)) = &found.sample {
        let (line, request) = (*line, request(sample));
        if sample.open_quote {
            remark(remarks, line, "a quote of the request example is never closed");
        }
        if let Some(json) = shapes(sample) {
            found.request_sound &= json.sound;
            found.request_shapes.push(json.value);
        }
        if request.is_some() {
            found.request = request;
        }
    }
    found
}

impl Found {
    /// Returns the shapes of the request, with the table's names for fields that the SDK's setters set.
    pub(crate) fn shapes_with<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<Value> {
        let mut shapes = self.request_shapes.clone();
        if let Some(built) = &self.built {
            let mut known = BTreeMap::new();
            for name in names {
                known.entry(comparable(name)).or_insert(name);
            }
            shapes.push(renamed(built, &known));
        }
        shapes
    }

    fn answer(&mut self, line: usize, code: &str, remarks: &mut Vec<Remark>) {
        let body = code.find(['{', '[']).map_or("", |start| &code[start..]);
        let skipped = code[..code.len() - body.len()].matches('\n').count();
        let Some(json) = tolerant_json::parse(body) else {
            remark(remarks, line, "the response example is no JSON");
            return;
        };
        if let Some((offset, doubt)) = json.doubt {
            let text = format!("the response example is not quite JSON: {doubt}");
            remark(remarks, line + skipped + offset, text);
        }
        self.response_sound &= json.sound;
        self.response.get_or_insert_with(|| json.value.clone());
        self.response_shapes.push(json.value);
    }
}

/// Renames fields to the names of the table. The depth is limited where the value is built.
fn renamed(value: &Value, known: &BTreeMap<String, &str>) -> Value {
    match value {
        Value::Object(fields) => {
            let name = |name: &String| known.get(name).map_or(name.clone(), |&n| n.to_owned());
            fields.iter().map(|(key, value)| (name(key), renamed(value, known))).collect()
        }
        Value::Array(items) => items.iter().map(|item| renamed(item, known)).collect(),
        other => other.clone(),
    }
}

/// Returns the code of the example sections; if nothing is marked as code, their lines joined.
fn codes(placed: &[Placed], remarks: &mut Vec<Remark>) -> Vec<(Section, usize, String)> {
    let mut codes: Vec<(Section, usize, String)> = Vec::new();
    let mut joined = false;
    let mut named = BTreeSet::new();
    for part in placed {
        let examples = [Section::RequestExample, Section::ResponseExample, Section::Example];
        if !examples.contains(&part.section) {
            joined = false;
            if let (BlockKind::Code(_), Some(heading)) = (&part.block.kind, &part.unknown)
                && named.insert(heading)
            {
                let text = format!("the heading `{heading}` is not known: the code is left out");
                remark(remarks, part.block.line, text);
            }
            continue;
        }
        match &part.block.kind {
            BlockKind::Code(code) => {
                codes.push((part.section, part.block.line, code.clone()));
                joined = false;
            }
            BlockKind::Line(text) => match codes.last_mut() {
                Some((section, _, code)) if joined && *section == part.section => {
                    code.push('\n');
                    code.push_str(text);
                }
                _ => {
                    codes.push((part.section, part.block.line, text.clone()));
                    joined = true;
                }
            },
            _ => joined = false,
        }
    }
    codes.retain(|(section, _, code)| {
        *section == Section::RequestExample || code.contains(['{', '[']) || code.contains("HTTP")
    });
    codes
}

fn starts_json(code: &str) -> bool {
    code.trim_start().starts_with(['{', '['])
}

/// Returns the body or the form of a sample; if it has neither, its query.
fn request(sample: &Sample) -> Option<Value> {
    if let [body] = sample.data.as_slice()
        && starts_json(body)
    {
        return tolerant_json::parse(body).map(|json| json.value);
    }
    if !sample.data.is_empty() {
        return Some(Value::String(sample.data.join("&")));
    }
    let query = sample.url.as_ref()?.split_once('?')?.1;
    (!query.is_empty()).then(|| Value::String(query.to_owned()))
}

/// Returns the value that shows the nesting of the body: the body itself, or the values of a form.
fn shapes(sample: &Sample) -> Option<Json> {
    let mut fields = serde_json::Map::new();
    let mut sound = true;
    for data in &sample.data {
        if starts_json(data) {
            return tolerant_json::parse(data);
        }
        for (name, value) in data.split('&').filter_map(|pair| pair.split_once('=')) {
            let parsed = if starts_json(value) { tolerant_json::parse(value) } else { None };
            sound &= parsed.as_ref().is_none_or(|json| json.sound);
            // In a form everything is text, which does not show the type.
            fields.insert(name.to_owned(), parsed.map_or(Value::Null, |json| json.value));
        }
    }
    (!fields.is_empty()).then_some(Json { value: Value::Object(fields), doubt: None, sound })
}
