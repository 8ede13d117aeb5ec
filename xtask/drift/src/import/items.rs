//! Parameters and fields of a page as those of a file, and the objects that they hold.

use serde_json::Value;

use crate::import::owner::{self, Decision, Owner, object_of};
use crate::import::values::{
    UNKNOWN, default, depth, example, is_joined, is_secret, objects_in, type_of, values,
};
use crate::import::{ids, words};
use crate::limits;
use xtask_pages::facts;
use xtask_spec::spec::{
    Api, BaseType, Encoding, Endpoint, Field, LimitKind, Limits, Object, Place, Spanned, Type,
    parse_type,
};

pub(super) struct Items<'a> {
    api: &'a Api,
    /// The file that there is, whose names stay.
    file: Option<&'a Endpoint>,
    /// Where the file puts what is sent in the body.
    body: Place,
    known: Vec<Known>,
    /// The names of the objects around what is built.
    within: Vec<String>,
    pub(super) decisions: Vec<Decision>,
}

/// An object and what the page says of it.
struct Known {
    object: Object,
    /// As the page spells the type, where it does.
    page_name: Option<String>,
    fields: Vec<facts::Field>,
    sent: bool,
    /// It is all of the answer, so that nothing else can hold it.
    payload: bool,
}

/// What surrounds a parameter or field.
struct Around<'s> {
    /// Where a parameter goes; `None` within objects and answers.
    place: Option<Place>,
    sent: bool,
    /// The key under which a person finds it.
    subject: String,
    /// What the file has there.
    known: Option<&'s Field>,
    /// What stands there in the example.
    samples: Vec<&'s Value>,
    /// A field of the answer's top level that is all of the answer.
    payload: bool,
}

impl<'a> Items<'a> {
    pub(super) fn new(api: &'a Api, body: Place, file: Option<&'a Endpoint>) -> Self {
        let (known, within, decisions) = Default::default();
        Self { api, file, body, known, within, decisions }
    }

    /// Returns the objects, in the order in which their fields stand on the page.
    pub(super) fn objects(&self) -> Vec<Object> {
        self.known.iter().map(|known| known.object.clone()).collect()
    }

    pub(super) fn parameters(
        &mut self,
        parameters: &[facts::Field],
        sample: Option<&Value>,
    ) -> Vec<Field> {
        let mut built = Vec::new();
        for parameter in parameters.iter().filter(|it| !self.api.is_credential(&it.name)) {
            let around = Around {
                place: Some(match parameter.place {
                    Some(facts::Place::Query) => Place::Query,
                    Some(facts::Place::Header) => Place::Header,
                    _ => self.body,
                }),
                sent: true,
                subject: format!("parameters.{}", parameter.name),
                known: self.known(Owner::Parameters, &parameter.name),
                samples: sample.and_then(|it| it.get(&parameter.name)).into_iter().collect(),
                payload: false,
            };
            built.push(self.item(parameter, &around));
        }
        built
    }

    pub(super) fn response(
        &mut self,
        fields: &[facts::Field],
        sample: Option<&Value>,
    ) -> Vec<Field> {
        let samples: Vec<&Value> = sample.into_iter().collect();
        let mut built = Vec::new();
        let is_own = |it: &&facts::Field| !self.api.is_envelope(&it.name);
        let own: Vec<&facts::Field> = fields.iter().filter(is_own).collect();
        let shown = self.unlisted(fields, &samples, "response");
        for field in &own {
            let around = Around {
                place: None,
                sent: false,
                subject: format!("response.{}", field.name),
                known: self.known(Owner::Response, &field.name),
                samples: samples.iter().filter_map(|it| it.get(&field.name)).collect(),
                payload: own.len() + shown.len() == 1 && field.name == "result",
            };
            built.push(self.item(field, &around));
        }
        built.extend(shown);
        built
    }

