//! Whatever a page states, it becomes a sound file, or is refused with a reason.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use xtask::codegen::generate;
use xtask_drift::import::Options;
use xtask_pages::facts::{AppType, Field, Page};
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::load::Sources;

use crate::import::{empty_spec, facts_of, held, importer, options, printed};

const NAMES: [&str; 32] = [
    "access_token",
    "userid",
    "userIds",
    "user_ids",
    "type",
    "self",
    "fn",
    "gen",
    "名字",
    "a.b",
    "2d",
    "offset",
    "size",
    "result",
    "errcode",
    "errmsg",
    "request_id",
    "sub_code",
    "x-y",
    "Type",
    "hasMore",
    "list",
    "max_size",
    "size_chars",
    "a b",
    "new",
    "page",
    "DEPT_ID",
    "_",
    "client_secret",
    "loop",
    "size_values",
];

const TYPES: [&str; 34] = [
    "Number",
    "String",
    "Boolean",
    "Long",
    "Double",
    "Object",
    "JSON",
    "List",
    "Array",
    "String[]",
    "Number[][]",
    "List<String>",
    "Array of String",
    "PageVo",
    "PageVo[]",
    "List<PageVo>",
    "Request",
    "Response",
    "UserId",
    "Vec",
    "Map<String, Object>",
    "Self",
    "Ba d",
    "a$b",
    "[]",
    "名字",
    "X[][][][][]",
    "result",
    "page",
    "Date",
    "Optional<String>",
    "Error",
    "Page",
    "Object[]",
];

const TEXTS: [&str; 25] = [
    "1",
    "-7",
    "1,2",
    "a,,b",
    "[1,2]",
    "[\"a\"]",
    "[“a”,“b”]",
    "true",
    "absent",
    "",
    " ",
    "1.5",
    "{}",
    "{\"a\":1}",
    "null",
    "\"q\"",
    "小李",
    "99999999999999999999",
    "'''",
    "a\\b",
    "a&b=c",
    "x y",
    "a\nb",
    "made",
    "[",
];

const CODES: [i64; 6] = [0, -1, 15, 33011, i64::MIN, i64::MAX];

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn any_facts_become_a_sound_file_or_are_refused(page in pages()) {
        imported(&page);
    }

    #[test]
    fn any_facts_amend_a_file_soundly_or_are_refused(first in pages(), second in pages()) {
        let Some(sources) = imported(&first) else { return Ok(()) };
        let mut second = second;
        second.path.clone_from(&first.path);
        second.method.clone_from(&first.method);
        amended(sources, &second);
    }

    #[test]
    fn a_known_page_that_is_mangled_amends_its_file_soundly(
        base in select(vec!["text/list_users.txt", "text/list_ids.txt", "odd/old_layout.zh.html"]),
        edits in vec((0..14_usize, any::<usize>(), select(&NAMES[..]), select(&TYPES[..]), select(&TEXTS[..])), 1..6),
    ) {
        let page = facts_of(base);
        let Some(sources) = imported(&page) else { panic!("{base} is a sound page") };
        let mut mangled = page;
        for (kind, at, name, ty, text) in edits {
            mangle(&mut mangled, kind, at, name, ty, text);
        }
        amended(sources, &mangled);
    }
}

#[test]
fn two_hundred_parameters_are_no_trouble() {
    let mut page = facts_of("text/list_users.txt");
    let one = page.parameters[1].clone();
    let many = (0..200).map(|at| Field { name: format!("value{at}"), ..one.clone() });
    page.parameters.extend(many);
    assert!(imported(&page).is_some());
}

/// Returns the spec with the file, or nothing if the page is refused with a reason.
fn imported(page: &Page) -> Option<Sources> {
    let mut spec = importer(empty_spec());
    match spec.import(page, &options()) {
        Ok(imported) => {
            let sources = spec.sources();
            sound(sources, &imported.file, page);
            Some(sources.clone())
        }
        Err(failure) => {
            assert!(!failure.0.trim().is_empty());
            None
        }
    }
}

