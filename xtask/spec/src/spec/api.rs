//! Common facts of endpoints: `api.toml`, `errors.toml`, and the enums of a service.

use serde::{Deserialize, Serialize};

use crate::spec::field::Enum;
use crate::spec::named::named;
use crate::spec::spanned::{Spanned, Text};
use crate::spec::types::Type;
use crate::spec::words::{AppType, ErrorClass, Evidence, Method, Place};

/// `api.toml`: the common facts of all endpoints. Everything is in the order of the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Api {
    pub defaults: Defaults,
    #[serde(deserialize_with = "named")]
    pub hosts: Vec<Host>,
    pub credential: Option<Credential>,
    #[serde(deserialize_with = "named")]
    pub envelope: Vec<Typed>,
    #[serde(deserialize_with = "named")]
    pub permissions: Vec<Permission>,
    #[serde(deserialize_with = "named")]
    pub ids: Vec<Typed>,
    #[serde(deserialize_with = "named")]
    pub services: Vec<Service>,
}

impl Api {
    /// Returns whether a parameter of this name is the credential.
    pub fn is_credential(&self, name: &str) -> bool {
        self.credential.as_ref().is_some_and(|credential| credential.name.value == name)
    }

    /// Returns whether a field of this name belongs to the envelope.
    pub fn is_envelope(&self, name: &str) -> bool {
        self.envelope_field(name).is_some()
    }

    /// Returns the field of the envelope with this name.
    pub fn envelope_field(&self, name: &str) -> Option<&Typed> {
        self.envelope.iter().find(|field| field.name.value == name)
    }

    /// Returns the id type of this name.
    pub fn id(&self, name: &str) -> Option<&Typed> {
        self.ids.iter().find(|id| id.name.value == name)
    }

    /// Returns the permission with this code.
    pub fn permission(&self, name: &str) -> Option<&Permission> {
        self.permissions.iter().find(|permission| permission.name.value == name)
    }
}

/// Values that apply to an endpoint unless its file overrides them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Defaults {
    pub method: Option<Spanned<Method>>,
    pub hosts: Option<Vec<Text>>,
    pub content_type: Option<Text>,
    pub app_types: Option<Vec<Spanned<AppType>>>,
    pub credential: Option<Spanned<bool>>,
    pub envelope: Option<Vec<Text>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Host {
    #[serde(rename = "name", skip_serializing)]
    pub key: Text,
    pub url: Text,
    pub doc: Text,
}

/// The parameter that authorises calls.
#[derive(Debug, Clone, Deserialize)]
pub struct Credential {
    pub name: Text,
    #[serde(rename = "in")]
    pub place: Spanned<Place>,
    pub doc: Text,
}

/// A permission that an app must be granted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Permission {
    /// The permission's code.
    #[serde(skip_serializing)]
    pub name: Text,
    pub doc: Text,
}

/// A type of identifiers, or a field of the envelope.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The name of an id's type in Rust, or the wire name of the field.
    #[serde(skip_serializing)]
    pub name: Text,
    /// `Number` or `String`.
    #[serde(rename = "type")]
    pub ty: Spanned<Type>,
    pub doc: Text,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Service {
    /// The folder below `spec/`, the module, and the method of the client.
    #[serde(skip_serializing)]
    pub name: Text,
    /// Absent if undecided.
    pub doc: Option<Text>,
}

/// `SERVICE/enums.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SharedEnums {
    /// Folder of the file.
    #[serde(skip)]
    pub service: String,
    #[serde(deserialize_with = "named")]
    pub enums: Vec<Enum>,
}

/// `errors.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Errors {
    #[serde(deserialize_with = "named")]
    pub errors: Vec<GlobalError>,
}

/// An entry of `errors.toml`: a code that any endpoint can answer.
#[derive(Debug, Clone, Deserialize)]
pub struct GlobalError {
    /// The name of the constant in Rust.
    #[serde(skip_serializing)]
    pub name: Text,
    pub code: Spanned<i64>,
    pub sub_code: Option<Text>,
    pub class: Spanned<ErrorClass>,
    pub meaning: Text,
    pub advice: Text,
    /// Whether to repeat the same call, unchanged, after a wait.
    pub retry: Option<Spanned<bool>>,
    pub source: Spanned<Evidence>,
}
