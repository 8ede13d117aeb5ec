//! How far a walk is.

/// How far a walk is.
///
/// It ends with a second look at everything, so that the numbers of departments and users stand still
/// while calls go on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Departments found.
    pub departments: u64,
    /// Users found, each of them once.
    pub users: u64,
    /// How many employees the service counts in the whole organisation; absent before it has said so, and
    /// where only a part is walked.
    pub users_expected: Option<u64>,
    /// Roles found.
    pub roles: u64,
    /// Calls that are done, repetitions not counted.
    pub calls: u64,
    /// Calls that are known to follow. A list is one, on however many pages it comes.
    pub calls_left: u64,
    /// How many second looks have begun.
    pub looks: u32,
}
