//! Makes one call with a shared token store, for the tests with several processes:
//! `one-call <host> file <folder>` or `one-call <host> redis <url> <seconds of the lease>`.
//!
//! It prints `ready` before the call, and then `done` or the error.

use std::time::Duration;

#[cfg(feature = "redis")]
use dingtalk_client::RedisTokenStore;
use dingtalk_client::{AppCredentials, Client, Error, FileTokenStore, Host, Retry};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    println!("ready");
    match call(&arguments) {
        Ok(()) => println!("done"),
        Err(error) => println!("{error}"),
    }
}

fn call(arguments: &[String]) -> Result<(), Error> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let app = AppCredentials::new("key", "5ecret");
    let app = match arguments[1..] {
        ["file", place] => app.with_store(FileTokenStore::new(place)),
        #[cfg(feature = "redis")]
        ["redis", place, lease] => {
            let lease = Duration::from_secs(lease.parse().unwrap());
            app.with_store(RedisTokenStore::new(place)?.with_lease(lease))
        }
        _ => panic!("there is no such store: {arguments:?}"),
    };
    let client = Client::builder()
        .host(Host::custom(arguments[0])?)
        .token(app)
        .retry(Retry::off())
        .timeout(Duration::from_secs(60))
        .build()?;
    client.user().list_ids(1).send().map(drop)
}
