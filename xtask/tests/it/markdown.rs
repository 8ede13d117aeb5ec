//! Texts of the spec become Markdown that says the same.

use xtask::emit::markdown::{cell, code, enumeration, prose};

#[test]
fn prose_is_no_markup() {
    for (text, markdown) in [
        ("Plain text, 1 & 2.", "Plain text, 1 & 2."),
        (
            "Vec<T> [x] a_b*c ~~d~~ e|f &lt; \\",
            "Vec\\<T\\> \\[x\\] a\\_b\\*c \\~\\~d\\~\\~ e\\|f \\&lt; \\\\",
        ),
        ("`a_b|<T>` and ``c`d``", "`a_b|<T>` and ``c`d``"),
        ("odd ` <T>", "odd \\` \\<T\\>"),
        ("two\n   lines", "two lines"),
        ("# heading", "\\# heading"),
        ("- item", "\\- item"),
        ("12. item", "12\\. item"),
        (
            "See https://a.b/c_d?e=f, or <http://g.h>.",
            "See <https://a.b/c_d?e=f>, or \\<<http://g.h>\\>.",
        ),
    ] {
        assert_eq!(prose(text), markdown);
    }
}

#[test]
fn a_cell_holds_no_pipe() {
    assert_eq!(cell("a|b `c|d`"), "a\\|b `c\\|d`");
}

#[test]
fn code_holds_backticks() {
    assert_eq!(code("a"), "`a`");
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`a`"), "`` `a` ``");
}

#[test]
fn items_are_enumerated() {
    let items = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(enumeration(&items[..1]), "a");
    assert_eq!(enumeration(&items[..2]), "a and b");
    assert_eq!(enumeration(&items), "a, b and c");
}
