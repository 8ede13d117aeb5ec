//! Group chats.

use super::entries::Chat;
use super::error::{Change, OrganisationError};
use super::state::Organisation;

/// Group chats.
impl Organisation {
    /// Adds a group chat, or puts it in place of the one with this id.
    pub fn put_chat(&mut self, id: impl Into<String>, chat: Chat) -> Change {
        if let Some(stranger) = chat.members.iter().find(|id| !self.users.contains_key(*id)) {
            return Err(OrganisationError::UnknownUser(stranger.clone()));
        }
        let id = id.into();
        if !chat.members.contains(&chat.owner) {
            return Err(OrganisationError::OwnerOutside(id));
        }
        self.chats.insert(id, chat);
        Ok(())
    }

    /// Returns the group chat with this id.
    pub fn chat(&self, id: &str) -> Option<&Chat> {
        self.chats.get(id)
    }

    /// Returns every group chat.
    pub fn chats(&self) -> impl Iterator<Item = (&str, &Chat)> {
        self.chats.iter().map(|(id, chat)| (id.as_str(), chat))
    }
}
