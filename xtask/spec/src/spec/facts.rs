//! Facts derived from an endpoint's file.

use std::collections::BTreeSet;

use crate::spec::api::{Api, Defaults, Typed};
use crate::spec::endpoint::{Endpoint, Page};
use crate::spec::errors::ErrorCode;
use crate::spec::field::{Enum, Field, Object, Scalar};
use crate::spec::spanned::{Spanned, Text};
use crate::spec::types::{BaseType, Type, parse_type};
use crate::spec::words::{Language, Method, Place};

/// The content type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// The content type of JSON.
pub const JSON: &str = "application/json";

/// The content type of a body with a file.
pub const MULTIPART: &str = "multipart/form-data";

/// Returns whether a content type is `kind`, with or without a charset.
pub fn is_kind(content_type: &str, kind: &str) -> bool {
    let (found, parameter) =
        content_type.split_once(';').unwrap_or((content_type, "charset=utf-8"));
    let parameter = parameter.trim().to_ascii_lowercase();
    let charset = parameter.strip_prefix("charset=");
    let is_charset = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    found.trim().eq_ignore_ascii_case(kind)
        && charset.is_some_and(|it| !it.is_empty() && is_charset(it))
}

impl Endpoint {
    /// Fills in the defaults that the file leaves out.
    pub fn apply(&mut self, defaults: &Defaults) {
        self.method = self.method.take().or_else(|| defaults.method.clone());
        self.hosts = self.hosts.take().or_else(|| defaults.hosts.clone());
        self.app_types = self.app_types.take().or_else(|| defaults.app_types.clone());
        self.credential = self.credential.take().or_else(|| defaults.credential.clone());
        self.envelope = self.envelope.take().or_else(|| defaults.envelope.clone());
        if self.method() == Method::Post && self.content_type.is_none() {
            self.content_type.clone_from(&defaults.content_type);
        }
        let place = self.usual_place();
        for parameter in &mut self.parameters {
            parameter.place.get_or_insert_with(|| place.into());
        }
    }

    /// Adds the enums of the service that the file uses but does not declare.
    pub fn share(&mut self, enums: &[Enum]) {
        let is_used = |it: &&Enum| {
            let mut fields = self.all_fields();
            fields.any(|field| field.named_values.as_ref() == Some(&it.name))
                && self.enumeration(&it.name).is_none()
        };
        let used: Vec<_> = enums.iter().filter(is_used).cloned().collect();
        self.enums.extend(used);
    }

    /// Resolves the names of types. The name of an object in the file refers to that object, even if it is
    /// also a spelling of something else.
    pub fn resolve(&mut self) {
        let declared: Vec<String> = self.types.iter().map(|it| it.name.value.clone()).collect();
        let declared: Vec<&str> = declared.iter().map(String::as_str).collect();
        let inner = self.types.iter_mut().flat_map(|object| &mut object.fields);
        for field in self.parameters.iter_mut().chain(&mut self.response).chain(inner) {
            if let Some(known) = parse_type(&field.ty.spelling, &declared) {
                field.ty.value = known;
            }
        }
    }

    /// Returns the page of the examples and messages: the first one that somebody has read.
    pub fn main_page(&self) -> Option<&Page> {
        self.pages.iter().find(|page| page.read.is_some()).or(self.pages.first())
    }

    /// Returns the first known address of a page.
    pub fn url(&self) -> Option<&str> {
        self.pages.iter().find_map(|page| page.url.as_ref()).map(|url| url.as_str())
    }

    /// Returns the page with this address, or else one in this language (the main page first), or else the
    /// main page.
    pub fn page_of(&self, url: Option<&str>, language: Option<&str>) -> Option<&Page> {
        let is_it = |page: &&Page| page.url.as_ref().is_some_and(|it| Some(it.as_str()) == url);
        let speaks = |page: &&Page| page.language.as_ref().map(|it| it.into_str()) == language;
        let same = self.pages.iter().find(is_it);
        let main = self.main_page();
        same.or(main.filter(speaks)).or_else(|| self.pages.iter().find(speaks)).or(main)
    }

