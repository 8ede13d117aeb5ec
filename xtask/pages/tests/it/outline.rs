//! Facts as short texts, a line for each.

use std::fmt::Write;

use serde::Serialize;
use serde_json::Value;
use xtask_pages::facts::Page;

/// Returns all facts of a page but its examples, which are longer than they tell.
pub(crate) fn outline(page: &Page) -> String {
    let mut text = format!("{} {}\n", page.method, page.path);
    let hosts = page.hosts.join(" ");
    let content_type = page.content_type.as_deref().unwrap_or("no content type");
    writeln!(text, "{hosts} | {content_type}").unwrap();
    writeln!(text, "apps {} | permissions {}", line(&page.app_types), line(&page.permissions))
        .unwrap();
    writeln!(text, "preconditions {}", page.preconditions).unwrap();
    text += "parameters\n";
    tree(&mut text, &serde_json::to_value(&page.parameters).unwrap(), 1);
    text += "response\n";
    tree(&mut text, &serde_json::to_value(&page.response).unwrap(), 1);
    text += "errors\n";
    for error in &page.errors {
        writeln!(text, "  {}", line(error)).unwrap();
    }
    text += "remarks\n";
    for remark in &page.remarks {
        writeln!(text, "  {}: {}", remark.line, remark.text).unwrap();
    }
    text
}

fn tree(text: &mut String, fields: &Value, depth: usize) {
    for field in fields.as_array().into_iter().flatten() {
        let mut own = field.as_object().unwrap().clone();
        let inner = own.remove("fields").unwrap_or_default();
        let name = own.remove("name").unwrap_or_default();
        let ty = own.remove("type").unwrap_or_default();
        let name = name.as_str().unwrap_or_default();
        let ty = ty.as_str().unwrap_or("no type");
        let rest = if own.is_empty() { String::new() } else { format!(" {}", line(&own)) };
        writeln!(text, "{}{name}: {ty}{rest}", "  ".repeat(depth)).unwrap();
        tree(text, &inner, depth + 1);
    }
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}
