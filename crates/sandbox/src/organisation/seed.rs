//! The organisation that a sandbox starts with.
//!
//! It contains the ids of the request examples on the documentation pages, so that these work unchanged.

use dingtalk_protocol::{DepartmentId, RoleId};

use super::entries::AdminLevel;
use super::error::Change;
use super::state::Organisation;

/// The ids in [`Organisation::seeded`]. The crate's documentation shows the entries with these ids.
pub mod ids {
    use super::{DepartmentId, RoleId};

    /// The root department.
    pub const ROOT: DepartmentId = DepartmentId::new(1);
    /// The department of the example of `simplelist`.
    pub const DISCIPLINE: DepartmentId = DepartmentId::new(11);
    /// The department of the example of `listid`.
    pub const ENGINEERING: DepartmentId = DepartmentId::new(100);
    /// A department below [`ENGINEERING`].
    pub const BACKEND: DepartmentId = DepartmentId::new(101);
    /// A department without members.
    pub const EMPTY_DEPARTMENT: DepartmentId = DepartmentId::new(200);
    /// A department with a negative id, which occur in the service.
    pub const PARTNERS: DepartmentId = DepartmentId::new(-7);

    /// The default role group.
    pub const DEFAULT_GROUP: i64 = 1_507_113_570;
    /// An ordinary role group.
    pub const POSITIONS: i64 = 1_507_113_577;

    /// The owner, of the default group.
    pub const OWNER: RoleId = RoleId::new(1_507_113_571);
    /// The supervisor, whom one page calls manager, of the default group.
    pub const SUPERVISOR: RoleId = RoleId::new(1_507_113_572);
    /// The super admin, of the default group.
    pub const SUPER_ADMIN: RoleId = RoleId::new(1_507_113_573);
    /// The sub admin, of the default group; its holder manages two departments.
    pub const SUB_ADMIN: RoleId = RoleId::new(1_507_113_574);
    /// The role of the example of `addrolesforemps`.
    pub const ENGINEER: RoleId = RoleId::new(1_507_113_584);
    /// The role of the example of `removerolesforemps`.
    pub const REVIEWER: RoleId = RoleId::new(1_507_113_578);
    /// The role of the example of `simplelist`: one holder, with a management scope.
    pub const INSPECTOR: RoleId = RoleId::new(1_203_141);
    /// A role that 45 employees hold, `staff01` to `staff45`.
    pub const LARGE_ROLE: RoleId = RoleId::new(1_507_113_600);
    /// A role that nobody holds, from the parameter table of `deleterole`.
    pub const EMPTY_ROLE: RoleId = RoleId::new(1_581_321_999);
    /// A second role that nobody holds, from the request example of `deleterole`.
    pub const OBSOLETE_ROLE: RoleId = RoleId::new(11);

    /// The department of a crowd, only in [`Organisation::with_crowd`](super::Organisation::with_crowd).
    pub const CROWD_DEPARTMENT: DepartmentId = DepartmentId::new(300);
    /// The role of a crowd, only in [`Organisation::with_crowd`](super::Organisation::with_crowd).
    pub const CROWD_ROLE: RoleId = RoleId::new(1_507_113_700);

    /// A label of external contacts, from the request example of their page.
    pub const CUSTOMER: i64 = 1_561_077_310;
    /// A second label, of another group.
    pub const ORDINARY: i64 = 1_561_077_317;

    /// How many employees hold [`LARGE_ROLE`].
    pub const LARGE_ROLE_HOLDERS: usize = 45;

    /// An employee with a Chinese name, from the example of `addrolesforemps`.
    pub const USER_1: &str = "user1";
    /// An employee in two departments, one of them with a negative id.
    pub const USER_2: &str = "user2";
    /// An employee with an emoji in the name, from the example of `removerolesforemps`.
    pub const USER_100: &str = "user100";
    /// The employee of the example of `simplelist`.
    pub const JOHN: &str = "manager4220";
}

use ids::{
    BACKEND, CROWD_DEPARTMENT, CROWD_ROLE, CUSTOMER, DEFAULT_GROUP, DISCIPLINE, EMPTY_DEPARTMENT,
    EMPTY_ROLE, ENGINEER, ENGINEERING, INSPECTOR, JOHN, LARGE_ROLE, LARGE_ROLE_HOLDERS,
    OBSOLETE_ROLE, ORDINARY, OWNER, PARTNERS, POSITIONS, REVIEWER, ROOT, SUB_ADMIN, SUPER_ADMIN,
    SUPERVISOR, USER_1, USER_2, USER_100,
};

impl Organisation {
    /// Returns an empty organisation, without even a root department.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the organisation that a sandbox starts with; the crate's documentation shows it.
    pub fn seeded() -> Self {
        let mut organisation = Self::new();
        let seeded = seed(&mut organisation);
        debug_assert_eq!(seeded, Ok(()), "the seed is consistent");
        organisation
    }

