//! Rows of parameters and fields whose cells have run together.

use std::sync::LazyLock;

use regex::Regex;

use super::header::Header;
use super::hints::Hints;
use super::sentence::sentence;
use crate::vocabulary::columns::Column;
use crate::vocabulary::pattern::{Pattern, pattern};
use crate::vocabulary::spelling::is_chinese;

/// Marks of depth, and the longest text that can be a name, perhaps with a type attached.
static NAME: Pattern = Pattern::new(
    r"^[ └∟├─>\x{2002}\x{2003}\x{a0}\x{3000}]*([A-Za-z0-9_$][A-Za-z0-9_.$\[\]-]{0,80})",
);

/// Patterns for the text after a name, the most certain first.
static TYPES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    const PLAIN: &str = "(?:BigDecimal|JSON(?:Object|Array)?|Json(?:Object|Array)?|Timestamp|Boolean|\
        Integer|String|Number|Double|Object|Array|Float|Short|Long|List|DateTime|Date|Map|Set|Int)";
    const MORE: &str = r"(?:<[^<>]*>)?(?:\[\])*(?: of [A-Z][a-z]+| Array)?(?:[(（]\w+[)）])?";
    const OWN: &str = "[A-Z][A-Za-z0-9_]*?";
    // `No` may be the beginning of a word, and 是 that of a question.
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

/// Number of these patterns that end with a cell of "required".
const FLAGGED: usize = 2;
/// Indices of the patterns that begin with a known type, and so leave no doubt.
const SURE: [usize; 4] = [0, 2, 3, 4];

/// A row split into its cells.
pub(super) struct Cut {
    pub(super) cells: Vec<String>,
    /// Whether name and type could also be split elsewhere.
    pub(super) doubtful: bool,
}

/// Returns the cells of a row in the order of the header; `None` if the line does not begin with a name and a
/// type.
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
    // Known names take precedence, and of those the longest.
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
        // The description begins with the first Chinese character, or with a sentence.
        rest.split_at(rest.find(is_chinese).or_else(|| sentence(rest)).unwrap_or(0))
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
