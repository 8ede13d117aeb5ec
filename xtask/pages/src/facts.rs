//! Facts of a documentation page as data: the public result of reading a page.
//!
//! Prose is not included. Everything is in the order of the page, so that the same page always gives the same
//! JSON.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The facts of one endpoint page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Name of the file as the caller gave it.
    pub file: String,
    /// Address at which the page is published, if the page gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Day of the page's last change, if the page gives it: `2026-05-27`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// Language of the page's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// `GET`, `POST`, …
    pub method: String,
    /// Path without the query, placeholders as printed: `/v1.0/users/{userId}`.
    pub path: String,
    /// Scheme and host of every address that the page prints for this path.
    pub hosts: Vec<String>,
    /// As printed in the request example; `None` if the page does not give it.
    pub content_type: Option<String>,
    pub app_types: Vec<AppType>,
    /// Codes of the permissions, without their titles.
    pub permissions: Vec<String>,
    pub parameters: Vec<Field>,
    /// The fields of the answer, nested.
    pub response: Vec<Field>,
    pub errors: Vec<ErrorCode>,
    pub examples: Examples,
    /// Number of sentences before the tables that state a condition of the call.
    pub preconditions: usize,
    /// Tables that were not read, because their contents are not known to the reader. Names in them may be
    /// part of the contract: that they are missing from the facts does not mean that they were removed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// Every doubt, by line.
    pub remarks: Vec<Remark>,
}

impl Page {
    /// Returns the largest distances of dates, in days. A page gives it at one of the dates or at both.
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
            for field in fields {
                leave_out(&mut field.fields);
            }
        }
        leave_out(&mut self.parameters);
        leave_out(&mut self.response);
        self
    }

    /// Returns only the facts of the endpoint: without the file, the origin of the page, and the remarks.
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
    /// Line number, counted from one.
    pub line: usize,
    /// Heading above the table, if the reader does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// Names in the first column.
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
    /// Place in the request; `None` in the answer.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// As spelled on the page; `None` if the page does not give it.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// `None` in the answer, and if the page does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// As printed on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// Parameter without which this one has no effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// The values that the page enumerates, as printed.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Whether the spec has it in another object or not at all, so that nothing else is known of it. Never set by
    /// reading a page.
    #[serde(skip)]
    pub elsewhere: bool,
}

/// Place of a parameter.
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
    /// Most days between two dates, one of which is this one.
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
    /// HTTP status, if the table has a column for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// As printed on the page.
    pub message: Option<String>,
    /// Whether the page recommends a retry.
    pub retry: bool,
}

/// An error's code as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Code {
    Number(i64),
    /// A code of the newer interface, such as `invalidParameter.userId`.
    Text(String),
}

/// The page's own examples.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Examples {
    /// For a form or a query, its pairs joined by `&`; for a JSON body, the JSON.
    pub request: Option<Value>,
    pub response: Option<Value>,
}

/// A doubt of the reader.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// Line number, counted from one.
    pub line: usize,
    pub text: String,
}

/// Reason why a file is not read as an endpoint page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Name of the file as the caller gave it.
    pub file: String,
    pub kind: RefusalKind,
    pub reason: String,
}

/// Kind of refusal of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    /// The page describes no call: an overview, a guide. Skipping it loses nothing.
    NoEndpoint,
    /// The page describes a call in words that the reader does not know.
    NotUnderstood,
    /// The page ends in the middle.
    CutOff,
    /// The file cannot be opened, or is not text.
    Unreadable,
}

impl RefusalKind {
    /// Returns whether facts of a call may be lost, which makes the run fail.
    pub fn is_failure(self) -> bool {
        self != Self::NoEndpoint
    }
}
