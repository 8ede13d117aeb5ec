//! Work that needs no network: encoding and decoding.

use std::hint::black_box;

use clap::ValueEnum;
use dingtalk_client::{AccessToken, Host, Reply, Request, role};
use dingtalk_protocol::{decode, encode};

use crate::{Side, by_hand, samples};

/// A piece of work that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Work {
    /// Encodes 20 roles and 20 users as a request, with URL and header.
    Encode,
    /// Decodes 20 kB to 100 users with two scopes each.
    DecodePage,
    /// Decodes an error of the endpoint.
    DecodeError,
    /// Decodes an error that the gateway wraps.
    DecodeWrappedError,
}

impl Work {
    /// Returns the name in command lines and reports.
    pub fn name(self) -> String {
        self.to_possible_value().expect("no work is hidden").get_name().to_owned()
    }

    /// Returns a function that does the work once. One-time preparation is done here.
    pub fn prepare(self, side: Side) -> Box<dyn FnMut()> {
        let answer = match self {
            Self::Encode => match side {
                Side::Ours => return encode_ours(),
                Side::ByHand => return encode_by_hand(),
            },
            Self::DecodePage => samples::page(),
            Self::DecodeError => samples::ERROR.to_owned(),
            Self::DecodeWrappedError => samples::WRAPPED_ERROR.to_owned(),
        };
        match side {
            Side::Ours => decode_ours(answer),
            Side::ByHand => decode_by_hand(answer),
        }
    }
}

/// Returns an answer with a borrowed body, so that copying is not part of the work.
pub fn answer(body: &str) -> http::Response<&[u8]> {
    http::Response::new(black_box(body).as_bytes())
}

fn encode_ours() -> Box<dyn FnMut()> {
    let request = role::add_to_users::Request::new(samples::role_ids(), samples::user_ids());
    let (host, token) = (Host::INTERNATIONAL, AccessToken::new(samples::TOKEN));
    Box::new(move || {
        let request = encode(black_box(&request), black_box(&host), black_box(&token));
        drop(black_box(request));
    })
}

fn encode_by_hand() -> Box<dyn FnMut()> {
    let (role_ids, user_ids) = (samples::role_ids(), samples::user_ids());
    Box::new(move || {
        let (host, token) = (black_box(samples::HOST), black_box(samples::TOKEN));
        let (role_ids, user_ids) = (black_box(&role_ids), black_box(&user_ids));
        drop(black_box(by_hand::add_to_users(host, token, role_ids, user_ids)));
    })
}

type ListUsers = role::list_users::Request;
type UsersReply<'a> = Reply<<ListUsers as Request>::Response, &'a [u8]>;

fn decode_ours(body: String) -> Box<dyn FnMut()> {
    Box::new(move || {
        let reply: Result<UsersReply<'_>, _> = decode::<ListUsers, _>(answer(&body));
        drop(black_box(reply));
    })
}

fn decode_by_hand(body: String) -> Box<dyn FnMut()> {
    Box::new(move || {
        drop(black_box(by_hand::decode::<by_hand::Page>(black_box(&body).as_bytes())));
    })
}
