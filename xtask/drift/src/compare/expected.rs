//! Converts an endpoint of the spec into the facts of the page from which it was written.

use serde_json::Value;

use crate::limits;
use xtask_pages::facts::{self, Code, Examples, Page};
use xtask_spec::spec::{
    self, ABSENT, Api, DateSpan, Endpoint, ErrorCode, Field, LimitKind, Place, Scalar, Spanned,
    stated,
};

/// Returns the facts of a page of the file as the page prints them, including its mistakes. Their `file` is
/// empty, and they have no remarks.
pub fn expected(endpoint: &Endpoint, api: &Api, page: &spec::Page) -> Page {
    expected_without(endpoint, api, page, &[])
}

/// Returns the same as if the departures with these subjects did not exist.
pub fn expected_without(
    endpoint: &Endpoint,
    api: &Api,
    page: &spec::Page,
    without: &[&str],
) -> Page {
    let main = endpoint.main_page().is_none_or(|main| main == page);
    let facts = Facts { endpoint, page, without, main };
    let hosts = endpoint.hosts().iter();
    let hosts = hosts.filter_map(|key| api.hosts.iter().find(|host| host.key.value == key.value));
    let app_types: Vec<_> = endpoint.app_types.iter().flatten().map(|it| it.into_str()).collect();
    let permissions = endpoint.permissions.iter().map(|it| it.value.clone()).collect();
    let method = endpoint.method().into_str();
    Page {
        file: String::new(),
        url: None,
        updated: None,
        language: None,
        left_out: Vec::new(),
        method: facts.text("method", Some(method)).unwrap_or_default(),
        path: facts.text("path", Some(&endpoint.path)).unwrap_or_default(),
        hosts: hosts.map(|host| host.url.value.clone()).collect(),
        content_type: {
            let content_type = endpoint.content_type.as_ref().map(|it| it.value.as_str());
            facts.text("content_type", content_type)
        },
        app_types: app_types_of(facts.printed("app_types").unwrap_or(&app_types.join(","))),
        permissions: facts.printed("permissions").map_or(permissions, list),
        parameters: {
            let own = endpoint.parameters.iter().filter_map(|it| facts.parameter(it));
            let own = facts.credential(api).into_iter().chain(own);
            own.chain(facts.elsewhere("parameters")).collect()
        },
        response: {
            let mut fields = facts.envelope(api);
            let own = endpoint.response.iter();
            fields.extend(own.filter_map(|it| facts.field("response", None, it, &mut Vec::new())));
            fields.extend(facts.elsewhere("response"));
            fields
        },
        errors: facts.errors(),
        examples: facts.examples(),
        preconditions: 0,
        remarks: Vec::new(),
    }
}

struct Facts<'a> {
    endpoint: &'a Endpoint,
    page: &'a spec::Page,
    /// Subjects of the departures to ignore.
    without: &'a [&'a str],
    /// Whether the examples come from this page.
    main: bool,
}

