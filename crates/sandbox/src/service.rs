//! Request handling, in this order: script, faults, gateway, organisation, log.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use dingtalk_protocol::server::Received;
use http::{Request, Response, StatusCode};

use crate::answer::{Content, Delivery, Script};
use crate::endpoints::{Call, Work, is_token_path, is_without_request_id, secrets_of};
use crate::examples;
use crate::fault::{Faults, Scene};
use crate::gateway::Gateway;
use crate::history::History;
use crate::limits::Limits;
use crate::log::{Arrival, Log};
use crate::settings::{BODY_TOO_LARGE, MAX_BODY, Settings};
use crate::tokens::Tokens;
use crate::wire::{Message, Refusal, Shape, write};
use crate::{Answer, Clock, Fault, Gate, Organisation, lock};

/// State shared between the server and the tests. Each part has its own lock, and no lock is held while
/// a response waits or is sent.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) organisation: Mutex<Organisation>,
    pub(crate) history: Mutex<History>,
    pub(crate) settings: Mutex<Settings>,
    pub(crate) tokens: Mutex<Tokens>,
    pub(crate) limits: Mutex<Limits>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) script: Mutex<Script>,
    pub(crate) log: Mutex<Log>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) token_requests: AtomicU64,
    pub(crate) requests: AtomicU64,
}

/// A response, and how it reaches the caller.
pub(crate) struct Reply {
    /// `None` if the connection is closed instead.
    pub(crate) response: Option<Response<Vec<u8>>>,
    pub(crate) delivery: Delivery,
    /// Gate that delays the response, if there is one.
    pub(crate) gate: Option<Gate>,
}

impl Service {
    /// Handles a request. The body is `None` if it was too large.
    pub(crate) fn answer(&self, request: Request<Option<Vec<u8>>>, caller: IpAddr) -> Reply {
        let too_large = request.body().is_none();
        let request = request.map(Option::unwrap_or_default);
        let received = Received::new(&request);
        let arrival = self.arrival(request, &received);
        let ordinary = || {
            if too_large {
                return too_large_message();
            }
            self.ordinary(&arrival, &received, caller)
        };

        let answer = self.next_answer(arrival.request.uri().path());
        let made = match answer.content {
            Content::Ordinary => {
                let mut made = Made::of(&ordinary(), &arrival, Shape::Ordinary);
                if let Some(response) = made.response.as_mut().filter(|_| too_large) {
                    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
                }
                made
            }
            Content::Error { code, message } => {
                let message = Message::Refused(Refusal::plain(code, message));
                Made::of(&message, &arrival, Shape::Ordinary)
            }
            Content::Fault(fault) => self.faulty(&fault, &arrival, caller, ordinary),
            Content::Http(response) => Made { response: Some(response), ..Made::default() },
            Content::Nothing => Made::default(),
        };

        // Logged before the response is sent, so that a test that has the response finds the request in
        // the log.
        lock(&self.log).push(arrival, made.code, made.sub_code);
        let delivery = answer.delivery;
        let lost = matches!(delivery, Delivery::None | Delivery::Reset);
        Reply { response: made.response.filter(|_| !lost), delivery, gate: answer.gate }
    }

    fn arrival(&self, request: Request<Vec<u8>>, received: &Received) -> Arrival {
        // Counted and not random, so that equal runs give equal responses.
        let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        if is_token_path(request.uri().path()) {
            self.token_requests.fetch_add(1, Ordering::Relaxed);
        }
        let mut secrets: Vec<_> = lock(&self.tokens).secrets().collect();
        let names = ["access_token", "appsecret"].into_iter();
        let names = names.chain(secrets_of(request.uri().path()));
        let sent = names.filter_map(|name| received.text(name));
        secrets.extend(sent.map(str::to_owned));
        Arrival {
            at: self.clock.now(),
            request_id: format!("sandbox{number:06}"),
            request,
            secrets,
        }
    }

    fn next_answer(&self, path: &str) -> Answer {
        // The plan comes first, so that it counts every request, although answers that were set take
        // precedence over its faults.
        let fault = lock(&self.faults).next(path);
        let ordered = lock(&self.script).next(path);
        ordered.or_else(|| fault.map(Answer::fault)).unwrap_or_else(Answer::ordinary)
    }

    fn faulty(
        &self,
        fault: &Fault,
        arrival: &Arrival,
        caller: IpAddr,
        ordinary: impl FnOnce() -> Message,
    ) -> Made {
        lock(&self.faults).count(fault);
        let applied = fault.is_applied().then(ordinary);
        if let Some(page) = fault.page() {
            return Made { response: Some(page), ..Made::default() };
        }
        let scene = Scene { path: arrival.request.uri().path(), caller, now: arrival.at };
        let Some(message) = fault.message(&scene).or(applied) else { return Made::default() };
        let mut made = Made::of(&message, arrival, fault.shape());
        if let Some(response) = &mut made.response {
            fault.damage(response);
        }
        made
    }

    fn ordinary(&self, arrival: &Arrival, received: &Received, caller: IpAddr) -> Message {
        // A copy: if both locks were held, a test that takes them in the other order would deadlock.
        let settings = lock(&self.settings).clone();
        let route = {
            let tokens = &mut lock(&self.tokens);
            let limits = &mut lock(&self.limits);
            let now = arrival.at;
            let mut gateway = Gateway { settings: &settings, tokens, limits, now };
            match gateway.admit(&arrival.request, received, caller) {
                Ok(Work::Token) => return gateway.issue(received),
                Ok(Work::Example(endpoint)) => {
                    return examples::answer(endpoint, &arrival.request, gateway.tokens);
                }
                Ok(Work::Robot { handle } | Work::Call { handle, .. }) => handle,
                Err(refused) => return refused,
            }
        };
        let organisation = &mut lock(&self.organisation);
        let history = &mut lock(&self.history);
        match route(&mut Call {
            received,
            organisation,
            settings: &settings,
            history,
            now: arrival.at,
            request_id: &arrival.request_id,
        }) {
            Ok(outcome) => Message::Success(outcome),
            Err(refused) => Message::Refused(refused),
        }
    }
}

/// A response, and its codes for the log.
#[derive(Default)]
struct Made {
    response: Option<Response<Vec<u8>>>,
    code: Option<i64>,
    sub_code: Option<&'static str>,
}

impl Made {
    fn of(message: &Message, arrival: &Arrival, shape: Shape) -> Self {
        let (code, sub_code) = match message {
            _ if shape == Shape::WithoutCode => (None, None),
            Message::Success(_) | Message::Example(_) | Message::Token { .. } => (Some(0), None),
            Message::Banned => (None, None),
            Message::Refused(refusal) => {
                let (code, sub_code) = refusal.codes();
                (Some(code), sub_code)
            }
        };
        let is_without = is_without_request_id(arrival.request.uri().path());
        let request_id = (!is_without).then_some(arrival.request_id.as_str());
        Self { response: Some(write(message, request_id, shape)), code, sub_code }
    }
}

fn too_large_message() -> Message {
    let message = format!(
        "[dingtalk-sandbox] the request body is larger than {MAX_BODY} bytes; this code is \
         the sandbox's own"
    );
    Message::Refused(Refusal::plain(BODY_TOO_LARGE, message))
}
