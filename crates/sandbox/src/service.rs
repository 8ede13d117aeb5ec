//! The one way that a request takes: script, gateway, organisation, log.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use dingtalk_protocol::server::Received;
use http::{Request, Response, StatusCode};

use crate::answer::{Content, Delivery, Script};
use crate::endpoints::Call;
use crate::log::{Arrival, Log};
use crate::settings::{BODY_TOO_LARGE, MAX_BODY, Settings};
use crate::wire::{Refusal, refusal, success};
use crate::{Answer, Clock, Gate, Organisation, gateway, lock};

/// Everything that is shared between the server and the tests. Each part has its own lock, and no
/// lock is held while an answer waits or travels.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) organisation: Mutex<Organisation>,
    pub(crate) settings: Mutex<Settings>,
    pub(crate) script: Mutex<Script>,
    pub(crate) log: Mutex<Log>,
    clock: Arc<dyn Clock>,
    requests: AtomicU64,
}

/// An answer, and how it reaches the caller.
pub(crate) struct Reply {
    /// `None` if the connection is closed instead.
    pub(crate) response: Option<Response<Vec<u8>>>,
    /// After how many bytes of the body the connection is closed.
    pub(crate) cut: Option<usize>,
    /// What the answer waits at.
    pub(crate) gate: Option<Gate>,
}

impl Service {
    pub(crate) fn new(
        organisation: Organisation,
        settings: Settings,
        log: Log,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            organisation: Mutex::new(organisation),
            settings: Mutex::new(settings),
            script: Mutex::default(),
            log: Mutex::new(log),
            clock,
            requests: AtomicU64::new(0),
        }
    }

    /// Answers a request. A body that was too large has been dropped: `None`.
    pub(crate) fn answer(&self, request: Request<Option<Vec<u8>>>, caller: IpAddr) -> Reply {
        let too_large = request.body().is_none();
        let request = request.map(Option::unwrap_or_default);
        let received = Received::new(&request);
        let arrival = self.arrival(request, &received);

        let path = arrival.request.uri().path();
        let answer = lock(&self.script).next(path).unwrap_or_else(Answer::ordinary);
        let made = match answer.content {
            Content::Ordinary if too_large => Made::too_large(&arrival.request_id),
            Content::Ordinary => self.ordinary(&arrival, &received, caller),
            Content::Error { code, message } => {
                Made::refusal(&Refusal::plain(code, message), &arrival.request_id)
            }
            Content::Http(response) => Made { response: Some(response), ..Made::default() },
            Content::Nothing => Made::default(),
        };

        // Before the answer leaves, so that whoever has the answer finds the request in the log.
        lock(&self.log).push(arrival, made.code, made.sub_code);
        let (response, cut) = match answer.delivery {
            Delivery::Whole => (made.response, None),
            Delivery::Cut(bytes) => (made.response, Some(bytes)),
            Delivery::None => (None, None),
        };
        Reply { response, cut, gate: answer.gate }
    }

    fn arrival(&self, request: Request<Vec<u8>>, received: &Received) -> Arrival {
        // Counted and not random, so that equal runs give equal answers.
        let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        let mut secrets: Vec<_> =
            lock(&self.settings).tokens.iter().map(|token| token.expose().to_owned()).collect();
        secrets.extend(received.access_token().map(|token| token.expose().to_owned()));
        Arrival {
            at: self.clock.now(),
            request_id: format!("sandbox{number:06}"),
            request,
            secrets,
        }
    }

    fn ordinary(&self, arrival: &Arrival, received: &Received, caller: IpAddr) -> Made {
        // A copy: with both locks held, a test that takes them the other way round would stand still.
        let settings = lock(&self.settings).clone();
        let handled = match gateway::admit(&arrival.request, received, caller, &settings) {
            Ok(route) => {
                let organisation = &mut lock(&self.organisation);
                (route.handle)(&mut Call { received, organisation, settings: &settings })
            }
            Err(refused) => Err(refused),
        };
        match handled {
            Ok(outcome) => Made {
                response: Some(success(outcome.as_ref(), &arrival.request_id)),
                code: Some(0),
                sub_code: None,
            },
            Err(refused) => Made::refusal(&refused, &arrival.request_id),
        }
    }
}

/// An answer and what the log says of it.
#[derive(Default)]
struct Made {
    response: Option<Response<Vec<u8>>>,
    code: Option<i64>,
    sub_code: Option<&'static str>,
}

impl Made {
    fn refusal(refused: &Refusal, request_id: &str) -> Self {
        let (code, sub_code) = match refused {
            Refusal::Plain { code, .. } => (*code, None),
            Refusal::Wrapped { sub_code, .. } => (88, Some(*sub_code)),
        };
        Self { response: Some(refusal(refused, request_id)), code: Some(code), sub_code }
    }

    fn too_large(request_id: &str) -> Self {
        let message = format!(
            "[dingtalk-sandbox] the request body is larger than {MAX_BODY} bytes; this code is \
             the sandbox's own"
        );
        let mut made = Self::refusal(&Refusal::plain(BODY_TOO_LARGE, message), request_id);
        if let Some(response) = &mut made.response {
            *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        }
        made
    }
}