    fn item(&mut self, fact: &facts::Field, around: &Around<'_>) -> Field {
        let Around { sent, subject, .. } = around;
        let ty = owner::type_of(&self.ty(fact, around));
        let parsed = Some(&ty.value);
        let is = |base: &BaseType| ty.is(base);
        let joined = is(&BaseType::String) && around.place.is_some() && is_joined(fact);
        if joined && fact.limits.max_items.is_none() {
            let need = "the example looks like a joined list: check that the page means one";
            self.decisions.push(Decision::open(format!("{subject}.separator"), need));
        }
        let encoded = ty.is_structured() && around.place.is_some_and(|it| it != Place::Body);
        if encoded {
            let need = "check that the page sends it as a text of JSON";
            self.decisions.push(Decision::open(format!("{subject}.encoding"), need));
        }
        let secret = is(&BaseType::String) && !joined && is_secret(&fact.name);
        let secret = secret && (around.place.is_some() || !*sent);
        if secret {
            let need = "hidden because of its name: check that it is a secret";
            self.decisions.push(Decision::open(format!("{subject}.secret"), need));
        }
        if !secret && let Some(candidate) = ids::candidate(self.api, &fact.name, &ty, joined) {
            let need = format!("is it `id = \"{candidate}\"`?");
            self.decisions.push(Decision::open(format!("{subject}.id"), need));
        }
        if *sent && fact.required.is_none() {
            let need = "the page does not say whether every call needs it; false meanwhile";
            self.decisions.push(Decision::open(format!("{subject}.required"), need));
        }
        // An answer without its payload is an error, whatever else the page says.
        let required = if *sent { fact.required == Some(true) } else { around.payload };
        let list = ty.is_list();
        let mut limits = limits::of_facts(&fact.limits);
        if !joined && !list {
            limits.set(LimitKind::MaxItems, None);
        }
        Field {
            name: fact.name.as_str().into(),
            place: around.place.map(Spanned::from),
            separator: joined.then(|| ",".into()),
            encoding: encoded.then(|| Encoding::Json.into()),
            secret: secret.then(|| true.into()),
            required: required.then(|| true.into()),
            default: default(fact)
                .filter(|_| *sent && fact.required != Some(true) && !secret)
                .map(Spanned::from),
            limits: if *sent { limits } else { Limits::default() },
            values: values(fact, parsed),
            example: example(fact, parsed).map(Spanned::from),
            rust: around.known.and_then(|it| it.rust.clone()),
            ty,
            ..Field::default()
        }
    }

    /// Returns the type as the page spells it if the file can, else one that says the same.
    fn ty(&mut self, fact: &facts::Field, around: &Around<'_>) -> String {
        let spelled = fact.ty.as_deref();
        let declared = spelled.and_then(|ty| parse_type(ty, &[]));
        let page_name = declared.as_ref().and_then(Type::object).map(str::to_owned);
        if !fact.fields.is_empty() {
            let depth = || around.samples.first().map_or(0, |sample| depth(sample));
            let lists = declared.as_ref().map_or_else(depth, |ty| ty.lists);
            let name = self.object(page_name.as_deref(), fact, lists > 0, around);
            return match spelled {
                Some(spelled) if page_name.as_deref() == Some(&name) => spelled.to_owned(),
                _ => format!("{name}{}", "[]".repeat(lists)),
            };
        }
        if let (Some(spelled), Some(ty)) = (spelled, declared) {
            let Some(name) = ty.object() else { return spelled.to_owned() };
            let is_payload = self.known.iter().any(|it| it.payload && it.object.name.value == name);
            if self.within.iter().any(|outer| outer == name) && !is_payload {
                return spelled.to_owned();
            }
            let need =
                format!("the page shows no fields of `{name}`: give it a type if you know them");
            self.decisions.push(Decision::open(format!("{}.type", around.subject), need));
            return format!("{UNKNOWN}{}", "[]".repeat(ty.lists));
        }
        let shown = around.samples.first().map(|sample| type_of(sample));
        let number = fact.limits.min.or(fact.limits.max).is_some();
        let guess = match (number, around.sent) {
            (true, _) => "Number",
            (false, true) => "String",
            (false, false) => UNKNOWN,
        };
        let ty = shown.unwrap_or_else(|| guess.to_owned());
        let need = format!("the page gives no type that is known; `{ty}` meanwhile");
        self.decisions.push(Decision::open(format!("{}.type", around.subject), need));
        ty
    }

