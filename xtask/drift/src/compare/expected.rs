//! An endpoint of the spec as the facts of the page that it was written from.

use serde_json::Value;

use xtask_pages::facts::{self, Code, Examples, Limits, Page};
use xtask_spec::check::method_text;
use xtask_spec::spec::{
    Api, AppType, Endpoint, ErrorCode, Field, Object, Parameter, Place, Scalar, Sent, Spanned,
    stated,
};

/// Which side of the departures to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What the page prints, wrong as it may be, and nothing that it does not print.
    Page,
    /// What the spec says.
    Spec,
}

/// The facts of an endpoint. Its `file` is empty, and it has no remarks.
pub fn expected(endpoint: &Endpoint, api: &Api, side: Side) -> Page {
    of(&Facts { endpoint, side, without: &[] }, api)
}

/// What the page would print if the departures of these subjects were gone.
pub fn expected_without(endpoint: &Endpoint, api: &Api, subjects: &[&str]) -> Page {
    of(&Facts { endpoint, side: Side::Page, without: subjects }, api)
}

fn of(facts: &Facts<'_>, api: &Api) -> Page {
    let endpoint = facts.endpoint;
    let hosts = endpoint.hosts.iter();
    let hosts = hosts.filter_map(|key| api.hosts.iter().find(|host| host.key.value == key.value));
    let app_types = endpoint.app_types.iter().map(|app| app_type(app.value)).collect();
    let permissions = endpoint.permissions.iter().map(|it| it.name.value.clone()).collect();
    let method = method_text(endpoint.method.value);
    Page {
        file: String::new(),
        method: facts.text("method", Some(method)).unwrap_or_default(),
        path: facts.text("path", Some(&endpoint.path)).unwrap_or_default(),
        hosts: hosts.map(|host| host.url.value.clone()).collect(),
        content_type: {
            let content_type = endpoint.content_type.as_ref().map(|it| it.value.as_str());
            facts.text("content_type", content_type)
        },
        app_types: facts.printed("app_types").map_or(app_types, app_types_of),
        permissions: facts.printed("permissions").map_or(permissions, list),
        parameters: endpoint.parameters.iter().filter_map(|it| facts.parameter(it)).collect(),
        response: facts.fields("response", &endpoint.response, &mut Vec::new()),
        errors: facts.errors(),
        errors_heading: facts.text("errors.heading", Some("errcode")),
        examples: facts.examples(),
        preconditions: {
            let printed = facts.printed("preconditions").and_then(|count| count.parse().ok());
            printed.unwrap_or(endpoint.preconditions.len())
        },
        remarks: Vec::new(),
    }
}

struct Facts<'a> {
    endpoint: &'a Endpoint,
    side: Side,
    /// Subjects whose departures do not count.
    without: &'a [&'a str],
}

