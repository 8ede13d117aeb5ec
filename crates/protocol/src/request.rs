//! The trait that every request implements.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::endpoint::Endpoint;
use crate::error_code::ErrorCode;
use crate::limits::Limits;
use crate::multipart::FilePart;
use crate::secret::Secret;

/// A request of one endpoint: an ordinary serde type whose fields have the wire names of the call's
/// parameters. The implementations are generated, and more can be written by hand.
///
/// [`ENDPOINT`](Self::ENDPOINT) determines where each field is sent. A field that is `None` is left out. In a
/// query, a form or a header, numbers and booleans are sent as texts, and lists and objects as texts with
/// their JSON; a list joined by commas has `#[serde(with = "dingtalk_protocol::joined")]`.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::{AccessToken, Endpoint, Host, Request, decode, encode};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Serialize, Deserialize)]
/// struct OpenHall {
///     #[serde(rename = "hallId")]
///     hall: i64,
///     note: Option<String>,
/// }
///
/// #[derive(Debug, Serialize, Deserialize)]
/// struct Opened {
///     door: String,
/// }
///
/// static OPEN: Endpoint = Endpoint::post("hall::open", "/topapi/hall/open").form().in_result();
///
/// impl Request for OpenHall {
///     type Response = Opened;
///     const ENDPOINT: &'static Endpoint = &OPEN;
/// }
///
/// let request = OpenHall { hall: 7, note: None };
/// let http = encode(&request, &Host::MAINLAND, &AccessToken::new("bE74xxxx"))?;
/// assert_eq!(http.body(), b"hallId=7");
/// let answer = http::Response::new(br#"{"errcode":0,"result":{"door":"west"}}"#);
/// assert_eq!(decode::<OpenHall, _>(answer)?.door, "west");
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub trait Request: Serialize + DeserializeOwned + Debug + Send + Sync {
    /// Type of a successful response.
    type Response: Serialize + DeserializeOwned + Debug + Send + Sync;

    /// Facts of the specification about the endpoint.
    const ENDPOINT: &'static Endpoint;

    /// Reports every violated limit.
    fn check_limits(&self, _limits: &mut Limits) {}

    /// Returns the secrets among the parameters, each with its wire name.
    fn secrets(&self) -> Vec<(&'static str, &Secret)> {
        Vec::new()
    }

    /// Returns the file among the parameters with its wire name, if there is one.
    fn file(&self) -> Option<(&'static str, &FilePart)> {
        None
    }

    /// Returns the response to report if `code`, as the answer to a repetition, means that an earlier attempt
    /// has done the work; `None` for every other code.
    fn done_response(_code: ErrorCode) -> Option<Self::Response> {
        None
    }
}
