//! Why a request is refused, and with which code.

use std::fmt;

use super::data::{Endpoint, ErrorCode, Field};

/// Errors that the gateway of `/topapi/…` returns before the endpoint sees a request. They are known
/// from users of other SDKs, who report `Missing required arguments:msg` and
/// `Invalid arguments:to_all_user`.
const MISSING_ARGUMENTS: (i64, &str) = (40, "Missing required arguments");
const INVALID_ARGUMENTS: (i64, &str) = (41, "Invalid arguments");

/// The vendor's page of global codes lists this code for a call without parameters; the sandbox uses it
/// for every problem with parameters of other paths.
const INVALID_PARAMETER: (i64, &str) = (40035, "不合法的参数");

/// A parameter, or a field of an object, that is missing or wrong.
#[derive(Debug)]
pub(super) struct Problem {
    /// Wire names from the parameter to the field: `order.title`.
    path: String,
    /// Names that the page's texts may use for it, as words.
    names: Vec<String>,
    is_missing: bool,
    what: String,
}

impl Problem {
    /// Reports a missing field. `at` is the path of its object with a dot at the end, or empty.
    pub(super) fn missing(field: &Field, at: &str) -> Self {
        Self { is_missing: true, ..Self::wrong(field, at, "is missing") }
    }

    /// Reports that none of several fields is present; `field` is the first.
    pub(super) fn missing_one_of(field: &Field, at: &str, names: &str) -> Self {
        let what = format!("is missing: one of {names} is required");
        Self { is_missing: true, ..Self::wrong(field, at, what) }
    }

    /// Reports a field with a wrong value.
    pub(super) fn wrong(field: &Field, at: &str, what: impl Into<String>) -> Self {
        let path = format!("{at}{}", field.name);
        let names = [Some(&field.name), field.id.as_ref()].into_iter().flatten();
        let names = names.flat_map(|name| [words(name), vec![joined(name)]]);
        let names = names.map(|words| format!(" {} ", words.join(" "))).collect();
        Self { path, names, is_missing: false, what: what.into() }
    }

    /// Returns the page's code and text for the problem, or else the usual ones of the path.
    ///
    /// Only codes whose text is about missing or invalid values count. Best is a text that names this parameter and is
    /// about the same problem (missing or invalid); then one about the same problem of parameters in general; then one
    /// that only names the parameter, and last one that only mentions parameters.
    pub(super) fn code<'e>(&self, endpoint: &'e Endpoint, path: &str) -> (i64, &'e str) {
        let rank = |error: &&ErrorCode| self.rank(error);
        let best = endpoint.errors.iter().filter(|it| self.rank(it) > 0);
        // Of equally good codes, the first on the page.
        match best.rev().max_by_key(rank) {
            Some(error) => (error.code, error.text()),
            None if !path.starts_with("/topapi/") => INVALID_PARAMETER,
            None if self.is_missing => MISSING_ARGUMENTS,
            None => INVALID_ARGUMENTS,
        }
    }

    /// Returns how well a code fits; 0 if it does not.
    fn rank(&self, error: &ErrorCode) -> u8 {
        let texts = [&error.message, &error.meaning].into_iter().flatten();
        let texts: Vec<_> = texts.map(|text| format!(" {} ", words(text).join(" "))).collect();
        let has =
            |wanted: &[&str]| wanted.iter().any(|word| texts.iter().any(|it| it.contains(word)));
        let of_missing = has(&[" missing ", " empty "]);
        let of_wrong = has(&[" invalid ", " malformed ", " wrong ", " unknown "]);
        let is_named = self.names.iter().any(|name| has(&[name]));
        let is_general = has(&[" parameter "]);
        if !(of_missing || of_wrong) {
            return 0;
        }
        let fits = if self.is_missing { of_missing } else { of_wrong };
        match (is_named, is_general, fits) {
            (true, _, true) => 4,
            (_, true, true) => 3,
            (true, ..) => 2,
            (_, true, _) => 1,
            _ => 0,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.what)
    }
}

/// Returns the ASCII words of a text or name, in lower case: `DepartmentId` and `department_id` give the
/// same words.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in text.chars() {
        let begins = letter.is_ascii_uppercase() && before.is_ascii_lowercase();
        if begins || !letter.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_ascii_alphanumeric() {
            words.last_mut().expect("one at least").push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn joined(name: &str) -> String {
    words(name).concat()
}
