//! Documentation only: nothing but documentation differs in what is generated.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use xtask::codegen::generate;
use xtask_drift::compare::Verdict;
use xtask_spec::load::Sources;

use crate::spec_diff::cases::all;
use crate::spec_diff::specs::{after, before, differences};

const CASES: &str = "crates/protocol/src/generated/cases";

#[test]
fn what_is_documentation_only_and_nothing_else_leaves_the_code_as_it_is() {
    let cases = all();
    let (old, new) = (code(&before(&cases), CASES), code(&after(&cases), CASES));
    let differences = differences(&cases);
    let mut wrong = Vec::new();
    for case in cases.iter().filter(|case| case.shared.is_none() && case.moved.is_none()) {
        let of = format!("cases::{}", case.name);
        let found = differences.iter().find(|it| it.of == of).unwrap();
        let worst = found.changes.iter().map(|it| it.verdict).max();
        let path = format!("{CASES}/{}.rs", case.name);
        let same = old.get(&path) == new.get(&path);
        if same != (worst == Some(Verdict::DocumentationOnly)) {
            let code = if same { "is the same" } else { "differs" };
            wrong.push(format!("{}: {worst:?}, but the code {code}", case.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Nor does a change of what all share that is documentation only reach the code.
#[test]
fn what_all_share_reaches_the_code_only_by_what_is_reported_so() {
    let mut cases = all();
    cases.retain(|case| case.shared.is_some() && case.verdict == Verdict::DocumentationOnly);
    assert!(cases.len() > 5);
    assert_eq!(code(&before(&cases), "crates"), code(&after(&cases), "crates"));
}

/// Returns the generated files below a folder without documentation, by path.
fn code(sources: &Sources, below: &str) -> BTreeMap<String, String> {
    let files = generate(sources).unwrap().files.into_iter();
    let files = files.filter(|(path, _)| path.starts_with(below));
    let code = files.map(|(path, text)| {
        let tokens: TokenStream = text.parse().unwrap();
        (path, without_texts(tokens).to_string())
    });
    code.collect()
}

/// Without documentation, and without the texts for people to read: the link to the page, the meaning
/// of codes, and what to do about them.
fn without_texts(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = &token else {
            kept.push(token);
            continue;
        };
        if group.stream().to_string().starts_with("doc ") {
            while matches!(kept.last(), Some(TokenTree::Punct(it)) if "#!".contains(it.as_char())) {
                kept.pop();
            }
            continue;
        }
        let inner = match &kept[..] {
            [.., TokenTree::Ident(method)] if method == "page" => TokenStream::new(),
            [.., TokenTree::Ident(table), TokenTree::Punct(_)]
                if table == "error_codes" || table == "global_errors" =>
            {
                without_cells(without_texts(group.stream()))
            }
            _ => without_texts(group.stream()),
        };
        kept.push(proc_macro2::Group::new(group.delimiter(), inner).into());
    }
    kept.into_iter().collect()
}

/// Returns a table of codes without the texts behind its commas.
fn without_cells(rows: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in rows {
        let in_cell = matches!(kept.last(), Some(TokenTree::Punct(it)) if it.as_char() == ',');
        if !(in_cell && matches!(token, TokenTree::Literal(_))) {
            kept.push(token);
        }
    }
    kept.into_iter().collect()
}
