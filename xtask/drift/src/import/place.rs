//! Location of an endpoint's file: service and method, derived from the path of its URL.

use heck::ToSnakeCase as _;

use xtask_spec::check::{RESERVED_CRATES, RESERVED_SERVICES, can_name_a_field};

/// Verbs that begin or end names on pages. Longer ones come first: `get` is not the end of `target`.
const VERBS: &str = "unsubscribe subscribe terminate register activate transfer simulate validate approve \
    execute dismiss restore archive confirm replace publish release create update delete \
    remove search upload recall cancel finish verify modify revoke enable invite query check \
    count start apply close list send get add set";

/// Folder and stem of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) service: String,
    pub(super) method: String,
}

impl Place {
    /// Reads `SERVICE/METHOD`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| Err(format!("`{text}` is no SERVICE/METHOD: {what}"));
        let Some((service, method)) = text.split_once('/') else {
            return wrong("write the folder and the name of the method, as in `role/list_users`");
        };
        let place = Self { service: service.to_owned(), method: method.to_owned() };
        if !can_name_a_field(service) || !can_name_a_field(method) {
            return wrong("both are names of Rust in snake_case");
        }
        if RESERVED_SERVICES.contains(&service) || RESERVED_CRATES.contains(&service) {
            return wrong("the client has something of the service's name; choose another");
        }
        if ["new", "enums"].contains(&method) {
            return wrong("no method can be called so; begin its name with another verb");
        }
        Ok(place)
    }

    /// Derives the place from a URL path. `taken` returns whether there is such a file already.
    pub(super) fn of_path(
        path: &str,
        method: &str,
        taken: impl Fn(&Self) -> bool,
    ) -> Result<Self, String> {
        let is_version = |part: &str| {
            part.strip_prefix('v')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let all: Vec<String> = path.split('/').map(str::to_snake_case).collect();
        let version = all.iter().find(|part| is_version(part));
        let parts: Vec<&str> = all
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty() && *part != "topapi" && !is_version(part))
            .collect();
        let usable = |part: &&str| can_name_a_field(part) && !RESERVED_SERVICES.contains(part);
        let give_a_name = || format!("`{path}` gives no name: give one with `--as SERVICE/METHOD`");
        let at = parts.iter().position(usable).ok_or_else(give_a_name)?;
        let rest: Vec<&str> = match &parts[at + 1..] {
            [] => parts[..=at].to_vec(),
            rest => rest.to_vec(),
        };
        let stem = verb_first(&rest, method);
        let with_version = version.map(|version| format!("{stem}_{}", version.replace('.', "_")));
        let service = parts[at].to_owned();
        let places = std::iter::once(stem).chain(with_version);
        let mut places = places.map(|method| Self { service: service.clone(), method });
        let free = |place: &Self| can_name_a_field(&place.method) && place.method != "new";
        places.find(|place| free(place) && !taken(place)).ok_or_else(give_a_name)
    }
}

/// Returns the name of a method with its verb first: `simplelist` → `list_simple`.
fn verb_first(parts: &[&str], method: &str) -> String {
    let words: Vec<&str> = parts.iter().flat_map(|part| part.split('_')).collect();
    // The verb is the end or the beginning of the last word, or else of an earlier one.
    for (index, word) in words.iter().enumerate().rev() {
        let Some((verb, object)) = split(word) else { continue };
        let mut name = vec![verb];
        name.extend(words[..index].iter().copied());
        let object = match object.strip_prefix("by") {
            Some(key) if key.len() > 1 => format!("by_{key}"),
            _ => object.to_owned(),
        };
        name.extend(Some(object.as_str()).filter(|object| !object.is_empty()));
        name.extend(words[index + 1..].iter().copied());
        return name.join("_");
    }
    format!("{}_{}", if method == "GET" { "get" } else { "call" }, words.join("_"))
}

/// Returns the verb of a word and the rest of the word.
fn split(word: &str) -> Option<(&'static str, &str)> {
    let begins = VERBS.split(' ').find_map(|verb| Some((verb, word.strip_prefix(verb)?)));
    let ends = || VERBS.split(' ').find_map(|verb| Some((verb, word.strip_suffix(verb)?)));
    begins.or_else(ends)
}
