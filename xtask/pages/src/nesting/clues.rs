//! Clues of a row about its place in the tree.

use std::collections::BTreeSet;

use crate::table::Entry;
use crate::vocabulary::names::{COMMON, EMPTY_WORDS, is_one_of, words};
use crate::vocabulary::spelling::{fold, head, is_chinese};
use crate::vocabulary::types::{Nature, is_list, nature};

const LONGEST_DESCRIPTION: usize = 400;

/// The clues of a row.
pub(super) struct Clues<'a> {
    pub(super) name: &'a str,
    pub(super) nature: Nature,
    /// Type without the marks of lists.
    pub(super) ty: &'a str,
    pub(super) list: bool,
    /// Topics of its description and its name.
    topics: BTreeSet<String>,
    words: Vec<String>,
    /// Words of its type, which the names of its fields may repeat.
    promised: Vec<String>,
}

/// Returns the clues of every row.
pub(super) fn of(entries: &[Entry]) -> Vec<Clues<'_>> {
    let clues = entries.iter().map(|entry| {
        let ty = entry.ty.as_deref();
        // Any other word may be the name of an object, such as `module`.
        let is_plain = |example: &str| {
            let is_word = example.chars().all(|c| c.is_ascii_alphabetic());
            matches!(example, "true" | "false") || !is_word && !example.starts_with(['{', '['])
        };
        let nature = match nature(ty) {
            Nature::Named if entry.example.as_deref().is_some_and(is_plain) => Nature::Leaf,
            nature => nature,
        };
        let base = base(entry);
        // If the type has no name of its own, the name of the row describes the content.
        let mut promised = match nature {
            Nature::Named => words(base),
            Nature::Loose => words(&entry.name),
            Nature::Leaf => Vec::new(),
        };
        promised.retain(|word| !is_one_of(EMPTY_WORDS, word));
        Clues {
            name: &entry.name,
            nature,
            ty: base,
            list: is_list(ty),
            topics: topics(entry),
            words: words(&entry.name),
            promised,
        }
    });
    clues.collect()
}

impl Clues<'_> {
    pub(super) fn is_map(&self) -> bool {
        fold(self.ty).starts_with("map")
    }

    /// Returns whether another name shares a word with this name or its type.
    pub(super) fn shares_word(&self, other: &Self) -> bool {
        let mine = |word: &String| self.promised.contains(word) || self.words.contains(word);
        other.words.iter().any(mine)
    }

    /// Returns how many words the texts of a field share with those of its possible parent.
    pub(super) fn affinity(&self, field: &Self) -> u32 {
        2 * u32::try_from(self.topics.intersection(&field.topics).count()).unwrap_or_default()
    }

    /// Returns whether the fields are complete: `dept_id` and `order` are all that the name `DeptOrder`
    /// promises.
    pub(super) fn is_named_in_full<'a>(
        &self,
        mut fields: impl Iterator<Item = &'a Clues<'a>> + Clone,
    ) -> bool {
        let has = |word: &String| fields.clone().any(|field| field.words.contains(word));
        let named = self.promised.len() > 1 && self.promised.iter().all(has);
        named && fields.nth(1).is_some()
    }
}

/// Returns the words of a name, and the longer words and pairs of Chinese characters of its description.
fn topics(entry: &Entry) -> BTreeSet<String> {
    let description = fold(head(&entry.description, LONGEST_DESCRIPTION));
    let chars: Vec<char> = description.chars().collect();
    let pairs = chars.windows(2).filter(|pair| pair.iter().all(|&c| is_chinese(c)));
    let long = description.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 3);
    let long = long.map(|word| word.trim_end_matches('s').to_owned());
    let said = pairs.map(|pair| pair.iter().collect()).chain(long);
    said.filter(|word: &String| !is_one_of(COMMON, word)).chain(words(&entry.name)).collect()
}

fn base(entry: &Entry) -> &str {
    entry.ty.as_deref().unwrap_or_default().trim().trim_end_matches("[]").trim()
}
