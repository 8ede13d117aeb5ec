//! Limits of values. All properties of a kind of limit are defined here.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray, VariantNames};

use crate::spec::spanned::Spanned;
use crate::spec::types::{BaseType, Type};

/// Kind of a limit: the quantity that it bounds, and in which direction.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
    VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LimitKind {
    /// The smallest number.
    Min,
    /// The largest number.
    Max,
    /// The fewest items of a list.
    MinItems,
    /// The most items of a list.
    MaxItems,
    /// The fewest characters of a text.
    MinChars,
    /// The most characters of a text.
    MaxChars,
    /// The most bytes of a text in UTF-8, also of one that contains JSON.
    MaxBytes,
}

/// The limits of a value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Limits(BTreeMap<LimitKind, Spanned<i64>>);

/// Quantity that a limit bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Number,
    Items,
    Characters,
    Bytes,
}

impl LimitKind {
    /// All kinds.
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

    /// The keys of all kinds.
    pub const KEYS: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

    /// Returns the kind of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        key.parse().ok()
    }

    /// Returns the key of the limit in files and facts.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Returns what the limit measures.
    pub fn measure(self) -> Measure {
        match self {
            Self::Min | Self::Max => Measure::Number,
            Self::MinItems | Self::MaxItems => Measure::Items,
            Self::MinChars | Self::MaxChars => Measure::Characters,
            Self::MaxBytes => Measure::Bytes,
        }
    }

    /// Returns whether the limit is a lower bound.
    pub fn is_lower(self) -> bool {
        match self {
            Self::Min | Self::MinItems | Self::MinChars => true,
            Self::Max | Self::MaxItems | Self::MaxChars | Self::MaxBytes => false,
        }
    }

    /// Returns the name of the constant; `name` is its stem.
    pub fn constant(self, name: &str) -> String {
        match self {
            Self::Min | Self::MinItems => format!("MIN_{name}"),
            Self::Max | Self::MaxItems => format!("MAX_{name}"),
            Self::MinChars => format!("MIN_{name}_CHARS"),
            Self::MaxChars => format!("MAX_{name}_CHARS"),
            Self::MaxBytes => format!("MAX_{name}_BYTES"),
        }
    }

    /// Returns the type of that constant.
    pub fn constant_type(self) -> &'static str {
        if self.measure() == Measure::Number { "i64" } else { "usize" }
    }

    /// Returns a sentence about the constant with the limit of `value`.
    pub fn sentence(self, value: &str) -> String {
        let unit = self.measure().unit();
        match (self.measure(), self.is_lower()) {
            (Measure::Number, true) => format!("The smallest `{value}`."),
            (Measure::Number, false) => format!("The largest `{value}`."),
            (Measure::Items, false) => format!("How many items `{value}` takes in one call."),
            (_, true) => format!("How many {unit} `{value}` needs."),
            (_, false) => format!("How many {unit} `{value}` takes."),
        }
    }

    /// Returns the limit in words: `at most 20 items`.
    pub fn words(self, limit: impl Display) -> String {
        let bound = if self.is_lower() { "at least" } else { "at most" };
        format!("{bound} {limit} {}", self.measure().unit()).trim_end().to_owned()
    }

    /// Returns whether a number, or a count of items or characters, breaks the limit.
    pub fn is_broken(self, limit: i64, found: i64) -> bool {
        if self.is_lower() { found < limit } else { found > limit }
    }
}

impl Measure {
    /// Returns the unit of the count; empty for a number.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Number => "",
            Self::Items => "items",
            Self::Characters => "characters",
            Self::Bytes => "bytes",
        }
    }

    /// Returns whether this limit applies to values of a type. `joined` is set if a text contains a list, and
    /// `encoded` if a text contains the value's JSON.
    pub fn fits(self, ty: &Type, joined: bool, encoded: bool) -> bool {
        let list = joined || ty.is_list();
        match self {
            Self::Number => ty.is(&BaseType::Number),
            Self::Items => list,
            Self::Characters => ty.base == BaseType::String && !list,
            Self::Bytes => encoded || ty.base == BaseType::String && !list,
        }
    }
}

impl Limits {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the limit of a kind.
    pub fn get(&self, kind: LimitKind) -> Option<&Spanned<i64>> {
        self.0.get(&kind)
    }

    /// Sets or removes the limit of a kind.
    pub fn set(&mut self, kind: LimitKind, limit: Option<i64>) {
        match limit {
            Some(limit) => self.0.insert(kind, limit.into()),
            None => self.0.remove(&kind),
        };
    }

    /// Returns all limits, in the order of their kinds.
    pub fn iter(&self) -> impl Iterator<Item = (LimitKind, &Spanned<i64>)> {
        self.0.iter().map(|(kind, limit)| (*kind, limit))
    }
}
