//! Calls over a connection.

use dingtalk_client::role::list_users::Page;
use dingtalk_client::{AccessToken, Client, Host, Limiter};

use crate::samples::{self, ROLE};
use crate::{Side, by_hand};

/// The endpoint that is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    AddToUsers,
    ListUsers,
}

impl Endpoint {
    /// Both endpoints.
    pub const BOTH: [Self; 2] = [Self::AddToUsers, Self::ListUsers];
}

/// Makes one call, and panics if it fails.
pub type Caller = Box<dyn Fn(Endpoint) + Send + Sync>;

/// Returns a client of the server at `host`.
pub fn caller(side: Side, host: &str) -> Caller {
    match side {
        Side::Ours => ours(client(host)),
        Side::ByHand => by_hand(by_hand::Client::new(host, samples::TOKEN)),
    }
}

/// Returns a client of the crates without a rate limit of its own.
pub fn client(host: &str) -> Client {
    let host = Host::custom(host).expect("the server has an address");
    let client = Client::builder().host(host).token(AccessToken::new(samples::TOKEN));
    client.limiter(Limiter::off()).build().expect("the settings are good")
}

fn ours(client: Client) -> Caller {
    let (role_ids, user_ids) = (samples::role_ids(), samples::user_ids());
    Box::new(move |endpoint| {
        let role = client.role();
        match endpoint {
            Endpoint::AddToUsers => {
                let (role_ids, user_ids) = (role_ids.iter().copied(), user_ids.iter());
                drop(role.add_to_users(role_ids, user_ids).send().expect("a good answer"));
            }
            Endpoint::ListUsers => {
                let page = Page { offset: 0, size: samples::PAGE_SIZE };
                let reply = role.list_users(ROLE).with_page(page).send();
                assert_eq!(reply.expect("a good answer").users.len(), 100);
            }
        }
    })
}

fn by_hand(client: by_hand::Client) -> Caller {
    let (role_ids, user_ids) = (samples::role_ids(), samples::user_ids());
    Box::new(move |endpoint| match endpoint {
        Endpoint::AddToUsers => client.add_to_users(&role_ids, &user_ids).expect("a good answer"),
        Endpoint::ListUsers => {
            let page = client.list_users(ROLE, 0, samples::PAGE_SIZE);
            assert_eq!(page.expect("a good answer").list.len(), 100);
        }
    })
}