    /// Returns the message of a code on a page, if the file has it in the page's language.
    pub fn message_on<'a>(&self, page: &Page, error: &'a ErrorCode) -> Option<&'a Text> {
        let main = self.main_page().and_then(|main| main.language.as_ref());
        match page.language.as_ref() {
            own if own == main => error.message.as_ref(),
            Some(own) if own.value == Language::Chinese => error.message_zh.as_ref(),
            _ => None,
        }
    }

    pub fn method(&self) -> Method {
        self.method.as_ref().map_or(Method::Post, |it| it.value)
    }

    pub fn hosts(&self) -> &[Text] {
        self.hosts.as_deref().unwrap_or_default()
    }

    /// Returns whether the call carries the credential.
    pub fn is_authenticated(&self) -> bool {
        self.credential.as_ref().is_some_and(|it| it.value)
    }

    /// Returns whether a subject is listed as undecided: by itself or, for the doc of something or a part of
    /// an error code, through `docs` or `errors`.
    pub fn is_undecided(&self, subject: &str) -> bool {
        let kind = match subject {
            _ if subject.rsplit('.').next() == Some("doc") => "docs",
            error if error.starts_with("errors.") => "errors",
            other => other,
        };
        self.undecided.iter().any(|it| it.value == subject || it.value == kind)
    }

    /// Returns whether something has no doc yet.
    pub fn lacks_docs(&self) -> bool {
        self.all_fields().any(|field| field.doc.is_none())
            || self.types.iter().any(|object| object.doc.is_none())
            || self.together.iter().any(|group| group.doc.is_none())
    }

    /// Returns whether an error code has no meaning or no advice yet.
    pub fn lacks_words(&self) -> bool {
        self.errors.iter().any(|error| error.advice.is_none() || error.english().is_none())
    }

    /// Returns whether repeating the call is known to be harmless.
    pub fn is_repeat_safe(&self) -> bool {
        self.repeat.as_ref().is_some_and(|it| it.safe.value)
    }

    /// Returns the fields that become the response's fields.
    pub fn own_fields(&self) -> &[Field] {
        self.payload().map_or(&self.response, |object| &object.fields)
    }

    /// Returns the fields of the response along a path such as `result.list`.
    pub fn answered(&self, path: &str) -> Option<Vec<&Field>> {
        self.along(self.own_fields(), path)
    }

    /// Returns the objects around the parameter at a path such as `query.cursor`, and then the parameter.
    pub fn sent(&self, path: &str) -> Option<Vec<&Field>> {
        self.along(&self.parameters, path)
    }

    fn along<'a>(&'a self, mut fields: &'a [Field], path: &str) -> Option<Vec<&'a Field>> {
        let mut found = Vec::new();
        for name in path.split('.') {
            let field = fields.iter().find(|field| *field.name == name)?;
            let object = field.ty.object().filter(|_| !field.is_list());
            fields = object.and_then(|it| self.object(it)).map_or(&[], |object| &object.fields);
            found.push(field);
        }
        Some(found)
    }

    /// Returns the object whose fields are those of the response: that of the only field beside the envelope,
    /// if it is called `result`.
    pub fn payload(&self) -> Option<&Object> {
        let [field] = self.response.as_slice() else { return None };
        match &field.ty.value {
            Type { base: BaseType::Object(name), lists: 0, .. } if field.name.value == "result" => {
                self.object(name)
            }
            _ => None,
        }
    }

    /// Returns whether a successful answer may lack the object whose fields are those of the response.
    pub fn result_is_optional(&self) -> bool {
        self.payload().is_some() && !self.response[0].is_required()
    }

    /// Returns whether the page lists this field of the envelope.
    pub fn lists_in_envelope(&self, name: &str) -> bool {
        self.envelope.iter().flatten().any(|it| it.value == name)
    }

    /// Returns whether the answer's code is among the fields of the response.
    pub fn has_inner_code(&self) -> bool {
        let payload = self.payload();
        payload.is_some_and(|it| it.fields.iter().any(|field| field.name.value == "errcode"))
    }

    /// Returns the path of the list that the call is about: the one that the file names, that of its paging,
    /// or the only list that every answer has.
    pub fn main_list(&self) -> Option<&str> {
        let named = self.list.as_ref().or(self.paging.as_ref().map(|it| &it.items));
        if let Some(named) = named {
            return Some(named);
        }
        let mut lists = self.own_fields().iter().filter(|it| it.ty.is_list() && it.is_required());
        match (lists.next(), lists.next()) {
            (Some(only), None) => Some(&only.name),
            _ => None,
        }
    }

    /// Returns the first other member of a parameter's group.
    pub fn partner(&self, parameter: &str) -> Option<&str> {
        let mut groups = self.together.iter();
        let group = groups.find(|it| it.members.iter().any(|member| member.value == parameter))?;
        let mut members = group.members.iter().map(|member| member.value.as_str());
        members.find(|member| *member != parameter)
    }

    /// Returns the place of the data in the page's sample.
    pub fn body_place(&self) -> Place {
        match self.has_json_body() {
            true => Place::Body,
            false if self.has_parts() => Place::Multipart,
            false => Place::Form,
        }
    }

    /// Returns the place of parameters without a place in the file.
    pub fn usual_place(&self) -> Place {
        if self.method() == Method::Get { Place::Query } else { self.body_place() }
    }

    /// Returns whether the body is JSON.
    pub fn has_json_body(&self) -> bool {
        self.content_type.as_ref().is_some_and(|it| is_kind(it, JSON))
    }

    /// Returns whether the body has a file.
    pub fn has_parts(&self) -> bool {
        self.content_type.as_ref().is_some_and(|it| is_kind(it, MULTIPART))
    }

    /// Returns the object with this name.
    pub fn object(&self, name: &str) -> Option<&Object> {
        self.types.iter().find(|object| object.name.value == name)
    }

    /// Returns the enum with this name.
    pub fn enumeration(&self, name: &str) -> Option<&Enum> {
        self.enums.iter().find(|it| it.name.value == name)
    }

    /// Returns the values that the page lists for a field: its own list, or else those of its enum.
    pub fn listed<'a>(&'a self, field: &'a Field) -> impl Iterator<Item = &'a Spanned<Scalar>> {
        let named = field.named_values.as_ref().filter(|_| field.values.is_empty());
        let named = named.and_then(|name| self.enumeration(name));
        let named = named.into_iter().flat_map(|it| &it.values).map(|variant| &variant.value);
        field.values.iter().chain(named)
    }

    /// Returns every parameter and every field.
    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        let inner = self.types.iter().flat_map(|object| &object.fields);
        self.parameters.iter().chain(&self.response).chain(inner)
    }

    /// Returns the names of the objects in the parameters, at any depth.
    pub fn sent_objects(&self) -> BTreeSet<&str> {
        self.held_objects(&self.parameters, |_| true)
    }

    /// Returns the names of the objects in an answer, at any depth.
    pub fn answered_objects(&self) -> BTreeSet<&str> {
        self.held_objects(&self.response, |_| true)
    }

    /// Returns the names of the objects in fields, at any depth, following only fields for which `counts` is true.
    pub fn held_objects<'a>(
        &'a self,
        fields: impl IntoIterator<Item = &'a Field>,
        counts: impl Fn(&Field) -> bool,
    ) -> BTreeSet<&'a str> {
        let mut open: Vec<&Field> = fields.into_iter().collect();
        let mut held = BTreeSet::new();
        while let Some(field) = open.pop() {
            if let Some(name) = field.ty.object().filter(|_| counts(field))
                && held.insert(name)
            {
                open.extend(self.object(name).iter().flat_map(|object| &object.fields));
            }
        }
        held
    }
}

impl Api {
    /// Returns the fields of the envelope that the page of an endpoint lists.
    pub fn listed_envelope<'a>(
        &'a self,
        endpoint: &'a Endpoint,
    ) -> impl Iterator<Item = &'a Typed> {
        let listed = endpoint.envelope.iter().flatten();
        listed.filter_map(|name| self.envelope_field(name))
    }
}