    /// Returns the name of the object with these fields, an own one where the page's cannot be used.
    fn object(
        &mut self,
        page_name: Option<&str>,
        fact: &facts::Field,
        list: bool,
        around: &Around<'_>,
    ) -> String {
        let held = self.held(page_name, fact, around);
        let held_as = held.map(|at| self.objects_of_file()[at].name.value.as_str());
        let same = |known: &&Known| {
            let alike = known.page_name.as_deref() == page_name && known.fields == fact.fields;
            let named = held_as.is_none_or(|name| known.object.name.value == name);
            alike && named && page_name.is_some() && known.sent == around.sent && !known.payload
        };
        if let Some(known) = self.known.iter().find(same).filter(|_| !around.payload) {
            return known.object.name.value.clone();
        }
        let own = words::type_of(&fact.name, list);
        let held = held.filter(|_| held_as.is_some_and(|name| !self.is_taken(name)));
        let name = match (held_as.filter(|_| held.is_some()), page_name) {
            (Some(name), _) => name.to_owned(),
            (None, Some(name)) if self.is_free(name) => name.to_owned(),
            _ => words::numbered(&own, "", |name| self.is_free(name)),
        };
        if held.is_none() && page_name != Some(name.as_str()) {
            let key = format!("types.{name}");
            self.decisions.push(if let Some(page_name) = page_name {
                let need =
                    format!("named `{name}`: the page's `{page_name}` has other fields elsewhere");
                Decision::open(key, need)
            } else {
                let need = format!("named `{name}` after its field: the page names no type");
                Decision::new(key, need)
            });
        }
        let index = self.known.len();
        self.known.push(Known {
            object: Object {
                name: name.as_str().into(),
                rust: held.and_then(|at| self.objects_of_file()[at].rust.clone()),
                ..Object::default()
            },
            page_name: page_name.map(str::to_owned),
            fields: fact.fields.clone(),
            sent: around.sent,
            payload: around.payload,
        });
        let mut samples = Vec::new();
        around.samples.iter().for_each(|sample| objects_in(sample, &mut samples));
        self.within.push(name.clone());
        let mut fields = Vec::new();
        for field in &fact.fields {
            let inner = Around {
                place: None,
                sent: around.sent,
                subject: format!("types.{name}.{}", field.name),
                known: held.and_then(|at| self.known(Owner::Type(at), &field.name)),
                samples: samples.iter().filter_map(|it| it.get(&field.name)).collect(),
                payload: false,
            };
            fields.push(self.item(field, &inner));
        }
        if !around.sent {
            let shown = self.unlisted(&fact.fields, &samples, &format!("types.{name}"));
            fields.extend(shown);
        }
        self.within.pop();
        self.known[index].object.fields = fields;
        name
    }

    /// Returns the fields that the example shows and the page does not list. In a file that there is,
    /// people have decided on them.
    fn unlisted(
        &mut self,
        listed: &[facts::Field],
        samples: &[&Value],
        subject: &str,
    ) -> Vec<Field> {
        let mut items: Vec<Field> = Vec::new();
        let samples = samples.iter().filter(|_| self.file.is_none());
        let members = samples.filter_map(|it| it.as_object()).flatten();
        for (name, value) in members {
            let named = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let known = listed.iter().any(|it| it.name == *name)
                || items.iter().any(|it| it.name.value == *name);
            let envelope = subject == "response" && self.api.is_envelope(name);
            if known || envelope || !name.chars().all(named) || name.is_empty() {
                continue;
            }
            let ty = owner::type_of(&type_of(value));
            let need = format!("only the example shows it; `{}` meanwhile", ty.spelling);
            self.decisions.push(Decision::open(format!("{subject}.{name}"), need));
            items.push(Field { name: name.as_str().into(), ty, ..Field::default() });
        }
        items
    }

    fn is_free(&self, name: &str) -> bool {
        let is_name = parse_type(name, &[]).is_some_and(|ty| ty.object() == Some(name));
        let is_held = self.objects_of_file().iter().any(|it| it.name.value == name);
        is_name && !is_held && !self.is_taken(name)
    }

    fn is_taken(&self, name: &str) -> bool {
        self.known.iter().any(|known| known.object.name.value == name)
    }

    /// Returns what the file has of a name.
    fn known(&self, owner: Owner, name: &str) -> Option<&'a Field> {
        owner.fields(self.file?).iter().find(|it| it.name.value == name)
    }

    fn objects_of_file(&self) -> &'a [Object] {
        self.file.map_or(&[], |file| &file.types)
    }

    /// Returns the object that the file has there or, of something new, one of the same name and fields.
    fn held(
        &self,
        page_name: Option<&str>,
        fact: &facts::Field,
        around: &Around<'_>,
    ) -> Option<usize> {
        let alike = |object: &Object| {
            let names = object.fields.iter().map(|it| it.name.as_str());
            page_name == Some(object.name.as_str())
                && names.eq(fact.fields.iter().map(|it| it.name.as_str()))
        };
        let there = around.known.and_then(|it| object_of(self.file?, &it.ty));
        there.or_else(|| self.objects_of_file().iter().position(alike))
    }
}
