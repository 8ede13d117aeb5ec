//! Limits from the documentation pages, and the violations that a request is reported for.

use std::fmt;

use serde::Serialize;

use crate::days;
use crate::json_text;
use crate::multipart::FilePart;

/// A parameter that the service would refuse or misread.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Wire name of the parameter. For a field within a parameter, the object's type comes first, as in
    /// `ItemVo.name`.
    pub field: &'static str,
    /// The limit and what was found instead.
    pub rule: Rule,
}

/// A limit together with the value that breaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The parameter is required and its text or list is empty.
    Required,
    /// A number is below its minimum.
    Min {
        /// The smallest value allowed.
        min: i64,
        /// The value found.
        actual: i64,
    },
    /// A number is above its maximum.
    Max {
        /// The largest value allowed.
        max: i64,
        /// The value found.
        actual: i64,
    },
    /// A list holds fewer items than required.
    MinItems {
        /// How many items are required.
        min: usize,
        /// How many items were found.
        actual: usize,
    },
    /// A list holds more items than one call takes.
    MaxItems {
        /// How many items are allowed.
        max: usize,
        /// How many items were found.
        actual: usize,
    },
    /// A text is shorter than allowed.
    MinChars {
        /// How many characters are required.
        min: usize,
        /// How many characters were found.
        actual: usize,
    },
    /// A text is longer than allowed.
    MaxChars {
        /// How many characters are allowed.
        max: usize,
        /// How many characters were found.
        actual: usize,
    },
    /// A file is longer than allowed.
    MaxFileBytes {
        /// How many bytes are allowed.
        max: u64,
        /// How many bytes the file has.
        actual: u64,
    },
    /// The content type of a file has characters that are not allowed in a header.
    ContentType,
    /// A text, or the JSON of a value that is sent as a text, takes more bytes than allowed.
    MaxBytes {
        /// How many bytes of UTF-8 are allowed.
        max: usize,
        /// How many bytes were found.
        actual: usize,
    },
    /// A date is too many days after the one where the period begins.
    MaxDays {
        /// Wire name of the parameter where the period begins.
        from: &'static str,
        /// The largest distance allowed, in days.
        max: i64,
        /// The distance found, in days. A part of a day counts as one.
        actual: i64,
    },
    /// A number is infinite or not a number, which JSON cannot express.
    NotFinite,
    /// The request is not signed, but the service requires it.
    Unsigned,
    /// Only some of the parameters that take effect together are set.
    Together {
        /// Wire name of a parameter that is missing beside this one.
        missing: &'static str,
    },
    /// None of the parameters is set, but the call needs at least one.
    AtLeastOne {
        /// Wire names of the parameters.
        of: &'static [&'static str],
    },
    /// Not exactly one of the parameters is set.
    ExactlyOne {
        /// Wire names of the parameters.
        of: &'static [&'static str],
        /// How many of them are set.
        actual: usize,
    },
    /// An item of a list is empty: in a list joined by commas it would vanish.
    EmptyItem {
        /// Position of the item, from 0.
        index: usize,
    },
    /// An item of a list contains a comma, which separates items: it would become two.
    CommaInItem {
        /// Position of the item, from 0.
        index: usize,
    },
}

