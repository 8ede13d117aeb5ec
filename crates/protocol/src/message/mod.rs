//! Bodies of messages: for work notifications, for group robots, and for scene groups.
//!
//! The constructors of [`Message`] refuse what no receiver accepts. Each receiver has further limits, which
//! are checked on conversion: [`Message::to_notification`] makes the parameter `msg` of
//! `work_notification::send`, `Message::to_robot` the request of `robot::send`, and `Message::to_scene_group`
//! that of `chat::send_scene_group_message`.
//!
//! Lengths that the pages only recommend are not checked: 500 characters for a text, 1000 for the text
//! of a card, 100 for the title of a link, 50 for that of an [`Oa`].
//!
//! # Example
//!
//! ```
//! use dingtalk_protocol::message::{ActionCard, Button, Message};
//!
//! let message = Message::text("Please hand in your report.")?;
//! assert_eq!(
//!     message.to_notification()?.to_string(),
//!     r#"{"msgtype":"text","text":{"content":"Please hand in your report."}}"#
//! );
//!
//! let button = Button::new("Open", "https://open.dingtalk.com");
//! let card = ActionCard::single("## A trip to approve", button).with_title("Trip");
//! let message = Message::action_card(card)?;
//! # let _ = message;
//! // A card needs a text.
//! assert!(Message::markdown("Trip", "").is_err());
//! # Ok::<(), dingtalk_protocol::Error>(())
//! ```

mod content;
mod notification;
#[cfg(feature = "robot")]
mod robot;
#[cfg(feature = "chat")]
mod scene_group;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::generated::ids::MediaId;
use crate::kind::ErrorKind;
use crate::limits::Limits;

use content::Content;
pub use content::{ActionCard, Button, FeedEntry, Layout, Link, Oa, StatusBar};

/// The body of a message, of one of the types that the pages list.
///
/// It can be stored in any format. A stored message is checked again when it is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Content")]
pub struct Message(Content);

/// Each constructor fails with [`ErrorKind::InvalidRequest`] if a required part is empty.
impl Message {
    /// Creates a text.
    pub fn text(content: impl Into<String>) -> Result<Self, Error> {
        Self::checked(Content::Text { content: content.into() })
    }

    /// Creates a text in Markdown. The title is shown in the list of conversations.
    pub fn markdown(title: impl Into<String>, text: impl Into<String>) -> Result<Self, Error> {
        Self::checked(Content::Markdown { title: title.into(), text: text.into() })
    }

    /// Creates an image that was uploaded; only for work notifications. The page recommends 600 by 400
    /// pixels.
    pub fn image(media_id: impl Into<MediaId>) -> Result<Self, Error> {
        Self::checked(Content::Image { media_id: media_id.into() })
    }

    /// Creates a voice message that was uploaded; only for work notifications. It lasts 1 to 59 seconds.
    pub fn voice(media_id: impl Into<MediaId>, seconds: u8) -> Result<Self, Error> {
        Self::checked(Content::Voice { media_id: media_id.into(), seconds })
    }

    /// Creates a file that was uploaded, of at most 10 MB; only for work notifications.
    pub fn file(media_id: impl Into<MediaId>) -> Result<Self, Error> {
        Self::checked(Content::File { media_id: media_id.into() })
    }

    /// Creates a link with a text and perhaps a picture.
    pub fn link(link: Link) -> Result<Self, Error> {
        Self::checked(Content::Link(link))
    }

    /// Creates a form with a head and a body; only for work notifications.
    pub fn oa(oa: Oa) -> Result<Self, Error> {
        Self::checked(Content::Oa(Box::new(oa)))
    }

    /// Creates a card with one button or several.
    pub fn action_card(card: ActionCard) -> Result<Self, Error> {
        Self::checked(Content::ActionCard(card))
    }

    /// Creates a list of links with pictures; only for robots.
    pub fn feed_card(entries: impl IntoIterator<Item = FeedEntry>) -> Result<Self, Error> {
        Self::checked(Content::FeedCard(entries.into_iter().collect()))
    }

    fn checked(content: Content) -> Result<Self, Error> {
        let mut limits = Limits::default();
        content.check(&mut limits);
        broken(limits)?;
        Ok(Self(content))
    }
}

impl TryFrom<Content> for Message {
    type Error = Error;

    fn try_from(content: Content) -> Result<Self, Error> {
        Self::checked(content)
    }
}

/// Returns an error if limits are violated.
fn broken(limits: Limits) -> Result<(), Error> {
    let violations = limits.into_violations();
    if violations.is_empty() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidRequest).with_violations(violations))
}

/// Returns the error for a message that its receiver does not support.
fn unsupported(detail: &'static str) -> Error {
    Error::new(ErrorKind::InvalidRequest).with_detail(detail)
}
