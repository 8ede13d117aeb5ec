//! An organisation that answers as the pages say, and changes when a test wants it to.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dingtalk_client::{
    AccessToken, Client, DepartmentId, Directory, Error, Limiter, Retry, Transport,
};
use serde_json::{Value, json};

/// How many entries a page has at most, whatever is asked for.
const PAGE: usize = 3;

#[derive(Debug, Clone, Default)]
pub(crate) struct Organisation {
    /// Name and department above, by id. The root is 1.
    pub(crate) departments: BTreeMap<i64, (String, i64)>,
    /// Departments of each user.
    pub(crate) users: BTreeMap<String, Vec<i64>>,
    /// Holders of each role. All roles are in one group.
    pub(crate) roles: BTreeMap<i64, Vec<String>>,
}

impl Organisation {
    /// 1 ─ 2 ─ 4, 1 ─ 3. Somebody is in two departments.
    pub(crate) fn small() -> Self {
        let mut small = Self::default();
        for (id, parent) in [(1, 0), (2, 1), (3, 1), (4, 2)] {
            small.departments.insert(id, (format!("department {id}"), parent));
        }
        for (id, departments) in
            [("anna", &[1][..]), ("ben", &[2]), ("cao", &[2, 4]), ("dai", &[3]), ("emil", &[4])]
        {
            small.users.insert(id.to_owned(), departments.to_vec());
        }
        small.roles.insert(10, vec!["anna".to_owned(), "cao".to_owned()]);
        small.roles.insert(11, Vec::new());
        small
    }

    fn members(&self, department: i64) -> Vec<&String> {
        self.users.iter().filter(|(_, of)| of.contains(&department)).map(|(id, _)| id).collect()
    }

    fn answer(&self, path: &str, form: &HashMap<String, String>) -> Value {
        let number = |name: &str| form[name].parse::<i64>().unwrap();
        let result = |result: Value| json!({ "errcode": 0, "result": result });
        let unknown = |code: i64| json!({ "errcode": code, "errmsg": "unknown" });
        if let Some(id) = form.get("dept_id")
            && !self.departments.contains_key(&id.parse().unwrap())
        {
            return unknown(60003);
        }
        match path {
            "/topapi/user/count" => result(json!({ "count": self.users.len() })),
            "/topapi/v2/department/get" => {
                let (name, parent) = &self.departments[&number("dept_id")];
                let mut department =
                    json!({ "dept_id": number("dept_id"), "name": name, "order": 7 });
                if *parent != 0 {
                    department["parent_id"] = json!(parent);
                }
                result(department)
            }
            "/topapi/v2/department/listsub" => {
                let above = number("dept_id");
                let below = self.departments.iter().filter(|(_, (_, parent))| *parent == above);
                let below = below.map(|(id, (name, parent))| {
                    json!({ "dept_id": id, "name": name, "parent_id": parent })
                });
                result(below.collect())
            }
            "/topapi/user/listid" => {
                result(json!({ "userid_list": self.members(number("dept_id")) }))
            }
            "/topapi/v2/user/list" => {
                let department = number("dept_id");
                let first = usize::try_from(number("cursor")).unwrap();
                let members = self.members(department);
                let page = members.iter().skip(first).take(PAGE).map(|id| {
                    let name = format!("{id}'s name");
                    let (of, leader) = (&self.users[*id], department == 4);
                    json!({ "userid": id, "name": name, "dept_id_list": of, "leader": leader })
                });
                let page: Vec<_> = page.collect();
                let (next, more) = (first + page.len(), first + page.len() < members.len());
                result(json!({ "has_more": more, "next_cursor": next, "list": page }))
            }
            "/topapi/v2/user/get" => match self.users.get_key_value(&form["userid"]) {
                Some((id, of)) => {
                    let name = format!("{id}'s name");
                    let leads = of.iter().map(|it| json!({ "dept_id": it, "leader": *it == 4 }));
                    let leads: Vec<_> = leads.collect();
                    result(
                        json!({ "userid": id, "name": name, "dept_id_list": of, "leader_in_dept": leads }),
                    )
                }
                None => unknown(33012),
            },
            "/topapi/role/list" => {
                let roles = self.roles.keys().map(|id| json!({ "id": id, "name": "role" }));
                let roles: Vec<_> = roles.collect();
                let group = json!({ "groupId": 5, "name": "group", "roles": roles });
                result(json!({ "hasMore": false, "list": [group] }))
            }
            "/topapi/role/simplelist" => match self.roles.get(&number("role_id")) {
                Some(holders) => {
                    let first = usize::try_from(number("offset")).unwrap();
                    let page =
                        holders.iter().skip(first).take(PAGE).map(|id| json!({ "userid": id }));
                    let page: Vec<_> = page.collect();
                    let more = first + page.len() < holders.len();
                    result(json!({ "hasMore": more, "list": page }))
                }
                None => unknown(33011),
            },
            other => panic!("nothing calls {other}"),
        }
    }
}

