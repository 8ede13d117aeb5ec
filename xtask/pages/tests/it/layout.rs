//! Changes of layout alone change no fact.

use xtask_pages::facts::Page;

use crate::{bare, fixture, names};

/// Compares the facts of every Markdown page before and after a change of its text.
fn assert_unchanged(change: impl Fn(&str) -> String) {
    for name in names() {
        // Markdown is the form that keeps its cells.
        if !name.contains(".md") {
            continue;
        }
        let text = fixture(&name);
        let changed = change(&text);
        assert_ne!(changed, text, "the change has to change {name}");
        assert_eq!(bare(&changed), bare(&text), "{name}");
    }
}

/// Changes every row of a table, cell by cell.
fn cells(text: &str, change: impl Fn(usize, &str) -> String) -> String {
    let row = |line: &str| {
        let whole = line.starts_with('|') && line.ends_with('|');
        if !whole || line.contains("---") || line.contains("\\|") {
            return line.to_owned();
        }
        let cells = line.trim_matches('|').split('|').enumerate();
        let cells: Vec<String> = cells.map(|(index, cell)| change(index, cell)).collect();
        format!("|{}|", cells.join("|"))
    };
    text.lines().map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn spaces_in_cells() {
    assert_unchanged(|text| cells(text, |_, cell| format!("  {cell}\t ")));
}

#[test]
fn bold_names() {
    let bold = |index, cell: &str| match cell.trim() {
        name if index == 0 && !name.is_empty() && !name.contains(['*', '&']) => {
            format!(" **{name}** ")
        }
        _ => cell.to_owned(),
    };
    assert_unchanged(|text| cells(text, bold));
}

#[test]
fn no_bold_at_all() {
    assert_unchanged(|text| format!("{}\n\n", text.replace("**", "")));
}

#[test]
fn windows_line_ends() {
    assert_unchanged(|text| text.replace('\n', "\r\n"));
}

#[test]
fn a_byte_order_mark() {
    assert_unchanged(|text| format!("\u{feff}{text}"));
}

#[test]
fn more_blank_lines_around_headings() {
    assert_unchanged(|text| text.replace("\n#", "\n\n\n#").replace("\nResponse", "\n\nResponse"));
}

#[test]
fn full_width_punctuation() {
    let wide = |_, cell: &str| {
        if cell.contains(['[', '{', '/', '"']) {
            return cell.to_owned();
        }
        cell.replace('(', "（").replace(')', "）").replace(": ", "：").replace(", ", "，")
    };
    for name in ["markdown/list_users.md", "odd/untidy.en.md"] {
        let text = fixture(name);
        assert_eq!(bare(&cells(&text, wide)), bare(&text), "{name}");
    }
}

#[test]
fn reordered_columns() {
    let text = fixture("markdown/list_users.md");
    let swapped: Vec<String> = text.lines().map(swap_type_and_last).collect();
    assert_eq!(bare(&swapped.join("\n")), bare(&text));
}

/// Tables of parameters with the type last.
fn swap_type_and_last(line: &str) -> String {
    let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
    match cells.as_slice() {
        [name, ty, required, example, description] => {
            format!("|{name}|{description}|{required}|{example}|{ty}|")
        }
        _ => line.to_owned(),
    }
}

#[test]
fn headings_in_the_other_language() {
    let translations = [
        ("请求示例", "Request example"),
        ("响应体示例", "Response body example"),
        ("接口调用说明", "API call description"),
        ("基本信息", "Basic information"),
        ("支持的应用类型", "Supported app types"),
        ("权限要求", "Required permissions"),
        ("查询参数", "Query parameters"),
        ("请求体", "Request body"),
        ("请求", "Request"),
        ("响应体", "Response body"),
        ("响应", "Response"),
        ("错误码描述", "Error message"),
        ("错误码", "Error code"),
        ("解决方案", "Solution"),
        ("是否必填", "Required"),
        ("名称", "Name"),
        ("类型", "Type"),
        ("示例值", "Example"),
        ("描述", "Description"),
    ];
    let text = fixture("markdown/list_ids.md");
    let translated = text.lines().map(|line| {
        let heading = line.starts_with('#') || line.starts_with("| 名称") || line.contains("（err");
        let basic = line.contains("**基本") || line.contains("| 支持") || line.contains("| 权限");
        if !heading && !basic {
            return line.to_owned();
        }
        translations.iter().fold(line.to_owned(), |line, (from, to)| line.replace(from, to))
    });
    let translated = translated.collect::<Vec<_>>().join("\n");
    let facts = |text: &str| -> Page { bare(text).unwrap() };
    assert!(translated.contains("### **Request body**"));
    // The title is translated too, but is no fact.
    assert_eq!(facts(&translated), facts(&text));
}

#[test]
fn one_changed_fact_changes_the_facts() {
    let text = fixture("markdown/remove_from_users.md");
    let changed = text.replace("list length is 100", "list length is 50");
    let (before, after) = (bare(&text).unwrap(), bare(&changed).unwrap());
    assert_eq!(before.parameters[2].limits.max_items, Some(100));
    assert_eq!(after.parameters[2].limits.max_items, Some(50));
}
