//! The exact bytes of each request, against literals typed in from the pages' curl samples.
//!
//! The samples put the token into the form; the tables, and we, put it into the query.

use dingtalk_protocol::role::{add_to_users, delete, list_users, remove_from_users};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::{AccessToken, Error, ErrorKind, Host, Request};

fn encode<R: Request>(request: &R, token: &str) -> http::Request<Vec<u8>> {
    dingtalk_protocol::encode(request, &Host::INTERNATIONAL, &AccessToken::new(token)).unwrap()
}

#[track_caller]
fn assert_bytes(http: &http::Request<Vec<u8>>, url: &str, body: &str) {
    assert_eq!(http.method(), "POST");
    assert_eq!(http.uri(), url);
    assert_eq!(String::from_utf8_lossy(http.body()), body);
    let headers: Vec<_> = http.headers().iter().collect();
    assert_eq!(headers.len(), 1, "{headers:?}");
    assert_eq!(http.headers()["content-type"], "application/x-www-form-urlencoded;charset=utf-8");
}

fn body<R: Request>(request: &R) -> String {
    String::from_utf8(encode(request, "t").into_body()).unwrap()
}

fn url(token: &str) -> String {
    encode(&delete::Request::new(1), token).uri().to_string()
}

#[test]
fn add_to_users_is_sent_as_on_the_page() {
    assert_bytes(
        &encode(&add_to_users::Request::new([1_507_113_584], ["user1"]), "8f577dxxxx76f2a3a2"),
        "https://oapi.dingtalk.io/topapi/role/addrolesforemps?access_token=8f577dxxxx76f2a3a2",
        "roleIds=1507113584&userIds=user1",
    );
}

#[test]
fn remove_from_users_is_sent_as_on_the_page() {
    assert_bytes(
        &encode(
            &remove_from_users::Request::new([1_507_113_578], ["user100"]),
            "e56eb45d-4b5a-4284-bdcf-cbc5284e188a",
        ),
        "https://oapi.dingtalk.io/topapi/role/removerolesforemps?access_token=e56eb45d-4b5a-4284-bdcf-cbc5284e188a",
        "roleIds=1507113578&userIds=user100",
    );
}

#[test]
fn list_users_is_sent_as_on_the_page() {
    let page = list_users::Page { offset: 0, size: 20 };
    assert_bytes(
        &encode(&list_users::Request::new(1_203_141).with_page(page), "d1812xxxxc53245"),
        "https://oapi.dingtalk.io/topapi/role/simplelist?access_token=d1812xxxxc53245",
        "role_id=1203141&size=20&offset=0",
    );
}

#[test]
fn list_users_without_a_page_sends_neither_size_nor_offset() {
    assert_eq!(body(&list_users::Request::new(1_203_141)), "role_id=1203141");
}

#[test]
fn delete_is_sent_as_on_the_page() {
    assert_bytes(
        &encode(&delete::Request::new(11), "f5326exxxxbe8d071"),
        "https://oapi.dingtalk.io/topapi/role/deleterole?access_token=f5326exxxxbe8d071",
        "role_id=11",
    );
}

#[test]
fn list_ids_is_sent_as_on_the_page() {
    assert_bytes(
        &encode(&list_ids::Request::new(100), "03987655-598f-4f7a-8fc3-aaf257c47c27"),
        "https://oapi.dingtalk.io/topapi/user/listid?access_token=03987655-598f-4f7a-8fc3-aaf257c47c27",
        "dept_id=100",
    );
}

#[test]
fn lists_are_joined_by_commas_in_their_order() {
    assert_eq!(
        body(&add_to_users::Request::new(
            [1_507_113_589, 1_507_113_584, 1_507_113_589],
            ["user2", "user1"]
        )),
        "roleIds=1507113589%2C1507113584%2C1507113589&userIds=user2%2Cuser1"
    );
}

#[test]
fn numbers_may_be_negative_and_wide() {
    assert_eq!(body(&list_ids::Request::new(-7)), "dept_id=-7");
    assert_eq!(body(&delete::Request::new(i64::MIN)), "role_id=-9223372036854775808");
    assert_eq!(body(&delete::Request::new(i64::MAX)), "role_id=9223372036854775807");
    assert_eq!(body(&add_to_users::Request::new([-1, 0], ["u"])), "roleIds=-1%2C0&userIds=u");
}

#[test]
fn what_means_something_in_a_form_is_escaped_in_ids() {
    for (id, escaped) in [
        ("a&userIds=b", "a%26userIds%3Db"),
        ("a+b", "a%2Bb"),
        ("a b", "a+b"),
        ("100%", "100%25"),
        ("%2C", "%252C"),
        ("a#b", "a%23b"),
        ("a/b?c", "a%2Fb%3Fc"),
        ("a;b", "a%3Bb"),
        ("\r\n", "%0D%0A"),
        ("张三", "%E5%BC%A0%E4%B8%89"),
        ("😀", "%F0%9F%98%80"),
        ("Az09-._*", "Az09-._*"),
        ("~", "%7E"),
    ] {
        let request = add_to_users::Request::new([1], [id, "z"]);
        assert_eq!(body(&request), format!("roleIds=1&userIds={escaped}%2Cz"), "{id:?}");
    }
}

