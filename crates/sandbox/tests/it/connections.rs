//! Connections and bytes as no careful client would use them.

use std::thread;

use dingtalk_sandbox::{
    Answer, BODY_TOO_LARGE, DEFAULT_TOKEN, Gate, MAX_BODY, RecordedRequest, Sandbox,
};

use crate::raw::{Connection, FORM, JSON, LIST, LIST_IDS, PATIENCE, form, request, send};

fn list_ids(department: i64) -> Vec<u8> {
    let body = format!("access_token={DEFAULT_TOKEN}&dept_id={department}");
    request("POST", LIST_IDS, FORM, body.as_bytes())
}

#[test]
fn one_connection_serves_many_requests() {
    let sandbox = Sandbox::start().unwrap();
    let mut connection = Connection::open(sandbox.address());
    for (department, code) in [(1, 0), (5, 60003), (100, 0)] {
        connection.send(&list_ids(department)).unwrap();
        assert_eq!(connection.answer().unwrap().code(), code);
    }
}

#[test]
fn pipelined_requests_are_answered_in_their_order() {
    let sandbox = Sandbox::start().unwrap();
    let mut connection = Connection::open(sandbox.address());
    connection.send(&[list_ids(1), list_ids(5), list_ids(100)].concat()).unwrap();
    connection.close_sending_side();
    let answers = [(); 3].map(|()| connection.answer().unwrap());
    assert_eq!(answers.each_ref().map(crate::raw::Raw::code), [0, 60003, 0]);
    let ids = answers.map(|answer| answer.request_id());
    assert_eq!(ids, ["sandbox000001", "sandbox000002", "sandbox000003"]);
    assert_eq!(connection.rest(), b"");
}

#[test]
fn two_threads_at_once() {
    let sandbox = Sandbox::start().unwrap();
    let mut ids = thread::scope(|scope| {
        let work = |department: i64, members: usize| {
            let mut connection = Connection::open(sandbox.address());
            let answers = (0..200).map(move |_| {
                connection.send(&list_ids(department)).unwrap();
                let answer = connection.answer().unwrap();
                let list = answer.json()["result"]["userid_list"].as_array().unwrap().len();
                assert_eq!(list, members);
                answer.request_id()
            });
            answers.collect::<Vec<_>>()
        };
        let threads = [scope.spawn(move || work(1, 1)), scope.spawn(move || work(101, 46))];
        threads.map(|thread| thread.join().unwrap()).concat()
    });
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 400);
    assert_eq!(sandbox.requests().len(), 400);
}

#[test]
fn garbage_is_no_request() {
    let sandbox = Sandbox::start().unwrap();
    for garbage in [&b"\x16\x03\x01\x02\x00\x01\x00\xff\r\n\r\n"[..], b"hello\r\n\r\n", b"\0", b""]
    {
        let mut connection = Connection::open(sandbox.address());
        connection.send(garbage).unwrap();
        connection.close_sending_side();
        let rest = connection.rest();
        assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 400 "), "{garbage:?}: {rest:?}");
    }
    // Half a request, then nothing.
    let mut connection = Connection::open(sandbox.address());
    let half = list_ids(1);
    connection.send(&half[..half.len() - 3]).unwrap();
    connection.close_sending_side();
    assert_eq!(connection.rest(), b"");
    assert_eq!(sandbox.requests().len(), 0);
    assert_eq!(form(&sandbox, LIST_IDS, "dept_id=1").code(), 0);
}

#[test]
fn odd_targets_get_an_answer() {
    let sandbox = Sandbox::start().unwrap();
    // A successful answer to CONNECT opens a tunnel; hyper closes it, since there is none.
    for (line, start) in [
        ("OPTIONS * HTTP/1.1", "HTTP/1.1 200 OK"),
        ("GET http://a/b?%ff HTTP/1.1", "HTTP/1.1 200 OK"),
        ("HEAD / HTTP/1.0", "HTTP/1.0 200 OK"),
        ("CONNECT host:1 HTTP/1.1", ""),
    ] {
        let mut connection = Connection::open(sandbox.address());
        connection.send(format!("{line}\r\nHost: a\r\n\r\n").as_bytes()).unwrap();
        connection.close_sending_side();
        let rest = String::from_utf8(connection.rest()).unwrap();
        assert!(rest.starts_with(start), "{line}: {rest}");
    }
    let codes: Vec<_> = sandbox.requests().iter().map(RecordedRequest::code).collect();
    assert_eq!(codes, [Some(22); 4]);
}