fn amended(sources: Sources, page: &Page) {
    let before = sources.files.clone();
    let mut spec = importer(sources);
    let options = Options { update: true, read: "2026-12-01".to_owned(), ..options() };
    match spec.import(page, &options) {
        Ok(imported) => {
            sound(spec.sources(), &imported.file, page);
            let again = spec.import(page, &options).unwrap();
            assert!(again.texts.is_empty(), "a second run changed it again");
        }
        Err(failure) => {
            assert!(!failure.0.trim().is_empty());
            let after = &spec.sources().files;
            let same = before.iter().zip(after).all(|(one, other)| one.bytes == other.bytes);
            assert!(same && before.len() == after.len(), "a refused page changed the spec");
        }
    }
}

fn sound(sources: &Sources, file: &str, page: &Page) {
    let generated = generate(sources);
    generated.unwrap_or_else(|problems| panic!("{}", render(&problems, sources, Colour::Never)));
    assert_eq!(printed(sources, file), held(sources, file, page));
}

fn pages() -> impl Strategy<Value = Page> {
    let parts = (
        vec(items(3), 0..6),
        vec(items(3), 0..6),
        vec(errors(), 0..4),
        (examples(), examples()),
        select(vec![
            None,
            Some("application/json"),
            Some("application/x-www-form-urlencoded;charset=utf-8"),
        ]),
        select(vec!["GET", "POST", "POST", "POST", "PUT"]),
        vec(select(&NAMES[..]), 0..3),
        vec(
            select(vec![AppType::Internal, AppType::ThirdParty, AppType::ThirdPartyPersonal]),
            0..3,
        ),
        0..3_usize,
    );
    parts.prop_map(|parts| {
        let (
            parameters,
            response,
            errors,
            (request, answer),
            content,
            method,
            permissions,
            apps,
            n,
        ) = parts;
        let parameters: Vec<Value> = parameters.into_iter().map(in_one_place).collect();
        let response: Vec<Value> = response.into_iter().map(answered).collect();
        let page = json!({
            "file": "page", "method": method, "path": "/topapi/thing/list",
            "hosts": ["https://oapi.dingtalk.io"], "content_type": content, "app_types": [],
            "permissions": permissions, "parameters": parameters, "response": response,
            "errors": errors, "examples": {"request": request, "response": answer},
            "preconditions": n, "remarks": [],
        });
        let mut page: Page = serde_json::from_value(page).unwrap();
        page.app_types = apps;
        page
    })
}

/// Returns a parameter as JSON.
fn items(depth: u32) -> impl Strategy<Value = Value> {
    let leaf = (
        (select(&NAMES[..]), "[a-z]{0,3}"),
        proptest::option::of(select(&TYPES[..])),
        proptest::option::of(any::<bool>()),
        proptest::option::of(select(&TEXTS[..])),
        proptest::option::of(select(vec![
            json!(1),
            json!(true),
            json!("a"),
            json!("20"),
            json!(1.5),
            json!([1]),
        ])),
        limits(),
        (proptest::option::of(select(&NAMES[..])), vec(select(&TEXTS[..]), 0..3)),
        any::<bool>(),
    );
    let leaf = leaf.prop_map(|((name, tail), ty, required, example, default, limits, (with, values), query)| {
        let mut item = json!({
            "name": format!("{name}{tail}"), "in": if query { "query" } else { "body" }, "type": ty,
            "required": required, "example": example, "limits": limits, "enum": values, "fields": [],
        });
        if let Some(default) = default {
            item["default"] = default;
        }
        if let Some(with) = with {
            item["with"] = with.into();
        }
        item
    });
    leaf.prop_recursive(depth, 12, 4, |inner| {
        (inner.clone(), vec(inner, 0..4)).prop_map(|(mut item, fields)| {
            item["fields"] = fields.into();
            item
        })
    })
}

