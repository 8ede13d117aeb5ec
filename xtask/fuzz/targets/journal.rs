//! Journals of bulks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dingtalk_client::http::{Request, Response};
use dingtalk_client::role::add_to_users;
use dingtalk_client::{AccessToken, Client, Error, Limiter, Outcome, Transport};

/// Number of requests sent.
static SENT: AtomicUsize = AtomicUsize::new(0);

struct Succeeds;

impl Transport for Succeeds {
    fn send(&self, _: Request<Vec<u8>>, _: Duration) -> Result<Response<Vec<u8>>, Error> {
        SENT.fetch_add(1, Ordering::Relaxed);
        Ok(Response::new(br#"{"errcode":0,"errmsg":"ok"}"#.to_vec()))
    }
}

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let client = Client::builder().token(AccessToken::new("token"));
    client.transport(Succeeds).limiter(Limiter::off()).build().expect("the settings are good")
});

/// Path of the journal: in the build folder, where it may remain.
static PATH: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fuzz/journals");
    fs::create_dir_all(&folder).expect("the build folder can be written");
    folder.join(process::id().to_string())
});

/// Continues a bulk of two chunks from the input as its journal. If that succeeds, the journal is complete:
/// nothing is left to send.
pub(crate) fn resume(input: &[u8]) {
    // Creates a new file, because some file systems write a truncated one to the disk at once.
    let _ = fs::remove_file(&*PATH);
    fs::write(&*PATH, input).expect("the file can be written");
    if run().is_err() {
        let kept = fs::read(&*PATH).expect("the file is there");
        assert_eq!(kept, input, "a journal that is refused stays as it is");
        return;
    }
    let sent = SENT.load(Ordering::Relaxed);
    let again = run().expect("a journal that was continued can be continued again");
    assert!(again.is_complete());
    assert_eq!(SENT.load(Ordering::Relaxed), sent, "what is done is not sent again");
}

fn run() -> Result<Outcome<add_to_users::Request>, Error> {
    let users = (1..=25).map(|number| format!("u{number}"));
    let bulk = CLIENT.role().add_to_users_bulk([7], users);
    bulk.threads(1).journal(&*PATH).run()
}