impl<'a> Facts<'a> {
    /// Returns the page's value of a subject, if a departure records it.
    fn printed(&self, subject: &str) -> Option<&'a str> {
        let mut departures = self.endpoint.departures.iter();
        let departure = departures.find(|departure| {
            departure.subject.value == subject && self.page.is_one_of(&departure.pages)
        });
        departure.filter(|_| !self.without.contains(&subject)).map(|it| it.page.value.as_str())
    }

    /// Returns the page's text of a subject; `None` if the page prints nothing there.
    fn text(&self, subject: &str, spec: Option<&str>) -> Option<String> {
        let printed = self.printed(subject).map(stated);
        printed.unwrap_or(spec).map(ToOwned::to_owned)
    }

    /// Returns the token as described in `api.toml`, if the call carries it.
    fn credential(&self, api: &Api) -> Option<facts::Field> {
        let known = api.credential.as_ref().filter(|_| self.endpoint.is_authenticated())?;
        let at = |key: &str| format!("parameters.{}.{key}", known.name.value);
        Some(facts::Field {
            name: self.text(&at("name"), Some(&known.name))?,
            place: Some(self.place(&at("in"), known.place.value)),
            ty: self.text(&at("type"), Some("String")),
            required: Some(self.printed(&at("required")).is_none_or(|it| it != "false")),
            ..facts::Field::default()
        })
    }

    /// Returns the fields of the envelope that the page lists, as described in `api.toml`.
    fn envelope(&self, api: &Api) -> Vec<facts::Field> {
        let listed = api.listed_envelope(self.endpoint);
        let listed = listed.filter_map(|known| {
            let at = |key: &str| format!("response.{}.{key}", known.name.value);
            Some(facts::Field {
                name: self.text(&at("name"), Some(&known.name))?,
                ty: self.text(&at("type"), Some(&known.ty.spelling)),
                ..facts::Field::default()
            })
        });
        listed.collect()
    }

    /// Returns the fields that the page lists below `of`, but the file in another place or not at all.
    fn elsewhere(&self, of: &str) -> impl Iterator<Item = facts::Field> {
        let departures = self.endpoint.departures.iter().filter(|it| it.spec.value == ABSENT);
        departures.filter_map(move |it| {
            let name = it.subject.strip_prefix(of)?.strip_prefix('.')?.strip_suffix(".name")?;
            let name = self.printed(&it.subject).and(Some(name.to_owned()))?;
            Some(facts::Field { name, elsewhere: true, ..facts::Field::default() })
        })
    }

    fn place(&self, subject: &str, known: Place) -> facts::Place {
        match self.printed(subject).unwrap_or(known.into_str()) {
            "query" => facts::Place::Query,
            "header" => facts::Place::Header,
            "path" => facts::Place::Path,
            _ => facts::Place::Body,
        }
    }

    fn parameter(&self, known: &'a Field) -> Option<facts::Field> {
        let subject = format!("parameters.{}", known.name.value);
        let place = known.place.as_ref().map_or(Place::Form, |place| place.value);
        let place = self.place(&format!("{subject}.in"), place);
        let field = self.field("parameters", Some(place), known, &mut Vec::new())?;
        let partner = self.endpoint.partner(&known.name);
        Some(facts::Field { with: self.text(&format!("{subject}.with"), partner), ..field })
    }

    /// Returns a field of the parent with the subject `of`; `None` if the page does not list it.
    fn field(
        &self,
        of: &str,
        place: Option<facts::Place>,
        known: &'a Field,
        within: &mut Vec<&'a str>,
    ) -> Option<facts::Field> {
        let at = |key: &str| format!("{of}.{}.{key}", known.name.value);
        if !self.page.is_one_of(&known.pages) {
            return None;
        }
        let example = known.example.as_ref().map(|it| it.value.as_str());
        let mut field = facts::Field {
            name: self.text(&at("name"), Some(&known.name))?,
            place,
            ty: self.text(&at("type"), Some(&known.ty.spelling)),
            example: self.text(&at("example"), example).filter(|_| self.main),
            values: self.values(&at("values"), known),
            ..facts::Field::default()
        };
        // A page does not repeat an object within itself.
        if let Some(object) = known.ty.object().and_then(|name| self.endpoint.object(name))
            && !within.contains(&object.name.as_str())
        {
            within.push(&object.name);
            let of = format!("types.{}", object.name.value);
            let inner = object.fields.iter().filter_map(|it| self.field(&of, place, it, within));
            field.fields = inner.chain(self.elsewhere(&of)).collect();
            within.pop();
        }
        if place.is_none() {
            return Some(field);
        }
        let limit = |kind: LimitKind| {
            let printed = self.printed(&at(kind.key())).map(|text| text.parse().ok());
            printed.unwrap_or(known.limits.get(kind).map(|limit| limit.value))
        };
        Some(facts::Field {
            required: match self.printed(&at("required")) {
                Some(printed) => printed.parse().ok(),
                None if self.endpoint.is_undecided(&at("required")) => None,
                None => Some(known.is_required()),
            },
            default: match self.printed(&at("default")) {
                Some(printed) => stated(printed).map(|it| value_like(known.default.as_ref(), it)),
                None => known.default.as_ref().map(|it| Value::from(&it.value)),
            },
            limits: facts::Limits { max_days: self.max_days(of, known), ..limits::to_facts(limit) },
            with: self.text(&at("with"), None),
            ..field
        })
    }

    /// Returns the largest distance of a date from another one, in days.
    fn max_days(&self, of: &str, known: &Field) -> Option<i64> {
        let is_own = |span: &&DateSpan| match &span.object {
            Some(object) => of.strip_prefix("types.") == Some(object.as_str()),
            None => of == "parameters",
        };
        let mut spans = self.endpoint.span.iter().filter(is_own);
        let span = spans.find(|it| it.from.value == *known.name || it.to.value == *known.name)?;
        match self.printed("span.max_days") {
            Some(printed) => printed.parse().ok(),
            None => Some(span.max_days.value),
        }
    }

    fn values(&self, subject: &str, known: &Field) -> Vec<String> {
        let known = || self.endpoint.listed(known).map(|value| value.value.to_string()).collect();
        self.printed(subject).map_or_else(known, list)
    }

    fn errors(&self) -> Vec<facts::ErrorCode> {
        let held = self.endpoint.errors.iter().filter_map(|error| self.error(error));
        // Codes that the format cannot hold are recorded there in the reader's JSON.
        let omitted = self.printed("errors.omitted").map(serde_json::from_str::<Vec<_>>);
        held.chain(omitted.and_then(Result::ok).unwrap_or_default()).collect()
    }

    /// Returns an error code; `None` if the page does not list it.
    fn error(&self, known: &ErrorCode) -> Option<facts::ErrorCode> {
        if known.source.is_some() {
            return None;
        }
        let code = known.code.to_string();
        let at = |key: &str| format!("errors.{code}.{key}");
        let code = self.text(&at("code"), Some(&code))?;
        let printed = self.printed(&at("retry")).and_then(|retry| retry.parse().ok());
        let message = self.endpoint.message_on(self.page, known);
        Some(facts::ErrorCode {
            code: code.parse().map_or(Code::Text(code), Code::Number),
            sub_code: self.text(&at("sub_code"), None),
            status: self.printed(&at("status")).and_then(|status| status.parse().ok()),
            message: self.text(&at("message"), message.map(|it| it.value.as_str())),
            retry: printed.unwrap_or(known.is_retry()),
        })
    }

    fn examples(&self) -> Examples {
        let examples = &self.endpoint.examples;
        let is_own = |key| self.main && !examples.is_made(key);
        let request = Some(examples.request.value.as_str());
        let request = request.filter(|text| is_own("request") && !text.trim().is_empty());
        let request = request.map(|text| {
            let json = self.endpoint.has_json_body().then(|| serde_json::from_str(text).ok());
            json.flatten().unwrap_or_else(|| Value::from(text))
        });
        let response = Some(&examples.response).filter(|_| is_own("response"));
        Examples { request, response: response.and_then(|text| serde_json::from_str(text).ok()) }
    }
}

/// Reads texts joined by commas or, if one of them contains a comma, a list of JSON.
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

/// Returns a printed default: a text if the spec's is one, else the type that it looks like.
fn value_like(known: Option<&Spanned<Scalar>>, printed: &str) -> Value {
    match known.map(|known| &known.value) {
        Some(Scalar::String(_)) => printed.into(),
        _ => serde_json::from_str(printed).unwrap_or_else(|_| printed.into()),
    }
}
