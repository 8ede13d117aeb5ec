//! Calls of endpoints that have no types of their own.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::marker::PhantomData;

use dingtalk_protocol::driver::Exchange;
use dingtalk_protocol::{
    AccessToken, DecodeOptions, Endpoint, Error, ErrorKind, Host, Reply, Secret, decode_as,
};
use form_urlencoded::Serializer;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::call::Call;
use crate::client::Client;
use crate::transport::SHORTEST_SECRET;

impl Client {
    /// Returns a call of any path: for an endpoint that these crates do not cover. It has the same
    /// token, retries, limits and errors as every other call.
    ///
    /// By default, the call is a `POST`, carries the access token and, as nothing is known about the
    /// endpoint, is not repeated where it may have taken effect. The methods of the call change this.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use dingtalk_client::{AccessToken, Client};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Department {
    ///     name: String,
    /// }
    ///
    /// let client = Client::builder().token(AccessToken::new("token")).build()?;
    /// let call = client.raw("/topapi/v2/department/get").form("dept_id", 1).repeat_safe();
    /// let department = call.in_result().send::<Department>()?;
    /// println!("{}", department.name);
    /// # Ok::<(), dingtalk_client::Error>(())
    /// ```
    pub fn raw(&self, path: impl Into<String>) -> Call<Raw> {
        let endpoint = Endpoint::post("raw", "").at(path);
        Call::of(self, Raw { endpoint, query: Vec::new(), body: Body::None, fault: None })
    }
}

/// The request of a call of any path; made by [`Client::raw`].
#[derive(Clone)]
pub struct Raw {
    endpoint: Endpoint,
    query: Vec<(String, String)>,
    body: Body,
    /// Reason why the request cannot be sent, if there is one.
    fault: Option<Cow<'static, str>>,
}

#[derive(Clone)]
enum Body {
    None,
    Form(Vec<(String, String)>),
    Json(Vec<u8>),
}

/// A call of any path.
impl Call<Raw> {
    /// Adds a parameter to the query.
    pub fn query(self, name: impl Into<String>, value: impl Display) -> Self {
        self.change(|raw| raw.query.push((name.into(), value.to_string())))
    }

    /// Adds a parameter to the body, which is a form.
    pub fn form(self, name: impl Into<String>, value: impl Display) -> Self {
        self.change(|raw| {
            let pair = (name.into(), value.to_string());
            match &mut raw.body {
                Body::None => raw.body = Body::Form(vec![pair]),
                Body::Form(pairs) => pairs.push(pair),
                Body::Json(_) => raw.fault = Some(TWO_BODIES.into()),
            }
        })
    }

    /// Sets the body, which is JSON.
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.change(|raw| match (&raw.body, serde_json::to_vec(body)) {
            (Body::Form(_), _) => raw.fault = Some(TWO_BODIES.into()),
            (_, Ok(json)) => raw.body = Body::Json(json),
            (_, Err(_)) => raw.fault = Some("the body cannot be written as JSON".into()),
        })
    }

    /// Makes the call a `GET`, which has no body.
    pub fn get(self) -> Self {
        self.change(|raw| raw.endpoint.method = Method::GET)
    }

    /// Declares that the call carries no access token.
    pub fn without_token(self) -> Self {
        self.change(|raw| raw.endpoint.authenticated = false)
    }

    /// Declares that a second, equal call leaves the same state as the first alone, so that the client can
    /// repeat it whenever an attempt fails.
    pub fn repeat_safe(self) -> Self {
        self.change(|raw| raw.endpoint.repeat_safe = true)
    }

    /// Declares that the response data is in `result`, and not beside `errcode`.
    pub fn in_result(self) -> Self {
        self.change(|raw| raw.endpoint.in_result = true)
    }

    /// Makes the call and waits for its response: a [`serde_json::Value`], or a type of your own.
    ///
    /// The response is decoded as leniently as that of every other call: a number may come as text, for
    /// example.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](ErrorKind::InvalidRequest) if the path is invalid or the request has two
    /// bodies, and otherwise those of [`Client::send`].
    pub fn send<T: DeserializeOwned>(&self) -> Result<Reply<T>, Error> {
        let exchange =
            RawExchange { raw: self.request(), options: self.options(), of: PhantomData };
        exchange.raw.check()?;
        self.exchange(exchange)
    }

    /// Checks the request and returns it as it would be sent, with `***` in place of the token.
    /// Nothing is sent, and no token is fetched.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send) for a request that cannot be sent.
    pub fn dry_run(&self) -> Result<http::Request<Vec<u8>>, Error> {
        let raw = self.request();
        raw.check()?;
        let token = raw.endpoint.authenticated.then_some("***");
        self.complete(raw.write(self.host(), token)?)
    }

    fn change(self, change: impl FnOnce(&mut Raw)) -> Self {
        self.map_any(|mut raw| {
            change(&mut raw);
            raw
        })
    }
}

