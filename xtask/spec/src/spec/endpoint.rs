//! One endpoint file.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::spec::departure::Departure;
use crate::spec::errors::ErrorCode;
use crate::spec::field::{Enum, Field, Object, Scalar};
use crate::spec::named::named;
use crate::spec::spanned::{FileId, Spanned, Text};
use crate::spec::words::{AppType, Evidence, Language, Method, Need};

/// One endpoint file. After reading, it also has the values that the file leaves to `[defaults]` of
/// `api.toml` and the enums of its service.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Endpoint {
    #[serde(skip)]
    pub file: FileId,
    /// Folder of the file: `role`.
    #[serde(skip)]
    pub service: String,
    /// Stem of the file: `list_users`.
    #[serde(skip)]
    pub name: String,
    /// Absent if undecided.
    pub summary: Option<Text>,
    pub path: Text,
    pub method: Option<Spanned<Method>>,
    /// Keys of [`Api::hosts`](super::Api::hosts).
    pub hosts: Option<Vec<Text>>,
    /// Absent on endpoints without a body.
    pub content_type: Option<Text>,
    /// Empty if no source mentions any.
    pub app_types: Option<Vec<Spanned<AppType>>>,
    /// Whether the call carries the credential of `api.toml`.
    pub credential: Option<Spanned<bool>>,
    /// The fields of the envelope that the page lists.
    pub envelope: Option<Vec<Text>>,
    /// Keys of [`Api::permissions`](super::Api::permissions).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preconditions: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
    /// Undecided subjects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<Text>,
    /// Wire name of the list that the call is about.
    pub list: Option<Text>,
    /// Absent if undecided.
    pub repeat: Option<Repeat>,
    pub paging: Option<Paging>,
    pub bulk: Option<Bulk>,
    pub signature: Option<Signature>,
    pub upload: Option<Upload>,
    #[serde(skip_serializing)]
    pub pages: Vec<Page>,
    /// Parameters without the credential.
    #[serde(deserialize_with = "named", skip_serializing)]
    pub parameters: Vec<Field>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub together: Vec<Together>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub either: Vec<Either>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub span: Vec<DateSpan>,
    /// Fields without those of the envelope.
    #[serde(deserialize_with = "named", skip_serializing)]
    pub response: Vec<Field>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub types: Vec<Object>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub enums: Vec<Enum>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub errors: Vec<ErrorCode>,
    #[serde(skip_serializing)]
    pub examples: Examples,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub departures: Vec<Departure>,
}

/// A page that documents the endpoint.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Page {
    /// Absent if the address is not known.
    pub url: Option<Text>,
    pub language: Option<Spanned<Language>>,
    /// The day of the page's last change.
    pub changed: Option<Spanned<Day>>,
    /// The day on which someone last compared the file with the page.
    pub read: Option<Spanned<Day>>,
    /// Source of the facts if nobody has read the page.
    pub source: Option<Spanned<Evidence>>,
}

impl Page {
    /// Returns the page's name in facts: the last part of its address or, if that is not known, its language.
    pub fn name(&self) -> &str {
        let last = self.url.as_ref().and_then(|url| url.rsplit('/').next());
        last.filter(|it| !it.is_empty())
            .or(self.language.as_ref().map(|it| it.into_str()))
            .unwrap_or_default()
    }

    /// Returns whether a fact is on the page. `pages` are the names of the pages with the fact; empty means
    /// all.
    pub fn is_one_of(&self, pages: &[Text]) -> bool {
        pages.is_empty() || pages.iter().any(|name| name.value == self.name())
    }
}

/// A day as `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(toml::value::Datetime);

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Day {
    type Err = toml::value::DatetimeParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Whether a second, equal call leaves the same state as the first alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Repeat {
    pub safe: Spanned<bool>,
    pub reason: Text,
    /// Code that tells a repetition that an earlier attempt has done the work.
    pub done_code: Option<Spanned<i64>>,
}

/// Parameters that only take effect together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Together {
    /// Name of the request's field: `page`.
    #[serde(skip_serializing)]
    pub name: Text,
    /// Rust type of that field: `Page`.
    #[serde(rename = "type")]
    pub ty: Text,
    /// Wire names of parameters.
    pub members: Vec<Text>,
    /// Absent if undecided.
    pub doc: Option<Text>,
}

