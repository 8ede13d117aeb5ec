//! The bytes that the client really sends, head and body.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::thread;

use dingtalk_client::role::list_users::Page;
use dingtalk_client::{AccessToken, Client, Error, Host};
use dingtalk_tests::single_attempts;

/// Everything that one call sends, with the port replaced.
fn sent<T>(call: impl FnOnce(&Client) -> Result<T, Error>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut received = Vec::new();
        while !is_whole(&received) {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            received.extend(byte);
        }
        // Not a success of any endpoint: only the request matters here.
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        stream.read_to_end(&mut received).unwrap();
        String::from_utf8(received).unwrap()
    });
    let host = Host::custom(&format!("http://{address}")).unwrap();
    let token = AccessToken::new("tök/en");
    let client = single_attempts().host(host).token(token).user_agent("test").build().unwrap();
    assert!(call(&client).is_err());
    // Otherwise it keeps the connection for the next call.
    drop(client);
    server.join().unwrap().replace(&address.to_string(), "127.0.0.1:PORT").replace("\r\n", "\n")
}

/// Returns whether the body is as long as the head says.
fn is_whole(received: &[u8]) -> bool {
    let Some(end) = received.windows(4).position(|end| end == b"\r\n\r\n") else { return false };
    let head = str::from_utf8(&received[..end]).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    received.len() == end + 4 + length.map_or(0, |length| length.parse::<usize>().unwrap())
}

#[test]
fn a_page_of_a_role() {
    let page = Page { offset: 40, size: 20 };
    insta::assert_snapshot!(
        sent(|client| client.role().list_users(1_203_141).with_page(page).send()),
        @"
    POST /topapi/role/simplelist?access_token=t%C3%B6k%2Fen HTTP/1.1
    accept-encoding: identity
    content-length: 33
    user-agent: test
    accept: */*
    host: 127.0.0.1:PORT
    content-type: application/x-www-form-urlencoded;charset=utf-8

    role_id=1203141&size=20&offset=40
    "
    );
}

#[test]
fn lists_of_roles_and_of_users_with_chinese_ids() {
    insta::assert_snapshot!(
        sent(|client| client.role().add_to_users([1, 2], ["user 1", "张伟&co"]).send()),
        @"
    POST /topapi/role/addrolesforemps?access_token=t%C3%B6k%2Fen HTTP/1.1
    accept-encoding: identity
    content-length: 54
    user-agent: test
    accept: */*
    host: 127.0.0.1:PORT
    content-type: application/x-www-form-urlencoded;charset=utf-8

    roleIds=1%2C2&userIds=user+1%2C%E5%BC%A0%E4%BC%9F%26co
    "
    );
}

#[test]
fn a_negative_department() {
    insta::assert_snapshot!(sent(|client| client.user().list_ids(-7).send()), @"
    POST /topapi/user/listid?access_token=t%C3%B6k%2Fen HTTP/1.1
    accept-encoding: identity
    content-length: 10
    user-agent: test
    accept: */*
    host: 127.0.0.1:PORT
    content-type: application/x-www-form-urlencoded;charset=utf-8

    dept_id=-7
    ");
}
