//! Contents of messages.

use serde::{Deserialize, Serialize};

use crate::generated::ids::MediaId;
use crate::limits::Limits;

/// The content of a message in its stored form, which is not the form sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Content {
    Text { content: String },
    Markdown { title: String, text: String },
    Image { media_id: MediaId },
    Voice { media_id: MediaId, seconds: u8 },
    File { media_id: MediaId },
    Link(Link),
    Oa(Box<Oa>),
    ActionCard(ActionCard),
    FeedCard(Vec<FeedEntry>),
}

impl Content {
    /// Checks the limits that apply to every receiver.
    pub(super) fn check(&self, limits: &mut Limits) {
        match self {
            Self::Text { content } => limits.not_empty("text.content", content),
            Self::Markdown { title, text } => {
                limits.not_empty("markdown.title", title);
                limits.not_empty("markdown.text", text);
            }
            Self::Image { media_id } => limits.not_empty("image.media_id", media_id),
            Self::Voice { media_id, seconds } => {
                limits.not_empty("voice.media_id", media_id);
                limits.min("voice.duration", i64::from(*seconds), 1);
                limits.max("voice.duration", i64::from(*seconds), 59);
            }
            Self::File { media_id } => limits.not_empty("file.media_id", media_id),
            Self::Link(link) => {
                limits.not_empty("link.messageUrl", &link.url);
                limits.not_empty("link.title", &link.title);
                limits.not_empty("link.text", &link.text);
            }
            Self::Oa(oa) => {
                limits.not_empty("oa.message_url", &oa.url);
                limits.min_chars("oa.head.bgcolor", &oa.head_color, 8);
                limits.max_chars("oa.head.bgcolor", &oa.head_color, 8);
                limits.not_empty("oa.head.text", &oa.head);
            }
            Self::ActionCard(card) => {
                limits.not_empty("action_card.markdown", &card.markdown);
                limits.not_empty_list("action_card.btn_json_list", &card.buttons);
                for button in &card.buttons {
                    limits.not_empty("action_card.btn_json_list.title", &button.title);
                    limits.not_empty("action_card.btn_json_list.action_url", &button.url);
                }
            }
            Self::FeedCard(entries) => {
                limits.not_empty_list("feedCard.links", entries);
                for entry in entries {
                    limits.not_empty("feedCard.links.title", &entry.title);
                    limits.not_empty("feedCard.links.messageURL", &entry.url);
                    limits.not_empty("feedCard.links.picURL", &entry.picture);
                }
            }
        }
    }
}

/// A link with a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Link {
    /// Address that opens on a click.
    pub url: String,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// The picture beside the text: a media ID, or an address. Work notifications need one.
    pub picture: Option<String>,
}

impl Link {
    /// Creates a link without a picture.
    pub fn new(url: impl Into<String>, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { url: url.into(), title: title.into(), text: text.into(), picture: None }
    }

    /// Sets the picture.
    #[must_use]
    pub fn with_picture(mut self, picture: impl Into<String>) -> Self {
        self.picture = Some(picture.into());
        self
    }
}

/// A card with one button that covers the whole card, or with several buttons.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ActionCard {
    /// The text in the list of conversations. Robots need one.
    pub title: Option<String>,
    /// The text of the card, in Markdown.
    pub markdown: String,
    /// The buttons.
    pub buttons: Vec<Button>,
    /// Arrangement of several buttons; `None` for a card that is one button.
    pub layout: Option<Layout>,
}

impl ActionCard {
    /// Creates a card that is one button.
    pub fn single(markdown: impl Into<String>, button: Button) -> Self {
        Self { title: None, markdown: markdown.into(), buttons: vec![button], layout: None }
    }

    /// Creates a card with buttons, each of which opens its own address.
    pub fn several(
        markdown: impl Into<String>,
        layout: Layout,
        buttons: impl IntoIterator<Item = Button>,
    ) -> Self {
        let buttons = buttons.into_iter().collect();
        Self { title: None, markdown: markdown.into(), buttons, layout: Some(layout) }
    }

    /// Sets the text in the list of conversations.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }
}

/// Arrangement of the buttons of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Layout {
    /// One below the other.
    Vertical,
    /// Side by side.
    Horizontal,
}

impl Layout {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Vertical => "0",
            Self::Horizontal => "1",
        }
    }
}

/// A button of a card.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Button {
    /// The label.
    pub title: String,
    /// Address that opens on a click.
    pub url: String,
}

impl Button {
    /// Creates a button.
    pub fn new(title: impl Into<String>, url: impl Into<String>) -> Self {
        Self { title: title.into(), url: url.into() }
    }
}

/// An entry of a list of links.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FeedEntry {
    /// The title.
    pub title: String,
    /// Address that opens on a click.
    pub url: String,
    /// The picture: a media ID, or an address.
    pub picture: String,
}

impl FeedEntry {
    /// Creates an entry.
    pub fn new(
        title: impl Into<String>,
        url: impl Into<String>,
        picture: impl Into<String>,
    ) -> Self {
        Self { title: title.into(), url: url.into(), picture: picture.into() }
    }
}

/// A form with a head and a body.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Oa {
    /// Address that opens on a click.
    pub url: String,
    /// Address that opens on a click on a computer, if it differs.
    pub pc_url: Option<String>,
    /// The head. Work notifications show the app's name instead.
    pub head: String,
    /// Colour of the head, 8 hexadecimal digits: 2 for the opacity, and 6 for red, green, blue.
    pub head_color: String,
    /// The status bar. A message that has one takes at most 5 users, and no departments.
    pub status_bar: Option<StatusBar>,
    /// Title of the body.
    pub title: Option<String>,
    /// Lines with a name and a value. The service shows 6.
    pub form: Vec<(String, String)>,
    /// A number and its unit, in large letters.
    pub number: Option<(String, String)>,
    /// The text. The service shows 3 lines.
    pub content: Option<String>,
    /// The image.
    pub image: Option<MediaId>,
    /// Number of files, only for display.
    pub file_count: Option<String>,
    /// The author, only for display.
    pub author: Option<String>,
}

impl Oa {
    /// Creates a form with a head and an empty body; its other fields can be set.
    pub fn new(
        url: impl Into<String>,
        head: impl Into<String>,
        head_color: impl Into<String>,
    ) -> Self {
        Self {
            url: url.into(),
            pc_url: None,
            head: head.into(),
            head_color: head_color.into(),
            status_bar: None,
            title: None,
            form: Vec::new(),
            number: None,
            content: None,
            image: None,
            file_count: None,
            author: None,
        }
    }
}

/// Status bar of a form. `work_notification::update_status_bar` can change it later.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StatusBar {
    /// The text.
    pub text: String,
    /// The colour, such as `0xFFF65E5E`; black if there is none.
    pub color: Option<String>,
}

impl StatusBar {
    /// Creates a black status bar.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), color: None }
    }

    /// Sets the colour.
    #[must_use]
    pub fn with_color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }
}