/// What happens before an answer is made: given the organisation, the number of the request from 0, and
/// its path. It can answer in place of the organisation.
type Before = Box<dyn FnMut(&mut Organisation, usize, &str) -> Option<Value> + Send>;

/// A service that has an organisation. Clones are the same service.
#[derive(Clone)]
pub(crate) struct Service(Arc<Mutex<State>>);

struct State {
    organisation: Organisation,
    before: Before,
    requests: Vec<String>,
}

impl Service {
    pub(crate) fn new(organisation: &Organisation) -> Self {
        Self::changing(organisation, |_, _, _| None)
    }

    pub(crate) fn changing(
        organisation: &Organisation,
        before: impl FnMut(&mut Organisation, usize, &str) -> Option<Value> + Send + 'static,
    ) -> Self {
        let state = State {
            organisation: organisation.clone(),
            before: Box::new(before),
            requests: Vec::new(),
        };
        Self(Arc::new(Mutex::new(state)))
    }

    pub(crate) fn client(&self) -> Client {
        let client = Client::builder().token(AccessToken::new("token")).transport(self.clone());
        client.limiter(Limiter::off()).retry(Retry::off()).build().unwrap()
    }

    /// Returns the directory that one thread finds, so that requests have an order.
    pub(crate) fn directory(&self) -> Result<Directory, Error> {
        self.client().directory().threads(1).run()
    }

    pub(crate) fn organisation(&self) -> Organisation {
        self.lock().organisation.clone()
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.lock().requests.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Service {
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        _: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        let path = request.uri().path();
        let form = form_urlencoded::parse(request.body()).into_owned().collect();
        let mut state = self.lock();
        let State { organisation, before, requests } = &mut *state;
        let instead = before(organisation, requests.len(), path);
        requests.push(path.to_owned());
        let answer = instead.unwrap_or_else(|| organisation.answer(path, &form));
        Ok(http::Response::new(answer.to_string().into_bytes()))
    }
}

/// Departments and users as a directory has them, for comparison.
pub(crate) fn shape(directory: &Directory) -> Organisation {
    let departments = directory.departments().iter().map(|it| {
        let parent = it.parent_id.map_or(0, DepartmentId::get);
        (it.department_id.get(), (it.name.clone().unwrap(), parent))
    });
    let users = directory
        .users()
        .iter()
        .map(|it| (it.user_id.to_string(), it.department_ids().map(DepartmentId::get).collect()));
    let roles = directory.roles().iter().map(|it| {
        let holders = it.holders.iter().map(|holder| holder.user_id.to_string());
        (it.role_id.get(), holders.collect())
    });
    Organisation {
        departments: departments.collect(),
        users: users.collect(),
        roles: roles.collect(),
    }
}

impl PartialEq for Organisation {
    fn eq(&self, other: &Self) -> bool {
        (&self.departments, &self.users, &self.roles)
            == (&other.departments, &other.users, &other.roles)
    }
}
