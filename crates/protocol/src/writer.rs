//! Writes each field of a request to its place: query, form, JSON body or header.
//!
//! [`Writer`] is a serializer for structs and maps. It takes their fields in order and writes each to the
//! place that the [`Endpoint`] specifies.

use std::fmt::Display;

use form_urlencoded::Serializer as Pairs;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::ser::{Error as _, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::Value;

use crate::endpoint::{Body, Endpoint};
use crate::host::Host;
use crate::multipart::{FilePart, Multipart, Parts};
use crate::nulls::without_nulls;
use crate::secret::Secret;

/// Replacement for secrets in a preview.
pub(crate) const MASK: &str = "***";

/// Beginning of the query: the parameter with the access token.
const CREDENTIAL: &str = "access_token=";

/// Initial capacity of a form; two lists of twenty ids fit.
const FORM_ROOM: usize = 640;

/// Parts of a request that its serialisation does not include, and whether secrets are masked.
pub(crate) struct Inner<'a> {
    pub(crate) secrets: Vec<(&'static str, &'a Secret)>,
    pub(crate) file: Option<(&'static str, &'a FilePart)>,
    /// Boundary between the parts of a multipart body.
    pub(crate) boundary: &'a str,
    pub(crate) masked: bool,
}

/// Collector of everything that a request sends.
pub(crate) struct Writer<'a> {
    endpoint: &'a Endpoint,
    secrets: Vec<(&'static str, &'a Secret)>,
    masked: bool,
    /// Host and path, followed by the query.
    uri: Pairs<'static, String>,
    form: Pairs<'static, String>,
    /// The members of the JSON body, without the outer braces.
    members: String,
    headers: HeaderMap,
    file: Option<(&'static str, &'a FilePart)>,
    parts: Parts,
    /// Key of a map entry whose value comes next.
    key: Option<String>,
}

type Result<T = ()> = std::result::Result<T, serde_json::Error>;

impl<'a> Writer<'a> {
    pub(crate) fn new(
        endpoint: &'a Endpoint,
        host: &Host,
        token: Option<&str>,
        inner: Inner<'a>,
    ) -> Self {
        let Inner { secrets, file, boundary, masked } = inner;
        let (host, path) = (host.as_str(), &*endpoint.path);
        let token_room = token.map_or(0, |token| CREDENTIAL.len() + token.len());
        let mut uri = String::with_capacity(host.len() + path.len() + 1 + token_room);
        uri.push_str(host);
        uri.push_str(path);
        uri.push('?');
        let start = uri.len();
        if let Some(token) = token {
            uri.push_str(CREDENTIAL);
            uri.extend(form_urlencoded::byte_serialize(token.as_bytes()));
        }
        let form_room = if endpoint.body == Body::Form { FORM_ROOM } else { 0 };
        Self {
            endpoint,
            secrets,
            masked,
            uri: Pairs::for_suffix(uri, start),
            form: Pairs::new(String::with_capacity(form_room)),
            members: String::new(),
            headers: HeaderMap::new(),
            file,
            parts: Parts::new(boundary),
            key: None,
        }
    }

    /// Returns URL, headers and body. The body has a gap for the content of a file.
    pub(crate) fn finish(mut self) -> (String, HeaderMap, Multipart) {
        let mut uri = self.uri.finish();
        if uri.ends_with('?') {
            uri.pop();
        }
        let body = match self.endpoint.body {
            Body::None => Vec::new(),
            Body::Form => self.form.finish().into_bytes(),
            Body::Json => format!("{{{}}}", self.members).into_bytes(),
            Body::Multipart => return (uri, self.headers, self.parts.finish()),
        };
        (uri, self.headers, Multipart::whole(body))
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result {
        let secret = self.secrets.iter().find(|(secret, _)| *secret == name);
        match secret.map(|(_, secret)| secret.expose()) {
            Some(_) if self.masked => self.place(name, MASK),
            Some(secret) => self.place(name, secret),
            None => self.place(name, value),
        }
    }

    fn place<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result {
        if self.endpoint.headers.contains(&name) {
            return self.header(name, text(value)?);
        }
        if self.endpoint.query.contains(&name) {
            return pair(&mut self.uri, name, value);
        }
        match self.endpoint.body {
            Body::None => pair(&mut self.uri, name, value),
            Body::Form => pair(&mut self.form, name, value),
            Body::Json => self.member(name, serde_json::to_string(value)?),
            Body::Multipart => {
                self.part(name, text(value)?);
                Ok(())
            }
        }
    }

    /// Writes a member of the JSON body, whose value is already JSON.
    fn member(&mut self, name: &str, value: String) -> Result {
        if value == "null" {
            return Ok(());
        }
        if !self.members.is_empty() {
            self.members.push(',');
        }
        self.members.push_str(&serde_json::to_string(name)?);
        self.members.push(':');
        self.members.push_str(&without_nulls(value));
        Ok(())
    }

    fn part(&mut self, name: &str, text: Option<String>) {
        match self.file {
            Some((file_name, file)) if file_name == name => self.parts.file(name, file),
            _ => {
                if let Some(text) = text {
                    self.parts.text(name, &text);
                }
            }
        }
    }

    fn header(&mut self, name: &str, text: Option<String>) -> Result {
        let Some(text) = text else { return Ok(()) };
        let name = HeaderName::try_from(name).map_err(serde_json::Error::custom)?;
        let value = HeaderValue::try_from(text).map_err(serde_json::Error::custom)?;
        self.headers.insert(name, value);
        Ok(())
    }
}

/// Returns a scalar as its text, and a list or an object as its JSON; `None` for null.
fn text<T: Serialize + ?Sized>(value: &T) -> Result<Option<String>> {
    Ok(match serde_json::to_value(value)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(without_nulls(other.to_string())),
    })
}

