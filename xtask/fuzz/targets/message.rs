//! Constructors of messages.

use dingtalk_protocol::message::{ActionCard, Button, FeedEntry, Layout, Link, Message, Oa};
use dingtalk_protocol::{AccessToken, Error, Host, encode};

/// Makes each type of message from the lines of the input, and writes the valid ones for every receiver. A
/// work notification must be an object with a member named by its type.
pub(crate) fn make(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut lines = text.lines().cycle();
    let mut next = || lines.next().unwrap_or_default();
    let buttons = (0..input.len() % 7).map(|_| Button::new(next(), next())).collect::<Vec<_>>();
    let mut oa = Oa::new(next(), next(), next());
    oa.form = vec![(next().to_owned(), next().to_owned())];
    oa.title = Some(next().to_owned());
    for message in [
        Message::text(next()),
        Message::markdown(next(), next()),
        Message::image(next()),
        Message::voice(next(), input.first().copied().unwrap_or_default()),
        Message::file(next()),
        Message::link(Link::new(next(), next(), next()).with_picture(next())),
        Message::oa(oa),
        Message::action_card(ActionCard::single(next(), Button::new(next(), next()))),
        Message::action_card(ActionCard::several(next(), Layout::Vertical, buttons)),
        Message::feed_card([FeedEntry::new(next(), next(), next())]),
    ] {
        let _ = message.map(|message| write(&message)).map_err(|error: Error| error.to_string());
    }
}

fn write(message: &Message) {
    if let Ok(json) = message.to_notification() {
        let name = json["msgtype"].as_str().expect("it names its type");
        assert!(json[name].is_object());
    }
    if let Ok(request) = message.to_robot("token") {
        encode(&request, &Host::MAINLAND, &AccessToken::new("")).expect("a message can be sent");
    }
    if let Ok(request) = message.to_scene_group("group", "robot") {
        encode(&request, &Host::MAINLAND, &AccessToken::new("t")).expect("a message can be sent");
    }
    let stored = serde_json::to_string(message).expect("a message is JSON");
    let read: Message = serde_json::from_str(&stored).expect("it is what was written");
    assert_eq!(&read, message);
}
