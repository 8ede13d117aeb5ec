//! Rows of parameters and fields whose cells have run together.

use super::header::Header;
use super::hints::Hints;
use super::types::{self, Found};
use super::words::{flag, is_plain_word, sentence_start};
use crate::vocabulary::columns::Column;
use crate::vocabulary::names::comparable;
use crate::vocabulary::spelling::{fold, is_chinese};
use crate::vocabulary::types::{Nature, nature};

const LONGEST_NAME: usize = 80;
/// By how much the best way to cut a row has to be better than the next.
const SURE: i32 = 10;
/// More than any name has words.
const MOST_BOUNDARIES: usize = 16;

/// Returns the cells of a row in the order of the header, or nothing if the line does not begin
/// with a name and a type.
///
/// Without `flags` the cells of "required" are taken to be lost.
pub(crate) fn split(line: &str, header: &Header, hints: &Hints, flags: bool) -> Option<SplitRow> {
    let columns: Vec<Column> = header.columns().collect();
    if columns.first() != Some(&Column::Name) {
        return None;
    }
    let best = boundaries(line, hints)
        .filter_map(|at| Start::read(line, at, &columns, hints, flags))
        // Of equal ones the first: a type's name is rather long than short.
        .fold(None, |best: Option<Start>, next| match best {
            Some(mut best) if best.score >= next.score => {
                best.rivals |= best.score - next.score < SURE;
                Some(best)
            }
            Some(best) => {
                let rivals = next.score - best.score < SURE;
                Some(Start { rivals, ..next })
            }
            None => Some(next),
        })?;
    let (rivals, flagged) = (best.rivals, best.flagged);
    let cells = finish(line, best, &columns, hints);
    Some(SplitRow { cells, rivals, flagged })
}

/// A row that was cut into its cells.
pub(crate) struct SplitRow {
    pub(crate) cells: Vec<String>,
    /// Whether name and type could be cut elsewhere as well.
    pub(crate) rivals: bool,
    /// Whether the row says that it is required or not.
    pub(crate) flagged: bool,
}

/// Returns the cells behind the type, up to the description.
fn finish(line: &str, best: Start, columns: &[Column], hints: &Hints) -> Vec<String> {
    let mut cells = vec![line[..best.name].to_owned()];
    cells.extend(best.cells);
    let name = line[..best.name].trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let rest = line[best.rest..].trim();
    let tail = &columns[cells.len()..];
    let Some(example_at) = tail.iter().position(|column| *column == Column::Example) else {
        cells.extend(tail.iter().skip(1).map(|_| String::new()));
        if !tail.is_empty() {
            cells.push(rest.to_owned());
        }
        return cells;
    };
    let (example, description) = split_example(rest, &best.ty, name, hints);
    for (index, _) in tail.iter().enumerate() {
        cells.push(match index {
            _ if index == example_at => example.to_owned(),
            _ if index + 1 == tail.len() => description.to_owned(),
            _ => String::new(),
        });
    }
    cells
}