impl fmt::Display for Violation {
    // Ids and texts are not repeated: they may be personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field;
        match self.rule {
            Rule::Required => write!(f, "{field} is required and must not be empty"),
            Rule::Min { min, actual } => {
                write!(f, "{field} is {actual}, at least {min} is required")
            }
            Rule::Max { max, actual } => write!(f, "{field} is {actual}, at most {max} is allowed"),
            Rule::MinItems { min, actual } => {
                write!(f, "{field} holds {actual} items, at least {min} are required")
            }
            Rule::MaxItems { max, actual } => {
                write!(f, "{field} holds {actual} items, at most {max} are allowed in one call")
            }
            Rule::MinChars { min, actual } => {
                write!(f, "{field} holds {actual} characters, at least {min} are required")
            }
            Rule::MaxChars { max, actual } => {
                write!(f, "{field} holds {actual} characters, at most {max} are allowed")
            }
            Rule::MaxFileBytes { max, actual } => {
                write!(f, "{field} has {actual} bytes, at most {max} are allowed")
            }
            Rule::ContentType => {
                write!(f, "{field} has a content type that cannot stand in a header")
            }
            Rule::MaxBytes { max, actual } => {
                write!(f, "{field} takes {actual} bytes, at most {max} are allowed")
            }
            Rule::MaxDays { from, max, actual } => {
                write!(f, "{field} is {actual} days after {from}, at most {max} are allowed")
            }
            Rule::NotFinite => write!(f, "{field} is not a finite number"),
            Rule::Unsigned => write!(f, "{field} is missing: sign the request"),
            Rule::Together { missing } => {
                write!(f, "{field} only takes effect together with {missing}")
            }
            Rule::AtLeastOne { of } => {
                write!(f, "none of {} is set, at least one is required", of.join(", "))
            }
            Rule::ExactlyOne { of, actual } => {
                write!(f, "{actual} of {} are set, exactly one is required", of.join(", "))
            }
            Rule::EmptyItem { index } => write!(f, "{field}[{index}] is empty"),
            Rule::CommaInItem { index } => {
                write!(f, "{field}[{index}] holds a comma, which would split it in two")
            }
        }
    }
}

/// Collector of violations. Generated code calls one method per limit.
#[derive(Debug, Default)]
pub struct Limits {
    violations: Vec<Violation>,
}

impl Limits {
    /// Checks that `value` is at least `min`.
    pub fn min(&mut self, field: &'static str, value: i64, min: i64) {
        self.require(value >= min, field, Rule::Min { min, actual: value });
    }

    /// Checks that `value` is at most `max`.
    pub fn max(&mut self, field: &'static str, value: i64, max: i64) {
        self.require(value <= max, field, Rule::Max { max, actual: value });
    }

    /// Checks that `value` is finite.
    pub fn finite(&mut self, field: &'static str, value: f64) {
        self.require(value.is_finite(), field, Rule::NotFinite);
    }

    /// Checks that a required text is not empty.
    pub fn not_empty(&mut self, field: &'static str, text: impl AsRef<str>) {
        self.require(!text.as_ref().is_empty(), field, Rule::Required);
    }

    /// Checks that required JSON is not `null`, which is left out of a request.
    pub fn not_null(&mut self, field: &'static str, json: &serde_json::Value) {
        self.require(!json.is_null(), field, Rule::Required);
    }

    /// Checks that `text` has at least `min` characters (Unicode scalar values).
    pub fn min_chars(&mut self, field: &'static str, text: impl AsRef<str>, min: usize) {
        let actual = text.as_ref().chars().count();
        self.require(actual >= min, field, Rule::MinChars { min, actual });
    }

    /// Checks that `text` has at most `max` characters (Unicode scalar values).
    pub fn max_chars(&mut self, field: &'static str, text: impl AsRef<str>, max: usize) {
        let actual = text.as_ref().chars().count();
        self.require(actual <= max, field, Rule::MaxChars { max, actual });
    }

    /// Checks that `text` takes at most `max` bytes in UTF-8.
    pub fn max_bytes(&mut self, field: &'static str, text: impl AsRef<str>, max: usize) {
        let actual = text.as_ref().len();
        self.require(actual <= max, field, Rule::MaxBytes { max, actual });
    }

    /// Checks that the JSON of `value` takes at most `max` bytes. A value that has no JSON is refused later,
    /// by the encoding.
    pub fn max_json_bytes<T: Serialize>(&mut self, field: &'static str, value: &T, max: usize) {
        if let Ok(json) = json_text::json::<T, serde_json::Error>(value) {
            self.max_bytes(field, json, max);
        }
    }

    /// Checks that a required list is not empty.
    pub fn not_empty_list<T>(&mut self, field: &'static str, items: &[T]) {
        self.require(!items.is_empty(), field, Rule::Required);
    }

    /// Checks that there are at least `min` items.
    pub fn min_items<T>(&mut self, field: &'static str, items: &[T], min: usize) {
        self.require(items.len() >= min, field, Rule::MinItems { min, actual: items.len() });
    }

