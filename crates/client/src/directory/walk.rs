//! The walk: every list once, second passes over the lists, and calls about entries in doubt.

use std::collections::HashMap;
use std::mem;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use dingtalk_protocol::department::{get as department_get, list_children};
use dingtalk_protocol::role::{list as role_list, list_users};
use dingtalk_protocol::user::{count, get as user_get, list, list_ids};
use dingtalk_protocol::{
    DepartmentId, Endpoint, Error, ErrorKind, Paged, Reply, Request, RoleId, UserId,
};

use super::DirectoryWalk;
use super::found::Found;
use super::parts::{Holder, Role, RoleGroup, User};
use super::pool::{Pool, Settled};
use super::progress::Progress;
use super::value::Directory;
use crate::pages::Pages;

/// Maximum number of passes that read the lists again. After that, the walk fails as inconsistent.
const LOOKS: u32 = 3;

/// Users per page. Only the documentation page of `user::list_names` states a maximum.
const PAGE_SIZE: i64 = 100;

/// The service's code for a department that does not exist, on every documentation page that lists such
/// a code.
const DEPARTMENT_NOT_FOUND: i64 = 60003;

/// The service's codes for a user who does not exist: that of `user::get`, and that of the calls that
/// find users by other means.
const USER_NOT_FOUND: [i64; 2] = [33012, 60121];

/// A call, or a list that may need several.
enum Job {
    Count,
    Details(DepartmentId),
    Children(DepartmentId),
    Members(DepartmentId),
    Groups,
    Holders(RoleId),
    /// The children once more, to be compared with those that were found.
    ChildrenAgain(DepartmentId, Vec<DepartmentId>),
    /// The ids of the members, to be compared with the users at these indices. There are no indices for a department that
    /// was found while the lists were read again.
    MemberIds(DepartmentId, Vec<usize>),
    SettleDepartment(DepartmentId),
    SettleUser(UserId),
}

/// A walk that has begun.
pub(super) struct Walk<'w> {
    settings: &'w DirectoryWalk<'w>,
    pool: Pool<Job, Found>,
    calls: AtomicU64,
    /// Number of times that the walk has begun to read the lists again.
    looks: AtomicU32,
}

impl<'w> Walk<'w> {
    pub(super) fn new(settings: &'w DirectoryWalk<'w>) -> Self {
        let pool = Pool::new(Found::new(settings.extent.root));
        Self { settings, pool, calls: AtomicU64::new(0), looks: AtomicU32::new(0) }
    }

    /// Walks until the result is consistent.
    pub(super) fn run(self) -> Result<Directory, Error> {
        let mut jobs = vec![Job::Count];
        jobs.extend(self.department(self.settings.extent.root));
        jobs.extend(self.settings.extent.roles.then_some(Job::Groups));
        self.work(jobs)?;
        self.pool.settle(|found| found.changed = false);
        let mut outcome = Ok(());
        for look in 1..=LOOKS {
            self.looks.store(look, Ordering::Relaxed);
            self.look_again()?;
            let has_changed;
            (outcome, has_changed) = self.pool.settle(|found| {
                let outcome = self.check(found);
                let is_unsettled = mem::take(&mut found.unsettled);
                (outcome, mem::take(&mut found.changed) || is_unsettled)
            });
            // If nothing changes any more, another pass would find the same.
            if outcome.is_ok() || (look > 1 && !has_changed) {
                break;
            }
        }
        outcome.map_err(|detail| Error::new(ErrorKind::Inconsistent).with_detail(detail))?;
        let (departments, users, groups, roles) = self.pool.into_inner().into_parts();
        let extent = self.settings.extent.clone();
        Directory::new(extent, departments, users, groups, roles)
            .map_err(|detail| Error::new(ErrorKind::Inconsistent).with_detail(detail))
    }

