//! The walk through an organisation: the same calls, with a second look that only compares.

use std::collections::HashMap;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde::Deserialize;

use super::{Client, Error, Page, UserIds};

/// An organisation.
#[derive(Debug, Default)]
pub struct Directory {
    pub departments: HashMap<i64, Department>,
    pub users: HashMap<String, User>,
    pub roles: Vec<Role>,
}

#[derive(Debug, Deserialize)]
pub struct Department {
    pub dept_id: i64,
    pub name: Option<String>,
    pub parent_id: Option<i64>,
    pub order: Option<i64>,
    pub create_dept_group: Option<bool>,
    pub auto_add_user: Option<bool>,
    pub dept_manager_userid_list: Option<Vec<String>>,
    pub source_identifier: Option<String>,
    pub code: Option<String>,
    pub hide_dept: Option<bool>,
    pub outer_dept: Option<bool>,
    pub from_union_org: Option<bool>,
    pub dept_group_chat_id: Option<String>,
    pub org_dept_owner: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct User {
    pub userid: String,
    pub unionid: Option<String>,
    pub name: Option<String>,
    pub avatar: Option<String>,
    pub state_code: Option<String>,
    pub mobile: Option<String>,
    pub hide_mobile: Option<bool>,
    pub telephone: Option<String>,
    pub job_number: Option<String>,
    pub title: Option<String>,
    pub email: Option<String>,
    pub org_email: Option<String>,
    pub work_place: Option<String>,
    pub remark: Option<String>,
    pub extension: Option<String>,
    pub hired_date: Option<i64>,
    pub active: Option<bool>,
    pub admin: Option<bool>,
    pub boss: Option<bool>,
    pub exclusive_account: Option<bool>,
    pub exclusive_account_type: Option<String>,
    pub login_id: Option<String>,
    pub nickname: Option<String>,
    pub exclusive_account_corp_name: Option<String>,
    pub exclusive_account_corp_id: Option<String>,
    pub disable_status: Option<bool>,
    dept_order: Option<i64>,
    leader: Option<bool>,
    /// Department, rank, and whether the user leads it.
    #[serde(skip)]
    pub memberships: Vec<(i64, Option<i64>, Option<bool>)>,
}

#[derive(Debug)]
pub struct Role {
    pub id: i64,
    pub group: i64,
    pub name: Option<String>,
    /// Users with their scopes.
    pub holders: Vec<(String, Vec<i64>)>,
}

#[derive(Deserialize)]
struct Users {
    has_more: bool,
    next_cursor: Option<i64>,
    list: Vec<User>,
}

#[derive(Deserialize)]
struct Count {
    count: usize,
}

#[derive(Deserialize)]
struct Groups {
    list: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    group_id: i64,
    roles: Vec<RoleOfGroup>,
}

#[derive(Deserialize)]
struct RoleOfGroup {
    id: i64,
    name: Option<String>,
}

impl Client {
    /// Walks through the whole organisation by some threads.
    pub fn directory(&self, threads: usize) -> Result<Directory, Error> {
        let found = Mutex::new(Directory::default());
        let mut level = vec![1];
        while !level.is_empty() {
            let next = Mutex::new(Vec::new());
            in_parallel(threads, &mem::take(&mut level), |id| {
                let children = self.children(*id)?;
                next.lock().unwrap_or_else(PoisonError::into_inner).extend(children);
                let department: Department =
                    self.call("/topapi/v2/department/get", &[("dept_id", *id)])?;
                lock(&found).departments.insert(*id, department);
                self.users(*id, &found)
            })?;
            level = next.into_inner().unwrap_or_else(PoisonError::into_inner);
        }
        let groups: Groups = self.call("/topapi/role/list", &[("offset", 0), ("size", 200)])?;
        let groups = groups.list.into_iter();
        let roles: Vec<_> = groups
            .flat_map(|group| group.roles.into_iter().map(move |role| (group.group_id, role)))
            .collect();
        in_parallel(threads, &roles, |(group, role)| {
            let holders = self.holders(role.id)?;
            assert_eq!(self.holders(role.id)?.len(), holders.len(), "a second look");
            let (id, group, name) = (role.id, *group, role.name.clone());
            lock(&found).roles.push(Role { id, group, name, holders });
            Ok(())
        })?;
        let departments: Vec<_> = lock(&found).departments.keys().copied().collect();
        in_parallel(threads, &departments, |id| {
            let children = self.children(*id)?;
            let ids: UserIds = self.call("/topapi/user/listid", &[("dept_id", *id)])?;
            let found = lock(&found);
            let is_below = |child: &i64| found.departments[child].parent_id == Some(*id);
            assert!(children.iter().all(is_below), "a second look");
            for user in &ids.userid_list {
                let is_member = found.users[user].memberships.iter().any(|it| it.0 == *id);
                assert!(is_member, "a second look");
            }
            Ok(())
        })?;
        let Count { count } = self.call("/topapi/user/count", &[])?;
        let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(found.users.len(), count);
        Ok(found)
    }

    fn children(&self, id: i64) -> Result<Vec<i64>, Error> {
        let children: Vec<Department> =
            self.call("/topapi/v2/department/listsub", &[("dept_id", id)])?;
        Ok(children.into_iter().map(|it| it.dept_id).collect())
    }

    fn users(&self, id: i64, found: &Mutex<Directory>) -> Result<(), Error> {
        let mut cursor = 0;
        loop {
            let parameters = [("dept_id", id), ("cursor", cursor), ("size", 100)];
            let page: Users = self.call("/topapi/v2/user/list", &parameters)?;
            let mut found = lock(found);
            for mut user in page.list {
                let membership = (id, user.dept_order, user.leader);
                if let Some(known) = found.users.get_mut(&user.userid) {
                    known.memberships.push(membership);
                } else {
                    user.memberships = vec![membership];
                    found.users.insert(user.userid.clone(), user);
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

/// Does the work for each item, by some threads.
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
