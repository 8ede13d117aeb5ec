//! What a walk has found so far, and which parts of it are in doubt.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::mem;

use dingtalk_protocol::department::{get as department_get, list_children};
use dingtalk_protocol::user::list;
use dingtalk_protocol::{DepartmentId, RoleId, UserId};

use super::parts::{Department, Holder, Membership, Role, RoleGroup, User};

/// The entries that a walk has found so far.
///
/// The lists are read one after the other while the organisation changes. If two lists contradict each
/// other about a department or a user, it is in doubt until a call about it alone settles it.
pub(super) struct Found {
    pub(super) departments: BTreeMap<DepartmentId, Department>,
    users: Vec<User>,
    /// Index of each user in `users`.
    places: HashMap<UserId, usize>,
    /// Pairs of a user's index and a department. The user's entry in another list names the department, but the
    /// department's own list has not shown the user yet.
    awaited: HashSet<(usize, DepartmentId)>,
    pub(super) groups: Vec<RoleGroup>,
    pub(super) roles: BTreeMap<RoleId, Role>,
    /// Roles whose holders came on several pages. If somebody left while the pages were read, a holder
    /// may be missing.
    pub(super) paged_roles: BTreeSet<RoleId>,
    pub(super) doubtful_departments: BTreeSet<DepartmentId>,
    pub(super) doubtful_users: BTreeSet<UserId>,
    /// The smallest and the largest number of employees that the service has reported.
    pub(super) counts: Option<(u64, u64)>,
    /// Departments that are no longer in the tree.
    dropped: BTreeSet<DepartmentId>,
    /// Whether a pass over the lists changed anything.
    pub(super) changed: bool,
    /// Whether something is left that only another pass can settle.
    pub(super) unsettled: bool,
}

impl Found {
    pub(super) fn new(root: DepartmentId) -> Self {
        Self {
            departments: BTreeMap::from([(root, Department::new(root, None))]),
            users: Vec::new(),
            places: HashMap::new(),
            awaited: HashSet::new(),
            groups: Vec::new(),
            roles: BTreeMap::new(),
            paged_roles: BTreeSet::new(),
            doubtful_departments: BTreeSet::new(),
            doubtful_users: BTreeSet::new(),
            counts: None,
            dropped: BTreeSet::new(),
            changed: false,
            unsettled: false,
        }
    }

    pub(super) fn users(&self) -> &[User] {
        &self.users
    }

