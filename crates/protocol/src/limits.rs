//! Validation: every limit of a page, checked before anything is sent.

use std::fmt;

use crate::{Error, ErrorKind, Request};

/// Checks a request against the limits of its page and reports every violation at once.
///
/// [`encode`](crate::encode) does this by itself.
///
/// # Errors
///
/// [`ErrorKind::InvalidRequest`], with the [`violations`](Error::violations).
///
/// # Example
///
/// ```
/// use dingtalk_protocol::role::list_users::{Page, Request};
/// use dingtalk_protocol::validate;
///
/// let error = validate(&Request::new(1203141).with_page(Page { offset: -1, size: 200 })).unwrap_err();
/// let fields: Vec<_> = error.violations().iter().map(|violation| violation.field).collect();
/// assert_eq!(fields, ["size", "offset"]);
/// ```
pub fn validate<R: Request>(request: &R) -> Result<(), Error> {
    let mut limits = Limits::default();
    request.check_limits(&mut limits);
    if limits.violations.is_empty() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidRequest).of(R::ENDPOINT).with_violations(limits.violations))
}

/// A parameter that the service would refuse or misread.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Wire name of the parameter; that of a field within one stands behind the object's type, as in
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
    /// A number is infinite or none at all, which JSON cannot say.
    NotFinite,
    /// An item of a list is empty: in a list joined by commas it would vanish.
    EmptyItem {
        /// Position of the item, from 0.
        index: usize,
    },
    /// An item of a list holds the comma that separates items: it would turn into two.
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
            Rule::MaxItems { max, actual } => {
                write!(f, "{field} holds {actual} items, at most {max} are allowed in one call")
            }
            Rule::MinChars { min, actual } => {
                write!(f, "{field} holds {actual} characters, at least {min} are required")
            }
            Rule::MaxChars { max, actual } => {
                write!(f, "{field} holds {actual} characters, at most {max} are allowed")
            }
            Rule::NotFinite => write!(f, "{field} is not a finite number"),
            Rule::EmptyItem { index } => write!(f, "{field}[{index}] is empty"),
            Rule::CommaInItem { index } => {
                write!(f, "{field}[{index}] holds a comma, which would split it in two")
            }
        }
    }
}

/// Collects violations; generated code calls one method per limit.
#[derive(Debug, Default)]
pub struct Limits {
    violations: Vec<Violation>,
}

impl Limits {
    /// `value` is at least `min`.
    pub fn min(&mut self, field: &'static str, value: i64, min: i64) {
        self.require(value >= min, field, Rule::Min { min, actual: value });
    }

    /// `value` is at most `max`.
    pub fn max(&mut self, field: &'static str, value: i64, max: i64) {
        self.require(value <= max, field, Rule::Max { max, actual: value });
    }

    /// `value` is a number that can be written down.
    pub fn finite(&mut self, field: &'static str, value: f64) {
        self.require(value.is_finite(), field, Rule::NotFinite);
    }

    /// A required text is not empty.
    pub fn not_empty(&mut self, field: &'static str, text: impl AsRef<str>) {
        self.require(!text.as_ref().is_empty(), field, Rule::Required);
    }

    /// Checks that `text` has at least `min` characters (Unicode scalar values).
    pub fn min_chars(&mut self, field: &'static str, text: impl AsRef<str>, min: usize) {
        let actual = text.as_ref().chars().count();
        self.require(actual >= min, field, Rule::MinChars { min, actual });
    }

    /// `text` has at most `max` characters (Unicode scalar values).
    pub fn max_chars(&mut self, field: &'static str, text: impl AsRef<str>, max: usize) {
        let actual = text.as_ref().chars().count();
        self.require(actual <= max, field, Rule::MaxChars { max, actual });
    }

    /// A required list is not empty.
    pub fn not_empty_list<T>(&mut self, field: &'static str, items: &[T]) {
        self.require(!items.is_empty(), field, Rule::Required);
    }

    /// `items` are at most `max`.
    pub fn max_items<T>(&mut self, field: &'static str, items: &[T], max: usize) {
        self.require(items.len() <= max, field, Rule::MaxItems { max, actual: items.len() });
    }

    /// Every item survives being joined by commas.
    pub fn joinable<T: Item>(&mut self, field: &'static str, items: &[T]) {
        for (index, item) in items.iter().enumerate() {
            if let Text::Borrowed(text) = item.text() {
                self.require(!text.is_empty(), field, Rule::EmptyItem { index });
                self.require(!text.contains(','), field, Rule::CommaInItem { index });
            }
        }
    }

    fn require(&mut self, holds: bool, field: &'static str, rule: Rule) {
        if !holds {
            self.violations.push(Violation { field, rule });
        }
    }
}

/// A single value that travels as text: a parameter, or an item of a list joined by commas.
pub trait Item {
    /// The value as it is sent, before it is escaped.
    fn text(&self) -> Text<'_>;
}

/// The text of a single value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Text<'a> {
    /// An integer, in decimal digits.
    Number(i64),
    /// A number that may have a fraction.
    Fraction(f64),
    /// A text, which may be empty and hold anything.
    Borrowed(&'a str),
}

impl Text<'_> {
    /// How many bytes it takes at most, before it is escaped; of a fraction, how many it is likely to
    /// take.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Number(_) | Self::Fraction(_) => 20,
            Self::Borrowed(text) => text.len(),
        }
    }
}

impl Item for i64 {
    fn text(&self) -> Text<'_> {
        Text::Number(*self)
    }
}

impl Item for f64 {
    fn text(&self) -> Text<'_> {
        Text::Fraction(*self)
    }
}

impl Item for bool {
    fn text(&self) -> Text<'_> {
        Text::Borrowed(if *self { "true" } else { "false" })
    }
}

impl Item for str {
    fn text(&self) -> Text<'_> {
        Text::Borrowed(self)
    }
}

impl Item for String {
    fn text(&self) -> Text<'_> {
        Text::Borrowed(self)
    }
}

impl<T: Item + ?Sized> Item for &T {
    fn text(&self) -> Text<'_> {
        (**self).text()
    }
}
