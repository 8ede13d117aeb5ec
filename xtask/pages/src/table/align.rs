//! Rows whose cells have slid: which cell belongs to which column.

use crate::vocabulary::columns::{Column, flag};
use crate::vocabulary::spelling::{fold, is_chinese};
use crate::vocabulary::types::looks_like_type;

/// Returns the cells under their columns, and whether one was moved. A row that fits stays as it is;
/// otherwise its cells go, in their order, where they fit best.
pub(crate) fn align(cells: &[String], columns: &[Option<Column>]) -> (Vec<String>, bool) {
    let mut whole = cells.to_vec();
    if whole.len() > columns.len() && !columns.is_empty() {
        // A bar in the last cell has cut it.
        let tail = whole.split_off(columns.len() - 1);
        whole.push(tail.join(" | ").trim_matches([' ', '|']).to_owned());
    }
    let complete = whole.len() == columns.len();
    whole.resize(columns.len(), String::new());
    let filled: Vec<&String> = whole.iter().filter(|cell| !cell.trim().is_empty()).collect();
    let ty = type_of(&whole, columns);
    let fits = |(cell, column): (&String, &Option<Column>)| {
        cell.trim().is_empty() || fit(cell, *column, ty) >= -1
    };
    // An empty cell may well be meant, as long as the others stand where they belong.
    if complete && whole.iter().zip(columns).all(fits) {
        return (whole, false);
    }
    let best = arrange(&filled, columns);
    let better = score(&best, columns) > score(&whole, columns) && best != whole;
    if better { (best, true) } else { (whole, false) }
}

/// Returns whether a text reads like a sentence rather than like a value.
pub(crate) fn is_prose(text: &str, ty: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.starts_with(['[', '{', '"', '“']) || text.starts_with("http") {
        return false;
    }
    let chinese = text.chars().filter(|&c| is_chinese(c)).count();
    let words = text.split_whitespace().count();
    let scalar = is_scalar(ty);
    text.ends_with(['.', '。']) && text.chars().any(char::is_alphabetic)
        || chinese > if scalar { 8 } else { 1 }
        || words > if scalar { 4 } else { 1 }
}

fn is_scalar(ty: &str) -> bool {
    let ty = fold(ty);
    ["string", "number", "bool", "int", "long", "date", "float", "double", "字符", "数字"]
        .iter()
        .any(|name| ty.starts_with(name))
}

fn is_word(cell: &str) -> bool {
    cell.len() <= 40
        && cell.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && flag(cell).is_none()
}

fn is_truth(cell: &str) -> bool {
    matches!(fold(cell).trim(), "true" | "false")
}

fn score(cells: &[String], columns: &[Option<Column>]) -> i32 {
    let ty = type_of(cells, columns);
    cells.iter().zip(columns).map(|(cell, column)| fit(cell, *column, ty)).sum()
}

fn type_of<'a>(cells: &'a [String], columns: &[Option<Column>]) -> &'a str {
    let at = columns.iter().position(|column| *column == Some(Column::Type));
    at.and_then(|at| cells.get(at)).map_or("", String::as_str)
}

fn fit(cell: &str, column: Option<Column>, ty: &str) -> i32 {
    let cell = cell.trim();
    let empty = cell.is_empty();
    match column {
        Some(Column::Name) if empty => -3,
        Some(Column::Name) if cell.chars().any(|c| c.is_whitespace() || is_chinese(c)) => -2,
        Some(Column::Name) => 3,
        Some(Column::Type | Column::Required) if empty => -1,
        Some(Column::Type) if looks_like_type(cell) => 3,
        // `Group` may be a type of the page's own, and `enum` one of somebody else's.
        Some(Column::Type) if is_word(cell) => 2,
        // Rather the example of a Boolean.
        Some(Column::Required) if is_truth(cell) && fold(ty).starts_with("bool") => -2,
        Some(Column::Required) if flag(cell).is_some() => 3,
        Some(Column::Type | Column::Required) => -3,
        Some(Column::Example) if is_prose(cell, ty) => -2,
        Some(Column::Description) if is_prose(cell, ty) => 2,
        Some(Column::Description) => -1,
        _ => 0,
    }
}

/// Returns the best places of `cells`, in their order, among the columns.
fn arrange(cells: &[&String], columns: &[Option<Column>]) -> Vec<String> {
    let ty = cells.iter().find(|cell| looks_like_type(cell)).map_or("", |cell| cell.as_str());
    let (rows, width) = (cells.len(), columns.len());
    // The best score of placing the cells from `i` into the columns from `j`.
    let mut best = vec![vec![i32::MIN / 2; width + 1]; rows + 1];
    best[rows][width] = 0;
    for j in (0..width).rev() {
        for i in (0..=rows).rev() {
            let skip = fit("", columns[j], ty) + best[i][j + 1];
            let take = match cells.get(i) {
                Some(cell) => fit(cell, columns[j], ty) + best[i + 1][j + 1],
                None => i32::MIN / 2,
            };
            best[i][j] = skip.max(take);
        }
    }
    let mut placed = vec![String::new(); width];
    let mut i = 0;
    for j in 0..width {
        let Some(cell) = cells.get(i) else { break };
        if fit(cell, columns[j], ty) + best[i + 1][j + 1] == best[i][j] {
            placed[j].clone_from(cell);
            i += 1;
        }
    }
    placed
}
