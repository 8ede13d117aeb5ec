//! Messages in the form of group robots.

use super::content::{ActionCard, Content, FeedEntry};
use super::{Message, broken, unsupported};
use crate::error::Error;
use crate::generated::robot::send;
use crate::limits::Limits;
use crate::secret::Secret;

impl Message {
    /// Returns the request that sends the message by a robot, whose token is part of its webhook address. Set
    /// the people to mention on the request.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if robots do not support this type of
    /// message, or a card has no title.
    pub fn to_robot(&self, access_token: impl Into<Secret>) -> Result<send::Request, Error> {
        let request = |message_type| send::Request::new(access_token, message_type);
        Ok(match &self.0 {
            Content::Text { content } => {
                request("text").with_text(send::Text::new().with_content(content))
            }
            Content::Markdown { title, text } => request("markdown")
                .with_markdown(send::Markdown::new().with_title(title).with_text(text)),
            Content::Link(link) => {
                let mut sent = send::Link::new()
                    .with_message_url(&link.url)
                    .with_title(&link.title)
                    .with_text(&link.text);
                sent.picture_url.clone_from(&link.picture);
                request("link").with_link(sent)
            }
            Content::ActionCard(card) => request("actionCard").with_action_card(self::card(card)?),
            Content::FeedCard(entries) => {
                let links = entries.iter().map(entry);
                request("feedCard").with_feed_card(send::FeedCard::new().with_links(links))
            }
            Content::Image { .. } | Content::Voice { .. } | Content::File { .. } => {
                return Err(unsupported("a robot cannot send an image, a voice message or a file"));
            }
            Content::Oa(_) => return Err(unsupported("a robot cannot send a form")),
        })
    }
}

fn card(card: &ActionCard) -> Result<send::ActionCard, Error> {
    let title = card.title.as_deref().unwrap_or_default();
    let mut limits = Limits::default();
    limits.not_empty("actionCard.title", title);
    broken(limits)?;
    let sent = send::ActionCard::new().with_title(title).with_text(&card.markdown);
    Ok(match (card.layout, &*card.buttons) {
        (None, [button]) => sent.with_single_title(&button.title).with_single_url(&button.url),
        (layout, buttons) => {
            let button = |it: &super::Button| {
                send::Button::new().with_title(&it.title).with_action_url(&it.url)
            };
            let layout = layout.unwrap_or(super::Layout::Vertical).code();
            sent.with_button_orientation(layout).with_buttons(buttons.iter().map(button))
        }
    })
}

fn entry(entry: &FeedEntry) -> send::FeedLink {
    send::FeedLink::new()
        .with_title(&entry.title)
        .with_message_url(&entry.url)
        .with_picture_url(&entry.picture)
}
