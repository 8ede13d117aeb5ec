//! The responses of faults.

use std::borrow::Cow;
use std::net::IpAddr;
use std::time::SystemTime;

use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Response, StatusCode};

use super::Fault;
use crate::endpoints::{BUSY, Work, is_token_path, route};
use crate::gateway::{
    TOKEN_EXPIRED, TOKEN_INVALID, caller_not_allowed, permission_missing, token_blank, unknown_path,
};
use crate::limits::{app_throttled, callers_throttled};
use crate::wire::{Message, Refusal, Shape, html};

/// The facts, besides the fault, that a response depends on.
pub(crate) struct Scene<'a> {
    pub(crate) path: &'a str,
    pub(crate) caller: IpAddr,
    pub(crate) now: SystemTime,
}

impl Fault {
    /// Returns the message that replaces the ordinary one; `None` if the ordinary one stays.
    pub(crate) fn message(&self, scene: &Scene<'_>) -> Option<Message> {
        if matches!(self, Self::IpBan) {
            return Some(Message::Banned);
        }
        let refusal = self.refusal(scene)?;
        let plain = is_token_path(scene.path);
        Some(Message::Refused(if plain { refusal.unwrapped() } else { refusal }))
    }

    /// Returns how the response deviates from the documentation pages.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::StringErrcode => Shape::StringCode,
            Self::MissingErrcode => Shape::WithoutCode,
            Self::MissingErrmsg => Shape::WithoutMessage,
            Self::NullResult => Shape::NullResult,
            Self::MissingList => Shape::WithoutLists,
            _ => Shape::Ordinary,
        }
    }

    /// Returns a response without any message, such as an HTML page, whose text is the sandbox's own
    /// choice.
    pub(crate) fn page(&self) -> Option<Response<Vec<u8>>> {
        match self {
            // The status of the ban's page is not known; with 200, only the body shows the ban.
            Self::IpBanHtml => Some(html(StatusCode::OK, "Access denied")),
            Self::BadGateway { .. } => Some(html(StatusCode::BAD_GATEWAY, "502 Bad Gateway")),
            Self::EmptyBody { .. } => Some(Response::new(Vec::new())),
            _ => None,
        }
    }

    /// Damages the bytes of a response.
    pub(crate) fn damage(&self, response: &mut Response<Vec<u8>>) {
        match self {
            Self::TruncatedBody => {
                let half = response.body().len() / 2;
                response.body_mut().truncate(half);
            }
            Self::WrongLength => {
                let declared = HeaderValue::from(response.body().len() + 100);
                response.headers_mut().insert(CONTENT_LENGTH, declared);
            }
            Self::OversizeBody { bytes } if response.body().len() < *bytes => {
                response.body_mut().resize(*bytes, b' ');
            }
            Self::NotUtf8 => {
                // The first letter of the first value that is a string, or else of the first name.
                let body = response.body_mut();
                let value = body.windows(2).position(|pair| pair == b":\"").map(|at| at + 2);
                if let Some(byte) = body.get_mut(value.unwrap_or(2)) {
                    *byte = 0xff;
                }
            }
            _ => {}
        }
    }

    fn refusal(&self, scene: &Scene<'_>) -> Option<Refusal> {
        let call = match route(scene.path).map(|route| &route.work) {
            Some(Work::Call { scope, busy, .. }) => Some((Cow::from(*scope), *busy)),
            Some(Work::Example(endpoint)) => {
                Some((endpoint.scope().into(), endpoint.busy().unwrap_or(BUSY)))
            }
            Some(Work::Token | Work::Robot { .. }) | None => None,
        };
        Some(match self {
            Self::TokenRejected => Refusal::wrapped("40014", TOKEN_INVALID),
            Self::PlainToken40014 => Refusal::plain(40014, TOKEN_INVALID),
            Self::PlainToken42001 => Refusal::plain(42001, TOKEN_EXPIRED),
            Self::PlainToken40001 => Refusal::plain(40001, "access_token is no longer good"),
            Self::TokenBlank => token_blank(),
            Self::PermissionMissing { link } => permission(&call.unwrap_or_default().0, *link),
            Self::CallerNotAllowed => caller_not_allowed(scene.caller),
            Self::AppThrottled { end_in } => {
                app_throttled(end_in.and_then(|end| scene.now.checked_add(end)))
            }
            Self::CallersThrottled { end_in } => {
                callers_throttled(end_in.and_then(|end| scene.now.checked_add(end)))
            }
            Self::QuotaExhausted => Refusal::plain(90020, "the monthly quota is used up"),
            Self::Busy { .. } => {
                // `gettoken`, robots and unknown paths have no code of their own.
                let (code, message) = call.map_or((-1, "System busy"), |call| call.1);
                Refusal::plain(code, message)
            }
            Self::GatewayTimeout { .. } => Refusal::Upstream {
                code: 15,
                sub_code: "isp.top-remote-connection-timeout",
                message: "Remote service error".to_owned(),
            },
            Self::AuthorisationTimeout => Refusal::wrapped("", "the authorisation timed out"),
            Self::UnknownPath => unknown_path(),
            _ => return None,
        })
    }
}

/// Returns the refusal for a missing permission. It is known that the message can contain a link; its
/// form is the sandbox's own choice.
fn permission(scope: &str, link: bool) -> Refusal {
    match permission_missing(scope) {
        Refusal::Wrapped { sub_code, sub_message } if link => Refusal::wrapped(
            sub_code,
            format!(
                "{sub_message}, apply at https://open-dev.dingtalk.com/appscope/apply?content=\
                 dingsandbox%23{scope}"
            ),
        ),
        other => other,
    }
}
