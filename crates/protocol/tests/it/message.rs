//! The bodies of messages, with the examples of the pages.

use dingtalk_protocol::message::{
    ActionCard, Button, FeedEntry, Layout, Link, Message, Oa, StatusBar,
};
use dingtalk_protocol::{Error, ErrorKind};
use serde_json::json;

fn links() -> Link {
    Link::new("http://s.dingtalk.com/market/dingtalk/error_code.php", "测试", "测试")
}

fn two_buttons() -> ActionCard {
    let buttons = [("一个按钮", "https://www.taobao.com"), ("两个按钮", "https://www.tmall.com")];
    let buttons = buttons.map(|(title, url)| Button::new(title, url));
    ActionCard::several("支持markdown格式的正文内容", Layout::Horizontal, buttons)
        .with_title("是透出到会话列表和通知的文案")
}

fn one_button() -> ActionCard {
    let button = Button::new("查看详情", "https://open.dingtalk.com");
    ActionCard::single("支持markdown格式的正文内容", button)
        .with_title("是透出到会话列表和通知的文案")
}

fn form() -> Oa {
    let mut oa = Oa::new("http://dingtalk.com", "头部标题", "FFBBBBBB");
    oa.title = Some("正文标题".to_owned());
    oa.form = vec![("姓名:".to_owned(), "张三".to_owned()), ("年龄:".to_owned(), "20".to_owned())];
    oa.number = Some(("15.6".to_owned(), "元".to_owned()));
    oa.content = Some("大段文本".to_owned());
    oa.image = Some("@lADOADmaWMzazQKA".into());
    oa.file_count = Some("3".to_owned());
    oa.author = Some("李四 ".to_owned());
    oa
}

fn feed() -> Result<Message, Error> {
    Message::feed_card([FeedEntry::new(
        "时代的火车",
        "https://www.dingtalk.com/",
        "https://img.alicdn.com/1.png",
    )])
}

#[test]
fn notifications_are_written_as_on_the_page() {
    for (message, expected) in [
        (
            Message::text("月会通知"),
            json!({ "msgtype": "text", "text": { "content": "月会通知" } }),
        ),
        (
            Message::image("@lADOADmaWMzazQKA"),
            json!({ "msgtype": "image", "image": { "media_id": "@lADOADmaWMzazQKA" } }),
        ),
        (
            Message::voice("@lADOADmaWMzazQKA", 10),
            json!({ "msgtype": "voice", "voice": { "media_id": "@lADOADmaWMzazQKA", "duration": "10" } }),
        ),
        (
            Message::file("MEDIA_ID"),
            json!({ "msgtype": "file", "file": { "media_id": "MEDIA_ID" } }),
        ),
        (
            Message::link(links().with_picture("@lALOACZwe2Rk")),
            json!({ "msgtype": "link", "link": {
                "messageUrl": "http://s.dingtalk.com/market/dingtalk/error_code.php",
                "picUrl": "@lALOACZwe2Rk",
                "title": "测试",
                "text": "测试",
            } }),
        ),
        (
            Message::oa(form()),
            json!({ "msgtype": "oa", "oa": {
                "message_url": "http://dingtalk.com",
                "head": { "bgcolor": "FFBBBBBB", "text": "头部标题" },
                "body": {
                    "title": "正文标题",
                    "form": [{ "key": "姓名:", "value": "张三" }, { "key": "年龄:", "value": "20" }],
                    "rich": { "num": "15.6", "unit": "元" },
                    "content": "大段文本",
                    "image": "@lADOADmaWMzazQKA",
                    "file_count": "3",
                    "author": "李四 ",
                },
            } }),
        ),
        (
            Message::markdown("首屏会话透出的展示内容", "# 标题"),
            json!({ "msgtype": "markdown", "markdown": {
                "title": "首屏会话透出的展示内容",
                "text": "# 标题",
            } }),
        ),
        (
            Message::action_card(one_button()),
            json!({ "msgtype": "action_card", "action_card": {
                "title": "是透出到会话列表和通知的文案",
                "markdown": "支持markdown格式的正文内容",
                "single_title": "查看详情",
                "single_url": "https://open.dingtalk.com",
            } }),
        ),
        (
            Message::action_card(two_buttons()),
            json!({ "msgtype": "action_card", "action_card": {
                "title": "是透出到会话列表和通知的文案",
                "markdown": "支持markdown格式的正文内容",
                "btn_orientation": "1",
                "btn_json_list": [
                    { "title": "一个按钮", "action_url": "https://www.taobao.com" },
                    { "title": "两个按钮", "action_url": "https://www.tmall.com" },
                ],
            } }),
        ),
    ] {
        assert_eq!(message.unwrap().to_notification().unwrap(), expected);
    }
}