    /// Returns what there is more of than `max`, if anything: departments or users, those in doubt included.
    pub(super) fn excess(&self, max: u64) -> Option<&'static str> {
        let is_beyond = |count: usize| count as u64 > max;
        if is_beyond(self.departments.len()) {
            Some("departments")
        } else if is_beyond(self.users.len()) || is_beyond(self.doubtful_users.len()) {
            Some("users")
        } else {
            None
        }
    }

    /// Records a number of employees.
    pub(super) fn count(&mut self, count: u64) {
        // Room for as many users as the service says, within reason.
        let room = usize::try_from(count).unwrap_or_default().min(1_000_000);
        self.users.reserve_exact(room.saturating_sub(self.users.len()));
        self.places.reserve(room.saturating_sub(self.places.len()));
        let (least, most) = self.counts.unwrap_or((count, count));
        self.counts = Some((least.min(count), most.max(count)));
    }

    /// Adds the departments directly below `parent`. Returns those that are new.
    pub(super) fn add_children(
        &mut self,
        parent: DepartmentId,
        children: Vec<list_children::Department>,
    ) -> Result<Vec<DepartmentId>, &'static str> {
        let mut new = Vec::new();
        for child in children {
            let id = child.department_id.ok_or("a department has no `dept_id`")?;
            match self.departments.get(&id) {
                None => {
                    let mut department = Department::new(id, Some(parent));
                    department.set_listed(child);
                    self.departments.insert(id, department);
                    new.push(id);
                }
                Some(known) if known.parent_id != Some(parent) => {
                    self.doubtful_departments.insert(id);
                }
                Some(_) => {}
            }
        }
        Ok(new)
    }

    /// Compares the departments directly below `parent` with those listed before, and adds the new ones.
    /// Returns the new ones.
    pub(super) fn compare_children(
        &mut self,
        parent: DepartmentId,
        before: &[DepartmentId],
        children: Vec<list_children::Department>,
    ) -> Result<Vec<DepartmentId>, &'static str> {
        let now: BTreeSet<_> = children.iter().filter_map(|it| it.department_id).collect();
        self.doubtful_departments.extend(before.iter().filter(|id| !now.contains(id)));
        self.add_children(parent, children)
    }

    /// Sets the details of a department: all of them, or only those that a list of departments also
    /// contains. `details` is `None` if the service does not know the department.
    pub(super) fn set_details(
        &mut self,
        id: DepartmentId,
        details: Option<department_get::Response>,
        is_all: bool,
    ) {
        if let (Some(details), Some(department)) = (details, self.departments.get_mut(&id)) {
            department.set_details(details, is_all);
        }
    }

    /// Settles where a department in doubt belongs. `details` is `None` if the service does not know the
    /// department.
    pub(super) fn settle_department(
        &mut self,
        id: DepartmentId,
        details: Option<department_get::Response>,
    ) {
        let Some(department) = self.departments.get_mut(&id) else { return };
        if department.parent_id.is_none() {
            // The root of the walk is above everything else, whatever a list says.
            return;
        }
        let Some(details) = details else {
            self.changed = true;
            self.departments.remove(&id);
            self.dropped.insert(id);
            return;
        };
        self.changed |= department.parent_id != details.parent_id;
        department.parent_id = details.parent_id;
    }

    /// Drops departments that are no longer below the root. Those that still exist elsewhere are found
    /// by the next pass.
    pub(super) fn drop_unreachable(&mut self, root: DepartmentId) {
        let children = self.children();
        let mut reached = BTreeSet::from([root]);
        let mut next = vec![root];
        while let Some(id) = next.pop() {
            let below = children.get(&id).into_iter().flatten();
            next.extend(below.filter(|child| reached.insert(**child)));
        }
        let unreachable: Vec<_> =
            self.departments.keys().filter(|id| !reached.contains(id)).copied().collect();
        self.unsettled |= !unreachable.is_empty();
        self.departments.retain(|id, _| reached.contains(id));
        self.dropped.extend(unreachable);
    }

    /// Returns the departments directly below each department.
    pub(super) fn children(&self) -> BTreeMap<DepartmentId, Vec<DepartmentId>> {
        let mut children: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, department) in &self.departments {
            if let Some(parent) = department.parent_id {
                children.entry(parent).or_default().push(*id);
            }
        }
        children
    }

    /// Replaces the role groups and roles, keeping the holders of known roles. Returns the roles that
    /// are new.
    pub(super) fn set_roles(&mut self, groups: Vec<RoleGroup>, roles: Vec<Role>) -> Vec<RoleId> {
        let mut before = mem::take(&mut self.roles);
        self.changed |= before.len() != roles.len() || self.groups != groups;
        self.groups = groups;
        let mut new = Vec::new();
        for mut role in roles {
            match before.remove(&role.role_id) {
                Some(known) => role.holders = known.holders,
                None => new.push(role.role_id),
            }
            self.roles.insert(role.role_id, role);
        }
        new
    }

    /// Sets the holders of a role. If they came on several pages, they are settled only once a later
    /// pass returns the same.
    pub(super) fn set_holders(&mut self, id: RoleId, holders: Vec<Holder>, is_paged: bool) {
        let Some(role) = self.roles.get_mut(&id) else { return };
        if is_paged {
            self.unsettled |= !self.paged_roles.insert(id) && role.holders != holders;
        } else {
            self.paged_roles.remove(&id);
        }
        role.holders = holders;
    }

    /// Adds a page of the members of a department.
    pub(super) fn add_members(&mut self, department: DepartmentId, users: Vec<list::User>) {
        for user in users {
            if let Some(place) = self.places.get(&user.user_id) {
                self.add_listed_again(*place, department, &user);
                continue;
            }
            let user = User::listed(user, department);
            let place = self.users.len();
            let others = user.department_ids().filter(|id| *id != department);
            self.awaited.extend(others.map(|id| (place, id)));
            self.places.insert(user.user_id.clone(), place);
            self.users.push(user);
        }
    }

    /// Adds the entry of a user who was in another list before.
    fn add_listed_again(&mut self, place: usize, department: DepartmentId, entry: &list::User) {
        let user = &mut self.users[place];
        self.awaited.remove(&(place, department));
        if let Some(claimed) = &entry.department_ids {
            let is_known = |id: &DepartmentId| user.membership(*id).is_some();
            if claimed.len() != user.memberships.len() || !claimed.iter().all(is_known) {
                self.doubtful_users.insert(user.user_id.clone());
            }
        }
        if user.membership(department).is_none() {
            user.join(Membership::of(department));
        }
        if let Some(membership) = user.membership_mut(department) {
            (membership.order, membership.leader) = (entry.department_order, entry.leader);
        }
    }

    /// Marks users as in doubt if one of their departments does not list them, or is not in the tree (in a partial walk: was
    /// dropped from it). In a whole walk, also marks role holders who are in no list.
    pub(super) fn doubt_memberships(&mut self, is_whole: bool) {
        let awaited = mem::take(&mut self.awaited).into_iter();
        let awaited = awaited.filter(|(_, id)| self.departments.contains_key(id));
        let mut doubtful: BTreeSet<_> =
            awaited.map(|(place, _)| self.users[place].user_id.clone()).collect();
        let is_lost = |id: DepartmentId| {
            !self.departments.contains_key(&id) && (is_whole || self.dropped.contains(&id))
        };
        let lost = self.users.iter().filter(|user| user.department_ids().any(is_lost));
        doubtful.extend(lost.map(|user| user.user_id.clone()));
        if is_whole {
            let holders = self.roles.values().flat_map(|role| &role.holders);
            let unknown = holders.filter(|it| !self.places.contains_key(&it.user_id));
            doubtful.extend(unknown.map(|it| it.user_id.clone()));
        }
        self.doubtful_users.append(&mut doubtful);
    }

    /// Returns the indices of each department's members in the list of users.
    pub(super) fn members(&self) -> HashMap<DepartmentId, Vec<usize>> {
        let mut members: HashMap<_, Vec<_>> = HashMap::new();
        for (place, user) in self.users.iter().enumerate() {
            for department in user.department_ids() {
                members.entry(department).or_default().push(place);
            }
        }
        members
    }

    /// Compares the members of a department, whose indices are `before`, with the ids that are listed
    /// now.
    pub(super) fn compare_members(
        &mut self,
        department: DepartmentId,
        before: &[usize],
        now: &[UserId],
    ) {
        let listed: HashSet<_> = now.iter().collect();
        let members = before.iter().map(|place| &self.users[*place].user_id);
        let left = members.filter(|id| !listed.contains(id));
        let is_member = |id: &UserId| {
            let place = self.places.get(id);
            place.is_some_and(|place| self.users[*place].membership(department).is_some())
        };
        let joined = now.iter().filter(|id| !is_member(id));
        self.doubtful_users.extend(left.chain(joined).cloned());
    }

    /// Settles a user in doubt. `user` is `None` if the service does not know them. If only a part of
    /// the organisation is walked, a user of none of its departments is dropped.
    pub(super) fn settle_user(&mut self, id: UserId, user: Option<User>, is_whole: bool) {
        let is_inside = |user: &User| {
            is_whole || user.department_ids().any(|id| self.departments.contains_key(&id))
        };
        let user = user.filter(is_inside);
        match (self.places.get(&id).copied(), user) {
            (Some(place), Some(user)) => {
                let before = mem::replace(&mut self.users[place], user);
                self.changed |= !before.department_ids().eq(self.users[place].department_ids());
            }
            (Some(place), None) => {
                self.changed = true;
                self.places.remove(&id);
                self.users.swap_remove(place);
                if let Some(moved) = self.users.get(place) {
                    self.places.insert(moved.user_id.clone(), place);
                }
            }
            (None, Some(user)) => {
                self.changed = true;
                self.places.insert(id, self.users.len());
                self.users.push(user);
            }
            (None, None) => {}
        }
    }

    /// Returns the entries found, sorted by id.
    pub(super) fn into_parts(self) -> (Vec<Department>, Vec<User>, Vec<RoleGroup>, Vec<Role>) {
        drop(self.places);
        let mut users = self.users;
        users.sort_by_cached_key(|user| user.user_id.clone());
        let departments = self.departments.into_values().collect();
        (departments, users, self.groups, self.roles.into_values().collect())
    }
}
