//! Requests to a callback address.

use std::sync::LazyLock;

use dingtalk_protocol::callback::{Callback, Event, Query};

static CALLBACK: LazyLock<Callback> = LazyLock::new(|| {
    Callback::new("123456", "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij", "suite4xxxxxxxxxxxxxxx")
        .expect("the vendor's own sample")
});

/// Uses the input as a query followed, after the first line, by a body; as a body that is signed here; and as
/// the text of an event.
pub(crate) fn receive(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (query, body) = text.split_once('\n').unwrap_or((&text, ""));
    if let Ok(query) = Query::parse(query) {
        let _ = CALLBACK.open(&query, body.as_bytes()).map_err(|error| error.to_string());
    }
    let mut random = [0; 16];
    let length = input.len().min(16);
    random[..length].copy_from_slice(&input[..length]);
    let sealed = CALLBACK.seal(&text, query, body, random);
    let signed = Query::new(&*sealed.msg_signature, &*sealed.timestamp, &*sealed.nonce);
    let delivery = CALLBACK.open(&signed, sealed.to_json().as_bytes()).expect("it was just sealed");
    assert_eq!(delivery.text(), text);
    let _ = delivery.signed_at();
    if let Err(error) = Event::parse(&text).map(|event| format!("{event:?}")) {
        let _ = error.to_string();
    }
}
