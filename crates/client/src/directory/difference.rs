//! Differences between two directories.

use dingtalk_protocol::{Error, ErrorKind};

use super::fields;
use super::parts::{Department, Holder, Role, RoleGroup, User};
use super::value::Directory;

/// An entry that was added, removed or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'d, T> {
    /// Only the later directory has the entry.
    Added(&'d T),
    /// Only the earlier directory has the entry.
    Removed(&'d T),
    /// Both have the entry, with different fields.
    #[non_exhaustive]
    Changed {
        /// The earlier entry.
        before: &'d T,
        /// The later entry.
        after: &'d T,
        /// The names of the fields that differ, such as `mobile`; never empty.
        fields: Vec<&'static str>,
    },
}

impl<T> Change<'_, T> {
    /// Returns whether this is a [`Self::Changed`] whose fields include `field`.
    pub fn is_of(&self, field: &str) -> bool {
        matches!(self, Self::Changed { fields, .. } if fields.contains(&field))
    }
}

/// The differences between two directories, sorted by id.
///
/// | what happened | where it is |
/// |---|---|
/// | somebody joined, left, or has another phone number | [`users`](Self::users) |
/// | somebody moved to other departments | `users`, with the field `memberships`: [`moved_users`](Self::moved_users) |
/// | a department was renamed or moved | [`departments`](Self::departments), with the field `name` or `parent_id` |
/// | a role was renamed or put into another group | [`roles`](Self::roles), with the field `name` or `group_id` |
/// | somebody got or lost a role, or manages other departments in it | [`holders`](Self::holders) |
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Difference<'d> {
    /// Departments.
    pub departments: Vec<Change<'d, Department>>,
    /// Users.
    pub users: Vec<Change<'d, User>>,
    /// Role groups.
    pub role_groups: Vec<Change<'d, RoleGroup>>,
    /// Roles, without their holders.
    pub roles: Vec<Change<'d, Role>>,
    /// Holders of roles, those of added and removed roles included.
    pub holders: Vec<(&'d Role, Change<'d, Holder>)>,
}

impl<'d> Difference<'d> {
    /// Returns whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of changes.
    pub fn len(&self) -> usize {
        self.departments.len()
            + self.users.len()
            + self.role_groups.len()
            + self.roles.len()
            + self.holders.len()
    }

    /// Returns the users who belong to other departments than before: the earlier and the later entry of
    /// each.
    pub fn moved_users(&self) -> impl Iterator<Item = (&'d User, &'d User)> {
        self.users.iter().filter_map(|change| match change {
            Change::Changed { before, after, .. } => {
                (!before.department_ids().eq(after.department_ids())).then_some((*before, *after))
            }
            _ => None,
        })
    }
}

impl Directory {
    /// Returns the differences from an earlier directory.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidConfiguration`] if the two cannot be compared, because they differ in
    /// host, root department or language, or only one of them has roles, department details, or what is
    /// outside the app's scope. Entries that one of them does not cover would look removed.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use dingtalk_client::directory::{Change, Directory};
    /// use dingtalk_client::{AccessToken, Client};
    ///
    /// let client = Client::builder().token(AccessToken::new("token")).build()?;
    /// let earlier: Directory = serde_json::from_slice(&std::fs::read("directory.json")?)?;
    /// let now = client.directory().run()?;
    /// for change in now.difference_from(&earlier)?.users {
    ///     match change {
    ///         Change::Added(user) => println!("+ {}", user.user_id),
    ///         Change::Removed(user) => println!("- {}", user.user_id),
    ///         Change::Changed { after, fields, .. } => println!("~ {} {fields:?}", after.user_id),
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn difference_from<'d>(&'d self, earlier: &'d Self) -> Result<Difference<'d>, Error> {
        if self.extent != earlier.extent {
            return Err(Error::new(ErrorKind::InvalidConfiguration).with_detail(
                "the directories differ in host, root or settings of the walk, so they cannot be compared",
            ));
        }
        Ok(Difference {
            departments: changes(
                &earlier.departments,
                &self.departments,
                |it| &it.department_id,
                fields::of_departments,
            ),
            users: changes(&earlier.users, &self.users, |it| &it.user_id, fields::of_users),
            role_groups: changes(
                &earlier.groups,
                &self.groups,
                |it| &it.group_id,
                fields::of_role_groups,
            ),
            roles: changes(&earlier.roles, &self.roles, |it| &it.role_id, fields::of_roles),
            holders: holders(earlier, self),
        })
    }

    /// Returns the difference from an empty directory, in which everything is added. Use it for the
    /// first synchronisation.
    pub fn difference_from_nothing(&self) -> Difference<'_> {
        let Self { departments, users, groups, roles, .. } = self;
        let holders = roles.iter().flat_map(|role| role.holders.iter().map(move |it| (role, it)));
        Difference {
            departments: departments.iter().map(Change::Added).collect(),
            users: users.iter().map(Change::Added).collect(),
            role_groups: groups.iter().map(Change::Added).collect(),
            roles: roles.iter().map(Change::Added).collect(),
            holders: holders.map(|(role, it)| (role, Change::Added(it))).collect(),
        }
    }
}

fn holders<'d>(before: &'d Directory, after: &'d Directory) -> Vec<(&'d Role, Change<'d, Holder>)> {
    let of = |before: &'d [Holder], after: &'d [Holder]| {
        changes(before, after, |it| &it.user_id, fields::of_holders)
    };
    let mut all = Vec::new();
    for role in &after.roles {
        let earlier = before.role(role.role_id).map_or(&[][..], |role| &role.holders);
        all.extend(of(earlier, &role.holders).into_iter().map(|change| (role, change)));
    }
    for role in before.roles.iter().filter(|role| after.role(role.role_id).is_none()) {
        all.extend(of(&role.holders, &[]).into_iter().map(|change| (role, change)));
    }
    all.sort_by_key(|(role, _)| role.role_id);
    all
}

/// Compares two lists that are sorted by `id`. `fields` returns the names of the fields that differ.
fn changes<'d, T, I: Ord>(
    before: &'d [T],
    after: &'d [T],
    id: impl Fn(&T) -> &I,
    fields: impl Fn(&T, &T) -> Vec<&'static str>,
) -> Vec<Change<'d, T>> {
    let mut changes = Vec::new();
    let mut before = before.iter().peekable();
    for after in after {
        while let Some(gone) = before.next_if(|it| id(it) < id(after)) {
            changes.push(Change::Removed(gone));
        }
        match before.next_if(|it| id(it) == id(after)) {
            None => changes.push(Change::Added(after)),
            Some(before) => {
                let fields = fields(before, after);
                if !fields.is_empty() {
                    changes.push(Change::Changed { before, after, fields });
                }
            }
        }
    }
    changes.extend(before.map(Change::Removed));
    changes
}
