//! The organisation that the sandbox serves.

mod chats;
mod departments;
mod entries;
mod error;
mod external_contacts;
mod holders;
mod ranked;
mod roles;
mod seed;
mod state;
mod users;

pub use entries::{
    AdminLevel, Chat, Department, ExternalContact, LabelGroup, Role, RoleGroup, User,
};
pub use error::OrganisationError;
pub use seed::ids as seeded;
pub use state::Organisation;
