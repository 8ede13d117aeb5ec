//! What tests can change besides the organisation.

use std::collections::BTreeSet;

/// `errcode` for deleting a role that somebody still holds. The page forbids it and names no code,
/// so this one is the sandbox's own.
pub const ROLE_IN_USE: i64 = 990_001;

/// `errcode` for a body that is larger than the sandbox reads. The sandbox's own.
pub const BODY_TOO_LARGE: i64 = 990_002;

/// The largest request body, in bytes, that the sandbox reads, uploads of files apart. How much the service reads is not
/// known.
pub const MAX_BODY: usize = 1024 * 1024;

/// The largest body of an upload, in bytes, that the sandbox reads: more than any file may have.
pub(crate) const MAX_UPLOAD: usize = 24 * MAX_BODY;

/// The rules that gateway and endpoints go by.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Paths for which the app lacks the permission.
    pub(crate) without_permission: BTreeSet<String>,
    /// Whether the caller's IP address is on the app's allow list.
    pub(crate) caller_allowed: bool,
    /// How deleting a role that somebody holds is refused.
    pub(crate) role_in_use: (i64, String),
}

impl Default for Settings {
    fn default() -> Self {
        let message = "[dingtalk-sandbox] the role still has members; this code is the sandbox's \
                       own, the page names none";
        Self {
            without_permission: BTreeSet::new(),
            caller_allowed: true,
            role_in_use: (ROLE_IN_USE, message.to_owned()),
        }
    }
}
