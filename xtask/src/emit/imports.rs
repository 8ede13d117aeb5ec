//! Imports in the order that rustfmt gives them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Imports of the types `types` and of everything in `modules` from `path`: a single type stands before
/// modules, and several behind them.
pub(super) fn imports(
    path: &TokenStream,
    types: &[Ident],
    modules: impl IntoIterator<Item = TokenStream>,
) -> TokenStream {
    let modules = modules.into_iter().map(|module| quote!(use #path::#module;));
    let names = braced(types);
    match types {
        [] => quote!(#(#modules)*),
        [_] => quote!(use #path::#names; #(#modules)*),
        _ => quote!(#(#modules)* use #path::#names;),
    }
}

/// Names as the end of an import.
pub(super) fn braced(names: &[Ident]) -> TokenStream {
    match names {
        [name] => quote!(#name),
        names => quote!({#(#names),*}),
    }
}

/// What puts `list_4` before `list_12`, as rustfmt does.
pub(super) fn natural(name: &str) -> Vec<(&str, Option<u64>)> {
    let ends_digits = |a: char, b: char| a.is_ascii_digit() != b.is_ascii_digit();
    let cuts = name.char_indices().zip(name.chars().skip(1).map(Some).chain([None]));
    let mut start = 0;
    let mut parts = Vec::new();
    for ((at, letter), next) in cuts {
        if next.is_none_or(|next| ends_digits(letter, next)) {
            let part = &name[start..at + letter.len_utf8()];
            let number = part.parse().ok();
            parts.push((if number.is_some() { "" } else { part }, number));
            start = at + letter.len_utf8();
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["list_12", "list", "a10b", "list_4", "a9b", "other"];
        names.sort_by_cached_key(|name| natural(name));
        assert_eq!(names, ["a9b", "a10b", "list", "list_4", "list_12", "other"]);
    }
}