    /// Returns the [`seeded`](Self::seeded) organisation with one more department and one more role,
    /// both with `count` more employees: `crowd000001`, `crowd000002`, …
    pub fn with_crowd(count: usize) -> Self {
        let mut organisation = Self::seeded();
        let seeded = crowd(&mut organisation, count);
        debug_assert_eq!(seeded, Ok(()), "the crowd meets nobody of its name");
        organisation
    }
}

fn seed(organisation: &mut Organisation) -> Change {
    organisation.add_department(ROOT, "示例公司", None)?;
    organisation.add_department(DISCIPLINE, "Discipline Inspection Department", Some(ROOT))?;
    organisation.add_department(ENGINEERING, "工程部", Some(ROOT))?;
    organisation.add_department(BACKEND, "后端组", Some(ENGINEERING))?;
    organisation.add_department(EMPTY_DEPARTMENT, "Empty department", Some(ROOT))?;
    organisation.add_department(PARTNERS, "External partners", Some(ROOT))?;

    organisation.add_user(JOHN, "John", [ROOT, DISCIPLINE])?;
    organisation.add_user(USER_1, "张伟", [ENGINEERING])?;
    organisation.add_user(USER_2, "李娜", [ENGINEERING, PARTNERS])?;
    organisation.add_user(USER_100, "王芳🌻", [BACKEND])?;

    for (number, id) in (1..).zip([JOHN, USER_1, USER_2, USER_100]) {
        organisation.edit_user(id, |user| user.mobile = Some(format!("1850000000{number}")))?;
    }
    organisation.edit_user(JOHN, |user| user.admin = Some(AdminLevel::Main))?;
    organisation.edit_user(USER_2, |user| user.admin = Some(AdminLevel::Sub))?;
    organisation.edit_department(ENGINEERING, |department| {
        department.managers.insert(USER_1.into());
    })?;

    organisation.add_default_group(DEFAULT_GROUP, "默认")?;
    organisation.add_role(OWNER, "Owner", DEFAULT_GROUP)?;
    organisation.add_role(SUPERVISOR, "Supervisor", DEFAULT_GROUP)?;
    organisation.add_role(SUPER_ADMIN, "Super Admin", DEFAULT_GROUP)?;
    organisation.add_role(SUB_ADMIN, "Sub Admin", DEFAULT_GROUP)?;
    organisation.assign(OWNER, JOHN)?;
    organisation.assign(SUPERVISOR, USER_1)?;
    organisation.set_scopes(SUPERVISOR, USER_1, [ENGINEERING])?;
    organisation.assign(SUB_ADMIN, USER_2)?;
    organisation.set_scopes(SUB_ADMIN, USER_2, [PARTNERS, BACKEND])?;

    organisation.add_group(POSITIONS, "岗位")?;
    organisation.add_role(OBSOLETE_ROLE, "Obsolete", POSITIONS)?;
    organisation.add_role(INSPECTOR, "Inspector", POSITIONS)?;
    organisation.add_role(REVIEWER, "Reviewer", POSITIONS)?;
    organisation.add_role(ENGINEER, "工程师", POSITIONS)?;
    organisation.add_role(LARGE_ROLE, "员工", POSITIONS)?;
    organisation.add_role(EMPTY_ROLE, "Unused", POSITIONS)?;
    organisation.assign(INSPECTOR, JOHN)?;
    organisation.set_scopes(INSPECTOR, JOHN, [DISCIPLINE])?;
    organisation.assign(REVIEWER, USER_1)?;
    organisation.assign(REVIEWER, USER_100)?;
    organisation.assign(ENGINEER, USER_2)?;

    let kinds = ["客户", "渠道商", "供应商", "合作伙伴", "面试人员", "其他类型"];
    organisation.add_label_group("类型", -15_220_075, (CUSTOMER..).zip(kinds))?;
    let levels = ["一般", "重要", "核心"];
    organisation.add_label_group("级别", -11_687_445, (ORDINARY..).zip(levels))?;

    for number in 1..=LARGE_ROLE_HOLDERS {
        // Two digits, so that the order of the ids is the order of the numbers.
        let id = format!("staff{number:02}");
        organisation.add_user(id.as_str(), format!("员工{number:02}"), [BACKEND])?;
        organisation.assign(LARGE_ROLE, id)?;
    }
    Ok(())
}

fn crowd(organisation: &mut Organisation, count: usize) -> Change {
    organisation.add_department(CROWD_DEPARTMENT, "人群", Some(ROOT))?;
    organisation.add_role(CROWD_ROLE, "成员", POSITIONS)?;
    // Enough digits that the order of the ids is the order of the numbers.
    let width = count.to_string().len().max(6);
    for number in 1..=count {
        let id = format!("crowd{number:0width$}");
        organisation.add_user(id.as_str(), format!("成员{number:0width$}"), [CROWD_DEPARTMENT])?;
        organisation.assign(CROWD_ROLE, id)?;
    }
    Ok(())
}