impl<'a> Facts<'a> {
    /// What the page prints there, if a departure says so.
    fn printed(&self, subject: &str) -> Option<&'a str> {
        let mut departures = self.endpoint.departures.iter().filter(|_| self.side == Side::Page);
        let departure = departures.find(|departure| {
            departure.subject.value == subject && !self.without.contains(&subject)
        });
        departure.map(|departure| departure.page.value.as_str())
    }

    /// A text of the page, `None` where it prints nothing there.
    fn text(&self, subject: &str, spec: Option<&str>) -> Option<String> {
        let printed = self.printed(subject).map(stated);
        printed.unwrap_or(spec).map(ToOwned::to_owned)
    }

    fn parameter(&self, known: &Parameter) -> Option<facts::Parameter> {
        let subject = format!("parameters.{}", known.name.value);
        let place = if known.place.value == Place::Query {
            facts::Place::Query
        } else {
            facts::Place::Body
        };
        let printed = self.printed(&format!("{subject}.in"));
        let place = match printed {
            Some("query") => facts::Place::Query,
            Some("form" | "body") => facts::Place::Body,
            Some("header") => facts::Place::Header,
            Some("path") => facts::Place::Path,
            _ => place,
        };
        self.sent(&subject, &known.sent(), place, &mut Vec::new())
    }

    fn sent(
        &self,
        subject: &str,
        known: &Sent<'a>,
        place: facts::Place,
        within: &mut Vec<&'a str>,
    ) -> Option<facts::Parameter> {
        let at = |key: &str| format!("{subject}.{key}");
        let number = |key: &str, number: Option<&Spanned<i64>>| {
            let printed = self.printed(&at(key)).map(|text| text.parse().ok());
            printed.unwrap_or(number.map(|number| number.value))
        };
        Some(facts::Parameter {
            name: self.text(&at("name"), Some(known.name))?,
            place,
            ty: self.text(&at("type"), Some(&known.ty.spelling)),
            required: match self.printed(&at("required")) {
                Some(printed) => printed.parse().ok(),
                None => known.required.map(|required| required.value),
            },
            example: self.text(&at("example"), known.example.map(|it| it.value.as_str())),
            default: match self.printed(&at("default")) {
                Some(printed) => stated(printed).map(|text| value_like(known.default, text)),
                None => known.default.map(|default| value(default)),
            },
            limits: Limits {
                min: number("min", known.min),
                max: number("max", known.max),
                max_items: number("max_items", known.max_items),
                max_chars: number("max_chars", known.max_chars),
            },
            with: self.text(&at("with"), self.partner(known)),
            values: self.values(&at("values"), known.values),
            fields: {
                let object = known.ty.object().and_then(|name| self.object(name, within));
                object.map_or_else(Vec::new, |object| self.sent_fields(object, place, within))
            },
        })
    }

    fn sent_fields(
        &self,
        object: &'a Object,
        place: facts::Place,
        within: &mut Vec<&'a str>,
    ) -> Vec<facts::Parameter> {
        within.push(&object.name);
        let fields = object.fields.iter().filter_map(|field| {
            let subject = format!("types.{}.{}", object.name.value, field.name.value);
            self.sent(&subject, &field.sent(Some(object)), place, within)
        });
        let fields = fields.collect();
        within.pop();
        fields
    }

    fn fields(&self, of: &str, known: &'a [Field], within: &mut Vec<&'a str>) -> Vec<facts::Field> {
        let fields = known.iter().filter_map(|known| {
            let at = |key: &str| format!("{of}.{}.{key}", known.name.value);
            let example = known.example.as_ref().map(|it| it.value.as_str());
            Some(facts::Field {
                name: self.text(&at("name"), Some(&known.name))?,
                ty: self.text(&at("type"), Some(&known.ty.spelling)),
                example: self.text(&at("example"), example),
                values: self.values(&at("values"), &known.values),
                fields: {
                    let object = known.ty.object().and_then(|name| self.object(name, within));
                    object.map_or_else(Vec::new, |object| {
                        within.push(&object.name);
                        let of = format!("types.{}", object.name.value);
                        let fields = self.fields(&of, &object.fields, within);
                        within.pop();
                        fields
                    })
                },
            })
        });
        fields.collect()
    }

    /// An object that is not within itself, where a page stops as well.
    fn object(&self, name: &str, within: &[&str]) -> Option<&'a Object> {
        self.endpoint.object(name).filter(|_| !within.contains(&name))
    }

    /// The first other member of a parameter's group.
    fn partner(&self, known: &Sent<'a>) -> Option<&'a str> {
        let name = known.name.value.as_str();
        let mut groups = self.endpoint.together.iter().filter(|_| known.owner.is_none());
        let group = groups.find(|group| group.members.iter().any(|member| member.value == name))?;
        group.members.iter().map(|member| member.value.as_str()).find(|member| *member != name)
    }

    fn values(&self, subject: &str, known: &[Spanned<Scalar>]) -> Vec<String> {
        let known = || known.iter().map(|value| value.value.to_string()).collect();
        self.printed(subject).map_or_else(known, list)
    }

    fn errors(&self) -> Vec<facts::ErrorCode> {
        let held = self.endpoint.errors.iter().filter_map(|error| self.error(error));
        // What the format cannot hold stands there as the reader prints it.
        let omitted = self.printed("errors.omitted").map(serde_json::from_str::<Vec<_>>);
        held.chain(omitted.and_then(Result::ok).unwrap_or_default()).collect()
    }

    /// `None` for a code that the page does not list.
    fn error(&self, known: &ErrorCode) -> Option<facts::ErrorCode> {
        if known.source.is_some() && self.side == Side::Page {
            return None;
        }
        let code = known.code.to_string();
        let at = |key: &str| format!("errors.{code}.{key}");
        let code = self.text(&at("code"), Some(&code))?;
        let printed = self.printed(&at("retry")).and_then(|retry| retry.parse().ok());
        Some(facts::ErrorCode {
            code: code.parse().map_or(Code::Text(code), Code::Number),
            sub_code: self.text(&at("sub_code"), None),
            status: self.printed(&at("status")).and_then(|status| status.parse().ok()),
            message: self.text(&at("message"), known.message.as_ref().map(|it| it.value.as_str())),
            retry: printed.unwrap_or(known.retry.value),
        })
    }

    fn examples(&self) -> Examples {
        let own = |key: &str, value: Option<Value>| {
            let printed = self.printed(&format!("examples.{key}"));
            printed.map_or(value, |printed| stated(printed).map(json_or_text))
        };
        let request = Some(self.endpoint.examples.request.value.as_str());
        let request = request.filter(|text| !text.trim().is_empty());
        let request = request.map(|text| {
            let json = self.endpoint.has_json_body().then(|| serde_json::from_str(text).ok());
            json.flatten().unwrap_or_else(|| Value::from(text))
        });
        let response = serde_json::from_str(&self.endpoint.examples.response).ok();
        Examples { request: own("request", request), response: own("response", response) }
    }
}

/// Texts joined by commas or, where one of them holds a comma, a list of JSON.
fn list(printed: &str) -> Vec<String> {
    if printed.starts_with('[')
        && let Ok(texts) = serde_json::from_str(printed)
    {
        return texts;
    }
    stated(printed).into_iter().flat_map(|text| text.split(',')).map(str::to_owned).collect()
}

fn app_types_of(printed: &str) -> Vec<facts::AppType> {
    let names = list(printed).into_iter();
    names.filter_map(|name| serde_json::from_value(Value::from(name)).ok()).collect()
}

fn app_type(known: AppType) -> facts::AppType {
    match known {
        AppType::Internal => facts::AppType::Internal,
        AppType::ThirdParty => facts::AppType::ThirdParty,
        AppType::ThirdPartyPersonal => facts::AppType::ThirdPartyPersonal,
    }
}

fn value(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Number(number) => (*number).into(),
        Scalar::Boolean(boolean) => (*boolean).into(),
        Scalar::String(text) => text.as_str().into(),
    }
}

/// A printed default: a text where the spec's is one, else what it looks like.
fn value_like(known: Option<&Spanned<Scalar>>, printed: &str) -> Value {
    match known.map(|known| &known.value) {
        Some(Scalar::String(_)) => printed.into(),
        _ => json_or_text(printed),
    }
}

fn json_or_text(printed: &str) -> Value {
    serde_json::from_str(printed).unwrap_or_else(|_| printed.into())
}
