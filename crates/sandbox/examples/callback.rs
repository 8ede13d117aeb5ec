//! Receives the events that the service pushes to an app's callback address, and prints them.
//!
//! ```text
//! export DINGTALK_CALLBACK_TOKEN=123456 DINGTALK_APP_KEY=suite4xxxxxxxxxxxxxxx
//! export DINGTALK_CALLBACK_KEY=4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij
//! cargo run -p dingtalk-sandbox --example callback -- --port 8920 --within 1000000000
//! ```
//!
//! These are the values of the vendor's own sample, a request of the year 2015:
//!
//! ```text
//! curl 'http://127.0.0.1:8920/?signature=5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0&timestamp=1445827045067&nonce=nEXhMP4r' \
//!     -d '{"encrypt":"1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ=="}'
//! ```

use std::convert::Infallible;
use std::env;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use clap::Parser;
use dingtalk_protocol::callback::{Callback, Delivery, Query};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// The longest body that is read. No page says how long one can be.
const MAX_BODY: usize = 1024 * 1024;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Receives events. Takes what the developer console shows from `DINGTALK_CALLBACK_TOKEN`,
/// `DINGTALK_CALLBACK_KEY` and `DINGTALK_APP_KEY`.
#[derive(Parser)]
struct Arguments {
    /// Port on 127.0.0.1 to listen at; 0 picks a free one.
    #[arg(long, default_value_t = 8920)]
    port: u16,
    /// How many seconds ago a request may have been signed.
    #[arg(long, default_value_t = 600)]
    within: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let variable = |name| env::var(name).map_err(|error| format!("{name}: {error}"));
    let token = variable("DINGTALK_CALLBACK_TOKEN")?;
    let key = variable("DINGTALK_CALLBACK_KEY")?;
    let callback = Arc::new(Callback::new(token, key, variable("DINGTALK_APP_KEY")?)?);
    let within = Duration::from_secs(arguments.within);

    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listener = TcpListener::bind(address).await?;
    println!("listening at http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let callback = Arc::clone(&callback);
        tokio::spawn(async move {
            let answer = service_fn(|request| answer(&callback, within, request));
            // A connection that breaks off concerns nobody: the service pushes again.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

/// Returns the response to a request. Callers other than the service learn nothing from it.
async fn answer(
    callback: &Callback,
    within: Duration,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut response = Response::default();
    match receive(callback, within, request).await {
        Ok(json) => {
            let json_type = HeaderValue::from_static("application/json");
            response.headers_mut().insert(CONTENT_TYPE, json_type);
            *response.body_mut() = json.into();
        }
        Err(error) => {
            eprintln!("refused: {error}");
            *response.status_mut() = StatusCode::BAD_REQUEST;
        }
    }
    Ok(response)
}

async fn receive(
    callback: &Callback,
    within: Duration,
    request: Request<Incoming>,
) -> Result<String, Failure> {
    let query = Query::parse(request.uri().query().unwrap_or_default())?;
    let body = Limited::new(request.into_body(), MAX_BODY).collect().await?.to_bytes();
    let delivery = callback.open(&query, &body)?;
    delivery.require_recent(SystemTime::now(), within)?;
    keep(&delivery)?;
    let mut random = [0; 16];
    getrandom::fill(&mut random)?;
    Ok(callback.answer(&delivery, random).to_json())
}

/// Takes an event over. A program that does more puts the text into a queue here, and works from there:
/// the service waits for the answer for little more than a second.
fn keep(delivery: &Delivery) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match delivery.event() {
        Ok(event) => writeln!(out, "{}: {:?}", event.event_type, event.change)?,
        // It is taken over all the same: pushed again, it would be no other.
        Err(error) => writeln!(out, "unreadable: {error}")?,
    }
    out.flush()
}
