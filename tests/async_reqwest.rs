//! The protocol crate on another transport: asynchronous `reqwest`, in forty lines.
//!
//! ```text
//! cargo run -p dingtalk-sandbox -- --port 8900
//! cargo run -p dingtalk-tests --example async_reqwest -- http://127.0.0.1:8900 TOKEN ROLE
//! ```

use std::env;

use dingtalk_protocol::{
    AccessToken, Error, ErrorKind, Host, Reply, Request, decode, encode, role,
};

/// All the glue there is.
#[derive(Debug)]
pub struct AsyncClient {
    http: reqwest::Client,
    host: Host,
    token: AccessToken,
}

impl AsyncClient {
    pub fn new(host: Host, token: AccessToken) -> reqwest::Result<Self> {
        // A redirect would carry the token elsewhere, and the environment should have no say.
        let policy = reqwest::redirect::Policy::none();
        let http = reqwest::Client::builder().redirect(policy).no_proxy().build()?;
        Ok(Self { http, host, token })
    }

    pub async fn send<R: Request>(&self, request: &R) -> Result<Reply<R::Response>, Error> {
        let request = encode(request, &self.host, &self.token)?;
        let answer =
            self.exchange(request).await.map_err(|error| explain(&error).of(R::ENDPOINT))?;
        decode::<R, _>(answer).map_err(|error| error.without(self.token.expose()))
    }

    async fn exchange(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> reqwest::Result<http::Response<Vec<u8>>> {
        let mut response = self.http.execute(request.try_into()?).await?;
        let mut answer = http::Response::new(Vec::new());
        *answer.status_mut() = response.status();
        answer.headers_mut().extend(std::mem::take(response.headers_mut()));
        answer.body_mut().extend(response.bytes().await?);
        Ok(answer)
    }
}

/// `reqwest`'s error without its text, which holds the URL and so the token.
fn explain(error: &reqwest::Error) -> Error {
    Error::new(match () {
        () if error.is_connect() => ErrorKind::Unreachable,
        () if error.is_timeout() => ErrorKind::Timeout,
        () => ErrorKind::Connection,
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [host, token, role] = arguments.as_slice() else {
        return Err("give the host's URL, a token and a role's id".into());
    };
    let client = AsyncClient::new(Host::custom(host)?, AccessToken::new(token))?;
    let page = client.send(&role::list_users::Request::new(role.parse::<i64>()?)).await?;
    println!("{} users, request id {:?}", page.users.len(), page.request_id());
    Ok(())
}
