//! Parameters and fields of a page as those of a draft, and the objects that they hold.

use serde_json::Value;

use crate::import::draft::{Decision, Item, Object};
use crate::import::facts::field_as_fact;
use crate::import::values::{
    UNKNOWN, agreeing, default, depth, example, is_joined, is_secret, object_doc, objects_in,
    type_of, values,
};
use crate::import::{ids, words};
use xtask_pages::facts::{Field, Parameter, Place};
use xtask_spec::read::types::parse_type;
use xtask_spec::spec::{Api, BaseType, Type};

pub(super) struct Items<'a> {
    api: &'a Api,
    get: bool,
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
    fields: Vec<Parameter>,
    sent: bool,
    /// It is all of the answer, so that nothing else can hold it.
    payload: bool,
}

/// What surrounds a parameter or field.
struct Around<'s> {
    /// Where a parameter goes; `None` within objects and answers.
    place: Option<String>,
    sent: bool,
    /// The key under which a person finds it.
    subject: String,
    /// What stands there in the example.
    samples: Vec<&'s Value>,
    /// A field of the answer's top level that is all of the answer.
    payload: bool,
    top: bool,
}

impl<'a> Items<'a> {
    pub(super) fn new(api: &'a Api, method: &str) -> Self {
        let get = method == "GET";
        Self { api, get, known: Vec::new(), within: Vec::new(), decisions: Vec::new() }
    }

    /// The objects, in the order in which their fields stand on the page.
    pub(super) fn objects(&self) -> Vec<Object> {
        self.known.iter().map(|known| known.object.clone()).collect()
    }

    pub(super) fn parameters(
        &mut self,
        parameters: &[Parameter],
        body: &str,
        sample: Option<&Value>,
    ) -> Vec<Item> {
        let mut built = Vec::new();
        for parameter in parameters {
            let credential = self.api.credential.as_ref();
            let place = match credential.filter(|it| it.name.value == parameter.name) {
                Some(it) if it.place.value == xtask_spec::spec::Place::Query => "query",
                Some(_) => "form",
                None if self.get || parameter.place == Place::Query => "query",
                None => body,
            };
            let around = Around {
                place: Some(place.to_owned()),
                sent: true,
                subject: format!("parameters.{}", parameter.name),
                samples: sample.and_then(|it| it.get(&parameter.name)).into_iter().collect(),
                payload: false,
                top: true,
            };
            built.push(self.item(parameter, &around));
        }
        built
    }

    pub(super) fn response(&mut self, fields: &[Field], sample: Option<&Value>) -> Vec<Item> {
        let fields: Vec<Parameter> = fields.iter().map(field_as_fact).collect();
        let samples: Vec<&Value> = sample.into_iter().collect();
        let mut built = Vec::new();
        let is_own = |name: &str| !self.api.is_envelope(name);
        let shown = self.unlisted(&fields, &samples, "response");
        let own = fields.iter().map(|it| &it.name).chain(shown.iter().map(|it| &it.name));
        let own = own.filter(|name| is_own(name)).count();
        for field in &fields {
            let around = Around {
                place: None,
                sent: false,
                subject: format!("response.{}", field.name),
                samples: samples.iter().filter_map(|it| it.get(&field.name)).collect(),
                payload: own == 1 && field.name == "result",
                top: true,
            };
            built.push(self.item(field, &around));
        }
        built.extend(shown);
        if !built.iter().any(|item| item.name == "errcode") {
            let ty = self.envelope_type("errcode").unwrap_or_default();
            built.insert(0, Item { name: "errcode".to_owned(), ty, ..Item::default() });
        }
        built
    }

