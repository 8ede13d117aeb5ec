//! Sentences that follow the previous cell without a blank.

use crate::vocabulary::pattern::Pattern;

/// A capitalised word without a blank before it, after a character that normally does not precede a word. After a
/// capital, only a capital with at least two lower-case letters counts, so that an acronym is not split.
static GLUED: Pattern = Pattern::new(
    r#"(?:[^\sA-Z(\[{"'“‘\-/<_.#@=]([A-Z][a-z]+|[A-Z]{2,6}s?|A)|[A-Z]([A-Z][a-z]{2,}))(?:[\s,.;:'’()]|$)"#,
);

/// Returns where the first such sentence begins.
pub(super) fn sentence(text: &str) -> Option<usize> {
    let found = GLUED.captures(text)?;
    Some(found.get(1).or(found.get(2))?.start())
}
