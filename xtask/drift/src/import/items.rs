//! Converts parameters and fields of a page, and their objects, into those of a file.

use serde_json::Value;

use crate::import::decision::Decision;
use crate::import::tables;
use crate::import::values::{UNKNOWN, default, is_joined, is_secret, objects_in, type_of};
use crate::import::{values, words};
use crate::limits;
use xtask_pages::facts;
use xtask_spec::spec::{
    Api, BaseType, Encoding, Endpoint, Field, LimitKind, Limits, Object, Place, Spanned, Type,
    parse_type,
};

pub(super) struct Items<'a> {
    api: &'a Api,
    /// The existing file, whose names are kept.
    file: Option<&'a Endpoint>,
    /// Place that the file uses for parameters in the body.
    body: Place,
    known: Vec<Known>,
    /// Names of the objects around the current item.
    within: Vec<String>,
    pub(super) decisions: Vec<Decision>,
}

/// An object and the page's facts about it.
struct Known {
    object: Object,
    /// The page's spelling of the type, if it has one.
    page_name: Option<String>,
    fields: Vec<facts::Field>,
    sent: bool,
    /// Whether it is the whole answer, so that nothing else can contain it.
    payload: bool,
}

/// Parent of parameters or fields.
struct Holder<'s> {
    /// Key under which a person finds them.
    subject: String,
    sent: bool,
    /// The file's fields at this place.
    known: &'s [Field],
    /// The example's values at this place.
    samples: Vec<&'s Value>,
    /// Whether `result` is the whole answer.
    payload: bool,
}

impl<'s> Holder<'s> {
    /// Returns whether a field is the whole answer.
    fn is_payload(&self, fact: &facts::Field) -> bool {
        self.payload && fact.name == "result"
    }

    fn known(&self, fact: &facts::Field) -> Option<&'s Field> {
        self.known.iter().find(|it| it.name.value == fact.name)
    }

    fn samples(&self, fact: &facts::Field) -> impl Iterator<Item = &'s Value> {
        self.samples.iter().filter_map(|it| it.get(&fact.name))
    }
}

impl<'a> Items<'a> {
    pub(super) fn new(api: &'a Api, body: Place, file: Option<&'a Endpoint>) -> Self {
        let (known, within, decisions) = Default::default();
        Self { api, file, body, known, within, decisions }
    }

    /// Returns the objects, in the order of their fields on the page.
    pub(super) fn objects(&self) -> Vec<Object> {
        self.known.iter().map(|known| known.object.clone()).collect()
    }

    pub(super) fn parameters(
        &mut self,
        parameters: &[facts::Field],
        sample: Option<&Value>,
    ) -> Vec<Field> {
        let holder = Holder {
            subject: "parameters".to_owned(),
            sent: true,
            known: self.file.map_or(&[], |file| &file.parameters),
            samples: sample.into_iter().collect(),
            payload: false,
        };
        let own = parameters.iter().filter(|it| !self.api.is_credential(&it.name));
        let own: Vec<&facts::Field> = own.collect();
        own.into_iter().map(|fact| self.item(fact, &holder)).collect()
    }

    pub(super) fn response(
        &mut self,
        fields: &[facts::Field],
        sample: Option<&Value>,
    ) -> Vec<Field> {
        let samples: Vec<&Value> = sample.into_iter().collect();
        let shown = self.unlisted(fields, &samples, "response");
        let own = fields.iter().filter(|it| !self.api.is_envelope(&it.name));
        let own: Vec<&facts::Field> = own.collect();
        let holder = Holder {
            subject: "response".to_owned(),
            sent: false,
            known: self.file.map_or(&[], |file| &file.response),
            samples,
            payload: own.len() + shown.len() == 1,
        };
        own.into_iter().map(|fact| self.item(fact, &holder)).chain(shown).collect()
    }

    fn item(&mut self, fact: &facts::Field, holder: &Holder<'_>) -> Field {
        let (subject, sent) = (format!("{}.{}", holder.subject, fact.name), holder.sent);
        // `None` within objects and answers.
        let place = (holder.subject == "parameters").then_some(match fact.place {
            Some(facts::Place::Query) => Place::Query,
            Some(facts::Place::Header) => Place::Header,
            _ => self.body,
        });
        let ty = tables::type_of(&self.ty(fact, holder));
        let parsed = Some(&ty.value);
        let is = |base: &BaseType| ty.is(base);
        let joined = is(&BaseType::String) && place.is_some() && is_joined(fact);
        if joined && fact.limits.max_items.is_none() {
            let need = "the example looks like a joined list: check that the page means one";
            self.decisions.push(Decision::open(format!("{subject}.separator"), need));
        }
        let encoded = ty.is_structured() && place.is_some_and(|it| it != Place::Body);
        if encoded {
            let need = "check that the page sends it as a text of JSON";
            self.decisions.push(Decision::open(format!("{subject}.encoding"), need));
        }
        let secret = is(&BaseType::String) && !joined && is_secret(&fact.name);
        let secret = secret && (place.is_some() || !sent);
        if secret {
            let need = "hidden because of its name: check that it is a secret";
            self.decisions.push(Decision::open(format!("{subject}.secret"), need));
        }
        if !secret && let Some(candidate) = values::id(self.api, &fact.name, &ty, joined) {
            let need = format!("is it `id = \"{candidate}\"`?");
            self.decisions.push(Decision::open(format!("{subject}.id"), need));
        }
        if sent && fact.required.is_none() {
            let need = "the page does not say whether every call needs it; false meanwhile";
            self.decisions.push(Decision::open(format!("{subject}.required"), need));
        }
        // An answer without its payload is an error, even if the page says otherwise.
        let payload = holder.is_payload(fact);
        let required = if sent { fact.required == Some(true) } else { payload };
        let list = ty.is_list();
        let mut limits = limits::of_facts(&fact.limits);
        if !joined && !list {
            limits.set(LimitKind::MaxItems, None);
        }
        Field {
            name: fact.name.as_str().into(),
            place: place.map(Spanned::from),
            separator: joined.then(|| ",".into()),
            encoding: encoded.then(|| Encoding::Json.into()),
            secret: secret.then(|| true.into()),
            required: required.then(|| true.into()),
            default: default(fact)
                .filter(|_| sent && fact.required != Some(true) && !secret)
                .map(Spanned::from),
            limits: if sent { limits } else { Limits::default() },
            values: values::values(fact, parsed),
            example: values::example(fact, parsed).map(Spanned::from),
            rust: holder.known(fact).and_then(|it| it.rust.clone()),
            ty,
            ..Field::default()
        }
    }

