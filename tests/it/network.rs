//! Settings of the network: proxies, a path before every call, plain HTTP, kept connections.

use std::env;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use dingtalk_client::{AccessToken, ClientBuilder, ErrorKind, Host};
use dingtalk_tests::single_attempts;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"errcode\":0}";

/// Passes as many connections to `serve`. Returns the address.
fn listen<T: Send + 'static>(
    connections: usize,
    serve: fn(&mut TcpStream) -> T,
) -> (String, JoinHandle<Vec<T>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serve_all =
        move || (0..connections).map(|_| serve(&mut listener.accept().unwrap().0)).collect();
    (address, thread::spawn(serve_all))
}

/// Reads up to `end`.
fn read_until(stream: &mut TcpStream, end: &[u8]) -> String {
    let mut received = Vec::new();
    while !received.ends_with(end) {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        received.extend(byte);
    }
    String::from_utf8(received).unwrap()
}

/// Responds to one call and waits for the client to close the connection.
fn answer(stream: &mut TcpStream) -> String {
    let received = read_until(stream, b"role_id=11");
    stream.write_all(OK).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    received
}

fn builder(host: &str) -> ClientBuilder {
    let host = Host::custom(host).unwrap();
    single_attempts().host(host).token(AccessToken::new("t0ken"))
}

#[test]
fn a_path_stands_before_that_of_every_call() {
    let (address, server) = listen(1, answer);
    let client = builder(&format!("http://{address}")).path_prefix("/dingtalk/v1").build().unwrap();
    let call = client.role().delete(11);
    let uri = format!("http://{address}/dingtalk/v1/topapi/role/deleterole?access_token=***");
    assert_eq!(call.dry_run().unwrap().uri().to_string(), uri);
    call.send().unwrap();
    drop((call, client));
    let received = &server.join().unwrap()[0];
    let line = "POST /dingtalk/v1/topapi/role/deleterole?access_token=t0ken HTTP/1.1\r\n";
    assert!(received.starts_with(line), "{received}");

    for prefix in ["dingtalk", "/dingtalk/", "/", "/a?b=c", "/a#b", "/a b"] {
        let error = builder("https://example.com").path_prefix(prefix).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        assert!(error.to_string().contains("path_prefix"), "{error}");
    }
}

#[test]
fn plain_http_to_another_machine_needs_a_dangerous_word() {
    let elsewhere = || builder("http://gateway.example:8080");
    assert_eq!(elsewhere().build().unwrap_err().kind(), ErrorKind::InvalidConfiguration);
    let allowed = elsewhere().danger_allow_plain_http();
    allowed.proxy("http://proxy.example:3128").build().unwrap();
}

#[test]
fn connections_are_kept_as_long_and_as_many_as_is_said() {
    let host = |address: &str| builder(&format!("http://{address}"));
    for never in [
        |builder: ClientBuilder| builder.max_idle_connections(0),
        |builder: ClientBuilder| builder.max_idle_age(Duration::ZERO),
    ] {
        let (address, server) = listen(2, |stream| {
            read_until(stream, b"role_id=11");
            stream.write_all(OK).unwrap();
        });
        let client = never(host(&address)).build().unwrap();
        client.role().delete(11).send().unwrap();
        client.role().delete(11).send().unwrap();
        assert_eq!(server.join().unwrap().len(), 2);
    }
}

#[test]
fn a_socks_proxy_carries_the_call() {
    let (address, server) = listen(1, |stream| {
        // No authentication.
        let mut greeting = [0; 2];
        stream.read_exact(&mut greeting).unwrap();
        stream.read_exact(&mut vec![0; greeting[1].into()]).unwrap();
        stream.write_all(&[5, 0]).unwrap();
        // Connect to an IPv4 address or a name.
        let mut head = [0; 4];
        stream.read_exact(&mut head).unwrap();
        let mut length = [4];
        if head[3] == 3 {
            stream.read_exact(&mut length).unwrap();
        }
        stream.read_exact(&mut vec![0; usize::from(length[0]) + 2]).unwrap();
        stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 9]).unwrap();
        (head[0], answer(stream))
    });
    let client = builder("http://127.0.0.1:9").proxy(format!("socks5://{address}"));
    let client = client.build().unwrap();
    client.role().delete(11).send().unwrap();
    drop(client);
    let (version, received) = &server.join().unwrap()[0];
    assert_eq!(*version, 5);
    assert!(received.contains("?access_token=t0ken HTTP/1.1\r\n"), "{received}");
}

const ASKED: &str = "NETWORK_TEST_ASKS_THE_ENVIRONMENT";

#[test]
fn the_environment_is_asked_for_a_proxy_only_if_that_is_said() {
    for (asks, no_proxy, expected) in
        [(true, "", true), (true, "127.0.0.1", false), (false, "", false)]
    {
        // Refuses, once it is asked.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "network::process_with_a_proxy_in_its_environment"])
            .env_remove("ALL_PROXY")
            .env_remove("all_proxy")
            .env("HTTPS_PROXY", &proxy)
            .env("NO_PROXY", no_proxy)
            .env(ASKED, asks.to_string())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let asked = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut received = [0; 20];
            // The test itself connects when nothing else has.
            stream.read_exact(&mut received).is_ok_and(|()| received == *b"CONNECT 127.0.0.1:9 ")
        });
        assert!(child.wait().unwrap().success());
        let _ = TcpStream::connect(proxy.trim_start_matches("http://"));
        assert_eq!(asked.join().unwrap(), expected, "{asks} {no_proxy}");
    }
}

/// What runs with a proxy in its environment; nothing on its own.
#[test]
fn process_with_a_proxy_in_its_environment() {
    let Ok(asks) = env::var(ASKED) else { return };
    let client = builder("http://127.0.0.1:9");
    let client = if asks == "true" { client.proxy_from_env() } else { client };
    client.build().unwrap().role().delete(11).send().unwrap_err();
}

const REFUSES: &str = "NETWORK_TEST_REFUSES_THE_ENVIRONMENT";

/// Otherwise the calls, with their secrets, would go past the proxy.
#[test]
fn a_proxy_of_the_environment_that_cannot_be_used_is_refused() {
    for (variable, value) in [
        ("ALL_PROXY", "htp://name:pa55word@127.0.0.1:1"),
        ("ALL_PROXY", " http://127.0.0.1:1"),
        ("https_proxy", "http://"),
    ] {
        let mut command = Command::new(env::current_exe().unwrap());
        for other in ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"] {
            command.env_remove(other);
        }
        let child = command
            .args(["--exact", "network::process_with_an_unusable_proxy_in_its_environment"])
            .env(variable, value)
            .env(REFUSES, variable)
            .output()
            .unwrap();
        assert!(child.status.success(), "{value}: {child:?}");
    }
}

/// What runs with a proxy that cannot be used in its environment; nothing on its own.
#[test]
fn process_with_an_unusable_proxy_in_its_environment() {
    let Ok(variable) = env::var(REFUSES) else { return };
    let error = builder("http://127.0.0.1:9").proxy_from_env().build().unwrap_err();
    let shown = format!("{error} {error:?}");
    assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
    assert!(shown.contains(&variable) && !shown.contains("pa55word"), "{shown}");
}