/// The fields of what is sent go where it goes.
fn in_one_place(mut item: Value) -> Value {
    let place = item["in"].clone();
    let fields = item["fields"].as_array().cloned().unwrap_or_default();
    let placed = fields.into_iter().map(|mut field| {
        field["in"] = place.clone();
        in_one_place(field)
    });
    item["fields"] = placed.collect();
    item
}

/// Returns a field of the answer, which lacks what only parameters have.
fn answered(mut item: Value) -> Value {
    let fields = item["fields"].as_array().cloned().unwrap_or_default();
    if let Some(item) = item.as_object_mut() {
        item.retain(|key, _| ["name", "type", "example", "enum"].contains(&key.as_str()));
    }
    item["fields"] = fields.into_iter().map(answered).collect();
    item
}

fn limits() -> impl Strategy<Value = Value> {
    let number = || proptest::option::weighted(0.2, select(vec![-5_i64, 0, 1, 20, i64::MAX]));
    (number(), number(), number(), number()).prop_map(|(min, max, items, chars)| {
        let limits = [("min", min), ("max", max), ("max_items", items), ("max_chars", chars)];
        let stated =
            limits.into_iter().filter_map(|(key, limit)| Some((key.to_owned(), limit?.into())));
        Value::Object(stated.collect())
    })
}

fn errors() -> impl Strategy<Value = Value> {
    let code = prop_oneof![select(&CODES[..]).prop_map(Value::from), Just(json!("a.b"))];
    let message = proptest::option::of(prop_oneof![
        select(&TEXTS[..]).prop_map(str::to_owned),
        "[A-Za-z ]{0,12}",
    ]);
    let status = proptest::option::weighted(0.2, 400..500_u16);
    (code, message, any::<bool>(), status).prop_map(|(code, message, retry, status)| {
        let mut error = json!({"code": code, "message": message, "retry": retry});
        if let Some(status) = status {
            error["status"] = status.into();
        }
        error
    })
}

fn examples() -> impl Strategy<Value = Value> {
    let json = vec((select(&NAMES[..]), select(&TEXTS[..])), 0..4).prop_map(|members| {
        let value = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| json!(text));
        let members = members.into_iter().map(|(name, text)| (name.to_owned(), value(text)));
        Value::Object(members.collect())
    });
    let text = prop_oneof![Just("userid=1&size=2"), Just("access_token=1"), Just("a"), Just("")];
    prop_oneof![Just(Value::Null), json, text.prop_map(Value::from)]
}

fn mangle(page: &mut Page, kind: usize, at: usize, name: &str, ty: &str, text: &str) {
    let count = page.parameters.len().max(1);
    let errors = page.errors.len().max(1);
    let fields = page.response.len().max(1);
    let parameter = page.parameters.get_mut(at % count);
    match (kind, parameter) {
        (0, Some(it)) => name.clone_into(&mut it.name),
        (1, Some(it)) => it.ty = Some(ty.to_owned()),
        (2, Some(it)) => it.required = None,
        (3, Some(it)) => it.example = Some(text.to_owned()),
        (4, Some(it)) => it.limits.max = Some(20),
        (5, Some(it)) => it.limits.max_items = Some(20),
        (6, Some(_)) => drop(page.parameters.remove(at % count)),
        (7, _) => {
            if let Some(field) = page.response.get_mut(at % fields) {
                field.ty = Some(ty.to_owned());
            }
        }
        (8, _) => {
            if let Some(field) = page.response.get_mut(at % fields) {
                let mut inner = field.clone();
                name.clone_into(&mut inner.name);
                field.fields.push(inner);
            }
        }
        (9, _) if !page.response.is_empty() => drop(page.response.remove(at % fields)),
        (10, _) => {
            if let Some(error) = page.errors.get_mut(at % errors) {
                error.message = Some(text.to_owned());
            }
        }
        (11, _) if !page.errors.is_empty() => drop(page.errors.remove(at % errors)),
        (12, _) => page.examples.response = Some(json!({ name: text })),
        (13, _) => page.permissions.push(name.to_owned()),
        _ => page.content_type = None,
    }
}
