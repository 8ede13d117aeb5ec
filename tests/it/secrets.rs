//! No token in the text of anything.

use std::error::Error as _;
use std::time::Duration;

use dingtalk_client::{AccessToken, Error, ErrorKind, TokenCall, TokenSource, Transport};
use dingtalk_sandbox::{Answer, Sandbox};
use dingtalk_tests::single_attempts;

const TOKEN: &str = "5ecret/t0ken";
const ENCODED: &str = "5ecret%2Ft0ken";

fn assert_clean(text: &str) {
    assert!(!text.contains(TOKEN) && !text.contains(ENCODED), "{text}");
}

fn assert_error_is_clean(error: &Error) {
    assert_clean(&format!("{error} {error:?} {error:#?}"));
    let mut source = error.source();
    while let Some(error) = source {
        assert_clean(&format!("{error} {error:?}"));
        source = error.source();
    }
    for text in [error.message(), error.sub_code(), error.request_id(), error.content_type()]
        .into_iter()
        .flatten()
    {
        assert_clean(text);
    }
}

#[test]
fn client_builder_and_call_do_not_show_it() {
    let builder = single_attempts().token(AccessToken::new(TOKEN));
    assert_clean(&format!("{builder:?}"));
    let client = builder.build().unwrap();
    assert_clean(&format!("{client:?} {:?} {:?}", client.role(), client.role().delete(7)));
    assert_clean(&format!("{:?}", AccessToken::new(TOKEN)));
}

#[test]
fn an_answer_that_echoes_it_does_not_bring_it_into_the_error() {
    let sandbox = Sandbox::builder().token(TOKEN).start().unwrap();
    let client = single_attempts().host(sandbox.host()).token(sandbox.token()).build().unwrap();
    let echoes = [
        format!(r#"{{"errcode": 33011, "errmsg": "bad {TOKEN}", "request_id": "{TOKEN}"}}"#),
        format!(
            r#"{{"errcode": 88, "sub_code": "{TOKEN}", "sub_msg": "see https://x.example/?access_token={ENCODED}"}}"#
        ),
        format!(
            r#"{{"errcode": 0, "result": {{"hasMore": "{TOKEN}"}}, "request_id": "{ENCODED}"}}"#
        ),
        format!(r#"{{"errcode": "{TOKEN}"}}"#),
        format!("<html>{TOKEN}</html>"),
        TOKEN.to_owned(),
    ];
    for body in echoes {
        let answer =
            http::Response::builder().header("content-type", format!("text/{TOKEN}")).body(body);
        sandbox.answer_next("/topapi/role/simplelist", Answer::http(answer.unwrap()));
        assert_error_is_clean(&client.role().list_users(7).send().unwrap_err());
    }
}

#[test]
fn a_failed_connection_does_not_bring_it_into_the_error() {
    let sandbox = Sandbox::builder().token(TOKEN).start().unwrap();
    let client = single_attempts().host(sandbox.host()).token(sandbox.token()).build().unwrap();
    sandbox.answer_next("/topapi/role/deleterole", Answer::hang_up());
    assert_error_is_clean(&client.role().delete(7).send().unwrap_err());
    drop(sandbox);
    assert_error_is_clean(&client.role().delete(7).send().unwrap_err());
}

#[test]
fn a_token_that_fits_no_url_is_an_error_and_no_panic() {
    let sandbox = Sandbox::start().unwrap();
    let long = format!("{TOKEN}{}", "x".repeat(100_000));
    let client =
        single_attempts().host(sandbox.host()).token(AccessToken::new(long)).build().unwrap();
    assert_error_is_clean(&client.role().delete(7).send().unwrap_err());
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_source_of_tokens_is_asked_for_every_call_and_its_error_is_the_calls() {
    struct Broken;

    impl TokenSource for Broken {
        fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, Error> {
            assert!(call.host().is_loopback());
            Err(Error::new(ErrorKind::TokenUnavailable).with_detail("the vault is sealed"))
        }
    }

    let sandbox = Sandbox::start().unwrap();
    let client = single_attempts().host(sandbox.host()).token(Broken).build().unwrap();
    let error = client.role().delete(7).send().unwrap_err();
    assert_eq!(
        error.to_string(),
        "role::delete: no access token available: the vault is sealed. Find out why the source \
         of tokens fails. Nothing was sent."
    );
    // No token is fetched that no request needs.
    let error = client
        .role()
        .list_users(7)
        .with_page(dingtalk_client::role::list_users::Page { offset: 0, size: 0 });
    assert_eq!(error.send().unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_transport_that_puts_the_url_into_its_error_does_not_bring_it_out() {
    struct Talkative;

    impl Transport for Talkative {
        fn send(
            &self,
            request: http::Request<Vec<u8>>,
            _: Duration,
        ) -> Result<http::Response<Vec<u8>>, Error> {
            let detail = format!("cannot send {}", request.uri());
            Err(Error::new(ErrorKind::Connection).with_detail(detail))
        }
    }

    let client = single_attempts().token(AccessToken::new(TOKEN)).transport(Talkative);
    let error = client.build().unwrap().role().delete(7).send().unwrap_err();
    assert_error_is_clean(&error);
    assert!(error.to_string().contains("cannot send"), "{error}");
}
