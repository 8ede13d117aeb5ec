//! Whatever tokens come: the text that is made of them says the same.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use proptest::prelude::*;
use xtask::render::render;

proptest! {
    #[test]
    fn no_token_is_lost_or_changed(tokens in tokens()) {
        let text = render("spec", tokens.clone());
        let again: TokenStream = text.parse().unwrap();
        prop_assert_eq!(leaves(again), leaves(tokens), "{}", text);
    }
}

#[test]
fn what_nobody_expects_is_written_on_one_line() {
    let tokens: TokenStream =
        "union U { a: u8 } static mut X: u8 = 1 + 2 * -3; async fn f() {}".parse().unwrap();
    let text = render("spec", tokens);
    let (_, text) = text.split_once("\n\n").unwrap();
    assert_eq!(text, "union U { a: u8 }\n\nstatic mut X: u8 = 1 + 2 * -3;\n\nasync fn f() {}\n");
}

/// Any tokens, in groups of any depth.
fn tokens() -> impl Strategy<Value = TokenStream> {
    let word = prop::sample::select(vec![
        "fn",
        "use",
        "mod",
        "pub",
        "impl",
        "struct",
        "enum",
        "match",
        "if",
        "else",
        "for",
        "let",
        "static",
        "const",
        "Self",
        "a",
        "b_long_name_that_takes_up_some_space_on_a_line",
        "C",
    ]);
    let word = word.prop_map(|word| TokenTree::from(Ident::new(word, Span::call_site())));
    let operator = prop::sample::select("+-*/%^!&|=<>@.,;:?#$".chars().collect::<Vec<_>>());
    let operator =
        operator.prop_map(|operator| TokenTree::from(Punct::new(operator, Spacing::Alone)));
    let literal = prop::sample::select(vec!["", "text", "with \"quotes\" and \\\\", "线"]);
    let literal = literal.prop_map(|text| TokenTree::from(Literal::string(text)));
    let leaf = prop_oneof![4 => word, 3 => operator, 1 => literal];
    let tree = leaf.prop_recursive(4, 64, 8, |tree| {
        let delimiters = [Delimiter::Brace, Delimiter::Parenthesis, Delimiter::Bracket];
        (prop::sample::select(delimiters.to_vec()), prop::collection::vec(tree, 0..8)).prop_map(
            |(delimiter, trees)| Group::new(delimiter, trees.into_iter().collect()).into(),
        )
    });
    prop::collection::vec(tree, 0..16).prop_map(|trees| trees.into_iter().collect())
}

/// All leaves and brackets, without commas at the end of a group: layout adds and removes them.
fn leaves(tokens: TokenStream) -> Vec<String> {
    let mut leaves = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let mut inner = self::leaves(group.stream());
                while inner.last().is_some_and(|last| last == ",") {
                    inner.pop();
                }
                leaves.push(format!("{:?}", group.delimiter()));
                leaves.extend(inner);
                leaves.push("end".to_owned());
            }
            leaf => leaves.push(leaf.to_string()),
        }
    }
    leaves
}
