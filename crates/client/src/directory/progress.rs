//! Progress of a walk.

/// Progress of a walk.
///
/// A walk ends with a second pass over most lists, during which the numbers of departments and users
/// hardly change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Departments found.
    pub departments: u64,
    /// Users found, each of them once.
    pub users: u64,
    /// Number of employees that the service counts in the whole organisation; absent until it is known,
    /// and if only a part is walked.
    pub users_expected: Option<u64>,
    /// Roles found.
    pub roles: u64,
    /// Calls that are done, not counting retries.
    pub calls: u64,
    /// Calls that are known to follow. A list counts as one, however many pages it has.
    pub calls_left: u64,
    /// Number of times that the walk has begun to read the lists again.
    pub looks: u32,
}