/// Returns where a name can end: before a capital, a small type, a flag, or the first other
/// character.
fn boundaries<'a>(line: &'a str, hints: &'a Hints) -> impl Iterator<Item = usize> + 'a {
    let indent = line
        .char_indices()
        .find(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'))
        .filter(|(at, _)| *at <= 24)
        .map_or(line.len(), |(at, _)| at);
    let end = line[indent..]
        .char_indices()
        .find(|(at, c)| *at > LONGEST_NAME || !is_name(*c))
        .map_or(line.len(), |(at, _)| indent + at);
    // Nothing but marks of depth may stand before the name.
    let marks = line[..indent].chars().all(|c| " └∟├─>\u{2003}\u{2002}\u{a0}\u{3000}".contains(c));
    let range = if marks { indent + 1..end + 1 } else { 0..0 };
    range
        .filter(move |at| {
            let inside = line.is_char_boundary(*at) && *at < line.len();
            // A name does not end with the mark that joins its words.
            let joined = line[..*at].ends_with(['_', '.', '-']);
            let ends = || hints.knows(&line[indent..*at]) || types::may_begin(&line[*at..]);
            inside && !joined && ends()
        })
        .take(MOST_BOUNDARIES)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_.-[]$".contains(c)
}

/// The cells up to the first one that only prose can tell from the next.
struct Start {
    name: usize,
    cells: Vec<String>,
    ty: String,
    rest: usize,
    score: i32,
    rivals: bool,
    flagged: bool,
}

impl Start {
    fn read(
        line: &str,
        name: usize,
        columns: &[Column],
        hints: &Hints,
        flags: bool,
    ) -> Option<Self> {
        let bare = line[..name].trim_start_matches(|c: char| !is_name(c));
        let mut start = Self {
            name,
            cells: Vec::new(),
            ty: String::new(),
            rest: name,
            score: if hints.knows(bare) { 100 } else { 0 },
            rivals: false,
            flagged: false,
        };
        for column in &columns[1..] {
            let rest = &line[start.rest..];
            let rest = rest.trim_start_matches(' ');
            start.rest = line.len() - rest.len();
            match column {
                Column::Type => {
                    let needs_flag = flags && columns.contains(&Column::Required);
                    let found = best_type(rest, needs_flag)?;
                    rest[..found.length].clone_into(&mut start.ty);
                    start.cells.push(start.ty.clone());
                    start.rest += found.length;
                    start.score += found.score;
                    let glued = !line[..start.rest - found.length].ends_with(' ');
                    start.score -= doubt(&start.ty, &rest[found.length..], glued);
                    start.score += kinship(bare, &start.ty);
                }
                Column::Required => {
                    let length = if flags { flag(rest) } else { 0 };
                    start.flagged = length > 0;
                    start.cells.push(rest[..length].to_owned());
                    start.rest += length;
                    start.score += if length > 0 { 40 } else { 0 };
                }
                _ => break,
            }
        }
        Some(start)
    }
}

/// Returns how much a name tells of a type of the page's own: `formItemList` of `FormItemVo[]`.
fn kinship(name: &str, ty: &str) -> i32 {
    // No page writes `role_listUser`.
    let mixed = name.contains('_') && name.contains(|c: char| c.is_ascii_uppercase());
    if types::known(ty).is_some() || mixed {
        return if mixed { -9 } else { 0 };
    }
    let one = ["_list", "List", "s"].iter().find_map(|end| name.strip_suffix(end));
    let stem = comparable(one.unwrap_or(name));
    let same = stem.len() > 2 && comparable(ty).starts_with(&stem);
    (if same { 8 } else { 0 }) + if one.is_some() && ty.ends_with("[]") { 5 } else { 0 }
}

/// Returns how unlikely it is that this type ends here.
fn doubt(ty: &str, after: &str, glued: bool) -> i32 {
    let capital = after.starts_with(|c: char| c.is_ascii_uppercase());
    // `List` in `List of users`, and `Number` in `NumberString`.
    let word = after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let small = ty.starts_with(char::is_lowercase);
    let sentence = word && (glued || small) || glued && after.starts_with(' ');
    // `List` before `Array of String`, but not before `Array`, which may begin a sentence.
    let next = types::known(after).filter(|_| capital);
    let another =
        next.is_some_and(|next| !is_plain_word(after) || after[..next.length].contains(" of "));
    // No number and no truth value begins with a capital.
    let plain = ["Number", "Boolean", "Integer"].contains(&ty);
    let custom = plain && capital && !is_plain_word(after) && flag(after) == 0;
    if custom {
        55
    } else if sentence || another {
        50
    } else {
        0
    }
}

fn best_type(text: &str, needs_flag: bool) -> Option<Found> {
    if let Some(found) = types::known(text) {
        return Some(found);
    }
    let found = types::custom(text)?;
    if found.score < 30 && needs_flag {
        // `OpenDept` in `OpenDeptYesThe department`.
        let run = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
        let flags = ["Yes", "No"].iter().filter_map(|word| {
            let mut places = text[..run].rmatch_indices(word).map(|(at, _)| at);
            places.by_ref().take(8).find(|&at| at > 0 && flag(&text[at..]) > 0)
        });
        if let Some(length) = flags.max() {
            return Some(Found { length, score: 10 });
        }
    }
    Some(found)
}

/// Separates the example from the description behind it.
fn split_example<'a>(rest: &'a str, ty: &str, name: &str, hints: &Hints) -> (&'a str, &'a str) {
    let at = example_length(rest, ty, name, hints).min(rest.len());
    let (example, description) = rest.split_at(at);
    (example.trim(), description.trim())
}

fn example_length(rest: &str, ty: &str, name: &str, hints: &Hints) -> usize {
    if rest.starts_with(['[', '{']) {
        return balanced(rest);
    }
    let known = hints.values(name).filter(|value| rest.starts_with(*value)).map(str::len);
    let known = known.filter(|&length| begins_cell(&rest[length..], length)).max();
    if let Some(length) = known {
        return length;
    }
    // What stands for an object is JSON or nothing.
    if nature(Some(ty)) == Nature::Named {
        return 0;
    }
    let first = rest.chars().next();
    let folded = fold(ty);
    if folded.starts_with("bool") {
        let word = ["true", "false"].into_iter().find(|word| rest.starts_with(word));
        return word.map_or(0, str::len);
    }
    let numeric = ["number", "int", "long", "double", "float"];
    if numeric.iter().any(|name| folded.starts_with(name)) && !folded.contains('[') {
        let number = rest.strip_prefix('-').unwrap_or(rest);
        let digits = number.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let digits = number[..digits].trim_end_matches('.').len();
        return if digits == 0 { 0 } else { rest.len() - number.len() + digits };
    }
    if first.is_some_and(|c| !c.is_ascii()) {
        return 0;
    }
    let chinese = rest.find(is_chinese);
    let word = sentence_start(rest);
    match (chinese, word) {
        // A sentence in English that has a Chinese word somewhere.
        (Some(chinese), Some(word)) if word < chinese && rest[word..chinese].contains(' ') => word,
        (Some(chinese), _) => chinese,
        (None, Some(word)) => word,
        (None, None) => 0,
    }
}

/// Returns whether a text can be a cell of its own: the end of a value is not its middle. Behind a
/// long value even a small letter can begin the next cell.
fn begins_cell(text: &str, before: usize) -> bool {
    const LONG: usize = 12;
    let small = before >= LONG && text.starts_with(|c: char| c.is_ascii_lowercase());
    small || text.chars().next().is_some_and(|c| !c.is_ascii() || c.is_ascii_uppercase())
}

/// Returns the length of the bracket that a text begins with, or of everything up to Chinese text.
fn balanced(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(4000) {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + c.len_utf8();
        }
    }
    0
}
