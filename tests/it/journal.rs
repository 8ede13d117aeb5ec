//! Bulks with a journal: what a process that died leaves behind, and who may go on from it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use dingtalk_client::role::add_to_users;
use dingtalk_client::{
    AccessToken, ChunkResult, Client, Error, ErrorKind, Host, Outcome, RoleId, UserId,
};
use dingtalk_sandbox::{Answer, Gate, Organisation, Sandbox, seeded};
use dingtalk_tests::single_attempts;
use tempfile::TempDir;

const ROLE: RoleId = seeded::EMPTY_ROLE;
const ADD: &str = "/topapi/role/addrolesforemps";

/// Percent-encoding changes it, so both forms can leak.
const TOKEN: &str = "5ecret/t0ken+with&odd=chars";
const ENCODED: &str = "5ecret%2Ft0ken%2Bwith%26odd%3Dchars";

/// A sandbox whose organisation has the users 1 to 100, and a place for a journal.
struct Stage {
    sandbox: Sandbox,
    folder: TempDir,
}

impl Stage {
    fn new() -> Self {
        let mut organisation = Organisation::seeded();
        for user in users(100) {
            organisation.add_user(user, "员工", [seeded::ROOT]).unwrap();
        }
        let sandbox = Sandbox::builder().token(TOKEN).organisation(organisation).start().unwrap();
        Self { sandbox, folder: TempDir::new().unwrap() }
    }

    /// Returns a client as a new process would make it.
    fn client(&self) -> Client {
        client(self.sandbox.host())
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("journal.jsonl")
    }

    fn write(&self, text: impl AsRef<[u8]>) {
        fs::write(self.journal(), text).unwrap();
    }

    fn read(&self) -> String {
        fs::read_to_string(self.journal()).unwrap()
    }

    fn run(&self, users: Vec<UserId>) -> Result<Outcome<add_to_users::Request>, Error> {
        run(&self.client(), users, &self.journal())
    }

    /// A bulk that is done, with its journal.
    fn complete(&self, users: Vec<UserId>) {
        assert!(self.run(users).unwrap().is_complete());
        self.calls();
    }

    /// Returns how many calls came since the last time.
    fn calls(&self) -> usize {
        let calls = self.sandbox.requests().len();
        self.sandbox.clear_requests();
        calls
    }

    /// Returns the error of a bulk that was not begun, which leaves the file as it was.
    fn refused(&self) -> Error {
        let before = fs::read(self.journal()).unwrap();
        let error = self.run(users(50)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Journal);
        assert!(error.to_string().contains(&self.journal().display().to_string()), "{error}");
        assert!(error.advice().is_some());
        assert_eq!(fs::read(self.journal()).unwrap(), before, "{error}");
        assert_eq!(self.calls(), 0);
        error
    }
}

fn client(host: Host) -> Client {
    single_attempts().host(host).token(AccessToken::new(TOKEN)).build().unwrap()
}

fn users(count: usize) -> Vec<UserId> {
    (1..=count).map(|number| UserId::new(format!("用户{number}"))).collect()
}

/// Assigns the role, chunk by chunk.
fn run(
    client: &Client,
    users: Vec<UserId>,
    journal: &Path,
) -> Result<Outcome<add_to_users::Request>, Error> {
    client.role().add_to_users_bulk([ROLE], users).threads(1).journal(journal).run()
}

