//! Work that needs no network: encoding and decoding.

use std::hint::black_box;

use clap::ValueEnum;
use dingtalk_client::{AccessToken, Host, Reply, Request, role};
use dingtalk_protocol::{decode, encode};

use crate::{Side, by_hand, samples};

/// What is done, over and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Work {
    /// 20 roles and 20 employees become a request, with URL and header.
    Encode,
    /// What is left of that once the body is there, by hand on either side.
    EncodeFrame,
    /// 20 kB become 100 employees with two scopes each.
    DecodePage,
    /// The same, and nothing is kept.
    WalkPage,
    /// An error of the endpoint.
    DecodeError,
    /// An error within an error of the gateway.
    DecodeWrappedError,
}

impl Work {
    pub fn name(self) -> String {
        self.to_possible_value().expect("no work is hidden").get_name().to_owned()
    }

    /// A function that does the work once. Everything that is made once is made here.
    pub fn prepare(self, side: Side) -> Box<dyn FnMut()> {
        match (self, side) {
            (Self::Encode, Side::Ours) => encode_ours(),
            (Self::Encode, Side::ByHand) => encode_by_hand(),
            (Self::EncodeFrame, _) => encode_frame(),
            (Self::DecodePage, Side::Ours) => decode_ours(samples::page()),
            (Self::DecodePage, Side::ByHand) => decode_by_hand(samples::page()),
            (Self::WalkPage, Side::Ours) => walk_ours(),
            (Self::WalkPage, Side::ByHand) => walk_by_hand(),
            (Self::DecodeError, Side::Ours) => decode_ours(samples::ERROR.to_owned()),
            (Self::DecodeError, Side::ByHand) => decode_by_hand(samples::ERROR.to_owned()),
            (Self::DecodeWrappedError, Side::Ours) => {
                decode_ours(samples::WRAPPED_ERROR.to_owned())
            }
            (Self::DecodeWrappedError, Side::ByHand) => {
                decode_by_hand(samples::WRAPPED_ERROR.to_owned())
            }
        }
    }
}

/// An answer whose body is borrowed, so that copying it is no part of the work.
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

fn encode_frame() -> Box<dyn FnMut()> {
    Box::new(move || {
        let (host, token) = (black_box(samples::HOST), black_box(samples::TOKEN));
        let path = black_box("/topapi/role/addrolesforemps");
        drop(black_box(by_hand::request(host, path, token, Vec::new())));
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

fn walk_ours() -> Box<dyn FnMut()> {
    let body = samples::page();
    Box::new(move || {
        let reply = decode::<ListUsers, _>(answer(&body)).expect("the page is good");
        for user in &reply.users {
            black_box((user.user_id.as_str(), user.name.as_deref()));
        }
    })
}

fn walk_by_hand() -> Box<dyn FnMut()> {
    let body = samples::page();
    Box::new(move || {
        let page: by_hand::Page =
            by_hand::decode(black_box(&body).as_bytes()).expect("the page is good");
        for user in &page.list {
            black_box((user.userid.as_str(), user.name.as_deref()));
        }
    })
}