const TWO_BODIES: &str = "the request has a form and JSON: give one body";

impl Raw {
    fn check(&self) -> Result<(), Error> {
        if !self.endpoint.has_valid_path() {
            return Err(self.refused("the path must begin with / and must not contain a query"));
        }
        if self.endpoint.method == Method::GET && !matches!(self.body, Body::None) {
            return Err(self.refused("a GET has no body: put its parameters into the query"));
        }
        match &self.fault {
            Some(fault) => Err(self.refused(fault.clone())),
            None => Ok(()),
        }
    }

    fn refused(&self, what: impl Into<Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::InvalidRequest).of(self.endpoint.clone()).with_detail(what)
    }

    /// Writes the HTTP request.
    fn write(&self, host: &Host, token: Option<&str>) -> Result<http::Request<Vec<u8>>, Error> {
        let mut uri = [host.as_str(), &self.endpoint.path].concat();
        let token = token.map(|token| ("access_token", token));
        let query = self.query.iter().map(|(name, value)| (&**name, &**value));
        let mut pairs = token.into_iter().chain(query).peekable();
        if pairs.peek().is_some() {
            uri.push('?');
            let start = uri.len();
            uri = Serializer::for_suffix(uri, start).extend_pairs(pairs).finish();
        }
        let mut http = http::Request::builder().method(&self.endpoint.method).uri(uri);
        let body = match &self.body {
            Body::None => Vec::new(),
            Body::Form(pairs) => {
                http = http.header(CONTENT_TYPE, HeaderValue::from_static(FORM));
                Serializer::new(String::new()).extend_pairs(pairs).finish().into_bytes()
            }
            Body::Json(json) => {
                http = http.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                json.clone()
            }
        };
        http.body(body).map_err(|_| self.refused("the parameters in the query are too long"))
    }
}

const FORM: &str = "application/x-www-form-urlencoded;charset=utf-8";

impl fmt::Debug for Raw {
    // Any parameter may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Raw")
            .field("method", &self.endpoint.method)
            .field("path", &self.endpoint.path)
            .finish_non_exhaustive()
    }
}

/// A checked call of any path together with the type of its response.
struct RawExchange<'r, T> {
    raw: &'r Raw,
    options: DecodeOptions,
    of: PhantomData<fn() -> T>,
}

/// Endpoints that only say how the response is read: the real endpoint is known only at run time.
static BESIDE: Endpoint = Endpoint::post("raw", "");
static IN_RESULT: Endpoint = Endpoint::post("raw", "").in_result();

impl<T: DeserializeOwned> Exchange for RawExchange<'_, T> {
    type Response = T;

    fn endpoint(&self) -> Cow<'static, Endpoint> {
        Cow::Owned(self.raw.endpoint.clone())
    }

    fn encode(
        &self,
        host: &Host,
        token: Option<&AccessToken>,
    ) -> Result<http::Request<Vec<u8>>, Error> {
        let token = token.filter(|_| self.raw.endpoint.authenticated).map(AccessToken::expose);
        if self.raw.endpoint.authenticated && token.is_none_or(|token| token.trim().is_empty()) {
            return Err(Error::new(ErrorKind::TokenMissing));
        }
        self.raw.write(host, token)
    }

    fn decode(
        &self,
        response: http::Response<Vec<u8>>,
        _repeated: bool,
    ) -> Result<Reply<T>, Error> {
        let shape = if self.raw.endpoint.in_result { &IN_RESULT } else { &BESIDE };
        decode_as(shape, response, self.options)
            .map_err(|error| error.of(self.raw.endpoint.clone()))
    }

    /// Returns the values of all parameters: any that is not very short may be a secret.
    fn secrets(&self) -> Vec<Secret> {
        let mut texts: Vec<_> = self.raw.query.iter().map(|(_, value)| value.clone()).collect();
        match &self.raw.body {
            Body::None => {}
            Body::Form(pairs) => texts.extend(pairs.iter().map(|(_, value)| value.clone())),
            Body::Json(json) => {
                collect_texts(serde_json::from_slice(json).unwrap_or_default(), &mut texts);
            }
        }
        texts.retain(|text| text.len() >= SHORTEST_SECRET);
        texts.into_iter().map(Secret::from).collect()
    }
}

/// Adds all texts within a JSON value to `texts`.
fn collect_texts(value: Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.into_iter().for_each(|item| collect_texts(item, texts)),
        Value::Object(members) => {
            members.into_iter().for_each(|(_, member)| collect_texts(member, texts));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
