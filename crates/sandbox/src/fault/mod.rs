//! The faults that a request can meet.

mod answers;
mod plan;
mod read;
mod rule;

use std::time::Duration;

use crate::answer::Delivery;
use crate::endpoints::{Route, Work};
use crate::examples::Endpoint;

pub(crate) use answers::Scene;
pub(crate) use plan::Faults;
pub use plan::{FaultPlan, PlanError};
pub use rule::{FaultRule, MAX_OVERSIZE};

/// One way in which a request goes wrong.
///
/// The names in the first column are those of plan files and of
/// [`Sandbox::faults_given`](crate::Sandbox::faults_given). "Switch" means that the field `applied` of
/// the fault decides. A request takes effect only if it would have without the fault: a request with a
/// wrong token never does.
///
/// | name | the request takes effect | the caller gets |
/// |---|---|---|
/// | `token-rejected` | no | `errcode` 88, `sub_code` 40014 |
/// | `plain-token-40014` | no | `errcode` 40014 |
/// | `plain-token-42001` | no | `errcode` 42001 |
/// | `plain-token-40001` | no | `errcode` 40001 |
/// | `token-blank` | no | `errcode` 88, `sub_code` 40000 |
/// | `permission-missing` | no | `errcode` 88, `sub_code` 60011, `requiredScopes=[…]` and perhaps a link in `sub_msg` |
/// | `caller-not-allowed` | no | `errcode` 88, `sub_code` 60020 |
/// | `app-throttled` | no | `errcode` 88, `sub_code` 90018, perhaps an end time in `sub_msg` |
/// | `callers-throttled` | no | `errcode` 88, `sub_code` 90002, perhaps an end time in `sub_msg` |
/// | `quota-exhausted` | no | `errcode` 90020 |
/// | `busy` | switch | the path's own code: 1002, -1 or 400001; where its page has none, -1, which is then no documented code |
/// | `gateway-timeout` | switch | `errcode` 15, `sub_code` `isp.top-remote-connection-timeout` |
/// | `authorisation-timeout` | no | `errcode` 88 with an empty `sub_code` |
/// | `unknown-path` | no | `errcode` 22 |
/// | `ip-ban` | no | `{"status":1111,…}` without `errcode` |
/// | `ip-ban-html` | no | an HTML page with HTTP status 200 |
/// | `string-errcode` | yes | the ordinary answer, `errcode` a string such as `"0"` |
/// | `missing-errmsg` | yes | the ordinary answer without `errmsg` |
/// | `missing-errcode` | yes | the ordinary answer without `errcode` |
/// | `null-result` | yes | the ordinary answer with `result` null, present before or not |
/// | `missing-list` | yes | the ordinary answer without the lists in its `result` |
/// | `truncated-body` | yes | the first half of the ordinary answer, with the length of that half |
/// | `wrong-length` | yes | the ordinary answer, a `Content-Length` that is too large, a closed connection |
/// | `slow-headers` | yes | the ordinary answer, late |
/// | `slow-body` | yes | the head at once, the body of the ordinary answer in pieces |
/// | `reset-before` | no | a connection reset |
/// | `reset-after` | yes | a connection reset |
/// | `bad-gateway` | switch | HTTP status 502 with an HTML page |
/// | `empty-body` | switch | HTTP status 200 without a body |
/// | `oversize-body` | yes | the ordinary answer, followed by white space up to a length |
/// | `not-utf8` | yes | the ordinary answer with a byte in a string that is not UTF-8 |
///
/// `/gettoken` needs no token, its errors are never wrapped, it has no `result`, and no page states a
/// code for "busy". So faults of tokens, permissions and authorisation, `busy`, `null-result` and
/// `missing-list` never happen there; the other errors come plain and without `request_id`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The token is rejected, wrapped; `token-rejected`.
    TokenRejected,
    /// The token is invalid, plain; `plain-token-40014`.
    PlainToken40014,
    /// The token has expired, plain; `plain-token-42001`.
    PlainToken42001,
    /// The token is no longer good, plain; `plain-token-40001`.
    PlainToken40001,
    /// The token is blank, wrapped; `token-blank`.
    TokenBlank,
    /// The app lacks the permission that the path requires; `permission-missing`.
    PermissionMissing {
        /// Whether the message has a link to apply for the permission.
        link: bool,
    },
    /// The caller's IP address is not on the allow list; `caller-not-allowed`.
    CallerNotAllowed,
    /// The app calls too often; `app-throttled`.
    AppThrottled {
        /// Time from the request to the end of the throttling; `None` leaves the end out of the message.
        end_in: Option<Duration>,
    },
    /// All callers together call too often; `callers-throttled`.
    CallersThrottled {
        /// Time from the request to the end of the throttling; `None` leaves the end out of the message.
        end_in: Option<Duration>,
    },
    /// The monthly quota is used up; `quota-exhausted`. Whether the service wraps this code is not
    /// known; it comes plain.
    QuotaExhausted,
    /// Busy, with the code of the path's own page; `busy`.
    Busy {
        /// Whether the request takes effect nevertheless.
        applied: bool,
    },
    /// The service behind the gateway was too slow; `gateway-timeout`.
    GatewayTimeout {
        /// Whether the request takes effect nevertheless.
        applied: bool,
    },
    /// The gateway's authorisation service was too slow; `authorisation-timeout`.
    AuthorisationTimeout,
    /// The path is unknown; `unknown-path`.
    UnknownPath,
    /// The caller's address is banned, as JSON; `ip-ban`.
    IpBan,
    /// The caller's address is banned, as an HTML page; `ip-ban-html`.
    IpBanHtml,
    /// `errcode` is a string; `string-errcode`.
    StringErrcode,
    /// There is no `errmsg`; `missing-errmsg`.
    MissingErrmsg,
    /// There is no `errcode`; `missing-errcode`.
    MissingErrcode,
    /// `result` is null; `null-result`.
    NullResult,
    /// `result` lacks its lists; `missing-list`.
    MissingList,
    /// The JSON ends early; `truncated-body`.
    TruncatedBody,
    /// More bytes are declared than sent; `wrong-length`.
    WrongLength,
    /// The response comes after a delay; `slow-headers`.
    SlowHeaders {
        /// Length of the delay, by the machine's clock.
        delay: Duration,
    },
    /// The body comes in pieces over some time; `slow-body`.
    SlowBody {
        /// Time that the body takes, by the machine's clock.
        over: Duration,
    },
    /// The connection is reset before the request takes effect; `reset-before`.
    ResetBefore,
    /// The connection is reset after the request has taken effect; `reset-after`.
    ResetAfter,
    /// HTTP status 502; `bad-gateway`.
    BadGateway {
        /// Whether the request takes effect nevertheless.
        applied: bool,
    },
    /// An answer without a body; `empty-body`.
    EmptyBody {
        /// Whether the request takes effect nevertheless.
        applied: bool,
    },
    /// A large body; `oversize-body`.
    OversizeBody {
        /// Its length in bytes, at most [`MAX_OVERSIZE`](crate::MAX_OVERSIZE).
        bytes: usize,
    },
    /// A body that is not UTF-8; `not-utf8`.
    NotUtf8,
}