#[test]
fn what_a_form_does_not_have_is_not_sent() {
    let mut oa = Oa::new("http://dingtalk.com", "头部标题", "FFBBBBBB");
    oa.pc_url = Some("http://dingtalk.com/pc".to_owned());
    oa.status_bar = Some(StatusBar::new("进行中").with_color("0xFFF65E5E"));
    let expected = json!({ "msgtype": "oa", "oa": {
        "message_url": "http://dingtalk.com",
        "pc_message_url": "http://dingtalk.com/pc",
        "head": { "bgcolor": "FFBBBBBB", "text": "头部标题" },
        "status_bar": { "status_value": "进行中", "status_bg": "0xFFF65E5E" },
        "body": {},
    } });
    assert_eq!(Message::oa(oa).unwrap().to_notification().unwrap(), expected);
}

/// The error says that `field` is wrong.
#[track_caller]
fn assert_names<T: std::fmt::Debug>(result: Result<T, Error>, field: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let fields: Vec<_> = error.violations().iter().map(|violation| violation.field).collect();
    assert_eq!(fields, [field]);
}

#[test]
fn nothing_is_made_without_what_it_needs() {
    assert_names(Message::text(""), "text.content");
    assert_names(Message::markdown("", "a"), "markdown.title");
    assert_names(Message::markdown("a", ""), "markdown.text");
    assert_names(Message::image(""), "image.media_id");
    assert_names(Message::voice("", 1), "voice.media_id");
    assert_names(Message::voice("@a", 0), "voice.duration");
    assert_names(Message::voice("@a", 60), "voice.duration");
    assert!(Message::voice("@a", 59).is_ok());
    assert_names(Message::file(""), "file.media_id");
    assert_names(Message::link(Link::new("", "a", "b")), "link.messageUrl");
    assert_names(Message::link(Link::new("u", "", "b")), "link.title");
    assert_names(Message::link(Link::new("u", "a", "")), "link.text");
    assert_names(Message::oa(Oa::new("", "a", "FFBBBBBB")), "oa.message_url");
    assert_names(Message::oa(Oa::new("u", "", "FFBBBBBB")), "oa.head.text");
    assert_names(Message::oa(Oa::new("u", "a", "FFBBBBB")), "oa.head.bgcolor");
    assert_names(Message::oa(Oa::new("u", "a", "0xFFBBBBBB")), "oa.head.bgcolor");
    let button = || Button::new("a", "u");
    let card = |card| Message::action_card(card);
    assert_names(card(ActionCard::single("", button())), "action_card.markdown");
    assert_names(
        card(ActionCard::single("t", Button::new("", "u"))),
        "action_card.btn_json_list.title",
    );
    let without_address =
        ActionCard::several("t", Layout::Vertical, [button(), Button::new("a", "")]);
    assert_names(card(without_address), "action_card.btn_json_list.action_url");
    assert_names(card(ActionCard::several("t", Layout::Vertical, [])), "action_card.btn_json_list");
    assert_names(Message::feed_card([]), "feedCard.links");
    assert_names(Message::feed_card([FeedEntry::new("", "u", "p")]), "feedCard.links.title");
    assert_names(Message::feed_card([FeedEntry::new("t", "", "p")]), "feedCard.links.messageURL");
    assert_names(Message::feed_card([FeedEntry::new("t", "u", "")]), "feedCard.links.picURL");
}

