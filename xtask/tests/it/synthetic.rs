//! A spec of any size, made of nothing but the number of its endpoints.
//!
//! It says everything that a spec can say, in combinations that no page has: what the generator
//! makes of it has to compile.

mod catalogue;
mod rich;
mod walks;

use std::fmt::Write as _;

use crate::synthetic::catalogue::{DOCS, IDS, PARAMETERS, Parameter, SCALARS, SCALARS_EXAMPLE};
use xtask_spec::load::{SourceFile, Sources};

/// How many endpoints one service has.
const PER_SERVICE: usize = 20;

/// Adds `endpoints` synthetic endpoints to a spec.
///
/// # Panics
///
/// If the spec has no `api.toml`, or one that is not text.
pub(crate) fn extend(sources: &mut Sources, endpoints: usize) {
    let api = format!("{}/api.toml", sources.root);
    let api = sources.files.iter_mut().find(|file| file.path == api);
    let api = api.expect("a spec has an `api.toml`");
    let mut text = String::from_utf8(api.bytes.clone()).expect("a spec is text");
    text.push_str(IDS);
    for index in (0..endpoints).filter(|&index| (Endpoint { index }).has_permission()) {
        let _ = writeln!(text, "\n[permissions.do_{index}]\ndoc = {}", doc(index));
    }
    for service in 0..endpoints.div_ceil(PER_SERVICE) {
        let doc = doc(service);
        let _ = writeln!(text, "\n[services.area_{service}]\ndoc = {doc}");
    }
    api.bytes = text.into_bytes();
    let root = &sources.root;
    let new = (0..endpoints).map(|index| {
        let service = index / PER_SERVICE;
        let name = ["list", "add", "get_all", "remove"][index % 4];
        let name = match index % PER_SERVICE {
            below @ 0..4 => ["list", "add", "sub", "next"][below].to_owned(),
            below => format!("{name}_{below}"),
        };
        let path = format!("{root}/area_{service}/{name}.toml");
        file(&path, &Endpoint { index }.text())
    });
    sources.files.extend(new);
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
}

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// Returns a text as a TOML string.
fn doc(seed: usize) -> String {
    format!("{:?}", DOCS[seed % DOCS.len()])
}

struct Endpoint {
    index: usize,
}

/// How an endpoint uses the parameters that it has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Required,
    Optional,
    Mixed,
}

impl Endpoint {
    fn text(&self) -> String {
        let index = self.index;
        let mut text = format!(
            "summary = \"Handles [x], <T>, a_b*c, `co|de`, a|b for {index}.\"\npath = \"/topapi/synthetic/call{index}\"\n"
        );
        if !self.chance(4, 4) {
            text.push_str("app_types = []\n");
        }
        if !self.is_authenticated() {
            text.push_str("credential = false\n");
        }
        text.push_str(match self.place() {
            "query" => "method = \"GET\"\n",
            "body" => "content_type = \"application/json;charset=utf-8\"\n",
            _ => "content_type = \"application/x-www-form-urlencoded\"\n",
        });
        if self.has_permission() {
            let _ = writeln!(text, "permissions = [\"do_{index}\"]");
        }
        if self.chance(1, 3) {
            let (first, second) = (doc(index), doc(index + 1));
            let _ = writeln!(text, "preconditions = [{first}]\nnotes = [{first}, {second}]");
        }
        let reading = if self.chance(5, 4) {
            "source = \"peer\""
        } else {
            "language = \"zh\"\nread = 2026-01-31"
        };
        let _ = writeln!(
            text,
            "[[pages]]\nurl = \"https://example.com/call/{index}\"\n{reading}\n[repeat]\nsafe = {}\nreason = {}",
            self.is_safe(),
            doc(index)
        );
        if self.is_safe()
            && self.is_answer_empty()
            && let Some((code, ..)) = self.codes().first()
        {
            let _ = writeln!(text, "done_code = {code}");
        }
        let sample = self.parameters(&mut text);
        let answer = self.answer(&mut text);
        self.errors(&mut text);
        let sample = match self.place() {
            "body" => rich::body(&sample),
            _ => form_urlencoded::Serializer::new(String::new()).extend_pairs(sample).finish(),
        };
        let _ =
            writeln!(text, "[examples]\nrequest = '''{sample}'''\nresponse = '''\n{answer}\n'''");
        text
    }

