//! The HTTP/1.1 server, in a thread of its own.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;
use std::{fmt, io};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::answer::Delivery;
use crate::body::{self, CutOff, Outgoing};
use crate::endpoints::UPLOAD;
use crate::flushes::{Counted, Flushes};
use crate::service::Service;
use crate::settings::{MAX_BODY, MAX_UPLOAD};

/// A running server. It stops when it is dropped, whatever its connections are doing.
pub(crate) struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(address: SocketAddr, service: Arc<Service>) -> io::Result<Self> {
        // Bound here and not in the thread, so that the caller learns of a taken port.
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        // One thread is enough for answers from memory, and none outlives the runtime.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name("dingtalk-sandbox".into()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    () = accept(listener, service) => {}
                }
            });
            // Dropping the runtime drops every connection, idle, busy or held at a gate.
        })?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Either fails only if the thread has ended already.
        let _ = self.stop.take().map(|stop| stop.send(()));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

async fn accept(listener: tokio::net::TcpListener, service: Arc<Service>) {
    loop {
        match listener.accept().await {
            Ok((stream, caller)) => {
                // Responses are small and written at once, so waiting for more data only costs time.
                let _ = stream.set_nodelay(true);
                tokio::spawn(connection(stream, caller.ip(), Arc::clone(&service)));
            }
            // The connection is closed already, or there are too many: others may end meanwhile.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn connection(stream: TcpStream, caller: IpAddr, service: Arc<Service>) {
    let flushes = Flushes::default();
    let stream = Counted::new(stream, flushes.clone());
    let respond =
        service_fn(move |request| respond(request, caller, Arc::clone(&service), flushes.clone()));
    let served = http1::Builder::new()
        // A caller may close its sending side after the request and still expect the response.
        .half_close(true)
        .header_read_timeout(None)
        .serve_connection(stream, respond)
        .await;
    // Hyper has sent the responses that it could; a broken connection is up to the caller.
    drop(served);
}

async fn respond(
    request: Request<Incoming>,
    caller: IpAddr,
    service: Arc<Service>,
    flushes: Flushes,
) -> Result<Response<Outgoing>, CutOff> {
    let (parts, incoming) = request.into_parts();
    let limit = if parts.uri.path() == UPLOAD { MAX_UPLOAD } else { MAX_BODY };
    let body = body::read(incoming, limit).await.map_err(|_| CutOff)?;
    let reply = service.answer(Request::from_parts(parts, body), caller);
    if let Some(gate) = &reply.gate {
        gate.pass().await;
    }
    match reply.delivery {
        Delivery::SlowHead(delay) => tokio::time::sleep(delay).await,
        Delivery::Reset => flushes.reset_at_end(),
        _ => {}
    }
    match reply.response {
        Some(response) => Ok(Outgoing::response(response, reply.delivery, flushes)),
        None => Err(CutOff),
    }
}
