//! Limits from the documentation pages, copied from them and not taken from the specification. The
//! sandbox enforces them, and tests can compare other limits with them.

/// `addrolesforemps`: the most role ids of one call.
pub const ADD_MAX_ROLE_IDS: usize = 20;
/// `addrolesforemps`: the most user ids of one call.
pub const ADD_MAX_USER_IDS: usize = 20;
/// `removerolesforemps`: the most role ids of one call.
pub const REMOVE_MAX_ROLE_IDS: usize = 20;
/// `removerolesforemps`: the most user ids of one call.
pub const REMOVE_MAX_USER_IDS: usize = 100;
/// `simplelist`: the largest `size`.
pub const LIST_MAX_SIZE: i64 = 100;
/// `simplelist`: the `size` of a call without one.
pub const LIST_DEFAULT_SIZE: i64 = 20;
/// `listsimple` of users: the largest `size`.
pub const USER_LIST_MAX_SIZE: i64 = 100;
/// `list` and `listlabelgroups` of external contacts: the largest `size`.
pub const EXTERNAL_LIST_MAX_SIZE: i64 = 100;
/// `list` of roles: the largest `size`.
pub const ROLE_LIST_MAX_SIZE: i64 = 200;
