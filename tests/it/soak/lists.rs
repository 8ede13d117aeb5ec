//! Lists that nobody changes: what comes is exactly what is there, or an error.

use dingtalk_client::role::list_users::{Page, User};
use dingtalk_client::{DepartmentId, End, RoleId, UserId};
use dingtalk_sandbox::seeded;

use crate::soak::figures;
use crate::soak::run::{DEPARTMENT, IMPATIENT, World};
use crate::soak::worker::Worker;

/// How often a walk goes on after an error, at most.
const MOST_RESUMES: usize = 3;

impl Worker<'_> {
    /// Some page of a role.
    pub(crate) fn list_page(&mut self) {
        let World { impatient, figures, .. } = self.world;
        let (role, holders) = self.role();
        let (offset, size) = (self.dice.usize(0..holders.len() + 10), self.dice.usize(1..=100));
        let page = Page { offset: number(offset), size: number(size) };
        figures::begin(IMPATIENT);
        let call = impatient.role().list_users(role).with_page(page);
        let result = call.send();
        figures.end(&result);
        figures.search(&call);
        if let Ok(reply) = result {
            let end = holders.len().min(offset + size);
            let expected = holders.get(offset..end).unwrap_or_default();
            assert!(reply.users.iter().map(|user| &user.user_id).eq(expected), "{reply:?}");
            assert_eq!(reply.has_more, end < holders.len(), "{reply:?}");
        }
    }

    /// A role item by item, going on after errors or not.
    pub(crate) fn list_items(&mut self) {
        let World { impatient, figures, .. } = self.world;
        let (role, holders) = self.role();
        let size = self.dice.usize(10..=100);
        let mut resumes = self.dice.usize(0..=MOST_RESUMES);
        let mut items = impatient.role().list_users(role).items().page_size(number(size));
        let mut read: Vec<UserId> = Vec::new();
        // Where the calls begin that are looked at together.
        let mut from = 0;
        figures::begin(IMPATIENT);
        loop {
            match items.next() {
                Some(Ok(user)) => read.push(user.user_id),
                Some(Err(error)) => {
                    figures.end_walk(pages(read.len() - from, size), Some(&error));
                    figures.search(&items);
                    assert_eq!(error.offset(), Some(number(read.len())), "{error:?}");
                    assert_eq!(read, holders[..read.len()], "what came before the error");
                    assert!(matches!(items.end(), Some(End::Stopped { .. })), "{items:?}");
                    if resumes == 0 {
                        return;
                    }
                    resumes -= 1;
                    from = read.len();
                    items.resume();
                    figures::begin(IMPATIENT);
                }
                None => break,
            }
        }
        figures.end_walk(pages(read.len() - from, size), None);
        assert!(items.end().is_some_and(End::is_complete), "{items:?}");
        assert_eq!(read, holders, "a complete list");
    }

    /// A whole role at once.
    pub(crate) fn list_whole(&mut self) {
        let World { impatient, figures, .. } = self.world;
        let (role, holders) = self.role();
        figures::begin(IMPATIENT);
        match impatient.role().list_users(role).collect_complete() {
            Ok(users) => {
                figures.end_walk(pages(users.len(), 100), None);
                let read = users.into_iter().map(|User { user_id, .. }| user_id);
                assert!(read.eq(holders), "a complete list");
            }
            Err(error) => {
                let offset = error.offset().expect("an error of a walk names its offset");
                let read = usize::try_from(offset).expect("no offset is negative");
                figures.end_walk(pages(read, 100), Some(&error));
            }
        }
    }

    /// A department.
    pub(crate) fn list_ids(&mut self) {
        let World { impatient, figures, before, .. } = self.world;
        let departments = [
            DepartmentId::new(DEPARTMENT),
            seeded::BACKEND,
            seeded::PARTNERS,
            seeded::EMPTY_DEPARTMENT,
            DepartmentId::new(404_404),
        ];
        let department = departments[self.dice.usize(0..departments.len())];
        figures::begin(IMPATIENT);
        let result = impatient.user().list_ids(department).send();
        figures.end(&result);
        if let Ok(reply) = result {
            assert!(before.department(department).is_some(), "{reply:?}");
            assert!(reply.user_ids.iter().eq(before.members(department)), "{reply:?}");
        }
    }

    /// Returns a role that nobody changes, and who holds it.
    fn role(&mut self) -> (RoleId, Vec<UserId>) {
        let roles = [seeded::LARGE_ROLE, seeded::CROWD_ROLE, seeded::REVIEWER];
        let role = roles[self.dice.usize(0..roles.len())];
        (role, self.world.before.holders(role).cloned().collect())
    }
}

/// Returns how many pages so many items fill; a list without any is one.
fn pages(items: usize, size: usize) -> u32 {
    u32::try_from(items.div_ceil(size)).expect("few pages")
}

fn number(count: usize) -> i64 {
    i64::try_from(count).expect("a short list")
}
