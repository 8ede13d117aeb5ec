//! Messages in the form of work notifications.

use serde_json::{Map, Value, json};

use super::content::{ActionCard, Content, Oa};
use super::{Message, broken, unsupported};
use crate::error::Error;
use crate::limits::Limits;

impl Message {
    /// Returns the message as the parameter `msg` of a work notification.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if it exceeds a limit of work
    /// notifications, or is a [feed card](Self::feed_card). The call itself checks the limit of the whole
    /// parameter.
    pub fn to_notification(&self) -> Result<Value, Error> {
        let (name, content) = match &self.0 {
            Content::Text { content } => ("text", json!({ "content": content })),
            Content::Markdown { title, text } => {
                check(|limits| limits.max_chars("markdown.text", text, 5000))?;
                ("markdown", json!({ "title": title, "text": text }))
            }
            Content::Image { media_id } => ("image", json!({ "media_id": media_id })),
            Content::Voice { media_id, seconds } => {
                ("voice", json!({ "media_id": media_id, "duration": seconds.to_string() }))
            }
            Content::File { media_id } => ("file", json!({ "media_id": media_id })),
            Content::Link(link) => {
                let picture = link.picture.as_deref().unwrap_or_default();
                check(|limits| limits.not_empty("link.picUrl", picture))?;
                let (url, title, text) = (&link.url, &link.title, &link.text);
                let link =
                    json!({ "messageUrl": url, "picUrl": picture, "title": title, "text": text });
                ("link", link)
            }
            Content::Oa(oa) => ("oa", form(oa)),
            Content::ActionCard(card) => ("action_card", self::card(card)?),
            Content::FeedCard(_) => {
                return Err(unsupported("a feed card can only be sent by a robot"));
            }
        };
        Ok(json!({ "msgtype": name, name: content }))
    }
}

fn check(check: impl FnOnce(&mut Limits)) -> Result<(), Error> {
    let mut limits = Limits::default();
    check(&mut limits);
    broken(limits)
}

fn card(card: &ActionCard) -> Result<Value, Error> {
    let mut limits = Limits::default();
    let mut json = Map::from_iter([("markdown".to_owned(), json!(card.markdown))]);
    set(&mut json, "title", card.title.as_ref());
    match (card.layout, &*card.buttons) {
        (None, [button]) => {
            limits.max_chars("action_card.single_title", &button.title, 20);
            limits.max_chars("action_card.single_url", &button.url, 500);
            json.insert("single_title".to_owned(), json!(button.title));
            json.insert("single_url".to_owned(), json!(button.url));
        }
        (layout, buttons) => {
            for button in buttons {
                limits.max_chars("action_card.btn_json_list.title", &button.title, 20);
                limits.max_chars("action_card.btn_json_list.action_url", &button.url, 700);
            }
            let button = |it: &super::Button| json!({ "title": it.title, "action_url": it.url });
            let buttons: Value = buttons.iter().map(button).collect();
            limits.max_chars("action_card.btn_json_list", buttons.to_string(), 1000);
            let layout = layout.unwrap_or(super::Layout::Vertical).code();
            json.insert("btn_orientation".to_owned(), json!(layout));
            json.insert("btn_json_list".to_owned(), buttons);
        }
    }
    broken(limits)?;
    Ok(json.into())
}

fn form(oa: &Oa) -> Value {
    let mut body = Map::new();
    set(&mut body, "title", oa.title.as_ref());
    if !oa.form.is_empty() {
        let line = |(key, value): &(String, String)| json!({ "key": key, "value": value });
        body.insert("form".to_owned(), oa.form.iter().map(line).collect());
    }
    if let Some((number, unit)) = &oa.number {
        body.insert("rich".to_owned(), json!({ "num": number, "unit": unit }));
    }
    set(&mut body, "content", oa.content.as_ref());
    set(&mut body, "image", oa.image.as_ref());
    set(&mut body, "file_count", oa.file_count.as_ref());
    set(&mut body, "author", oa.author.as_ref());

    let mut json = Map::from_iter([("message_url".to_owned(), json!(oa.url))]);
    set(&mut json, "pc_message_url", oa.pc_url.as_ref());
    json.insert("head".to_owned(), json!({ "bgcolor": oa.head_color, "text": oa.head }));
    if let Some(bar) = &oa.status_bar {
        let mut status_bar = Map::from_iter([("status_value".to_owned(), json!(bar.text))]);
        set(&mut status_bar, "status_bg", bar.color.as_ref());
        json.insert("status_bar".to_owned(), status_bar.into());
    }
    json.insert("body".to_owned(), body.into());
    json.into()
}

/// Sets a member unless the value is `None`.
fn set(json: &mut Map<String, Value>, name: &str, value: Option<impl serde::Serialize>) {
    if let Some(value) = value {
        json.insert(name.to_owned(), json!(value));
    }
}