#[test]
fn what_means_something_in_a_url_is_escaped_in_tokens() {
    for (token, escaped) in [
        ("a&b=c", "a%26b%3Dc"),
        ("a+b/c=", "a%2Bb%2Fc%3D"),
        ("a b", "a+b"),
        ("a%b", "a%25b"),
        ("a#b", "a%23b"),
        ("a?b", "a%3Fb"),
        ("\r\nHost: evil", "%0D%0AHost%3A+evil"),
        ("令牌", "%E4%BB%A4%E7%89%8C"),
        ("🔑", "%F0%9F%94%91"),
    ] {
        assert_eq!(
            url(token),
            format!("https://oapi.dingtalk.io/topapi/role/deleterole?access_token={escaped}")
        );
    }
}

#[test]
fn the_token_stands_in_the_query_and_nowhere_else() {
    let http = encode(&add_to_users::Request::new([1], ["u"]), "s3cr3t");
    assert_eq!(http.uri().query(), Some("access_token=s3cr3t"));
    assert!(!String::from_utf8_lossy(http.body()).contains("s3cr3t"));
    assert!(!format!("{:?}", http.headers()).contains("s3cr3t"));
}

#[test]
fn an_empty_token_is_not_sent() {
    let (host, token) = (Host::INTERNATIONAL, AccessToken::new(""));
    let error = dingtalk_protocol::encode(&delete::Request::new(1), &host, &token).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenMissing);
    assert_eq!(error.code().map(i64::from), None);
    assert!(!error.retry_advised());
}

#[test]
fn every_host_serves_the_same_paths() {
    let send = |host: &Host| {
        let token = AccessToken::new("t");
        let http = dingtalk_protocol::encode(&list_ids::Request::new(1), host, &token).unwrap();
        http.uri().to_string()
    };
    assert_eq!(
        send(&Host::INTERNATIONAL),
        "https://oapi.dingtalk.io/topapi/user/listid?access_token=t"
    );
    assert_eq!(
        send(&Host::MAINLAND),
        "https://oapi.dingtalk.com/topapi/user/listid?access_token=t"
    );
    assert_eq!(
        send(&Host::custom("http://127.0.0.1:8900/").unwrap()),
        "http://127.0.0.1:8900/topapi/user/listid?access_token=t"
    );
}

#[test]
fn custom_hosts_hold_scheme_name_and_port() {
    for (text, kept) in [
        ("https://example.com", "https://example.com"),
        ("https://example.com/", "https://example.com"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("http://localhost:8900", "http://localhost:8900"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("http://[::1]:8900/", "http://[::1]:8900"),
        ("HTTPS://example.com", "https://example.com"),
    ] {
        let host = Host::custom(text).unwrap();
        assert_eq!(host.as_str(), kept);
        assert_eq!(host.to_string(), kept);
        assert_eq!(host.is_https(), kept.starts_with("https:"));
    }
}

#[test]
fn other_custom_hosts_are_refused() {
    for text in [
        "",
        " ",
        "*",
        "/",
        "example.com",
        "example.com:443",
        "//example.com",
        "https:",
        "https://",
        "https:///",
        "https://:443",
        "https://example.com:",
        "ftp://example.com",
        "file:///etc/passwd",
        "ws://example.com",
        "https://example.com/prefix",
        "https://example.com//",
        "https://example.com?",
        "https://example.com?a=b",
        "https://example.com/?access_token=x",
        "https://example.com#",
        "https://example.com#x",
        "https://user@example.com",
        "https://user:password@example.com",
        "https://exa mple.com",
        " https://example.com",
        "https://example.com\n",
        "https://example.com\r\nX: y",
        "https://例子.中国",
        "https://::1",
        "https://[::1",
        "https://https://example.com",
    ] {
        let refused: Error = match Host::custom(text) {
            Ok(host) => panic!("{text:?} was taken as {host}"),
            Err(error) => error,
        };
        assert_eq!(refused.kind(), ErrorKind::InvalidConfiguration, "{text:?}");
    }
}

#[test]
fn only_this_machine_is_loopback() {
    for (text, loopback) in [
        ("http://localhost", true),
        ("http://LocalHost:8900", true),
        ("http://127.0.0.1:8900", true),
        ("http://127.255.0.3", true),
        ("http://[::1]:8900", true),
        ("http://localhost.example.com", false),
        ("http://127.0.0.1.example.com", false),
        ("http://example.com", false),
        ("http://10.0.0.1", false),
        ("http://0.0.0.0", false),
        ("http://[::2]", false),
        ("http://128.0.0.1", false),
    ] {
        assert_eq!(Host::custom(text).unwrap().is_loopback(), loopback, "{text}");
    }
    assert!(!Host::INTERNATIONAL.is_loopback() && !Host::MAINLAND.is_loopback());
}

#[test]
fn a_host_is_read_by_its_site_or_its_url_from_texts_and_from_serde() {
    for (text, host) in [
        ("international", Host::INTERNATIONAL),
        ("mainland", Host::MAINLAND),
        ("http://127.0.0.1:8900", Host::custom("http://127.0.0.1:8900").unwrap()),
    ] {
        assert_eq!(text.parse::<Host>().unwrap(), host);
        let json = serde_json::to_string(&host).unwrap();
        assert_eq!(json, format!("{:?}", host.as_str()));
        assert_eq!(serde_json::from_str::<Host>(&json).unwrap(), host);
        assert_eq!(serde_json::from_str::<Host>(&format!("{text:?}")).unwrap(), host);
    }
    for text in ["", "nowhere", "https://a.b/?access_token=t0ken"] {
        let error = serde_json::from_str::<Host>(&format!("{text:?}")).unwrap_err();
        assert!(
            error.to_string().contains("host") && !error.to_string().contains("t0ken"),
            "{error}"
        );
        assert!(text.parse::<Host>().is_err());
    }
}