    /// Returns the page's spelling of the type if the file can use it, else an equivalent one.
    fn ty(&mut self, fact: &facts::Field, holder: &Holder<'_>) -> String {
        let subject = format!("{}.{}.type", holder.subject, fact.name);
        let shown = holder.samples(fact).next().map(type_of);
        let spelled = fact.ty.as_deref();
        let declared = spelled.and_then(|ty| parse_type(ty, &[]));
        let page_name = declared.as_ref().and_then(Type::object).map(str::to_owned);
        if !fact.fields.is_empty() {
            let shown = || shown.map_or(0, |it| it.matches("[]").count());
            let lists = declared.as_ref().map_or_else(shown, |ty| ty.lists);
            let name = self.object(page_name.as_deref(), fact, lists > 0, holder);
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
            self.decisions.push(Decision::open(subject, need));
            return format!("{UNKNOWN}{}", "[]".repeat(ty.lists));
        }
        let number = fact.limits.min.or(fact.limits.max).is_some();
        let guess = match (number, holder.sent) {
            (true, _) => "Number",
            (false, true) => "String",
            (false, false) => UNKNOWN,
        };
        let ty = shown.unwrap_or_else(|| guess.to_owned());
        let need = format!("the page gives no type that is known; `{ty}` meanwhile");
        self.decisions.push(Decision::open(subject, need));
        ty
    }

    /// Returns the name of the object with these fields: the page's, or a new one if that cannot be used.
    fn object(
        &mut self,
        page_name: Option<&str>,
        fact: &facts::Field,
        list: bool,
        holder: &Holder<'_>,
    ) -> String {
        let held = self.held(page_name, fact, holder);
        let same = |known: &&Known| {
            let alike = known.page_name.as_deref() == page_name && known.fields == fact.fields;
            let named = held.is_none_or(|held| known.object.name == held.name);
            alike && named && page_name.is_some() && known.sent == holder.sent && !known.payload
        };
        if let Some(known) = self.known.iter().find(same).filter(|_| !holder.is_payload(fact)) {
            return known.object.name.value.clone();
        }
        let own = words::type_of(&fact.name, list);
        let held = held.filter(|held| !self.is_taken(&held.name));
        let name = match (held, page_name) {
            (Some(held), _) => held.name.value.clone(),
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
                rust: held.and_then(|held| held.rust.clone()),
                ..Object::default()
            },
            page_name: page_name.map(str::to_owned),
            fields: fact.fields.clone(),
            sent: holder.sent,
            payload: holder.is_payload(fact),
        });
        let mut samples = Vec::new();
        holder.samples(fact).for_each(|sample| objects_in(sample, &mut samples));
        self.within.push(name.clone());
        let sent = holder.sent;
        let holder = Holder {
            subject: format!("types.{name}"),
            sent,
            known: held.map_or(&[], |held| &held.fields),
            samples,
            payload: false,
        };
        let mut fields: Vec<_> = fact.fields.iter().map(|it| self.item(it, &holder)).collect();
        if !sent {
            fields.extend(self.unlisted(&fact.fields, &holder.samples, &holder.subject));
        }
        self.within.pop();
        self.known[index].object.fields = fields;
        name
    }

    /// Returns the fields that the example has but the page does not list. None if there is a file, because
    /// people have decided on its fields.
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
            let ty = tables::type_of(&type_of(value));
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

    fn objects_of_file(&self) -> &'a [Object] {
        self.file.map_or(&[], |file| &file.types)
    }

    /// Returns the file's object at this place or, for something new, one of the same name and fields.
    fn held(
        &self,
        page_name: Option<&str>,
        fact: &facts::Field,
        holder: &Holder<'_>,
    ) -> Option<&'a Object> {
        let alike = |object: &&Object| {
            let names = object.fields.iter().map(|it| it.name.as_str());
            page_name == Some(object.name.as_str())
                && names.eq(fact.fields.iter().map(|it| it.name.as_str()))
        };
        let there = holder.known(fact).and_then(|it| self.file?.object(it.ty.object()?));
        there.or_else(|| self.objects_of_file().iter().find(alike))
    }
}
