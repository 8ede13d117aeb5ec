//! Words at the start of a text whose cells have run together.

/// Returns the length of a yes or no at the start of a text.
pub(crate) fn flag(text: &str) -> usize {
    const CHINESE: &str = "非必填 非必须 非必选 不必须 必填 必须 必选 必传 可选 选填 否 是";
    // Words that begin like a flag but are the description's first.
    const NOT_FLAGS: &str = "Not Note Notes Notice None Node Nodes Now Nonce Normal Notification \
        Nobody North Noun Notifies Notify Nominal Nothing Noted";
    if let Some(word) = CHINESE.split(' ').find(|word| text.starts_with(word)) {
        // 是否 is no answer but the question.
        let question = text.starts_with("是否") && !text.starts_with("是否则");
        return if question { 0 } else { word.len() };
    }
    if !text.starts_with(['Y', 'N', 'O', 'R']) {
        return 0;
    }
    // One more letter than the longest of them has.
    let letters = text.bytes().take(13).take_while(u8::is_ascii_alphabetic).count();
    let word = &text[..letters];
    // `Not1` is rather the flag and the example `t1`.
    let digit = text[letters..].starts_with(|c: char| c.is_ascii_digit());
    if !digit && NOT_FLAGS.split_whitespace().any(|other| other == word) {
        return 0;
    }
    for flag in ["Yes", "No", "Optional", "Required"] {
        if text.starts_with(flag) {
            return flag.len();
        }
    }
    0
}

/// Returns where a capitalised word follows without a blank: the first one that is a plain word.
pub(crate) fn sentence_start(text: &str) -> Option<usize> {
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let glued = before.is_some_and(|b| !b.is_whitespace() && !"([{\"'“‘-/<_.#@=".contains(b));
        // Within an acronym no word begins, unless it is one in small letters.
        let after_capital = before.is_some_and(|b| b.is_ascii_uppercase());
        let long = text[at..].bytes().skip(1).take(2).filter(u8::is_ascii_lowercase).count() == 2;
        let begins = c.is_ascii_uppercase() && is_plain_word(&text[at..]);
        if glued && begins && (!after_capital || long) {
            return Some(at);
        }
        before = Some(c);
    }
    None
}

/// Returns whether a text begins with a capitalised word and ends it there.
pub(crate) fn is_plain_word(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let letters = text.bytes().skip(1).take(30).take_while(u8::is_ascii_lowercase).count();
    let capitals = text.bytes().take(6).take_while(u8::is_ascii_uppercase).count();
    let length = if letters > 0 || capitals < 2 { 1 + letters } else { capitals };
    let mut rest = &text[length..];
    if capitals > 1 && letters == 0 {
        rest = rest.strip_prefix('s').unwrap_or(rest);
    }
    let after = rest.chars().next();
    let ends = after.is_none_or(|c| c.is_whitespace() || ",.;:'’()".contains(c));
    // A capital alone is a word only as the article.
    ends && (length > 1 || text.starts_with("A "))
}
