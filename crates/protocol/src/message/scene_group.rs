//! Messages in the form of scene groups, which were created from a template.

use serde_json::{Map, Value, json};

use super::content::{ActionCard, Content};
use super::{Message, broken, unsupported};
use crate::error::Error;
use crate::generated::chat::send_scene_group_message::Request;
use crate::generated::ids::OpenConversationId;
use crate::limits::Limits;

impl Message {
    /// Returns the request that sends the message to a scene group, by the robot of its template and with the
    /// vendor's templates for internal apps. Set the people who see it or are mentioned on the request.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if there is no template for this type of
    /// message, or a card has more than four buttons.
    pub fn to_scene_group(
        &self,
        group: impl Into<OpenConversationId>,
        robot_code: impl Into<String>,
    ) -> Result<Request, Error> {
        let template =
            |name: &str| Request::new(group, format!("inner_app_template_{name}"), robot_code);
        Ok(match &self.0 {
            Content::Text { content } => {
                template("text").with_variables(json!({ "content": content }).to_string())
            }
            Content::Image { media_id } => template("photo")
                .with_media_variables(json!({ "img_media_id": media_id }).to_string()),
            Content::Markdown { title, text } => template("markdown")
                .with_variables(json!({ "title": title, "markdown_content": text }).to_string()),
            Content::ActionCard(card) => {
                template("action_card").with_variables(Value::from(variables(card)?).to_string())
            }
            _ => {
                return Err(unsupported(
                    "a scene group takes a text, a text in Markdown, an image or a card",
                ));
            }
        })
    }
}

fn variables(card: &ActionCard) -> Result<Map<String, Value>, Error> {
    let mut limits = Limits::default();
    limits.max_items("action_card.buttons", &card.buttons, 4);
    broken(limits)?;
    let mut variables = Map::from_iter([("markdown".to_owned(), json!(card.markdown))]);
    if let Some(title) = &card.title {
        variables.insert("title".to_owned(), json!(title));
    }
    // With any other number of buttons, the template always makes a column.
    if card.layout == Some(super::Layout::Horizontal) {
        variables.insert("btn_orientation".to_owned(), json!("2"));
    }
    for (number, button) in (1..).zip(&card.buttons) {
        variables.insert(format!("btn_title_{number}"), json!(button.title));
        variables.insert(format!("action_url_{number}"), json!(button.url));
    }
    Ok(variables)
}