    /// Checks that the result is consistent. The error says why not.
    fn check(&self, found: &Found) -> Result<(), String> {
        if found.unsettled {
            return Err(
                "departments or holders of roles kept changing while they were listed".to_owned()
            );
        }
        if !self.is_whole() {
            return Ok(());
        }
        let is_unknown = |id: &DepartmentId| !found.departments.contains_key(id);
        for user in found.users() {
            if let Some(department) = user.department_ids().find(is_unknown) {
                return Err(format!(
                    "a user belongs to department {department}, which no list names"
                ));
            }
        }
        let listed = found.users().len() as u64;
        let (least, most) = found.counts.unwrap_or_default();
        if (least..=most).contains(&listed) {
            return Ok(());
        }
        let counted = if least == most { least.to_string() } else { format!("{least} to {most}") };
        Err(format!(
            "the service counts {counted} employees, and lists {listed}: the app may see only a part of the \
             organisation, or people kept coming and going"
        ))
    }

    /// Returns whether all employees whom the service counts have to be found.
    fn is_whole(&self) -> bool {
        self.settings.extent.is_whole()
    }

    /// Makes a second pass over the lists, and settles what is in doubt.
    fn look_again(&self) -> Result<(), Error> {
        let jobs = self.pool.settle(|found| {
            let mut children = found.children();
            let mut members: HashMap<_, _> = found.members();
            let mut jobs = Vec::new();
            for id in found.departments.keys() {
                jobs.push(Job::ChildrenAgain(*id, children.remove(id).unwrap_or_default()));
                jobs.push(Job::MemberIds(*id, members.remove(id).unwrap_or_default()));
            }
            jobs.extend(found.paged_roles.iter().copied().map(Job::Holders));
            jobs
        });
        self.work(jobs)?;
        let root = self.settings.extent.root;
        let doubtful = self.pool.settle(|found| mem::take(&mut found.doubtful_departments));
        self.work(doubtful.into_iter().map(Job::SettleDepartment).collect())?;
        let doubtful = self.pool.settle(|found| {
            found.drop_unreachable(root);
            found.doubt_memberships(self.is_whole());
            mem::take(&mut found.doubtful_users)
        });
        let mut jobs: Vec<_> = doubtful.into_iter().map(Job::SettleUser).collect();
        if self.settings.extent.roles {
            jobs.push(Job::Groups);
        }
        self.work(jobs)?;
        self.work(vec![Job::Count])
    }

    fn work(&self, jobs: Vec<Job>) -> Result<(), Error> {
        let tell = |found: &mut Found, left: usize| {
            if let Some(tell) = &self.settings.on_progress {
                tell(&Progress {
                    departments: found.departments.len() as u64,
                    users: found.users().len() as u64,
                    users_expected: found.counts.map(|(_, most)| most),
                    roles: found.roles.len() as u64,
                    calls: self.calls.load(Ordering::Relaxed),
                    calls_left: left as u64,
                    looks: self.looks.load(Ordering::Relaxed),
                });
            }
        };
        self.pool.run(self.settings.threads, jobs, |job| self.perform(job), tell)
    }

    /// Returns the jobs for a newly found department.
    fn department(&self, id: DepartmentId) -> Vec<Job> {
        let mut jobs = vec![Job::Children(id), Job::Members(id)];
        // No list contains the root's name.
        if self.settings.extent.department_details || id == self.settings.extent.root {
            jobs.push(Job::Details(id));
        }
        jobs
    }

    fn departments(&self, ids: &[DepartmentId]) -> Vec<Job> {
        ids.iter().flat_map(|id| self.department(*id)).collect()
    }

