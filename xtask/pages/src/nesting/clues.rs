//! What a row says about its place before it has one.

use std::collections::BTreeMap;

use super::shape::Shape;
use crate::table::Entry;
use crate::tolerant_json;
use crate::vocabulary::names::{
    COMMON, EMPTY_WORDS, ENVELOPE, PAGING, RECURSIVE, USUAL, is_one_of,
};
use crate::vocabulary::spelling::{fold, head, is_chinese};
use crate::vocabulary::types::{Nature, is_list, nature};

const MOST_WORDS: usize = 8;
const LONGEST_DESCRIPTION: usize = 400;

/// Something that a row is or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    List,
    Map,
    /// An earlier row has its type.
    Repeated,
    Envelope,
    Paging,
    Usual,
    Recursive,
    /// A table of its own lists its fields.
    Elsewhere,
}

/// The clues of a row.
pub(super) struct Clues<'a> {
    pub(super) name: &'a str,
    /// The same number for the same name.
    pub(super) name_id: u32,
    pub(super) nature: Nature,
    /// The same number for the same type.
    pub(super) ty: u32,
    marks: Vec<Mark>,
    /// What the cell of the example shows.
    pub(super) own_shape: Option<Shape>,
    /// What its description and its name are about, sorted.
    topics: Vec<u64>,
    words: Vec<String>,
    /// The words of its type, which the names of its fields may repeat.
    promised: Vec<String>,
}

/// Returns the clues of every row.
pub(super) fn of(entries: &[Entry]) -> Vec<Clues<'_>> {
    let mut names = BTreeMap::new();
    let mut types: BTreeMap<&str, u32> = BTreeMap::new();
    entries
        .iter()
        .map(|entry| {
            let name = entry.name.as_str();
            let number = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let name_id = *names.entry(name).or_insert(number);
            let nature = nature_of(entry);
            let base = base(entry.ty.as_deref().unwrap_or_default());
            let number = u32::try_from(types.len() + 1).unwrap_or(u32::MAX);
            let repeated = types.contains_key(base);
            let own = nature == Nature::Named;
            let ty = *types.entry(base).or_insert(number);
            Clues {
                name,
                name_id,
                nature,
                ty,
                marks: marks(entry, own && repeated),
                own_shape: (nature != Nature::Leaf).then(|| own_shape(entry)).flatten(),
                topics: topics(entry),
                words: words(name),
                promised: if own { promised(base) } else { Vec::new() },
            }
        })
        .collect()
}

impl Clues<'_> {
    pub(super) fn is(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// Returns whether another name has a word of this one or of its type.
    pub(super) fn shares_word(&self, other: &Self) -> bool {
        let mine = |word: &String| self.promised.contains(word) || self.words.contains(word);
        other.words.iter().any(mine)
    }

    /// Returns how much the words on a field have in common with those on the object that holds it.
    pub(super) fn affinity(&self, field: &Self) -> u32 {
        let common = field.topics.iter().filter(|topic| self.topics.binary_search(topic).is_ok());
        2 * u32::try_from(common.count()).unwrap_or(u32::MAX / 2)
    }
}

fn marks(entry: &Entry, repeated: bool) -> Vec<Mark> {
    let name = entry.name.as_str();
    let ty = entry.ty.as_deref();
    let marks = [
        (Mark::List, is_list(ty)),
        (Mark::Map, ty.is_some_and(|ty| fold(ty).trim().starts_with("map"))),
        (Mark::Repeated, repeated),
        (Mark::Envelope, is_one_of(ENVELOPE, name)),
        (Mark::Paging, is_one_of(PAGING, name)),
        (Mark::Usual, is_one_of(USUAL, name)),
        (Mark::Recursive, words(name).iter().any(|word| is_one_of(RECURSIVE, word))),
        (Mark::Elsewhere, entry.elsewhere),
    ];
    marks.into_iter().filter(|(_, holds)| *holds).map(|(mark, _)| mark).collect()
}