/// Parameters, or fields of an object, some of which must be sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Either {
    #[serde(skip_serializing)]
    pub name: Text,
    /// Object of the fields, unless they are parameters.
    pub object: Option<Text>,
    /// Wire names.
    pub members: Vec<Text>,
    pub need: Spanned<Need>,
}

/// Two dates and the largest distance between them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DateSpan {
    /// Stem of the constant's name: `period`.
    #[serde(skip_serializing)]
    pub name: Text,
    /// Object of the fields, unless they are parameters.
    pub object: Option<Text>,
    /// Wire name of the earlier date.
    pub from: Text,
    /// Wire name of the later date.
    pub to: Text,
    pub max_days: Spanned<i64>,
}

/// How a list is read page by page. Parameters and fields within objects are given as paths, such as
/// `result.list`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paging {
    /// Parameter for the number of items to skip.
    pub offset: Option<Text>,
    /// Parameter for the cursor of the page, taken from the previous answer.
    pub cursor: Option<Text>,
    /// Parameter for the page number.
    pub page: Option<Text>,
    /// Value of `cursor` or `page` for the first page.
    pub first: Option<Spanned<Scalar>>,
    /// Parameter for the page size.
    pub size: Option<Text>,
    pub items: Text,
    /// Field for whether another page follows.
    pub more: Option<Text>,
    /// Field with the cursor of the next page.
    pub next: Option<Text>,
    /// Field with the number of items in all pages.
    pub total: Option<Text>,
    /// Wire name of the field that identifies an item, if it is not the id.
    pub key: Option<Text>,
}

impl Paging {
    /// Returns the keys for the position of a page, one of which a file has.
    pub fn positions(&self) -> impl Iterator<Item = (PagingStyle, &Text)> {
        [
            (PagingStyle::Offset, &self.offset),
            (PagingStyle::Cursor, &self.cursor),
            (PagingStyle::Page, &self.page),
        ]
        .into_iter()
        .filter_map(|(style, name)| Some((style, name.as_ref()?)))
    }

    /// Returns every key that names a parameter or a field.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        let parameters = self.parameters();
        let fields = [("more", &self.more), ("next", &self.next), ("total", &self.total)];
        let fields = fields.into_iter().filter_map(|(key, name)| Some((key, name.as_ref()?)));
        parameters.chain([("items", &self.items)]).chain(fields)
    }

    /// Returns every key that names a parameter.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        let positions = self.positions().map(|(style, name)| (style.into_str(), name));
        positions.chain(self.size.as_ref().map(|size| ("size", size)))
    }
}

/// Kind of position of a page in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "lowercase", const_into_str)]
pub enum PagingStyle {
    Offset,
    Cursor,
    Page,
}

/// How a call of any size is split.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bulk {
    /// Wire names of the two lists to split, each joined by commas.
    pub split: Vec<Text>,
}

/// How a call is signed with a secret, which itself is not sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Signature {
    /// Wire name of the parameter for the time of signing.
    pub timestamp: Text,
    /// Wire name of the parameter for the signature.
    pub value: Text,
    /// Wire name of the parameter that is signed after the timestamp, or [`Self::SECRET`].
    pub over: Option<Text>,
}

impl Signature {
    /// Value of `over` if the secret itself is signed after the timestamp.
    pub const SECRET: &str = "secret";

    /// Returns whether signing sets the parameter.
    pub fn sets(&self, parameter: &str) -> bool {
        [&self.timestamp, &self.value].iter().any(|it| it.value == parameter)
    }
}

/// Size limits of the file of a call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Upload {
    /// Wire name of the parameter for the kind of file.
    pub kind: Text,
    /// Limits by the values of that parameter.
    #[serde(deserialize_with = "named", skip_serializing)]
    pub kinds: Vec<UploadKind>,
}

/// Size limit of one kind of file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UploadKind {
    #[serde(skip_serializing)]
    pub name: Text,
    pub max_bytes: Spanned<i64>,
}

/// The page's own examples.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Examples {
    /// The data arguments of the page's curl sample, joined by `&`, or its JSON.
    pub request: Text,
    /// The page's answer, JSON.
    pub response: Text,
    /// Examples that are not the page's own: `request`, `response`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<Text>,
}

impl Examples {
    /// Returns whether `request` or `response` is made up, not the page's own.
    pub fn is_made(&self, key: &str) -> bool {
        self.made.iter().any(|made| made.value == key)
    }
}