#[test]
fn a_notification_keeps_the_limits_of_its_page() {
    let sent = |message: Result<Message, Error>| message.unwrap().to_notification();
    assert!(sent(Message::markdown("a", "好".repeat(5000))).is_ok());
    assert_names(sent(Message::markdown("a", "好".repeat(5001))), "markdown.text");
    assert_names(sent(Message::link(links())), "link.picUrl");
    let card = |title: usize, url: usize| {
        let button = Button::new("好".repeat(title), "u".repeat(url));
        sent(Message::action_card(ActionCard::single("t", button)))
    };
    assert!(card(20, 500).is_ok());
    assert_names(card(21, 500), "action_card.single_title");
    assert_names(card(20, 501), "action_card.single_url");
    let cards = |title: usize, url: usize, count: usize| {
        let button = Button::new("好".repeat(title), "u".repeat(url));
        let card = ActionCard::several("t", Layout::Vertical, vec![button; count]);
        sent(Message::action_card(card))
    };
    assert!(cards(20, 700, 1).is_ok());
    assert_names(cards(21, 1, 1), "action_card.btn_json_list.title");
    assert_names(cards(1, 701, 1), "action_card.btn_json_list.action_url");
    assert_names(cards(20, 500, 2), "action_card.btn_json_list");
    let error = sent(feed()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("a feed card can only be sent by a robot"), "{error}");
}

#[test]
fn messages_are_stored_in_any_format_and_checked_when_they_are_read() {
    for message in [
        Message::text("月会通知"),
        Message::voice("@a", 10),
        Message::link(links()),
        Message::oa(form()),
        Message::action_card(two_buttons()),
        feed(),
    ] {
        let message = message.unwrap();
        let bytes = postcard::to_allocvec(&message).unwrap();
        assert_eq!(postcard::from_bytes::<Message>(&bytes).unwrap(), message);
        let text = toml::to_string(&message).unwrap();
        assert_eq!(toml::from_str::<Message>(&text).unwrap(), message);
    }
    let empty = json!({ "Text": { "content": "" } });
    let error = serde_json::from_value::<Message>(empty).unwrap_err();
    assert!(error.to_string().contains("text.content is required"), "{error}");
}

#[cfg(feature = "robot")]
mod robot {
    use super::*;
    use dingtalk_protocol::{AccessToken, Host, encode};

    /// Returns the body that a robot sends.
    fn body(message: Result<Message, Error>) -> serde_json::Value {
        let request = message.unwrap().to_robot("BE3xxxx").unwrap();
        let http = encode(&request, &Host::MAINLAND, &AccessToken::new("")).unwrap();
        serde_json::from_slice(http.body()).unwrap()
    }

    #[test]
    fn a_robot_sends_what_its_page_shows() {
        let text = json!({ "msgtype": "text", "text": { "content": "月会通知" } });
        assert_eq!(body(Message::text("月会通知")), text);
        let markdown = json!({ "msgtype": "markdown", "markdown": { "title": "a", "text": "b" } });
        assert_eq!(body(Message::markdown("a", "b")), markdown);
        let link = json!({ "msgtype": "link", "link": {
            "messageUrl": "http://s.dingtalk.com/market/dingtalk/error_code.php",
            "title": "测试",
            "text": "测试",
        } });
        assert_eq!(body(Message::link(links())), link);
        let card = json!({ "msgtype": "actionCard", "actionCard": {
            "title": "是透出到会话列表和通知的文案",
            "text": "支持markdown格式的正文内容",
            "singleTitle": "查看详情",
            "singleURL": "https://open.dingtalk.com",
        } });
        assert_eq!(body(Message::action_card(one_button())), card);
        let cards = json!({ "msgtype": "actionCard", "actionCard": {
            "title": "是透出到会话列表和通知的文案",
            "text": "支持markdown格式的正文内容",
            "btnOrientation": "1",
            "btns": [
                { "title": "一个按钮", "actionURL": "https://www.taobao.com" },
                { "title": "两个按钮", "actionURL": "https://www.tmall.com" },
            ],
        } });
        assert_eq!(body(Message::action_card(two_buttons())), cards);
        let feed_card = json!({ "msgtype": "feedCard", "feedCard": { "links": [{
            "title": "时代的火车",
            "messageURL": "https://www.dingtalk.com/",
            "picURL": "https://img.alicdn.com/1.png",
        }] } });
        assert_eq!(body(feed()), feed_card);
    }

