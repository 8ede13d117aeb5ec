//! Group chats.

use std::collections::{BTreeMap, BTreeSet};

use dingtalk_protocol::UserId;
use serde_json::Value;

use super::{Change, Organisation, OrganisationError};

/// A group chat.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chat {
    /// Its name.
    pub name: String,
    /// Who owns it; a member.
    pub owner: UserId,
    /// Who is in it. An employee who is removed leaves it.
    pub members: BTreeSet<UserId>,
    /// The settings of the pages by their names, such as `searchable` and `icon`.
    pub fields: BTreeMap<String, Value>,
}

impl Chat {
    /// A group chat of its owner and others.
    pub fn new<U: Into<UserId>>(
        name: impl Into<String>,
        owner: impl Into<UserId>,
        members: impl IntoIterator<Item = U>,
    ) -> Self {
        let owner = owner.into();
        let mut members: BTreeSet<UserId> = members.into_iter().map(Into::into).collect();
        members.insert(owner.clone());
        Self { name: name.into(), owner, members, fields: BTreeMap::new() }
    }
}

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

    /// The group chat with this id.
    pub fn chat(&self, id: &str) -> Option<&Chat> {
        self.chats.get(id)
    }

    /// Every group chat.
    pub fn chats(&self) -> impl Iterator<Item = (&str, &Chat)> {
        self.chats.iter().map(|(id, chat)| (id.as_str(), chat))
    }
}
