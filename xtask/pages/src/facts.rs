//! What a documentation page says, as data: the public result of reading a page.
//!
//! Prose is not part of it. The order of everything is that of the page, so that the same page
//! always gives the same JSON.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The facts of one endpoint page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The file as the caller named it.
    pub file: String,
    /// The address at which the page is published, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The day of its last change, if it says so: `2026-05-27`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// The language of its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// `GET`, `POST`, …
    pub method: String,
    /// From the first `/` to the query, placeholders as printed: `/v1.0/users/{userId}`.
    pub path: String,
    /// Scheme and host of every address that the page prints for this path.
    pub hosts: Vec<String>,
    /// As the request example prints it; `None` where the page does not say.
    pub content_type: Option<String>,
    pub app_types: Vec<AppType>,
    /// The codes of the permissions, without their titles.
    pub permissions: Vec<String>,
    pub parameters: Vec<Field>,
    /// The fields of the answer, nested.
    pub response: Vec<Field>,
    pub errors: Vec<ErrorCode>,
    pub examples: Examples,
    /// How many sentences before the tables state a condition of the call.
    pub preconditions: usize,
    /// The tables that were not read, because nothing known says what they list. What they name
    /// may be part of the contract: that it is missing from the facts does not mean that it is
    /// gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// Every doubt, by line.
    pub remarks: Vec<Remark>,
}

impl Page {
    /// Returns how many days apart dates may be. A page says it of one of the dates or of both.
    pub fn days(&self) -> BTreeSet<i64> {
        let mut open: Vec<&Field> = self.parameters.iter().collect();
        let mut days = BTreeSet::new();
        while let Some(parameter) = open.pop() {
            days.extend(parameter.limits.max_days);
            open.extend(&parameter.fields);
        }
        days
    }

    /// Returns the page without the fields that the spec has elsewhere.
    #[must_use]
    pub fn without_elsewhere(mut self) -> Self {
        fn leave_out(fields: &mut Vec<Field>) {
            fields.retain(|it| !it.elsewhere);
            fields.iter_mut().for_each(|it| leave_out(&mut it.fields));
        }
        leave_out(&mut self.parameters);
        leave_out(&mut self.response);
        self
    }

    /// Returns the facts of the endpoint alone: without the file, where the page comes from, and
    /// what was remarked on it.
    #[must_use]
    pub fn of_endpoint(&self) -> Self {
        Self {
            file: String::new(),
            url: None,
            updated: None,
            language: None,
            left_out: Vec::new(),
            remarks: Vec::new(),
            ..self.clone()
        }
    }
}

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh")]
    Chinese,
    #[serde(rename = "zh-Hant")]
    TraditionalChinese,
    #[serde(rename = "ja")]
    Japanese,
    #[serde(rename = "ko")]
    Korean,
}

impl Language {
    /// Returns the code of the language: `en`, `zh`, …
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
            Self::TraditionalChinese => "zh-Hant",
            Self::Japanese => "ja",
            Self::Korean => "ko",
        }
    }
}

/// A table that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Counted from one.
    pub line: usize,
    /// The heading above it, if it is one that the reader does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The names in its first column.
    pub names: Vec<String>,
}

/// A kind of app that may make a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppType {
    Internal,
    ThirdParty,
    ThirdPartyPersonal,
}

/// A parameter of the request, a field of the answer, or a field of either.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Field {
    pub name: String,
    /// Where it is sent; `None` in the answer.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// As spelled on the page; `None` where the page does not say.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// `None` where the page does not say, and in the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// As printed on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// The parameter without which this one has no effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// The values that the page enumerates, as printed.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Whether the spec has it in another object or not at all, so that nothing else is known of it.
    #[serde(skip)]
    pub elsewhere: bool,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    Path,
    Header,
    Query,
    /// Form or JSON, by the content type.
    Body,
}

/// Bounds that the page states.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Most items of a list, joined ones included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    /// Fewest characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_chars: Option<i64>,
    /// Most characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_chars: Option<i64>,
    /// Fewest items of a list, joined ones included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<i64>,
    /// Most bytes of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<i64>,
    /// Most days between two dates, of which this is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_days: Option<i64>,
}

impl Limits {
    /// Returns whether the page states no bound at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A documented error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorCode {
    pub code: Code,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_code: Option<String>,
    /// The HTTP status, where the table has a column for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// As printed on the page.
    pub message: Option<String>,
    /// Whether the page says to try again.
    pub retry: bool,
}

/// An error's code as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Code {
    Number(i64),
    /// `invalidParameter.userId`, of the newer interface.
    Text(String),
}

/// The page's own examples.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Examples {
    /// A form or a query: its pairs joined by `&`. A JSON body: the JSON.
    pub request: Option<Value>,
    pub response: Option<Value>,
}

/// Something that the reader was not sure of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// Counted from one.
    pub line: usize,
    pub text: String,
}

/// Why a file is not read as an endpoint page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The file as the caller named it.
    pub file: String,
    pub kind: RefusalKind,
    pub reason: String,
}

/// What is wrong with a file that is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    /// It describes no call: an overview, a guide. Nothing is lost by passing it over.
    NoEndpoint,
    /// It describes a call in words that the reader does not know.
    NotUnderstood,
    /// It ends in the middle.
    CutOff,
    /// It cannot be opened, or is no text.
    Unreadable,
}

impl RefusalKind {
    /// Returns whether facts of a call may be lost, so that the run has failed.
    pub fn is_failure(self) -> bool {
        self != Self::NoEndpoint
    }
}