    /// Writes the parameters and returns the page's sample.
    fn parameters(&self, text: &mut String) -> Vec<(String, String)> {
        let mut sample = Vec::new();
        let (chosen, usage) = self.chosen();
        if self.is_authenticated() {
            sample.push(("access_token".to_owned(), "secret".to_owned()));
        }
        let mut optional = Vec::new();
        for at in chosen {
            let Parameter(name, keys, default, values) = &PARAMETERS[at % PARAMETERS.len()];
            let (name, keys) = match at / PARAMETERS.len() {
                0 => ((*name).to_owned(), *keys),
                // One Rust name is not enough for all copies.
                copy => (format!("{name}_{copy}"), keys.split("\nrust").next().unwrap_or_default()),
            };
            let required = match usage {
                Use::Required => true,
                Use::Optional => false,
                Use::Mixed => self.chance(200 + at, 2),
            };
            let place = if self.chance(300 + at, 4) { "query" } else { self.place() };
            let doc = doc(self.index + at);
            let _ = writeln!(
                text,
                "[parameters.\"{name}\"]\nin = \"{place}\"\n{keys}\nrequired = {required}\ndoc = {doc}"
            );
            let value = values[self.index % 2];
            if self.chance(400 + at, 2) {
                let _ = writeln!(text, "example = {value:?}");
            }
            if !required && !default.is_empty() && self.chance(500 + at, 2) {
                let _ = writeln!(text, "default = {default}");
            }
            // A sample's data is the form of a POST call.
            if (self.is_get() || place != "query") && (required || self.chance(600 + at, 2)) {
                sample.push((name.clone(), value.to_owned()));
            }
            if !required {
                optional.push(name);
            }
        }
        for group in self.groups(text, &optional) {
            // A part of it has no effect.
            if !group.iter().all(|name| sample.iter().any(|(sent, _)| sent == name)) {
                sample.retain(|(sent, _)| !group.contains(sent));
            }
        }
        sample.extend(walks::paging(text, self.index, self.place()));
        if self.is_bulk() {
            sample.extend(walks::bulk(text, self.index, self.place()));
        }
        if self.is_rich() {
            sample.extend(rich::parameters(text, self.index, self.place()));
        }
        if sample.is_empty() {
            sample.extend(self.spare(text));
        }
        sample
    }

    /// A sample is never blank: something must be in it.
    fn spare(&self, text: &mut String) -> [(String, String); 1] {
        let place = self.place();
        let _ = writeln!(
            text,
            "[parameters.spare]\nin = \"{place}\"\ntype = \"String\"\ndoc = \"Spare.\""
        );
        [("spare".to_owned(), "x".to_owned())]
    }

