//! Prints the employees who hold a role.

use dingtalk_client::role::list_users::Page;
use dingtalk_client::{AccessToken, Client};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("DINGTALK_TOKEN")?;
    let client = Client::builder().token(AccessToken::new(token)).build()?;
    let page = Page { offset: 0, size: 100 };
    let reply = client.role().list_users(1_507_113_578).with_page(page).send()?;
    for user in &reply.users {
        println!("{} {}", user.user_id, user.name.as_deref().unwrap_or("?"));
    }
    Ok(())
}
