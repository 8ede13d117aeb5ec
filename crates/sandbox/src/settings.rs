//! Settings that tests can change besides the organisation.

use std::collections::BTreeSet;

/// `errcode` for deleting a role that somebody still holds. The page forbids it but names no code, so
/// this code is the sandbox's own.
pub const ROLE_IN_USE: i64 = 990_001;

/// `errcode` for a body that is larger than the sandbox reads. This code is the sandbox's own.
pub const BODY_TOO_LARGE: i64 = 990_002;

/// The largest request body, in bytes, that the sandbox reads, except for file uploads. The service's
/// own limit is not known.
pub const MAX_BODY: usize = 1024 * 1024;

/// The largest body of an upload, in bytes, that the sandbox reads: more than any file may have.
pub(crate) const MAX_UPLOAD: usize = 24 * MAX_BODY;

/// Settings of the gateway and the endpoints.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Paths for which the app lacks the permission.
    pub(crate) without_permission: BTreeSet<String>,
    /// Whether the caller's IP address is on the app's allow list.
    pub(crate) caller_allowed: bool,
    /// Code and message for refusing to delete a role that somebody holds.
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
