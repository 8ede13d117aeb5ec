//! One endpoint file.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::spec::departure::Departure;
use crate::spec::errors::ErrorCode;
use crate::spec::field::{Enum, Field, Object, Scalar};
use crate::spec::named::named;
use crate::spec::spanned::{FileId, Spanned, Text};
use crate::spec::words::{AppType, Evidence, Language, Method, Need};

/// One endpoint file. Once it is read, what the file leaves to `[defaults]` of `api.toml` and to the enums
/// of its service stands here as well.
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
    /// Absent while it is undecided.
    pub summary: Option<Text>,
    pub path: Text,
    pub method: Option<Spanned<Method>>,
    /// Keys of [`Api::hosts`](super::Api::hosts).
    pub hosts: Option<Vec<Text>>,
    /// Absent on endpoints without a body.
    pub content_type: Option<Text>,
    /// Empty where no source says.
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
    /// Subjects that nobody has decided on yet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<Text>,
    /// Wire name of the list that the call is about.
    pub list: Option<Text>,
    /// Absent while it is undecided.
    pub repeat: Option<Repeat>,
    pub paging: Option<Paging>,
    pub bulk: Option<Bulk>,
    pub signature: Option<Signature>,
    pub upload: Option<Upload>,
    #[serde(skip_serializing)]
    pub pages: Vec<Page>,
    /// Without the credential.
    #[serde(deserialize_with = "named", skip_serializing)]
    pub parameters: Vec<Field>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub together: Vec<Together>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub either: Vec<Either>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub span: Vec<DateSpan>,
    /// Without the fields of the envelope.
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
    /// Absent where the address is not known.
    pub url: Option<Text>,
    pub language: Option<Spanned<Language>>,
    /// The day of the page's last change.
    pub changed: Option<Spanned<Day>>,
    /// The day on which someone last held the file against the page.
    pub read: Option<Spanned<Day>>,
    /// Where the facts come from if nobody has read the page.
    pub source: Option<Spanned<Evidence>>,
}

impl Page {
    /// Returns what facts call the page: the last part of its address or, where that is not known,
    /// its language.
    pub fn name(&self) -> &str {
        let last = self.url.as_ref().and_then(|url| url.rsplit('/').next());
        last.filter(|it| !it.is_empty())
            .or(self.language.as_ref().map(|it| it.into_str()))
            .unwrap_or_default()
    }

    /// Returns whether a fact stands on the page. `pages` are the names of those that have it; none
    /// means all.
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
    /// The code that says to a repetition that an attempt before it has done the work.
    pub done_code: Option<Spanned<i64>>,
}

/// Parameters that take effect only when all of them are sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Together {
    /// The field of the request: `page`.
    #[serde(skip_serializing)]
    pub name: Text,
    /// The Rust type of that field: `Page`.
    #[serde(rename = "type")]
    pub ty: Text,
    /// Wire names of parameters.
    pub members: Vec<Text>,
    /// Absent while it is undecided.
    pub doc: Option<Text>,
}

/// Parameters, or fields of an object, of which some have to be sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Either {
    #[serde(skip_serializing)]
    pub name: Text,
    /// The object whose fields they are, if they are no parameters.
    pub object: Option<Text>,
    /// Wire names.
    pub members: Vec<Text>,
    pub need: Spanned<Need>,
}

/// Two dates that may lie only so far apart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DateSpan {
    /// What the constant is named by: `period`.
    #[serde(skip_serializing)]
    pub name: Text,
    /// The object whose fields they are, if they are no parameters.
    pub object: Option<Text>,
    /// Wire name of the earlier date.
    pub from: Text,
    /// Wire name of the later date.
    pub to: Text,
    pub max_days: Spanned<i64>,
}

/// How a list is read page by page. Parameters and fields within objects are named by paths, such as
/// `result.list`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paging {
    /// The parameter that says how many items to skip.
    pub offset: Option<Text>,
    /// The parameter that says which page follows, as the answer before it named it.
    pub cursor: Option<Text>,
    /// The parameter that holds the number of the page.
    pub page: Option<Text>,
    /// The value of `cursor` or `page` for the first page.
    pub first: Option<Spanned<Scalar>>,
    /// The parameter that says how many items a page holds.
    pub size: Option<Text>,
    pub items: Text,
    /// The field that says whether another page follows.
    pub more: Option<Text>,
    /// The field that holds the cursor of the next page.
    pub next: Option<Text>,
    /// The field that says how many items all pages hold together.
    pub total: Option<Text>,
    /// Wire name of the items' field by which they are told apart, if it is not their id.
    pub key: Option<Text>,
}

impl Paging {
    /// Returns the keys that say where a page begins, one of which a file has.
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

/// What says where a page of a list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "lowercase", const_into_str)]
pub enum PagingStyle {
    Offset,
    Cursor,
    Page,
}

/// How a call of any size becomes several.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bulk {
    /// Wire names of two joined lists.
    pub split: Vec<Text>,
}

/// How a call is signed with a secret that is not sent itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Signature {
    /// Wire name of the parameter that says when it was signed.
    pub timestamp: Text,
    /// Wire name of the parameter that holds the signature.
    pub value: Text,
    /// Wire name of the parameter that is signed behind the timestamp, or [`Self::SECRET`].
    pub over: Option<Text>,
}

impl Signature {
    /// What `over` says where the secret itself is signed behind the timestamp.
    pub const SECRET: &str = "secret";

    /// Returns whether signing sets the parameter.
    pub fn sets(&self, parameter: &str) -> bool {
        [&self.timestamp, &self.value].iter().any(|it| it.value == parameter)
    }
}

/// How large the file of a call can be.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Upload {
    /// Wire name of the parameter that says what kind of file it is.
    pub kind: Text,
    /// By the values of that parameter.
    #[serde(deserialize_with = "named", skip_serializing)]
    pub kinds: Vec<UploadKind>,
}

/// How large a file of one kind can be.
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
    /// Which of the two are none of the page's: `request`, `response`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<Text>,
}

impl Examples {
    /// Returns whether `request` or `response` is made, and none of the page's.
    pub fn is_made(&self, key: &str) -> bool {
        self.made.iter().any(|made| made.value == key)
    }
}