/// What the names of an object's fields have in common with that of the object.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Like {
    /// Which words of the type they repeat, one bit for each.
    repeated: u32,
    /// How many of them have the last word of the object's name.
    akin: usize,
}

impl Like {
    pub(super) fn add(&mut self, holder: &Clues<'_>, field: &Clues<'_>) {
        for (at, word) in holder.promised.iter().enumerate() {
            self.repeated |= u32::from(field.words.contains(word)) << at;
        }
        self.akin += usize::from(holder.words.last().is_some_and(|w| field.words.contains(w)));
    }

    /// Returns whether no other field is expected: `dept_id` and `order` are all that a `DeptOrder`
    /// promises; and among `appUrl` and `pcUrl`
    /// of a `detailUrl` nothing is expected that is no URL.
    pub(super) fn is_complete(self, holder: &Clues<'_>, fields: usize) -> bool {
        let words = holder.promised.len();
        let promised = words > 1 && self.repeated.count_ones() as usize == words;
        fields > 1 && (promised || self.akin == fields)
    }
}

/// Types that are plain elsewhere can be the page's own: then they have no example. And what has
/// an example that is no JSON holds nothing.
fn nature_of(entry: &Entry) -> Nature {
    if entry.elsewhere {
        return Nature::Leaf;
    }
    let nature = nature(entry.ty.as_deref());
    let plain = entry.example.as_deref().is_some_and(|text| !text.starts_with(['[', '{', '“']));
    if plain && nature == Nature::Loose && entry.ty.is_some() {
        return Nature::Leaf;
    }
    let ty = entry.ty.as_deref().unwrap_or_default();
    let own = ["Text", "DateTime", "Media", "File", "Enum", "Date"].contains(&base(ty));
    if own && nature == Nature::Leaf && entry.example.is_none() { Nature::Loose } else { nature }
}

/// Words and pairs of Chinese characters, as numbers that tell them apart well enough.
fn topics(entry: &Entry) -> Vec<u64> {
    let description = fold(head(&entry.description, LONGEST_DESCRIPTION));
    let mut topics: Vec<u64> = words(&entry.name).iter().map(|word| number(word)).collect();
    let chars: Vec<char> = description.chars().collect();
    let pairs = chars.windows(2).filter(|pair| pair.iter().all(|&c| is_chinese(c)));
    let pairs = pairs.map(|pair| pair.iter().collect::<String>());
    topics.extend(pairs.filter(|pair| !is_one_of(COMMON, pair)).map(|pair| number(&pair)));
    let long = description.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 3);
    let long = long.map(|word| word.trim_end_matches('s'));
    topics.extend(long.filter(|word| !is_one_of(COMMON, word)).map(number));
    topics.sort_unstable();
    topics.dedup();
    topics
}

/// Returns a hash of a word (FNV-1a).
fn number(word: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    word.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

fn own_shape(entry: &Entry) -> Option<Shape> {
    let example = entry.example.as_deref().filter(|example| example.starts_with(['[', '{']))?;
    let value = tolerant_json::parse(example)?.value;
    Some(Shape::of_all(&[value]))
}

fn base(ty: &str) -> &str {
    ty.trim().trim_end_matches("[]").trim()
}

fn promised(ty: &str) -> Vec<String> {
    let mut words = words(ty);
    words.retain(|word| !is_one_of(EMPTY_WORDS, word));
    words
}

/// Cuts a name into words: `deptOrder_list` as `dept`, `order`, `list`, without the s of plurals.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut after_small = false;
    let mut begins = true;
    for c in name.chars().take(120) {
        if !c.is_ascii_alphanumeric() {
            begins = true;
            continue;
        }
        if begins || (c.is_ascii_uppercase() && after_small) {
            if words.len() == MOST_WORDS {
                break;
            }
            words.push(String::new());
        }
        begins = false;
        after_small = !c.is_ascii_uppercase();
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    for word in &mut words {
        if word.len() > 3 && word.ends_with('s') {
            word.pop();
        }
    }
    words
}
