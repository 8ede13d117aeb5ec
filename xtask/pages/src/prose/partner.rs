//! Parameters that only take effect together.

use super::description::Prose;
use crate::vocabulary::pattern::Pattern;

static PARTNER: Pattern = Pattern::new(
    r"(?i)\b(?:only|must|together|takes? effect|valid|works?|effective|used|set)\b[^.;。\n]{0,60}?\b(?:with|along with|and)\s+(?:the\s+)?(?P<en>[A-Za-z_][A-Za-z0-9_]*)|(?:与|和|跟|同|需配合|配合)\s*(?:参数\s*)?(?P<zh>[A-Za-z_][A-Za-z0-9_]*)\s*(?:参数|字段)?\s*(?:同时|一起|一同|配合|搭配|共同)",
);

/// Returns the parameter, one of `names`, without which this one has no effect.
pub(crate) fn partner(prose: &Prose<'_>, names: &[&str]) -> Option<String> {
    let known = |name: &str| names.iter().find(|known| **known == name && **known != prose.name);
    let words = ["together", "only", "effect", "同时", "一起", "配合", "搭配", "一同", "共同"];
    if !words.iter().any(|word| prose.folded.contains(word)) {
        return None;
    }
    PARTNER
        .captures_iter(&prose.half)
        .filter_map(|captures| captures.name("en").or(captures.name("zh")))
        .find_map(|name| known(name.as_str()))
        .map(|name| (*name).to_owned())
}
