//! The protocol crate on another transport: asynchronous `reqwest`, with tokens, repetitions and whole
//! lists.
//!
//! ```text
//! cargo run -p dingtalk-sandbox -- --port 8900
//! cargo run -p dingtalk-tests --example async_reqwest -- http://127.0.0.1:8900 APP_KEY APP_SECRET ROLE
//! ```

use std::env;
use std::pin::pin;
use std::time::{Duration, SystemTime};

use dingtalk_protocol::auth::get_token;
use dingtalk_protocol::driver::{Driver, Event, Moment, Next};
use dingtalk_protocol::{
    AccessToken, Error, ErrorKind, Host, Paged, Reply, Request, Retry, StoredToken, Walk, role,
    validate,
};
use futures_util::{FutureExt, Stream, TryStreamExt, stream};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

/// A client on `reqwest`.
#[derive(Debug)]
pub struct AsyncClient {
    http: reqwest::Client,
    host: Host,
    app: get_token::Request,
    token: Mutex<Option<StoredToken>>,
}

/// The transport.
impl AsyncClient {
    pub fn new(host: Host, app_key: &str, app_secret: &str) -> reqwest::Result<Self> {
        // A redirect would carry the token elsewhere, and the environment should have no say.
        let policy = reqwest::redirect::Policy::none();
        let http = reqwest::Client::builder().redirect(policy).no_proxy();
        let http = http.timeout(Duration::from_secs(10)).build()?;
        let app = get_token::Request::new(app_key, app_secret);
        Ok(Self { http, host, app, token: Mutex::default() })
    }

    async fn exchange(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        self.execute(request).await.map_err(|error| explain(&error))
    }

    async fn execute(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> reqwest::Result<http::Response<Vec<u8>>> {
        let mut response = self.http.execute(request.try_into()?).await?;
        let mut answer = http::Response::new(Vec::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        *answer.body_mut() = response.bytes().await?.into();
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

/// Token, repetitions and whole lists.
impl AsyncClient {
    pub async fn send<R: Request>(&self, request: &R) -> Result<Reply<R::Response>, Error> {
        let end = Instant::now() + Duration::from_secs(30);
        let mut driver = Driver::new(validate(request)?, &self.host, Retry::new());
        let mut event = Event::Begin;
        loop {
            let left = || end.saturating_duration_since(Instant::now());
            let moment = || Moment::new(SystemTime::now(), left(), fastrand::f64());
            event = match driver.next(event, moment) {
                Next::FetchToken => Event::Token(Box::pin(self.token()).await),
                Next::DropToken(token) => {
                    self.token.lock().await.take_if(|stored| stored.token == token);
                    Event::Dropped { another: true }
                }
                Next::Send(request) => Event::Answer(self.exchange(request).await),
                Next::Wait(pause) => sleep(pause).map(|()| Event::Waited).await,
                Next::Done(result) => return result,
            };
        }
    }

    /// Returns the token, from one fetch for all calls that wait for it.
    async fn token(&self) -> Result<AccessToken, Error> {
        let (mut stored, now) = (self.token.lock().await, SystemTime::now());
        if let Some(token) = stored.as_ref().filter(|token| !token.is_due(now)) {
            return Ok(token.token.clone());
        }
        let reply = self.send(&self.app).await?.into_inner();
        let token = StoredToken::issued(reply.access_token, reply.expires_in, now);
        Ok(stored.insert(token).token.clone())
    }

    pub fn items<R: Paged>(&self, request: R) -> impl Stream<Item = Result<R::Item, Error>> {
        let pages = stream::try_unfold(Walk::new(request), move |mut walk| async move {
            let Some(request) = walk.next_request() else { return Ok(None) };
            let reply = self.send(&request).await.map_err(|error| walk.fail(error))?;
            walk.accept(&reply)?;
            let items = R::into_items(reply.into_inner()).into_iter().map(Ok);
            Ok(Some((stream::iter(items), walk)))
        });
        pages.try_flatten()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [host, app_key, app_secret, role] = arguments.as_slice() else {
        return Err("give the host's URL, an app's key and secret, and a role's id".into());
    };
    let client = AsyncClient::new(Host::custom(host)?, app_key, app_secret)?;
    let mut users = pin!(client.items(role::list_users::Request::new(role.parse::<i64>()?)));
    while let Some(user) = users.try_next().await? {
        println!("{} {}", user.user_id, user.name.as_deref().unwrap_or("?"));
    }
    Ok(())
}