    /// Makes the calls of a job and merges their results.
    fn perform(&self, job: Job) -> Settled<Job> {
        let none = Vec::new();
        match job {
            Job::Count if !self.is_whole() => {}
            Job::Count => {
                let count = self.send(&count::Request::new(false))?.count;
                let count = count.and_then(|count| u64::try_from(count).ok());
                let count = count.ok_or_else(|| misfit(&count::ENDPOINT, "there is no `count`"))?;
                self.pool.settle(|found| found.count(count));
            }
            Job::Details(id) => {
                let details = self.details(id)?;
                let is_all = self.settings.extent.department_details;
                self.pool.settle(|found| found.set_details(id, details, is_all));
            }
            Job::Children(id) => {
                let Some(children) = self.children(id)? else { return Ok(none) };
                let endpoint = &list_children::ENDPOINT;
                let new = self.merge(endpoint, |found| found.add_children(id, children))?;
                let new = new.map_err(|detail| misfit(endpoint, detail))?;
                return Ok(self.departments(&new));
            }
            Job::ChildrenAgain(id, before) => {
                let Some(children) = self.children(id)? else { return Ok(none) };
                let endpoint = &list_children::ENDPOINT;
                let compare = |found: &mut Found| found.compare_children(id, &before, children);
                let new = self.merge(endpoint, compare)?;
                let new = new.map_err(|detail| misfit(endpoint, detail))?;
                return Ok(self.departments(&new));
            }
            Job::Members(id) => {
                self.members(id)?;
                if self.looks.load(Ordering::Relaxed) > 0 {
                    return Ok(vec![Job::MemberIds(id, Vec::new())]);
                }
            }
            Job::MemberIds(id, before) => {
                if let Some(now) = self.member_ids(id)? {
                    let compare = |found: &mut Found| found.compare_members(id, &before, &now);
                    self.merge(&list_ids::ENDPOINT, compare)?;
                }
            }
            Job::Groups => return self.groups(),
            Job::Holders(id) => self.holders(id)?,
            Job::SettleDepartment(id) => {
                let details = self.details(id)?;
                self.pool.settle(|found| found.settle_department(id, details));
            }
            Job::SettleUser(id) => self.settle_user(id)?,
        }
        Ok(none)
    }

    /// Merges what was found, and checks that it is not more than the walk allows.
    fn merge<T>(
        &self,
        endpoint: &'static Endpoint,
        change: impl FnOnce(&mut Found) -> T,
    ) -> Result<T, Error> {
        let max = self.settings.max_items;
        let (result, excess) = self.pool.settle(|found| (change(found), found.excess(max)));
        match excess {
            None => Ok(result),
            Some(what) => {
                let error = Error::new(ErrorKind::TooManyItems).of(endpoint);
                Err(error.with_detail(at_most(max, what)))
            }
        }
    }