/// Writes a value as a pair of a form or a query: nothing for `None` and null, a scalar as its text, and a list or an
/// object as a text with its JSON.
fn pair<T: Serialize + ?Sized>(
    pairs: &mut Pairs<'static, String>,
    name: &str,
    value: &T,
) -> Result {
    // The serializer writes nothing unless the value is a scalar.
    let scalars = serde_urlencoded::Serializer::new(pairs).serialize_map(None);
    if scalars.and_then(|mut scalars| scalars.serialize_entry(name, value)).is_err() {
        let json = serde_json::to_string(value)?;
        if json != "null" {
            pairs.append_pair(name, &without_nulls(json));
        }
    }
    Ok(())
}

impl SerializeStruct for &mut Writer<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result {
        self.field(name, value)
    }

    fn end(self) -> Result {
        Ok(())
    }
}

impl SerializeMap for &mut Writer<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result {
        match serde_json::to_value(key)? {
            Value::String(key) => self.key = Some(key),
            _ => return Err(serde_json::Error::custom("the name of a parameter is no text")),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        let key = self.key.take().unwrap_or_default();
        self.field(&key, value)
    }

    fn end(self) -> Result {
        Ok(())
    }
}

/// Refuses values other than structs and maps.
fn refuse<T>() -> Result<T> {
    Err(serde_json::Error::custom("a request is a struct or a map of parameters"))
}

impl Serializer for &mut Writer<'_> {
    type Ok = ();
    type Error = serde_json::Error;
    type SerializeSeq = Impossible<(), serde_json::Error>;
    type SerializeTuple = Impossible<(), serde_json::Error>;
    type SerializeTupleStruct = Impossible<(), serde_json::Error>;
    type SerializeTupleVariant = Impossible<(), serde_json::Error>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), serde_json::Error>;

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self> {
        Ok(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result {
        Ok(())
    }

    fn serialize_unit(self) -> Result {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        Ok(())
    }

    fn serialize_bool(self, _: bool) -> Result {
        refuse()
    }

    fn serialize_i8(self, _: i8) -> Result {
        refuse()
    }

    fn serialize_i16(self, _: i16) -> Result {
        refuse()
    }

    fn serialize_i32(self, _: i32) -> Result {
        refuse()
    }

    fn serialize_i64(self, _: i64) -> Result {
        refuse()
    }

    fn serialize_u8(self, _: u8) -> Result {
        refuse()
    }

    fn serialize_u16(self, _: u16) -> Result {
        refuse()
    }

    fn serialize_u32(self, _: u32) -> Result {
        refuse()
    }

    fn serialize_u64(self, _: u64) -> Result {
        refuse()
    }

    fn serialize_f32(self, _: f32) -> Result {
        refuse()
    }

    fn serialize_f64(self, _: f64) -> Result {
        refuse()
    }

    fn serialize_char(self, _: char) -> Result {
        refuse()
    }

    fn serialize_str(self, _: &str) -> Result {
        refuse()
    }

    fn collect_str<T: Display + ?Sized>(self, _: &T) -> Result {
        refuse()
    }

    fn serialize_bytes(self, _: &[u8]) -> Result {
        refuse()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result {
        refuse()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result {
        refuse()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        refuse()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        refuse()
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct> {
        refuse()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        refuse()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        refuse()
    }
}
