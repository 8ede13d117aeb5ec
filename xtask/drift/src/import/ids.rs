//! Which id types a name may mean. A person chooses: two kinds of ids can have one name.

use xtask_spec::spec::{Api, Type};

/// Returns an id type of `api.toml` that fits by name and type.
pub(super) fn candidate<'a>(api: &'a Api, name: &str, ty: &Type, joined: bool) -> Option<&'a str> {
    let plain = plain(name);
    let ids = api.ids.iter();
    let mut fitting = ids.filter(|id| joined || id.ty.base == ty.base);
    fitting.find(|id| self::plain(&id.name.value) == plain).map(|id| id.name.value.as_str())
}

/// Returns the letters alone, without what makes it a list.
fn plain(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    let one = letters.strip_suffix("list").unwrap_or(&letters);
    let one = one.strip_suffix('s').unwrap_or(one);
    one.strip_prefix("dept").map_or_else(|| one.to_owned(), |rest| format!("department{rest}"))
}
