//! Raw HTTP.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::LazyLock;
use std::time::Duration;

use dingtalk_sandbox::Sandbox;

static SANDBOX: LazyLock<Sandbox> =
    LazyLock::new(|| Sandbox::builder().token("token").log_limit(1).start().expect("a free port"));

/// Sends the input, and reads the response until the sandbox closes the connection.
pub(crate) fn serve(input: &[u8]) {
    let mut stream =
        TcpStream::connect(SANDBOX.address()).expect("the sandbox accepts connections");
    stream.set_read_timeout(Some(Duration::from_secs(5))).expect("a time limit");
    // The sandbox may close the connection before it has read everything.
    let _ = stream.write_all(input);
    let _ = stream.shutdown(Shutdown::Write);
    let _ = stream.read_to_end(&mut Vec::new());
}
