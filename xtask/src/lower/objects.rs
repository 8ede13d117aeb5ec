//! Structs: the request, the response, and the objects in them.

use crate::lower::{Context, types};
use crate::model::{Object, Value, words};
use xtask_spec::names;
use xtask_spec::spec::{self, BaseType, Text};

impl Context<'_> {
    pub(super) fn request(self) -> Object {
        let own = self.endpoint.parameters.iter();
        let fields = own.map(|parameter| self.parameter(parameter)).collect();
        let doc = words(self.endpoint.summary.as_ref());
        self.object(None, "Request".to_owned(), doc.to_owned(), fields)
    }

    pub(super) fn response(self) -> Object {
        // The code and the text of an answer are read with the envelope, wherever they are.
        let is_inner = self.endpoint.has_inner_code();
        let own = self.endpoint.own_fields().iter();
        let own = own.filter(|field| !is_inner || !self.spec.api.is_envelope(&field.name));
        let fields = own.map(|field| self.field(None, field)).collect();
        let doc = self.endpoint.payload().map(|object| words(object.doc.as_ref()));
        let doc = doc.filter(|doc| !doc.is_empty()).unwrap_or("What a successful answer holds.");
        let mut doc = doc.to_owned();
        if self.endpoint.result_is_optional() {
            doc.push_str(" All fields are absent if the answer has no `result`.");
        }
        let response = self.object(None, "Response".to_owned(), doc, fields);
        // Both only matter for requests.
        Object { either: Vec::new(), spans: Vec::new(), ..response }
    }

    /// Lowers the objects that the call sends.
    pub(super) fn sent(self) -> Vec<Object> {
        let sent = self.endpoint.sent_objects();
        let objects = self.endpoint.types.iter();
        objects.filter(|it| sent.contains(it.name.as_str())).map(|it| self.named(it)).collect()
    }

    /// Lowers the other objects of the answer.
    pub(super) fn answered(self) -> Vec<Object> {
        let (sent, payload) = (self.endpoint.sent_objects(), self.endpoint.payload());
        let is_other = |object: &&spec::Object| {
            payload.is_none_or(|payload| payload.name != object.name)
                && !sent.contains(object.name.as_str())
        };
        self.endpoint.types.iter().filter(is_other).map(|object| self.named(object)).collect()
    }

    fn named(self, object: &spec::Object) -> Object {
        let fields = object.fields.iter().map(|field| self.field(Some(object), field)).collect();
        let doc = match words(object.doc.as_ref()) {
            "" => format!("`{}` on the page.", object.name.value),
            doc => doc.to_owned(),
        };
        self.object(Some(object), names::object(object), doc, fields)
    }

    /// Makes a struct from lowered fields. `named` is its object in the file.
    fn object(
        self,
        named: Option<&spec::Object>,
        name: String,
        doc: String,
        fields: Vec<Value>,
    ) -> Object {
        let endpoint = self.endpoint;
        let is_own = |of: &Option<Text>| of.as_ref() == named.map(|object| &object.name);
        let takes_nothing = !fields.iter().any(|field| field.required);
        Object {
            name,
            doc,
            derives: types::of_struct(false, takes_nothing),
            either: endpoint.either.iter().filter(|it| is_own(&it.object)).cloned().collect(),
            spans: endpoint.span.iter().filter(|it| is_own(&it.object)).cloned().collect(),
            checked: named.is_some_and(|object| self.is_checked(object)),
            fields,
        }
    }

    /// Returns whether an object, or one in it, has limits.
    fn is_checked(self, object: &spec::Object) -> bool {
        let endpoint = self.endpoint;
        let held = endpoint.held_objects(&object.fields, |_| true);
        let mut objects = endpoint
            .types
            .iter()
            .filter(|it| it.name == object.name || held.contains(it.name.as_str()));
        let is_limited =
            |field: &spec::Field| !field.limits.is_empty() || field.ty.base == BaseType::Float;
        objects.any(|it| {
            let name = Some(&it.name);
            it.fields.iter().any(is_limited)
                || endpoint.either.iter().any(|either| either.object.as_ref() == name)
                || endpoint.span.iter().any(|span| span.object.as_ref() == name)
        })
    }
}
