//! Rows of other tables whose cells have run together: error codes and permissions.

use super::header::Header;
use super::words::{is_plain_word, sentence_start};
use crate::vocabulary::columns::Column;
use crate::vocabulary::spelling::is_chinese;

/// Words with which solutions begin.
const CHINESE: &str = "请 检查 确认 稍后 联系 建议 调整 重新 参考 核对 尝试 参见 排查";

const ENGLISH: &str = "Check Verify Adjust Try Please Make Contact Use Confirm Ensure See Reduce \
    Apply Enter Specify Set Provide Modify Retry Call Refer Wait Give Change Request Review \
    Correct Pass Obtain Add Grant Upgrade Submit Renew Log Go";

/// How many characters make a repetition.
const REPEATED: usize = 3;

/// Returns code, message and solution of a row, in the order of the header.
pub(crate) fn split(line: &str, header: &Header) -> Option<Vec<String>> {
    let columns: Vec<Column> = header.columns().collect();
    let mut cells = Vec::new();
    let mut rest = line;
    for (index, column) in columns.iter().enumerate() {
        let last = index + 1 == columns.len();
        let length = match column {
            _ if last => rest.len(),
            Column::Status => status(rest).unwrap_or(0),
            Column::Code => number(rest).or_else(|| identifier(rest))?,
            Column::SubCode => identifier(rest).unwrap_or(0),
            _ => message(rest),
        };
        cells.push(rest[..length].trim().to_owned());
        rest = rest[length..].trim_start();
    }
    Some(cells)
}

/// Returns the app type, whether it may call, and the permissions it needs.
pub(crate) fn split_permissions(line: &str, header: &Header) -> Option<Vec<String>> {
    let words = ["暂不支持", "不支持", "支持", "Not supported", "Supported", "No", "Yes"];
    let (at, word) = words.iter().find_map(|word| Some((line.find(word)?, *word)))?;
    let mut cells = vec![line[..at].trim().to_owned(), word.to_owned()];
    if header.columns().count() > 2 {
        cells.push(line[at + word.len()..].trim().to_owned());
    }
    (at > 0).then_some(cells)
}

fn number(text: &str) -> Option<usize> {
    let sign = usize::from(text.starts_with('-'));
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then_some(sign + digits)
}

/// Returns the length of three digits, for a code may follow without a blank.
fn status(text: &str) -> Option<usize> {
    let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    (digits == 3).then_some(3)
}

/// Returns a word: `invalidParameter.userId`, up to where another language or a sentence begins.
fn identifier(text: &str) -> Option<usize> {
    let run = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)))
        .unwrap_or(text.len());
    if run == 0 || !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if text[run..].chars().next().is_some_and(|c| !c.is_ascii()) {
        return Some(run);
    }
    // Of `invalidParameterThe user` the last word of the run begins the sentence.
    let last = text[..run].rfind(|c: char| c.is_ascii_uppercase());
    let last = last.filter(|&at| at > 0 && is_plain_word(&text[at..]));
    last.or_else(|| sentence_start(text).filter(|at| *at <= run && !text[..*at].contains(' ')))
}

/// Returns the length of the message before the solution.
fn message(text: &str) -> usize {
    if let Some(at) = chinese_solution(text) {
        return at;
    }
    let mut from = 0;
    let mut first = None;
    while let Some(at) = sentence_start(&text[from..]).map(|at| from + at) {
        let word = text[at..].find(|c: char| !c.is_ascii_alphabetic());
        let word = word.map_or(&text[at..], |length| &text[at..at + length]);
        if ENGLISH.split_whitespace().any(|known| known == word) {
            return at;
        }
        first.get_or_insert(at);
        // The letter before belongs to the next look, which needs to see what is glued.
        from = at;
        let skip = text[from..].chars().next().map_or(1, char::len_utf8);
        from += skip;
        if from >= text.len() {
            break;
        }
    }
    first.unwrap_or(text.len())
}

/// Returns where a sentence of advice begins, but not after a comma: there it belongs to the
/// message.
fn chinese_solution(text: &str) -> Option<usize> {
    let starts = |word: &str| {
        text.match_indices(word).map(|(at, _)| at).find(|&at| {
            let before = &text[..at];
            let inside = before.is_empty()
                || before.ends_with(['，', ',', '、', '的', '未', '请'])
                || before.ends_with("无法");
            !inside && !text[at..].starts_with("请求")
        })
    };
    starts("请")
        .or_else(|| CHINESE.split(' ').filter_map(starts).min())
        .or_else(|| repetition(text))
}

/// Returns where the solution takes up the words that the message begins or ends with.
fn repetition(text: &str) -> Option<usize> {
    let places: Vec<usize> = text.char_indices().take(120).map(|(at, _)| at).collect();
    let chinese = |part: &str| part.chars().all(is_chinese);
    let begins = places.get(REPEATED).map(|&end| &text[..end]).filter(|start| chinese(start));
    let again = begins.and_then(|start| text[start.len()..].find(start).map(|at| at + start.len()));
    again.or_else(|| {
        places
            .windows(2 * REPEATED + 1)
            .map(|window| (window[0], window[REPEATED], window[2 * REPEATED]))
            .find_map(|(from, middle, end)| {
                let (left, right) = (&text[from..middle], &text[middle..end]);
                (left == right && chinese(left)).then_some(middle)
            })
    })
}