/// Signs a line that a test has edited, as if it were written like that.
fn signed(line: &str) -> String {
    let (line, _) = line.rsplit_once(r#","check":"#).unwrap();
    format!(r#"{line},"check":"{:016x}"}}"#, xxhash_rust::xxh3::xxh3_64(line.as_bytes()))
}

/// Which chunks come from the journal.
fn from_journal(outcome: &Outcome<add_to_users::Request>) -> Vec<bool> {
    let from_journal = |result: &_| matches!(result, ChunkResult::Done { from_journal: true, .. });
    outcome.chunks().iter().map(|chunk| from_journal(&chunk.result)).collect()
}

#[test]
fn a_line_names_endpoint_host_lists_and_result() {
    let stage = Stage::new();
    let mut request = add_to_users::Request::new([ROLE], users(21));
    request.user_ids[20] = "nobody".into();
    let (first, last) = request.user_ids.split_at(2);
    for users in [&last[17..], first] {
        assert_eq!(stage.run(users.to_vec()).unwrap().progress().chunks.rest(), 0);
    }
    let mut text = stage.read().replace(stage.sandbox.url(), "http://HOST");
    for request in stage.sandbox.requests() {
        text = text.replace(request.request_id(), "ID");
    }
    // Of the parts that change.
    let text = text.lines().map(|line| {
        let (line, check) = line.rsplit_once(r#","check":"#).unwrap();
        assert_eq!(check.len(), 19, "{check}");
        format!("{line},\"check\":\"CHECK\"}}\n")
    });
    let text = text.collect::<String>();
    insta::assert_snapshot!(text, @r#"
    {"version":2,"endpoint":"role::add_to_users","host":"http://HOST","lists":{"roleIds":[1581321999],"userIds":["用户20","nobody"]},"result":"failed","kind":"Documented","code":33012,"request_id":"ID","attempts":1,"check":"CHECK"}
    {"version":2,"endpoint":"role::add_to_users","host":"http://HOST","lists":{"roleIds":[1581321999],"userIds":["用户1","用户2"]},"result":"done","request_id":"ID","attempts":1,"done_before":false,"check":"CHECK"}
    "#);
}

#[test]
fn a_finished_bulk_has_nothing_left_to_do() {
    let stage = Stage::new();
    let outcome = stage.run(users(50)).unwrap();
    assert!(outcome.is_complete());
    assert_eq!(from_journal(&outcome), [false; 3]);
    assert_eq!(stage.calls(), 3);

    let journal = stage.read();
    let again = stage.run(users(50)).unwrap();
    assert!(again.is_complete());
    assert_eq!(from_journal(&again), [true; 3]);
    assert_eq!((stage.calls(), stage.read()), (0, journal));
    for (chunk, before) in again.chunks().iter().zip(outcome.chunks()) {
        assert_eq!(chunk.request, before.request);
        let id = |result: &ChunkResult| match result {
            ChunkResult::Done { request_id, .. } => request_id.clone().unwrap(),
            other => panic!("{other:?}"),
        };
        assert_eq!(id(&chunk.result), id(&before.result));
    }
}

#[test]
fn failed_chunks_are_tried_again() {
    let stage = Stage::new();
    let mut users = users(50);
    users[30] = "late".into();
    let outcome = stage.run(users.clone()).unwrap();
    assert_eq!(outcome.failed().count(), 1);
    assert_eq!(stage.calls(), 3);
    stage.sandbox.with_organisation(|organisation| {
        organisation.add_user("late", "新员工", [seeded::ROOT]).unwrap();
    });
    let outcome = stage.run(users.clone()).unwrap();
    assert!(outcome.is_complete());
    assert_eq!(from_journal(&outcome), [true, false, true]);
    assert_eq!(stage.calls(), 1);
    // The line of the failure still stands there.
    assert_eq!(from_journal(&stage.run(users).unwrap()), [true; 3]);
    assert_eq!(stage.calls(), 0);
}

#[test]
fn lists_that_have_grown_only_need_what_is_new() {
    let stage = Stage::new();
    stage.complete(users(40));
    let outcome = stage.run(users(55)).unwrap();
    assert!(outcome.is_complete());
    assert_eq!(outcome.progress().pairs.total, 55);
    assert_eq!(stage.calls(), 1);
}

#[test]
fn a_journal_torn_at_any_byte_of_its_last_line_is_mended() {
    let stage = Stage::new();
    stage.complete(users(50));
    let whole = stage.read().into_bytes();
    let start_of_last =
        whole[..whole.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for end in start_of_last..whole.len() {
        stage.write(&whole[..end]);
        let outcome = stage.run(users(50)).unwrap();
        assert!(outcome.is_complete());
        assert_eq!(from_journal(&outcome), [true, true, false], "cut at byte {end}");
        assert_eq!(stage.calls(), 1);
        // What was written behind the cut can be read.
        assert_eq!(from_journal(&stage.run(users(50)).unwrap()), [true; 3], "cut at byte {end}");
        assert_eq!(stage.calls(), 0);
    }
}

#[test]
fn a_line_with_one_bit_changed_is_refused() {
    let stage = Stage::new();
    stage.complete(users(3));
    let whole = stage.read().into_bytes();
    for byte in 0..whole.len() - 1 {
        let mut damaged = whole.clone();
        damaged[byte] ^= 1 << (byte % 8);
        stage.write(damaged);
        assert!(stage.refused().to_string().contains("line 1 of "), "byte {byte}");
    }
}

#[test]
fn zeros_after_the_last_line_are_what_a_power_cut_has_lost() {
    let stage = Stage::new();
    stage.complete(users(50));
    let whole = stage.read().into_bytes();
    let start_of_last =
        whole[..whole.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for kept in [start_of_last, start_of_last + 10, whole.len() - 1] {
        stage.write([&whole[..kept], &[0; 4096][..]].concat());
        assert_eq!(from_journal(&stage.run(users(50)).unwrap()), [true, true, false], "{kept}");
        assert_eq!(from_journal(&stage.run(users(50)).unwrap()), [true; 3], "{kept}");
        assert_eq!(stage.calls(), 1);
    }
}

#[test]
fn a_file_without_a_last_line_end_that_is_no_journal_is_left_alone() {
    let stage = Stage::new();
    for text in ["user1", r#"{"version":2,"endpoint":"role::delete","host"#, "\0\0\0"] {
        stage.write(text);
        assert!(stage.refused().to_string().contains("line 1 of "));
    }
}

#[test]
fn a_journal_of_another_endpoint_is_refused() {
    let stage = Stage::new();
    stage.complete(users(50));
    let client = stage.client();
    let bulk = client.role().remove_from_users_bulk([ROLE], users(50));
    let error = bulk.journal(stage.journal()).run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Journal);
    assert!(error.to_string().contains("line 1 of "), "{error}");
    assert!(error.to_string().contains("another endpoint"), "{error}");
    assert_eq!(stage.calls(), 0);
}

#[test]
fn a_journal_of_another_host_is_refused() {
    let (stage, other) = (Stage::new(), Stage::new());
    stage.complete(users(50));
    other.write(stage.read());
    let error = other.refused();
    assert!(error.to_string().contains("another host"), "{error}");
}

#[test]
fn a_line_that_cannot_be_read_is_refused_with_its_number() {
    let stage = Stage::new();
    stage.complete(users(50));
    let lines: Vec<_> = stage.read().lines().map(str::to_owned).collect();
    let good = &lines[1];
    let bad = [
        String::new(),
        "user1".into(),
        good[..good.len() - 1].into(),
        format!("{good} {good}"),
        signed(&good.replace(r#""version":2"#, r#""version":3"#)),
        signed(&good.replace("roleIds", "roles")),
        signed(&good.replace("userIds", "users")),
        signed(&good.replace(r#""done""#, r#""finished""#)),
        signed(&good.replace(&format!("[{ROLE}]"), r#"["first"]"#)),
        signed(&good.replace("用户21", "\u{0}")),
        // Without its checksum, and with that of another line.
        format!("{}}}", good.rsplit_once(r#","check""#).unwrap().0),
        good.replace("用户21", "用户22"),
    ];
    for line in bad {
        assert_ne!(line, *good);
        stage.write(format!("{}\n{line}\n{}\n", lines[0], lines[2]));
        let text = stage.refused().to_string();
        assert!(text.contains("line 2 of "), "{line}: {text}");
        assert!(!text.contains("用户"), "{text}");
    }
}

#[test]
fn a_line_that_says_less_or_more_in_another_order_is_read() {
    let stage = Stage::new();
    stage.complete(users(50));
    let lines = stage.read().lines().map(str::to_owned).collect::<Vec<_>>();
    let changed = lines.iter().map(|line| {
        let mut line: serde_json::Map<_, _> = serde_json::from_str(line).unwrap();
        // Not every answer has an id, and the other was not always written.
        line.remove("done_before").unwrap();
        line["request_id"] = serde_json::Value::Null;
        line.remove("check").unwrap();
        let rest = serde_json::to_string(&line).unwrap();
        signed(&format!("{{\"added\":[{{}}],{},\"check\":", &rest[1..rest.len() - 1])) + "\n"
    });
    stage.write(changed.collect::<String>());
    let outcome = stage.run(users(50)).unwrap();
    assert_eq!(from_journal(&outcome), [true; 3]);
    for chunk in outcome.chunks() {
        let ChunkResult::Done { request_id: None, done_before: false, .. } = chunk.result else {
            panic!("{:?}", chunk.result)
        };
    }
    assert_eq!(stage.calls(), 0);
}

#[test]
fn a_line_that_names_two_results_is_not_taken_for_done() {
    let stage = Stage::new();
    stage.complete(users(20));
    let line = stage.read();
    for twice in
        [r#""result":"failed","result":"done""#, r#""r\u0065sult":"failed","result":"done""#]
    {
        stage.write(signed(&line.replace(r#""result":"done""#, twice)) + "\n");
        assert!(stage.refused().to_string().contains("line 1 of "));
    }
}

#[test]
fn a_file_that_cannot_be_opened_is_refused() {
    let stage = Stage::new();
    for path in [stage.folder.path().to_owned(), stage.folder.path().join("missing/journal")] {
        let error = run(&stage.client(), users(50), &path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Journal);
        assert!(error.to_string().contains("cannot be opened"), "{error}");
    }
    assert_eq!(stage.calls(), 0);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_because_writing_to_it_could_wait_for_ever() {
    let stage = Stage::new();
    let made = Command::new("mkfifo").arg(stage.journal()).status().unwrap();
    assert!(made.success());
    let error = run(&stage.client(), users(50), &stage.journal()).unwrap_err();
    assert_eq!((error.kind(), stage.calls()), (ErrorKind::Journal, 0));
    let text = error.to_string();
    assert!(text.contains("it is a pipe") && text.contains("give a file"), "{text}");
}

#[test]
fn a_journal_that_another_run_uses_is_refused_until_that_run_ends() {
    let stage = Stage::new();
    let meanwhile = Mutex::new(Vec::new());
    let client = stage.client();
    let bulk = client.role().add_to_users_bulk([ROLE], users(50)).threads(1);
    let outcome = bulk
        .journal(stage.journal())
        .on_progress(|_| meanwhile.lock().unwrap().push(stage.run(users(50)).unwrap_err()))
        .run()
        .unwrap();
    assert!(outcome.is_complete() && outcome.journal_error().is_none());
    let refused = meanwhile.into_inner().unwrap();
    assert_eq!((refused.len(), stage.calls()), (3, 3));
    for error in refused {
        assert_eq!(error.kind(), ErrorKind::Journal);
        let text = error.to_string();
        assert!(text.contains("journal.jsonl cannot be opened: another run is using it"), "{text}");
    }
    assert_eq!(from_journal(&stage.run(users(50)).unwrap()), [true; 3]);
}

/// It remembers nothing, so nothing has to be protected.
#[cfg(unix)]
#[test]
fn a_device_serves_several_runs_at_once() {
    let stage = Stage::new();
    let device = Path::new("/dev/null");
    let meanwhile = Mutex::new(Vec::new());
    let client = stage.client();
    let bulk = client.role().add_to_users_bulk([ROLE], users(20)).journal(device);
    let tell = |_: &_| meanwhile.lock().unwrap().push(run(&stage.client(), users(20), device));
    assert!(bulk.on_progress(tell).run().unwrap().is_complete());
    let meanwhile = meanwhile.into_inner().unwrap();
    assert!(meanwhile.len() == 1 && meanwhile[0].as_ref().unwrap().is_complete());
}

#[cfg(unix)]
#[test]
fn nobody_but_the_owner_can_read_a_new_journal() {
    use std::os::unix::fs::PermissionsExt;

    let stage = Stage::new();
    let mode = || fs::metadata(stage.journal()).unwrap().permissions().mode() & 0o777;
    stage.complete(users(20));
    assert_eq!(mode(), 0o600);
    // Whoever has opened a journal to others is not overruled.
    fs::set_permissions(stage.journal(), fs::Permissions::from_mode(0o640)).unwrap();
    stage.complete(users(50));
    assert_eq!(mode(), 0o640);
}

#[cfg(target_os = "linux")]
#[test]
fn a_journal_that_cannot_be_written_stops_the_bulk_and_loses_nothing() {
    let stage = Stage::new();
    let outcome = run(&stage.client(), users(50), Path::new("/dev/full")).unwrap();
    let error = outcome.journal_error().unwrap();
    assert_eq!(error.kind(), ErrorKind::Journal);
    assert!(error.to_string().contains("/dev/full cannot be written"), "{error}");
    assert_eq!((outcome.done().count(), outcome.not_attempted().count()), (1, 2));
    assert_eq!(stage.calls(), 1);

    let client = stage.client();
    let outcome = outcome.into_bulk(&client).run().unwrap();
    assert!(outcome.is_complete() && outcome.journal_error().is_none());
    assert_eq!(stage.calls(), 2);
}

#[test]
fn the_journal_holds_no_token_even_if_the_service_echoes_it() {
    let stage = Stage::new();
    let echo = format!(
        r#"{{"errcode": 33011, "errmsg": "{TOKEN} {ENCODED}", "request_id": "{TOKEN} {ENCODED}"}}"#
    );
    stage.sandbox.answer_next(ADD, Answer::http(http::Response::new(echo)));
    stage.sandbox.answer_next(ADD, Answer::error(33012, format!("see access_token={ENCODED}")));
    let outcome = stage.run(users(50)).unwrap();
    assert_eq!((outcome.done().count(), outcome.failed().count()), (1, 2));
    let journal = stage.read();
    assert_eq!(journal.lines().count(), 3);
    for part in [TOKEN, ENCODED, "access_token", "t0ken"] {
        assert!(!journal.contains(part), "{part}: {journal}");
    }
}

#[test]
fn a_killed_process_is_resumed() {
    let stage = Stage::new();
    // Two chunks are done; the third takes effect, and its answer never comes.
    let gate = Gate::new();
    stage.sandbox.answer_next_n(ADD, 2, Answer::ordinary());
    stage.sandbox.answer_next(ADD, Answer::ordinary().held_at(&gate));
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "journal::process_to_be_killed"])
        .env(HOST, stage.sandbox.url())
        .env(JOURNAL, stage.journal())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let arrived = gate.wait_for(1, Duration::from_secs(60));
    let meanwhile = stage.run(users(100));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(arrived);
    assert_eq!(meanwhile.unwrap_err().kind(), ErrorKind::Journal);
    assert_eq!((stage.read().lines().count(), stage.calls()), (2, 3));

    let outcome = stage.run(users(100)).unwrap();
    assert!(outcome.is_complete());
    assert_eq!(from_journal(&outcome), [true, true, false, false, false]);
    assert_eq!(stage.calls(), 3);
    stage.sandbox.with_organisation(|organisation| {
        assert_eq!(organisation.holders(ROLE).count(), 100);
    });
}

const HOST: &str = "JOURNAL_TEST_HOST";
const JOURNAL: &str = "JOURNAL_TEST_JOURNAL";

/// What the killed process runs; nothing on its own.
#[test]
fn process_to_be_killed() {
    if let (Ok(host), Ok(journal)) = (std::env::var(HOST), std::env::var(JOURNAL)) {
        let client = client(Host::custom(&host).unwrap());
        let _ = run(&client, users(100), Path::new(&journal));
    }
}