    #[test]
    fn a_robot_refuses_what_its_page_does_not_have() {
        for message in [
            Message::image("@a"),
            Message::voice("@a", 1),
            Message::file("@a"),
            Message::oa(form()),
        ] {
            let error = message.unwrap().to_robot("BE3xxxx").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(error.to_string().contains("a robot cannot send"), "{error}");
        }
        let card = ActionCard::single("t", Button::new("a", "u"));
        assert_names(Message::action_card(card).unwrap().to_robot("BE3xxxx"), "actionCard.title");
    }
}

#[cfg(feature = "chat")]
#[test]
fn scene_groups_are_sent_the_templates_of_internal_apps() {
    let group =
        |message: Message| message.to_scene_group("3mwsbxxxfe==", "iuEkXlixxx1002").unwrap();
    for (message, template, variables) in [
        (Message::text("测试消息~"), "text", json!({ "content": "测试消息~" })),
        (
            Message::markdown("标题", "# 测试内容"),
            "markdown",
            json!({ "title": "标题", "markdown_content": "# 测试内容" }),
        ),
        (
            Message::action_card(one_button()),
            "action_card",
            json!({
                "title": "是透出到会话列表和通知的文案",
                "markdown": "支持markdown格式的正文内容",
                "btn_title_1": "查看详情",
                "action_url_1": "https://open.dingtalk.com",
            }),
        ),
        (
            Message::action_card(two_buttons()),
            "action_card",
            json!({
                "title": "是透出到会话列表和通知的文案",
                "markdown": "支持markdown格式的正文内容",
                // On this page 2 is side by side, where robots have 1.
                "btn_orientation": "2",
                "btn_title_1": "一个按钮",
                "action_url_1": "https://www.taobao.com",
                "btn_title_2": "两个按钮",
                "action_url_2": "https://www.tmall.com",
            }),
        ),
    ] {
        let request = group(message.unwrap());
        assert_eq!(request.message_template_id, format!("inner_app_template_{template}"));
        let sent: serde_json::Value = serde_json::from_str(&request.variables.unwrap()).unwrap();
        assert_eq!((sent, request.media_variables), (variables, None));
    }
    let request = group(Message::image("@lAjPDxxx").unwrap());
    assert_eq!(request.message_template_id, "inner_app_template_photo");
    assert_eq!(request.media_variables.unwrap(), r#"{"img_media_id":"@lAjPDxxx"}"#);
    assert_eq!(request.variables, None);
}

#[cfg(feature = "chat")]
#[test]
fn a_scene_group_refuses_what_its_templates_cannot_show() {
    let buttons =
        (1..=5).map(|number| Button::new(format!("{number}"), "https://open.dingtalk.com"));
    let card = ActionCard::several("text", Layout::Vertical, buttons);
    let card = Message::action_card(card).unwrap();
    assert_names(card.to_scene_group("group", "robot"), "action_card.buttons");
    for message in [feed(), Message::oa(form()), Message::link(links()), Message::file("@1")] {
        let error = message.unwrap().to_scene_group("group", "robot").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}
