//! Choices that files spell as words. Each word is derived from the name of its variant, and is returned by
//! `into_str`.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "UPPERCASE")]
#[strum(serialize_all = "UPPERCASE", const_into_str)]
pub enum Method {
    Get,
    Post,
}

/// A kind of app that may make a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum AppType {
    Internal,
    ThirdParty,
    ThirdPartyPersonal,
}

/// Place of a parameter in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Place {
    Query,
    Form,
    /// A member of the JSON object in the body.
    Body,
    /// A part of a multipart body.
    Multipart,
    Header,
}

/// Encoding of a value, if its place alone does not determine it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Encoding {
    /// JSON within a text.
    Json,
}

/// Number of parameters of a group that a call has to send.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Need {
    #[default]
    AtLeastOne,
    ExactlyOne,
}

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[strum(const_into_str)]
pub enum Language {
    #[serde(rename = "en")]
    #[strum(serialize = "en")]
    English,
    #[serde(rename = "zh")]
    #[strum(serialize = "zh")]
    Chinese,
}

/// Source of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Evidence {
    /// The page of the endpoint.
    Page,
    /// Another page of the vendor.
    Vendor,
    /// A test against the service.
    Probe,
    /// Another SDK.
    Peer,
}

/// Meaning of the absence of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Absent {
    /// The service leaves the list out when it is empty.
    Empty,
}

/// Class of an error, on which clients base decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum ErrorClass {
    TokenRejected,
    TokenMissing,
    CredentialsRejected,
    PermissionMissing,
    CallerNotAllowed,
    Throttled,
    QuotaExhausted,
    GatewayTimeout,
    UnknownPath,
}

impl Place {
    /// Returns whether the place is in a body.
    pub fn is_body(self) -> bool {
        matches!(self, Self::Form | Self::Body | Self::Multipart)
    }
}
