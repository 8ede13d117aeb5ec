//! Requests that are built and shown, and not sent.

use dingtalk_client::auth::get_token;
use dingtalk_client::role::list_users::Page;
use dingtalk_client::{Call, Client, ErrorKind, Host};

use crate::policy::support::Bench;

fn client(bench: &Bench) -> Client {
    bench.builder().app("key", "5ecret").build().unwrap()
}

fn shown(http: &dingtalk_client::http::Request<Vec<u8>>) -> String {
    let body = str::from_utf8(http.body()).unwrap();
    let text = format!("{} {} {:?}", http.method(), http.uri(), http.headers());
    assert!(!format!("{text} {http:?} {body}").contains("5ecret"));
    format!("{} {} {body}", http.method(), http.uri())
}

#[test]
fn a_dry_run_shows_the_request_without_its_token_and_sends_nothing() {
    let bench = Bench::silent();
    let client = client(&bench);
    let http = client.role().delete(11).dry_run().unwrap();
    assert_eq!(
        shown(&http),
        "POST https://oapi.dingtalk.com/topapi/role/deleterole?access_token=*** role_id=11"
    );
    assert_eq!(http.headers()["content-type"], "application/x-www-form-urlencoded;charset=utf-8");
    assert_eq!(http.headers().len(), 1);

    let page = Page { offset: 20, size: 10 };
    let http = client.role().list_users(7).with_page(page).dry_run().unwrap();
    assert_eq!(
        shown(&http),
        "POST https://oapi.dingtalk.com/topapi/role/simplelist?access_token=*** \
         role_id=7&size=10&offset=20"
    );
    let http = client.role().add_to_users([1, 2], ["user1", "张伟"]).dry_run().unwrap();
    assert_eq!(
        shown(&http),
        "POST https://oapi.dingtalk.com/topapi/role/addrolesforemps?access_token=*** \
         roleIds=1%2C2&userIds=user1%2C%E5%BC%A0%E4%BC%9F"
    );
    assert!(bench.events().is_empty());
}

#[test]
fn a_dry_run_shows_the_host_of_the_client() {
    let bench = Bench::silent();
    let client = bench.builder().host(Host::INTERNATIONAL).build().unwrap();
    assert_eq!(
        shown(&client.user().list_ids(1).dry_run().unwrap()),
        "POST https://oapi.dingtalk.io/topapi/user/listid?access_token=*** dept_id=1"
    );
}

#[test]
fn a_dry_run_checks_limits() {
    let bench = Bench::silent();
    let client = client(&bench);
    let error = client.role().add_to_users(1..=21, ["user1", ""]).dry_run().unwrap_err();
    assert_eq!((error.kind(), error.violations().len()), (ErrorKind::InvalidRequest, 2));
    assert!(bench.events().is_empty());
}

#[test]
fn a_dry_run_of_a_fetch_hides_the_secret_of_the_app() {
    let bench = Bench::silent();
    let client = client(&bench);
    let call = Call::new(&client, get_token::Request::new("key", "5ecret"));
    let http = call.dry_run().unwrap();
    assert_eq!(shown(&http), "GET https://oapi.dingtalk.com/gettoken?appkey=key&appsecret=*** ");
    assert!(http.headers().is_empty());
    assert!(bench.events().is_empty());
}
