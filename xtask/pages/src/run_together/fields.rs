//! Rows of parameters and fields whose cells have run together.

use std::sync::LazyLock;

use regex::Regex;

use super::header::Header;
use super::hints::Hints;
use super::sentence::sentences;
use crate::vocabulary::columns::Column;
use crate::vocabulary::pattern::{Pattern, pattern};
use crate::vocabulary::spelling::{fold, is_chinese};
use crate::vocabulary::types::{Nature, nature};

/// Marks of depth, and the longest text that can be a name, with a type glued to it.
static NAME: Pattern = Pattern::new(
    r"^[ └∟├─>\x{2002}\x{2003}\x{a0}\x{3000}]*([A-Za-z0-9_$][A-Za-z0-9_.$\[\]-]{0,80})",
);

/// What can follow a name, the surest first.
static TYPES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    const PLAIN: &str = "(?:BigDecimal|JSON(?:Object|Array)?|Json(?:Object|Array)?|Timestamp|Boolean|\
        Integer|String|Number|Double|Object|Array|Float|Short|Long|List|DateTime|Date|Map|Set|Int)";
    const MORE: &str = r"(?:<[^<>]*>)?(?:\[\])*(?: of [A-Z][a-z]+| Array)?(?:[(（]\w+[)）])?";
    const OWN: &str = "[A-Z][A-Za-z0-9_]*?";
    // `No` may begin a word, and 是 a question.
    const FLAG: &str = "(?:(Yes|Optional|Required|非必填|非必须|必填|必须|可选|否)|\
        (No)(?:[^a-z]|[a-z]+[^a-z ,.;]|$)|(是)(?:[^否]|$))";
    const WORD: &str = r"(?:[A-Z][a-z]+|[A-Z]{2,6}|A)[ ,.]";
    [
        format!("^({PLAIN}{MORE}){FLAG}"),
        format!(r"^({OWN}(?:\[\])*){FLAG}"),
        format!(r"^({PLAIN}(?:\[\])+)"),
        format!("^((?:Boolean|Integer|String|Number|JSON(?:Object|Array)){MORE})"),
        format!("^({PLAIN}{MORE})(?:{WORD}|[^A-Za-z]|$)"),
        format!(r"^({OWN}(?:\[\])+)"),
        format!(r"^({OWN})(?:{WORD}|[^\x00-\x7f]|$)"),
    ]
    .iter()
    .map(|text| pattern(text))
    .collect()
});

/// How many of these patterns end with a cell of "required".
const FLAGGED: usize = 2;
/// How many of these patterns begin with a known type, so that nothing is doubtful.
const SURE: [usize; 4] = [0, 2, 3, 4];

/// How long a value is that hardly anything else begins with.
const LONG: usize = 12;

static TRUTH: Pattern = Pattern::new("^(?:true|false)");
static NUMBER: Pattern = Pattern::new(r"^-?[0-9]+(?:\.[0-9]+)*");

/// A row that was cut into its cells.
pub(super) struct Cut {
    pub(super) cells: Vec<String>,
    /// Whether name and type could be cut elsewhere as well.
    pub(super) doubtful: bool,
}

/// Returns the cells of a row in the order of the header, or nothing if the line does not begin
/// with a name and a type.
pub(super) fn cut(line: &str, header: &Header, hints: &Hints<'_>) -> Option<Cut> {
    let has = |column| header.iter().any(|(_, c)| *c == column);
    let name = NAME.captures(line)?.get(1)?;
    if !has(Column::Type) {
        let end = name.end();
        let cells = vec![line[..end].to_owned(), line[end..].trim().to_owned()];
        return Some(Cut { cells, doubtful: false });
    }
    let is_known = |end: &usize| hints.knows(&line[name.start()..*end]);
    let ends = name.start() + 1..name.end() + 1;
    // A known name rather than another one, and of those the longest.
    let known = ends.clone().rev().filter(is_known);
    let others = ends.filter(|end| !is_known(end));
    let ends: Vec<usize> = known.chain(others).collect();
    let first = if has(Column::Required) { 0 } else { FLAGGED };
    let (end, at, found) = (first..TYPES.len()).find_map(|at| {
        let mut matches =
            ends.iter().map(|&end| (end, TYPES[at].captures(line[end..].trim_start())));
        matches.find_map(|(end, found)| Some((end, at, found?)))
    })?;
    let rest = line[end..].trim_start();
    let ty = &found[1];
    let flag = found.iter().skip(2).flatten().next();
    let rest = rest[flag.map_or(ty.len(), |flag| flag.end())..].trim();
    let (example, description) = if has(Column::Example) {
        rest.split_at(example_length(rest, ty, &line[name.start()..end], hints))
    } else {
        ("", rest)
    };
    let cell = |column| match column {
        Column::Name => &line[..end],
        Column::Type => ty,
        Column::Required => flag.map_or("", |flag| flag.as_str()),
        Column::Example => example.trim(),
        _ => description.trim(),
    };
    let cells = header.iter().map(|(_, column)| cell(*column).to_owned()).collect();
    Some(Cut { cells, doubtful: !is_known(&end) && !SURE.contains(&at) })
}

/// Returns where the example ends and the description begins.
fn example_length(rest: &str, ty: &str, name: &str, hints: &Hints<'_>) -> usize {
    if rest.starts_with(['[', '{']) {
        return balanced(rest);
    }
    // The end of a value is not its middle. Behind a long one a small letter can begin the next.
    let begins = |c: char| !c.is_ascii() || c.is_ascii_uppercase();
    let known = hints.values(name).filter_map(|value| Some((value, rest.strip_prefix(value)?)));
    let known = known.filter(|(value, after)| value.len() >= LONG || after.starts_with(begins));
    if let Some(length) = known.map(|(value, _)| value.len()).max() {
        return length;
    }
    let folded = fold(ty);
    let length = |regex: &Regex| regex.find(rest).map_or(0, |found| found.end());
    if nature(Some(ty)) == Nature::Named || rest.starts_with(|c: char| !c.is_ascii()) {
        return 0;
    } else if folded.starts_with("bool") {
        return length(&TRUTH);
    } else if ["number", "int", "long", "double", "float"].contains(&folded.as_str()) {
        return length(&NUMBER);
    }
    // A sentence in English may have a Chinese word somewhere.
    let sentence = sentences(rest).next();
    match (rest.find(is_chinese), sentence) {
        (Some(chinese), Some(word)) if word < chinese && rest[word..chinese].contains(' ') => word,
        (chinese, word) => chinese.or(word).unwrap_or(0),
    }
}

/// Returns the length of the bracket that a text begins with.
fn balanced(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
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
