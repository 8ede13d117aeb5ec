//! Counts conditions of the call; their words are not kept.

use crate::document::BlockKind;
use crate::sections::Placed;
use crate::vocabulary::headings::Section;
use crate::vocabulary::spelling::{fold, head};

const LONGEST: usize = 4000;

/// Counts the sentences before the tables that state a requirement or a prohibition.
pub(crate) fn count(placed: &[Placed]) -> usize {
    let sentences = placed.iter().filter_map(|part| match &part.block.kind {
        BlockKind::Line(text) if matches!(part.section, Section::Intro | Section::Notes) => {
            Some(head(text, LONGEST))
        }
        _ => None,
    });
    sentences.map(|text| sentences_of(text).filter(|sentence| is_condition(sentence)).count()).sum()
}

fn sentences_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', '！', '!', '；', '\n']).flat_map(|part| part.split(". "))
}

fn is_condition(sentence: &str) -> bool {
    const WORDS: &str = "must|cannot|can not|can't|make sure|ensure|need to|needs to|is required|\
        are required|only be|not allowed|not permitted|必须|不能|不可以|不允许|请先|需先|需要先|确保|前提|\
        无法|仅限";
    // "So as to ensure" states a purpose.
    let folded = fold(sentence).replace("以确保", "").replace("，确保", "").replace(",确保", "");
    WORDS.split('|').any(|word| folded.contains(word))
}