    /// Checks that there are at most `max` items.
    pub fn max_items<T>(&mut self, field: &'static str, items: &[T], max: usize) {
        self.require(items.len() <= max, field, Rule::MaxItems { max, actual: items.len() });
    }

    /// Checks that every item can be joined by commas: it is not empty and contains no comma.
    pub fn joinable<T: AsRef<str>>(&mut self, field: &'static str, items: &[T]) {
        for (index, item) in items.iter().enumerate() {
            let text = item.as_ref();
            self.require(!text.is_empty(), field, Rule::EmptyItem { index });
            self.require(!holds_comma(text), field, Rule::CommaInItem { index });
        }
    }

    /// Checks that the description of a file can be sent.
    pub fn file(&mut self, field: &'static str, file: &FilePart) {
        self.not_empty(field, &file.name);
        self.require(file.has_usable_content_type(), field, Rule::ContentType);
    }

    /// Checks that a file has at most `max` bytes.
    pub fn max_file_bytes(&mut self, field: &'static str, file: &FilePart, max: u64) {
        let actual = file.length;
        self.require(actual <= max, field, Rule::MaxFileBytes { max, actual });
    }

    /// Checks that a request has its signature.
    pub fn signed(&mut self, field: &'static str, is_signed: bool) {
        self.require(is_signed, field, Rule::Unsigned);
    }

    /// Checks that parameters that take effect together are either all set or all unset. Each is given with
    /// its wire name and whether it is set.
    pub fn together(&mut self, members: &[(&'static str, bool)]) {
        let missing = members.iter().find(|(_, is_set)| !is_set);
        let set = members.iter().find(|(_, is_set)| *is_set);
        if let (Some((missing, _)), Some((field, _))) = (missing, set) {
            self.require(false, field, Rule::Together { missing });
        }
    }

    /// Checks that a period given by dates (`yyyy-MM-dd`, with or without a time of day, which is ignored)
    /// spans at most `max` days. A text that is not a date is not checked.
    #[allow(clippy::needless_pass_by_value)] // Generated code passes references.
    pub fn days(
        &mut self,
        from: (&'static str, impl AsRef<str>),
        to: (&'static str, impl AsRef<str>),
        max: i64,
    ) {
        if let Some(actual) = days::between_dates(from.1.as_ref(), to.1.as_ref()) {
            self.span(from.0, to.0, actual, max);
        }
    }

    /// Checks that a period given in milliseconds spans at most `max` days.
    pub fn days_of_millis(&mut self, from: (&'static str, i64), to: (&'static str, i64), max: i64) {
        self.span(from.0, to.0, days::between_millis(from.1, to.1), max);
    }

    /// Checks that at least one of the parameters is set. `set` has one flag for each.
    pub fn at_least_one(&mut self, of: &'static [&'static str], set: &[bool]) {
        self.require(set.contains(&true), first(of), Rule::AtLeastOne { of });
    }

    /// Checks that exactly one of the parameters is set. `set` has one flag for each.
    pub fn exactly_one(&mut self, of: &'static [&'static str], set: &[bool]) {
        let actual = set.iter().filter(|is_set| **is_set).count();
        self.require(actual == 1, first(of), Rule::ExactlyOne { of, actual });
    }

    /// Returns the violations.
    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    fn span(&mut self, from: &'static str, to: &'static str, actual: i64, max: i64) {
        self.require(actual <= max, to, Rule::MaxDays { from, max, actual });
    }

    fn require(&mut self, holds: bool, field: &'static str, rule: Rule) {
        if !holds {
            self.violations.push(Violation { field, rule });
        }
    }
}

/// Returns the name under which a violation of the whole group is reported.
fn first(of: &'static [&'static str]) -> &'static str {
    of.first().copied().unwrap_or_default()
}

/// Returns whether `text` contains a comma, which separates items.
#[expect(clippy::unnecessary_fold, reason = "`any` stops early, which is slower for short texts")]
fn holds_comma(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found || byte == b',')
}
