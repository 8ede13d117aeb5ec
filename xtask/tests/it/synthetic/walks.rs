//! Pages and splits of synthetic endpoints: parameters of their own beside the others.

use std::fmt::Write as _;

/// Describes pages where the answer has what they need, and returns the page's sample of them.
pub(super) fn paging(text: &mut String, index: usize, place: &str) -> Vec<(String, String)> {
    // Objects under `result`, ids or numbers beside the envelope.
    let (items, more) = match (index % 7, index % 2) {
        (1, _) => ("list", "hasMore"),
        (3, 0) => ("item_ids", "active"),
        (3, _) => ("levels", "open"),
        _ => return Vec::new(),
    };
    let kind = index / 7 % 5;
    let [offset, size] = [matches!(kind, 1 | 3), matches!(kind, 1 | 4)];
    let _ = writeln!(
        text,
        "[parameters.pageOffset]\nin = \"{place}\"\ntype = \"Number\"\nrequired = {offset}\nlimits = {{ min = 0 }}\ndoc = \"Skipped.\"\n\
         [parameters.pageSize]\nin = \"{place}\"\ntype = \"Number\"\nrequired = {size}\nlimits = {{ max = 50 }}\ndoc = \"Answered.\"\n\
         [paging]\noffset = \"pageOffset\"\nsize = \"pageSize\"\nitems = \"{items}\"\nmore = \"{more}\""
    );
    if kind == 0 {
        text.push_str(
            "[together.part]\ntype = \"Part\"\nmembers = [\"pageSize\", \"pageOffset\"]\ndoc = \"Part.\"\n",
        );
    }
    [("pageOffset", "0"), ("pageSize", "50")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

/// Describes two lists that are split, and returns the page's sample of them.
pub(super) fn bulk(text: &mut String, index: usize, place: &str) -> [(String, String); 2] {
    let (first, second) = match index % 3 {
        0 => ("id = \"ItemId\"", "id = \"OwnerId\""),
        1 => ("items = \"Number\"", "items = \"String\""),
        _ => ("id = \"OwnerId\"", "id = \"OwnerId\""),
    };
    for (name, item, most) in [("firstOnes", first, 20), ("secondOnes", second, 100)] {
        let _ = writeln!(
            text,
            "[parameters.{name}]\nin = \"{place}\"\ntype = \"String\"\nseparator = \",\"\n{item}\n\
             required = true\nlimits = {{ max_items = {most} }}\ndoc = \"Ones.\""
        );
    }
    text.push_str("[bulk]\nsplit = [\"firstOnes\", \"secondOnes\"]\n");
    [("firstOnes", "1,-2"), ("secondOnes", "7")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
}