    fn send<R: Request>(&self, request: &R) -> Result<Reply<R::Response>, Error> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.settings.client.send_with(request, &self.settings.calls)
    }

    /// Turns the error of a call about a department that the service does not know into `None`, and
    /// marks the department as in doubt.
    fn of_department<T>(
        &self,
        id: DepartmentId,
        result: Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match result {
            Ok(result) => Ok(Some(result)),
            Err(error) if is_one_of(&error, &[DEPARTMENT_NOT_FOUND]) => {
                // Without a root there is nothing to walk.
                if id == self.settings.extent.root {
                    return Err(error);
                }
                self.pool.settle(|found| found.doubtful_departments.insert(id));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn details(&self, id: DepartmentId) -> Result<Option<department_get::Response>, Error> {
        let mut request = department_get::Request::new(id);
        request.language.clone_from(&self.settings.extent.language);
        let reply = self.of_department(id, self.send(&request))?;
        Ok(reply.map(Reply::into_inner))
    }

    fn children(&self, id: DepartmentId) -> Result<Option<Vec<list_children::Department>>, Error> {
        let mut request = list_children::Request::new().with_department_id(id);
        request.language.clone_from(&self.settings.extent.language);
        let reply = self.of_department(id, self.send(&request))?;
        Ok(reply.map(|reply| reply.into_inner().departments))
    }

    fn member_ids(&self, id: DepartmentId) -> Result<Option<Vec<UserId>>, Error> {
        let reply = self.of_department(id, self.send(&list_ids::Request::new(id)))?;
        Ok(reply.map(|reply| reply.into_inner().user_ids))
    }

    fn members(&self, id: DepartmentId) -> Result<(), Error> {
        let mut request = list::Request::new(id, 0, PAGE_SIZE).with_include_restricted(true);
        request.language.clone_from(&self.settings.extent.language);
        let pages = self.pages(&request, |page| {
            self.merge(&list::ENDPOINT, |found| found.add_members(id, page.users))
        });
        self.of_department(id, pages).map(drop)
    }

    /// Passes every page of a list to `each`. Returns the number of pages.
    ///
    /// People who join meanwhile can shift a whole page, which then looks like a repeated one. In that
    /// case the list is started again, up to `LOOKS` times.
    fn pages<R: Paged>(
        &self,
        request: &R,
        mut each: impl FnMut(R::Response) -> Result<(), Error>,
    ) -> Result<usize, Error> {
        let mut repetitions = 0;
        loop {
            match self.pages_once(request.clone(), &mut each) {
                Err(error) if error.kind() == ErrorKind::NoProgress && repetitions < LOOKS => {
                    repetitions += 1;
                }
                result => return result,
            }
        }
    }

    fn pages_once<R: Paged>(
        &self,
        request: R,
        each: &mut impl FnMut(R::Response) -> Result<(), Error>,
    ) -> Result<usize, Error> {
        let client = self.settings.client.clone();
        let max = self.settings.max_items;
        let mut count = 0;
        for page in Pages::new(client, request, self.settings.calls.clone()).with_max_items(max) {
            self.calls.fetch_add(1, Ordering::Relaxed);
            let page = page.map_err(|error| match error.kind() {
                ErrorKind::TooManyItems => error.with_detail(at_most(max, "entries")),
                _ => error,
            });
            each(page?.into_inner())?;
            count += 1;
        }
        Ok(count)
    }

    /// Lists the role groups, and drops roles that are gone. Returns jobs for the holders of new roles.
    fn groups(&self) -> Settled<Job> {
        let mut listed = Vec::new();
        self.pages(&role_list::Request::new(), |page| {
            listed.extend(page.groups);
            Ok(())
        })?;
        let mut groups = Vec::new();
        let mut roles = Vec::new();
        for group in listed {
            let of_group = group.roles.ok_or_else(|| {
                misfit(
                    &role_list::ENDPOINT,
                    "a role group has no `roles`: a missing list does not count as an empty one",
                )
            })?;
            for role in of_group {
                let id =
                    role.id.ok_or_else(|| misfit(&role_list::ENDPOINT, "a role has no `id`"))?;
                let name = role.name;
                let holders = Vec::new();
                roles.push(Role { role_id: id, group_id: group.group_id, name, holders });
            }
            groups.push(RoleGroup { group_id: group.group_id, name: group.name });
        }
        groups.sort_by_key(|group| group.group_id);
        groups.dedup_by_key(|group| group.group_id);
        let new = self.pool.settle(|found| found.set_roles(groups, roles));
        Ok(new.into_iter().map(Job::Holders).collect())
    }

    fn holders(&self, id: RoleId) -> Result<(), Error> {
        let mut holders = Vec::new();
        let pages = self.pages(&list_users::Request::new(id), |page| {
            holders.extend(page.users.into_iter().map(|user| Holder {
                user_id: user.user_id,
                scope_ids: user.manage_scopes.map(|scopes| {
                    scopes.into_iter().map(|department| department.department_id).collect()
                }),
            }));
            Ok(())
        })?;
        holders.sort_by(|one, other| one.user_id.cmp(&other.user_id));
        holders.dedup_by(|one, other| one.user_id == other.user_id);
        holders.shrink_to_fit();
        self.pool.settle(|found| found.set_holders(id, holders, pages > 1));
        Ok(())
    }

    fn settle_user(&self, id: UserId) -> Result<(), Error> {
        let mut request = user_get::Request::new(&id);
        request.language.clone_from(&self.settings.extent.language);
        let user = match self.send(&request) {
            Ok(reply) => {
                let user = User::alone(id.clone(), reply.into_inner());
                let absent = "there is no `dept_id_list`, so the user's departments are unknown";
                Some(user.ok_or_else(|| misfit(&user_get::ENDPOINT, absent))?)
            }
            Err(error) if is_one_of(&error, &USER_NOT_FOUND) => None,
            Err(error) => return Err(error),
        };
        let is_whole = self.is_whole();
        self.merge(&user_get::ENDPOINT, |found| found.settle_user(id, user, is_whole))
    }
}

fn is_one_of(error: &Error, codes: &[i64]) -> bool {
    error.code().is_some_and(|code| codes.contains(&code.get()))
}

/// Returns what an error says of a limit.
fn at_most(max: u64, what: &str) -> String {
    format!("at most {max} {what}, a limit that `max_items` sets")
}

/// Returns the error of a response that lacks something the walk needs.
fn misfit(endpoint: &'static Endpoint, detail: &'static str) -> Error {
    Error::new(ErrorKind::UnexpectedShape).of(endpoint).with_detail(detail)
}