impl Fault {
    /// Returns the name in plan files and counters.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TokenRejected => "token-rejected",
            Self::PlainToken40014 => "plain-token-40014",
            Self::PlainToken42001 => "plain-token-42001",
            Self::PlainToken40001 => "plain-token-40001",
            Self::TokenBlank => "token-blank",
            Self::PermissionMissing { .. } => "permission-missing",
            Self::CallerNotAllowed => "caller-not-allowed",
            Self::AppThrottled { .. } => "app-throttled",
            Self::CallersThrottled { .. } => "callers-throttled",
            Self::QuotaExhausted => "quota-exhausted",
            Self::Busy { .. } => "busy",
            Self::GatewayTimeout { .. } => "gateway-timeout",
            Self::AuthorisationTimeout => "authorisation-timeout",
            Self::UnknownPath => "unknown-path",
            Self::IpBan => "ip-ban",
            Self::IpBanHtml => "ip-ban-html",
            Self::StringErrcode => "string-errcode",
            Self::MissingErrmsg => "missing-errmsg",
            Self::MissingErrcode => "missing-errcode",
            Self::NullResult => "null-result",
            Self::MissingList => "missing-list",
            Self::TruncatedBody => "truncated-body",
            Self::WrongLength => "wrong-length",
            Self::SlowHeaders { .. } => "slow-headers",
            Self::SlowBody { .. } => "slow-body",
            Self::ResetBefore => "reset-before",
            Self::ResetAfter => "reset-after",
            Self::BadGateway { .. } => "bad-gateway",
            Self::EmptyBody { .. } => "empty-body",
            Self::OversizeBody { .. } => "oversize-body",
            Self::NotUtf8 => "not-utf8",
        }
    }

    /// Returns whether the request takes effect, as far as it would have without the fault.
    pub fn is_applied(&self) -> bool {
        match self {
            Self::Busy { applied }
            | Self::GatewayTimeout { applied }
            | Self::BadGateway { applied }
            | Self::EmptyBody { applied } => *applied,
            Self::StringErrcode
            | Self::MissingErrmsg
            | Self::MissingErrcode
            | Self::NullResult
            | Self::MissingList
            | Self::TruncatedBody
            | Self::WrongLength
            | Self::SlowHeaders { .. }
            | Self::SlowBody { .. }
            | Self::ResetAfter
            | Self::OversizeBody { .. }
            | Self::NotUtf8 => true,
            Self::TokenRejected
            | Self::PlainToken40014
            | Self::PlainToken42001
            | Self::PlainToken40001
            | Self::TokenBlank
            | Self::PermissionMissing { .. }
            | Self::CallerNotAllowed
            | Self::AppThrottled { .. }
            | Self::CallersThrottled { .. }
            | Self::QuotaExhausted
            | Self::AuthorisationTimeout
            | Self::UnknownPath
            | Self::IpBan
            | Self::IpBanHtml
            | Self::ResetBefore => false,
        }
    }

    /// Returns whether the fault can happen on this path.
    pub(crate) fn fits(&self, route: &Route) -> bool {
        match route.work {
            Work::Call { .. } | Work::Example(Endpoint { token: true, .. }) => true,
            Work::Token | Work::Robot { .. } | Work::Example(_) => !matches!(
                self,
                Self::TokenRejected
                    | Self::PlainToken40014
                    | Self::PlainToken42001
                    | Self::PlainToken40001
                    | Self::TokenBlank
                    | Self::PermissionMissing { .. }
                    | Self::Busy { .. }
                    | Self::AuthorisationTimeout
                    | Self::NullResult
                    | Self::MissingList
            ),
        }
    }

    /// Returns how the response reaches the caller.
    pub(crate) fn delivery(&self) -> Delivery {
        match self {
            Self::ResetBefore | Self::ResetAfter => Delivery::Reset,
            Self::SlowHeaders { delay } => Delivery::SlowHead(*delay),
            Self::SlowBody { over } => Delivery::SlowBody(*over),
            _ => Delivery::Whole,
        }
    }
}