#[test]
fn bodies_that_cannot_be_read_count_as_empty() {
    let sandbox = Sandbox::start().unwrap();
    let target = format!("{LIST_IDS}?access_token={DEFAULT_TOKEN}");
    let bodies: [&[u8]; 6] =
        [b"\xff\xfe", b"dept_id=%ff", b"{\"dept_id\":1", b"{\"dept_id\":\"\xff\"}", b"[1]", b"{}"];
    for body in bodies {
        for content_type in [FORM, JSON, "\u{7}".escape_default().to_string().as_str()] {
            let answer = send(&sandbox, &request("POST", &target, content_type, body));
            assert_eq!(answer.code(), 400_002, "{body:?}");
        }
    }
    // A token in such a body is none.
    let answer = send(&sandbox, &request("POST", LIST_IDS, JSON, b"{\"access_token\":\"x\""));
    assert_eq!(answer.json()["sub_code"], "41001");
}

#[test]
fn the_largest_body_and_one_byte_more() {
    let sandbox = Sandbox::start().unwrap();
    let fields = format!("access_token={DEFAULT_TOKEN}&dept_id=1&x=");
    for (length, status, code) in [
        (MAX_BODY, 200, 0),
        (MAX_BODY + 1, 413, BODY_TOO_LARGE),
        (8 * MAX_BODY, 413, BODY_TOO_LARGE),
    ] {
        let mut body = fields.clone().into_bytes();
        body.resize(length, b'x');
        let answer = send(&sandbox, &request("POST", LIST_IDS, FORM, &body));
        assert_eq!((answer.status, answer.code()), (status, code), "{length}");
    }
    // What was too large is not kept.
    let kept = sandbox.requests().iter().map(|request| request.body().len()).collect::<Vec<_>>();
    assert_eq!(kept, [MAX_BODY, 0, 0]);
}

#[test]
fn a_chunked_body_is_read() {
    let sandbox = Sandbox::start().unwrap();
    let target = format!("{LIST_IDS}?access_token={DEFAULT_TOKEN}");
    let head = format!("POST {target} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    let answer = send(&sandbox, format!("{head}5\r\ndept_\r\n4\r\nid=1\r\n0\r\n\r\n").as_bytes());
    assert_eq!(answer.code(), 0);
}

#[test]
fn dropping_does_not_wait_for_open_connections() {
    let sandbox = Sandbox::start().unwrap();
    let mut idle = Connection::open(sandbox.address());
    idle.send(&list_ids(1)).unwrap();
    idle.answer().unwrap();
    let mut halfway = Connection::open(sandbox.address());
    halfway.send(&list_ids(1)[..40]).unwrap();

    let address = sandbox.address();
    drop(sandbox);
    assert_eq!(idle.rest(), b"");
    assert_eq!(halfway.rest(), b"");
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn dropping_does_not_wait_for_a_gate() {
    let sandbox = Sandbox::start().unwrap();
    let gate = Gate::new();
    sandbox.answer_next(LIST, Answer::ordinary().held_at(&gate));
    let mut held = Connection::open(sandbox.address());
    let target = format!("{LIST}?access_token={DEFAULT_TOKEN}");
    held.send(&request("POST", &target, FORM, b"role_id=1203141")).unwrap();
    assert!(gate.wait_for(1, PATIENCE));
    drop(sandbox);
    assert_eq!(held.rest(), b"");
}

#[test]
fn a_port_is_taken_while_a_sandbox_runs_and_free_afterwards() {
    let sandbox = Sandbox::start().unwrap();
    let port = sandbox.address().port();
    let taken = Sandbox::builder().port(port).start().unwrap_err();
    assert_eq!(taken.kind(), std::io::ErrorKind::AddrInUse);
    drop(sandbox);
    let again = Sandbox::builder().port(port).start().unwrap();
    assert_eq!(again.url(), format!("http://127.0.0.1:{port}"));
    assert_eq!(again.host().as_str(), again.url());
}

#[test]
fn starts_and_stops_inside_an_async_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let sandbox = Sandbox::start().unwrap();
        assert_eq!(form(&sandbox, LIST_IDS, "dept_id=1").code(), 0);
    });
}
