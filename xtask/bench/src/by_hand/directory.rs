//! The walk through an organisation: the same calls, with a second read that only compares.

use std::collections::HashMap;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use dingtalk_protocol::{DepartmentId, RoleId, UserId, department, role, user};

use super::{Client, Error, Page};

/// An organisation. It uses the crates' types, so that both sides keep the same fields.
#[derive(Debug, Default)]
pub struct Directory {
    pub departments: HashMap<DepartmentId, department::get::Response>,
    pub users: HashMap<UserId, User>,
    pub roles: Vec<Role>,
}

#[derive(Debug)]
pub struct User {
    pub listed: user::list::User,
    /// Department, rank, and whether the user leads it.
    pub memberships: Vec<(i64, Option<i64>, Option<bool>)>,
}

#[derive(Debug)]
pub struct Role {
    pub listed: role::list::Role,
    pub group: i64,
    /// Users with their scopes.
    pub holders: Vec<(String, Vec<i64>)>,
}

impl Client {
    /// Walks through the whole organisation with several threads.
    pub fn directory(&self, threads: usize) -> Result<Directory, Error> {
        let found = Mutex::new(Directory::default());
        let mut level = vec![1];
        while !level.is_empty() {
            let next = Mutex::new(Vec::new());
            in_parallel(threads, &mem::take(&mut level), |id| {
                let children = self.children(*id)?;
                next.lock().unwrap_or_else(PoisonError::into_inner).extend(children);
                let department = self.call("/topapi/v2/department/get", &[("dept_id", *id)])?;
                lock(&found).departments.insert((*id).into(), department);
                self.users(*id, &found)
            })?;
            level = next.into_inner().unwrap_or_else(PoisonError::into_inner);
        }
        let roles: role::list::Response =
            self.call("/topapi/role/list", &[("offset", 0), ("size", 200)])?;
        let roles = roles.groups.into_iter().flat_map(|group| {
            let id = group.group_id.get();
            group.roles.into_iter().flatten().map(move |role| (id, role))
        });
        in_parallel(threads, &roles.collect::<Vec<_>>(), |(group, role)| {
            let id = role.id.map_or(0, RoleId::get);
            let holders = self.holders(id)?;
            assert_eq!(self.holders(id)?.len(), holders.len(), "a second look");
            lock(&found).roles.push(Role { listed: role.clone(), group: *group, holders });
            Ok(())
        })?;
        let departments: Vec<_> = lock(&found).departments.keys().map(|id| id.get()).collect();
        in_parallel(threads, &departments, |id| {
            let children = self.children(*id)?;
            let ids: user::list_ids::Response =
                self.call("/topapi/user/listid", &[("dept_id", *id)])?;
            let found = lock(&found);
            let parent = |child: i64| found.departments[&child.into()].parent_id;
            let is_below = |child: &i64| parent(*child).is_some_and(|parent| parent.get() == *id);
            assert!(children.iter().all(is_below), "a second look");
            for user in &ids.user_ids {
                let is_member = found.users[user].memberships.iter().any(|it| it.0 == *id);
                assert!(is_member, "a second look");
            }
            Ok(())
        })?;
        let count: user::count::Response = self.call("/topapi/user/count", &[])?;
        let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(i64::try_from(found.users.len()).ok(), count.count);
        Ok(found)
    }

    fn children(&self, id: i64) -> Result<Vec<i64>, Error> {
        let children: Vec<department::list_children::Department> =
            self.call("/topapi/v2/department/listsub", &[("dept_id", id)])?;
        Ok(children.into_iter().filter_map(|it| Some(it.department_id?.get())).collect())
    }

    fn users(&self, id: i64, found: &Mutex<Directory>) -> Result<(), Error> {
        let mut cursor = 0;
        loop {
            let parameters = [("dept_id", id), ("cursor", cursor), ("size", 100)];
            let page: user::list::Response = self.call("/topapi/v2/user/list", &parameters)?;
            let mut found = lock(found);
            for mut user in page.users {
                let membership = (id, user.department_order, user.leader);
                if let Some(known) = found.users.get_mut(&user.user_id) {
                    known.memberships.push(membership);
                } else {
                    // The memberships contain the departments.
                    user.department_ids = None;
                    let memberships = vec![membership];
                    found.users.insert(user.user_id.clone(), User { listed: user, memberships });
                }
            }
            match page.next_cursor {
                Some(next) if page.has_more => cursor = next,
                _ => return Ok(()),
            }
        }
    }

    fn holders(&self, role: i64) -> Result<Vec<(String, Vec<i64>)>, Error> {
        let mut holders = Vec::new();
        loop {
            let offset = i64::try_from(holders.len()).expect("there are few");
            let page: Page = self.list_users(role, offset, 100)?;
            holders.extend(page.list.into_iter().map(|user| {
                (user.userid, user.manage_scopes.into_iter().map(|it| it.dept_id).collect())
            }));
            if !page.has_more {
                return Ok(holders);
            }
        }
    }
}

fn lock(found: &Mutex<Directory>) -> std::sync::MutexGuard<'_, Directory> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does the work for each item, with several threads.
fn in_parallel<T: Sync>(
    threads: usize,
    items: &[T],
    work: impl Fn(&T) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    let run = || {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(item)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        threads.into_iter().try_for_each(|it| it.join().expect("nothing panics"))
    })
}