    /// Writes groups of some of the optional parameters, and returns their members.
    fn groups<'n>(&self, text: &mut String, optional: &'n [String]) -> Vec<&'n [String]> {
        let mut groups = Vec::new();
        let mut rest = optional;
        for (name, ty, members) in [("page", "Page", 2), ("range", "Range", 3)] {
            let Some((own, others)) = rest.split_at_checked(members) else { break };
            if self.index.is_multiple_of(3) {
                break;
            }
            rest = others;
            groups.push(own);
            let doc = doc(self.index);
            let _ = writeln!(
                text,
                "[together.{name}]\ntype = \"{ty}\"\nmembers = {own:?}\ndoc = {doc}"
            );
        }
        groups
    }

    /// Writes the answer and returns the page's example of it.
    fn answer(&self, text: &mut String) -> String {
        let mut write = |table: &str, fields: &str| self.fields(text, table, fields);
        let leaf = format!("{{ {SCALARS_EXAMPLE} }}");
        let item = format!(
            "{{ \"leaf\": {leaf}, \"leaves\": [{leaf}], \"children\": [{{ \"leaf\": {leaf} }}] }}"
        );
        let beside = match self.index % 7 {
            _ if self.is_answer_empty() => String::new(),
            1 => {
                write("response", "PageVo result");
                format!(", \"result\": {{ \"hasMore\": true, \"list\": [{item}] }}")
            }
            2 if self.is_first() => {
                write("response", "ItemVo[] result|RichVo rich");
                format!(", \"result\": [{item}], \"rich\": {}", rich::ANSWER_EXAMPLE)
            }
            2 => {
                write("response", "ItemVo[] result");
                format!(", \"result\": [{item}]")
            }
            3 => {
                write("response", SCALARS);
                format!(", {SCALARS_EXAMPLE}")
            }
            4 => {
                write("response", "PageVo result optional|Number total");
                ", \"total\": 3".to_owned()
            }
            5 => {
                write("response", "Boolean result");
                ", \"result\": true".to_owned()
            }
            _ => {
                write("response", "String[] result");
                ", \"result\": [\"a\"]".to_owned()
            }
        };
        self.types(text);
        format!(
            "{{ \"errcode\": 0, \"errmsg\": \"成功\", \"request_id\": \"r{}\"{beside} }}",
            self.index
        )
    }

    /// Objects, three levels deep.
    fn types(&self, text: &mut String) {
        let page = matches!(self.index % 7, 1 | 4);
        if page {
            let _ = writeln!(text, "[types.PageVo]\ndoc = {}", doc(self.index));
            self.fields(text, "types.PageVo.fields", "Boolean hasMore|ItemVo[] list items");
        }
        if page || self.index % 7 == 2 {
            text.push_str("[types.ItemVo]\nrust = \"Item\"\ndoc = \"An item.\"\n");
            let fields = "leafVO leaf|leafVO other optional|leafVO[] leaves optional|ItemVo[] children optional";
            self.fields(text, "types.ItemVo.fields", fields);
            let _ = writeln!(text, "[types.leafVO]\ndoc = {}", doc(self.index + 2));
            self.fields(text, "types.leafVO.fields", SCALARS);
        }
        if self.index % 7 == 2 && self.is_first() {
            text.push_str("[types.RichVo]\ndoc = \"Rich.\"\n");
            self.fields(text, "types.RichVo.fields", rich::ANSWER);
            text.push_str("[types.Wide]\ndoc = \"Wide.\"\n");
            self.fields(text, "types.Wide.fields", &rich::wide());
        }
    }

    /// Writes fields given as `TYPE:ID[] NAME optional RUST`, separated by `|`.
    fn fields(&self, text: &mut String, table: &str, fields: &str) {
        for (at, field) in fields.split('|').enumerate() {
            let mut words = field.split_whitespace();
            let (ty, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let list = ty.find("[]").map_or("", |at| &ty[at..]);
            let bare = ty.trim_end_matches("[]");
            let (ty, id) = bare.split_once(':').unwrap_or((bare, ""));
            let mut words = words.peekable();
            let optional = words.next_if(|&word| word == "optional").is_some();
            let secret = words.next_if(|&word| word == "secret").is_some();
            let doc = doc(self.index + at);
            let _ = writeln!(text, "[{table}.\"{name}\"]\ntype = \"{ty}{list}\"\ndoc = {doc}");
            if !id.is_empty() {
                let _ = writeln!(text, "id = \"{id}\"");
            }
            if secret {
                text.push_str("secret = true\n");
            }
            if let Some(rust) = words.next() {
                let _ = writeln!(text, "rust = \"{rust}\"");
            }
            let _ = writeln!(text, "required = {}", !optional);
        }
    }

    /// Code, message, meaning, name of the constant.
    fn codes(&self) -> &'static [(i64, &'static str, &'static str, &'static str)] {
        match self.index % 5 {
            0 => &[],
            1 => &[(-1, "System busy", "", "")],
            2 => &[
                (33011, "Invalid itemId: aa|bb [xx] <Tt>", "", ""),
                (i64::MAX, "未找到", "Not found: `aa|bb`", ""),
            ],
            3 => &[
                (i64::MIN, "无效的参数 [x]", "Invalid parameter", "REFUSED"),
                (40, "self", "", "OWN_SELF"),
            ],
            _ => &[
                (1002, "Again, https://example.com/aa_bb", "", ""),
                (-10_000_000_000, "Error 50%", "", ""),
                (40035, "", "Seen | elsewhere", ""),
            ],
        }
    }

    fn errors(&self, text: &mut String) {
        for (code, message, meaning, rust) in self.codes() {
            let (advice, retry) = (doc(self.index), self.chance(700, 2));
            let _ = writeln!(text, "[errors.{code}]\nadvice = {advice}\nretry = {retry}");
            let source = if message.is_empty() { "probe" } else { "" };
            let texts =
                [("message", *message), ("meaning", *meaning), ("rust", *rust), ("source", source)];
            for (key, value) in texts {
                if !value.is_empty() {
                    let _ = writeln!(text, "{key} = {value:?}");
                }
            }
        }
    }

    /// Returns the place of most parameters.
    fn place(&self) -> &'static str {
        match self.index {
            _ if self.is_get() => "query",
            index if index % 3 == 1 || index % 4 == 2 && index % 8 == 2 => "body",
            _ => "form",
        }
    }

    /// Returns whether the request holds all shapes of JSON at once.
    fn is_rich(&self) -> bool {
        self.index % 4 == 2 && self.is_first()
    }

    /// All shapes at once make the longest modules: the first few have enough of them.
    fn is_first(&self) -> bool {
        self.index < 9
    }

    /// Returns the parameters that the endpoint has, and how it uses them.
    fn chosen(&self) -> (Vec<usize>, Use) {
        match self.index % 10 {
            0 => (Vec::new(), Use::Mixed),
            1 if self.index < 20 => ((0..PARAMETERS.len()).collect(), Use::Required),
            // More than a function's usual length.
            2 if self.is_first() => ((0..3 * PARAMETERS.len()).collect(), Use::Optional),
            2 => ((0..PARAMETERS.len()).collect(), Use::Optional),
            _ => {
                ((0..PARAMETERS.len()).filter(|&it| self.chance(100 + it, 3)).collect(), Use::Mixed)
            }
        }
    }

    fn is_authenticated(&self) -> bool {
        self.chosen().0.is_empty() || self.index % 7 != 3
    }

    fn has_permission(&self) -> bool {
        self.chance(3, 2)
    }

    fn is_get(&self) -> bool {
        self.index % 4 == 3
    }

    fn is_bulk(&self) -> bool {
        self.index % 11 == 5
    }

    fn is_safe(&self) -> bool {
        self.is_bulk() || self.chance(2, 2)
    }

    fn is_answer_empty(&self) -> bool {
        self.index.is_multiple_of(7)
    }

    /// One in `of`, always the same for the same endpoint and question.
    fn chance(&self, question: usize, of: u64) -> bool {
        // SplitMix64: neighbours have nothing in common.
        let mut mixed = (self.index as u64) << 32 | question as u64;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)).is_multiple_of(of)
    }
}