    fn item(&mut self, fact: &Parameter, around: &Around<'_>) -> Item {
        let Around { sent, subject, .. } = around;
        let credential = *sent && self.api.is_credential(&fact.name) && around.place.is_some();
        let envelope = if *sent || !around.top { None } else { self.envelope_type(&fact.name) };
        let ty = match &envelope {
            Some(known) => agreeing(fact.ty.as_deref(), known),
            None if credential => agreeing(fact.ty.as_deref(), "String"),
            None => self.ty(fact, around),
        };
        let parsed = parse_type(&ty, &[]);
        let structured = parsed.as_ref().is_some_and(|ty| {
            ty.is_list() || matches!(ty.base, BaseType::Json | BaseType::Object(_))
        });
        let is = |base: &BaseType| parsed.as_ref().is_some_and(|ty| ty.is(base));
        let joined =
            is(&BaseType::String) && around.place.is_some() && !credential && is_joined(fact);
        let plain = envelope.is_none() && !credential;
        if joined && fact.limits.max_items.is_none() {
            let need = "the example looks like a joined list: check that the page means one";
            self.decisions.push(Decision::new(format!("{subject}.separator"), need));
        }
        let encoded = structured && around.place.as_deref().is_some_and(|it| it != "body");
        if encoded {
            let need = "check that the page sends it as a text of JSON";
            self.decisions.push(Decision::new(format!("{subject}.encoding"), need));
        }
        let secret = plain && is(&BaseType::String) && !joined && is_secret(&fact.name);
        let secret = secret && (around.place.is_some() || !*sent);
        if secret {
            let need = "hidden because of its name: check that it is a secret";
            self.decisions.push(Decision::new(format!("{subject}.secret"), need));
        }
        if plain
            && !secret
            && let Some(candidate) = ids::candidate(self.api, &fact.name, &ty, joined)
        {
            let need = format!("is it `id = \"{candidate}\"`?");
            self.decisions.push(Decision::new(format!("{subject}.id"), need));
        }
        if *sent && fact.required.is_none() && !credential {
            let need = "the page does not say whether every call needs it; false meanwhile";
            self.decisions.push(Decision::new(format!("{subject}.required"), need));
        }
        let whole = around.top && parsed.as_ref().is_some_and(|ty| ty.object().is_some());
        let list = parsed.as_ref().is_some_and(Type::is_list);
        Item {
            name: fact.name.clone(),
            place: around.place.clone(),
            separator: joined.then(|| ",".to_owned()),
            encoding: encoded.then(|| "json".to_owned()),
            secret: secret.then_some(true),
            optional: (!*sent && envelope.is_none() && !list && !whole).then_some(true),
            required: sent.then(|| credential || fact.required.unwrap_or(false)),
            default: default(fact)
                .filter(|_| plain && *sent && fact.required != Some(true) && !secret),
            min: fact.limits.min,
            max: fact.limits.max,
            max_items: fact.limits.max_items.filter(|_| joined || list),
            max_chars: fact.limits.max_chars,
            values: values(fact, parsed.as_ref()),
            example: example(fact, parsed.as_ref()),
            doc: envelope.is_none().then(|| {
                if credential {
                    "Token of the calling app.".to_owned()
                } else {
                    words::doc(&fact.name, parsed.as_ref())
                }
            }),
            ty,
            ..Item::default()
        }
    }

    /// The type as the page spells it if the file can, else one that says the same.
    fn ty(&mut self, fact: &Parameter, around: &Around<'_>) -> String {
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
            let is_payload = self.known.iter().any(|it| it.payload && it.object.name == name);
            if self.within.iter().any(|outer| outer == name) && !is_payload {
                return spelled.to_owned();
            }
            let need =
                format!("the page shows no fields of `{name}`: give it a type if you know them");
            self.decisions.push(Decision::new(format!("{}.type", around.subject), need));
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
        self.decisions.push(Decision::new(format!("{}.type", around.subject), need));
        ty
    }

    /// The name of the object with these fields, an own one where the page's cannot be used.
    fn object(
        &mut self,
        page_name: Option<&str>,
        fact: &Parameter,
        list: bool,
        around: &Around<'_>,
    ) -> String {
        let same = |known: &&Known| {
            let alike = known.page_name.as_deref() == page_name && known.fields == fact.fields;
            alike && page_name.is_some() && known.sent == around.sent && !known.payload
        };
        if let Some(known) = self.known.iter().find(same).filter(|_| !around.payload) {
            return known.object.name.clone();
        }
        let own = words::type_of(&fact.name, list);
        let name = match page_name {
            Some(name) if self.is_free(name) => name.to_owned(),
            _ => words::numbered(&own, "", |name| self.is_free(name)),
        };
        if page_name != Some(name.as_str()) {
            let need = match page_name {
                Some(page_name) => {
                    format!("named `{name}`: the page's `{page_name}` has other fields elsewhere")
                }
                None => format!("named `{name}` after its field: the page names no type"),
            };
            self.decisions.push(Decision::new(format!("types.{name}"), need));
        }
        let index = self.known.len();
        self.known.push(Known {
            object: Object { name: name.clone(), doc: object_doc(&fact.name), ..Object::default() },
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
                samples: samples.iter().filter_map(|it| it.get(&field.name)).collect(),
                payload: false,
                top: false,
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

    /// Fields that the example shows and the page does not list.
    fn unlisted(&mut self, listed: &[Parameter], samples: &[&Value], subject: &str) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let members = samples.iter().filter_map(|it| it.as_object()).flatten();
        for (name, value) in members {
            let named = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let known =
                listed.iter().any(|it| it.name == *name) || items.iter().any(|it| it.name == *name);
            if known || !name.chars().all(named) || name.is_empty() {
                continue;
            }
            let envelope = if subject == "response" { self.envelope_type(name) } else { None };
            let ty = envelope.clone().unwrap_or_else(|| type_of(value));
            let parsed = parse_type(&ty, &[]);
            let list = parsed.as_ref().is_some_and(Type::is_list);
            if envelope.is_none() {
                let need = format!("only the example shows it; `{ty}` meanwhile");
                self.decisions.push(Decision::new(format!("{subject}.{name}"), need));
            }
            items.push(Item {
                name: name.clone(),
                optional: (envelope.is_none() && !list).then_some(true),
                doc: envelope.is_none().then(|| words::doc(name, parsed.as_ref())),
                ty,
                ..Item::default()
            });
        }
        items
    }

    fn is_free(&self, name: &str) -> bool {
        let is_name = parse_type(name, &[]).is_some_and(|ty| ty.object() == Some(name));
        is_name && !self.known.iter().any(|known| known.object.name == name)
    }

    fn envelope_type(&self, name: &str) -> Option<String> {
        let mut envelope = self.api.envelope.iter();
        envelope.find(|field| field.name.value == name).map(|field| field.ty.spelling.clone())
    }
}
