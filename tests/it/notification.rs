//! Notifications to any number of recipients, against the sandbox.

use std::fmt;
use std::fs;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime};

use dingtalk_client::message::Message;
use dingtalk_client::{
    AccessToken, Cancellation, ClientBuilder, Clock, Error, ErrorKind, Limiter, Notification,
    PartState, Reach, Retry, SentNotification, UserId,
};
use dingtalk_sandbox::{Answer, Gate, Organisation, Sandbox, seeded};
use dingtalk_tests::{Outcome, Script, TestClock, single_attempts};
use tempfile::TempDir;

const SEND: &str = "/topapi/message/corpconversation/asyncsend_v2";
const PROGRESS: &str = "/topapi/message/corpconversation/getsendprogress";

/// The response to a part that is accepted.
const ACCEPTED: &str = r#"{"errcode":0,"task_id":1}"#;

const THROTTLED: &str = r#"{"errcode":88,"sub_code":"90018","sub_msg":"too often"}"#;

/// A sandbox with the users 1 to 250, and a place for a journal.
struct Stage {
    sandbox: Sandbox,
    clock: TestClock,
    folder: TempDir,
}

impl Stage {
    fn new() -> Self {
        let clock = TestClock::new();
        let mut organisation = Organisation::seeded();
        for user in users(250) {
            organisation.add_user(user, "员工", [seeded::EMPTY_DEPARTMENT]).unwrap();
        }
        let sandbox = Sandbox::builder().clock(clock.clone()).organisation(organisation).start();
        Self { sandbox: sandbox.unwrap(), clock, folder: TempDir::new().unwrap() }
    }

    fn notification(&self, text: &str) -> Notification {
        notification(self.builder(), text)
    }

    fn builder(&self) -> ClientBuilder {
        let builder = single_attempts().host(self.sandbox.host()).token(self.sandbox.token());
        builder.clock(self.clock.clone())
    }

    /// Returns a client with these answers instead of the sandbox's.
    fn scripted(&self, outcomes: impl IntoIterator<Item: Into<Outcome>>) -> ClientBuilder {
        let script = Script::new(&self.clock, outcomes);
        single_attempts().token(AccessToken::new("t")).transport(script).clock(self.clock.clone())
    }

    /// Returns a function that notes how many lines the journal has, and the notes.
    fn lines(&self) -> (impl Fn() + Clone + Send + Sync + use<>, Arc<Mutex<Vec<usize>>>) {
        let (journal, lines) = (self.journal(), Arc::<Mutex<Vec<_>>>::default());
        let noted = Arc::clone(&lines);
        let note = move || {
            noted.lock().unwrap().push(fs::read_to_string(&journal).unwrap().lines().count());
        };
        (note, lines)
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("journal.jsonl")
    }

    fn run(&self, text: &str) -> Result<SentNotification, Error> {
        self.notification(text).to_users(users(250)).journal(self.journal()).send()
    }

    /// Returns how often each call that was sent named how many users.
    fn sizes(&self) -> Vec<usize> {
        let notices = self.sandbox.notifications();
        notices.values().map(|it| it.user_ids.len() + it.repeated_user_ids.len()).collect()
    }
}

fn notification(client: ClientBuilder, text: &str) -> Notification {
    Notification::new(&client.build().unwrap(), 7, &Message::text(text).unwrap()).unwrap()
}

/// A clock that does something before each pause.
struct Pausing<F>(TestClock, F);

impl<F: Fn() + Send + Sync> Clock for Pausing<F> {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn now(&self) -> SystemTime {
        Clock::now(&self.0)
    }

    fn sleep(&self, duration: Duration) {
        (self.1)();
        self.0.sleep(duration);
    }
}

impl<F> fmt::Debug for Pausing<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pausing").field(&self.0).finish_non_exhaustive()
    }
}

fn users(count: usize) -> impl Iterator<Item = UserId> {
    (1..=count).map(|number| UserId::new(format!("u{number:03}")))
}

fn states(sent: &SentNotification) -> Vec<(usize, &'static str)> {
    let state = |state: &PartState| match state {
        PartState::Sent { .. } => "sent",
        PartState::Uncertain(_) => "uncertain",
        PartState::Failed(_) => "failed",
        _ => "not attempted",
    };
    sent.parts().iter().map(|part| (part.user_ids.len(), state(&part.state))).collect()
}

#[test]
fn recipients_are_split_by_the_limits_and_sent_it_once() {
    let stage = Stage::new();
    let twice = users(250).chain(users(3));
    let sent = stage.notification("a").to_users(twice).to_departments([100, 100]).send().unwrap();
    assert!(sent.is_complete());
    assert!(sent.error().is_none());
    let notices = stage.sandbox.notifications();
    // Those of department 100 and of 101 below it.
    assert_eq!(stage.sizes(), [100, 100, 50, 2 + 1 + 45]);
    assert_eq!(
        sent.task_ids().map(i64::from).collect::<Vec<_>>(),
        notices.into_keys().collect::<Vec<_>>()
    );
}

#[test]
fn the_result_is_awaited_and_names_every_user() {
    let stage = Stage::new();
    assert!(stage.notification("a").to_users(["u001"]).send().unwrap().is_complete());
    let users = ["u001", "u002", "nobody"];
    let sent = stage.notification("a").to_users(users).send().unwrap();
    let report = sent.wait(Duration::from_secs(60)).unwrap();
    assert_eq!(report.unread_user_ids, ["u002"]);
    assert_eq!(report.forbidden_user_ids, ["u001"]);
    assert_eq!(report.invalid_user_ids, ["nobody"]);
    assert!(report.unlisted_user_ids.is_empty());
    assert_eq!(stage.clock.events(), ["pause 1000 ms"]);
}

#[test]
fn users_of_whom_the_result_says_nothing_are_named() {
    let stage = Stage::new();
    let sent = stage.notification("a").to_users(["u001", "u002"]).send().unwrap();
    let result = "/topapi/message/corpconversation/getsendresult";
    let body = r#"{"errcode":0,"send_result":{"read_user_id_list":["u002"]}}"#;
    stage.sandbox.answer_next(result, Answer::http(http::Response::new(body)));
    let report = sent.wait(Duration::from_secs(60)).unwrap();
    assert_eq!(
        (report.read_user_ids, report.unlisted_user_ids),
        (vec!["u002".into()], vec!["u001".into()])
    );
}

#[test]
fn waiting_ends_with_its_time_and_can_be_taken_up_again() {
    let stage = Stage::new();
    let sent = stage.notification("a").to_users(["u001"]).send().unwrap();
    let error = sent.wait(Duration::from_millis(999)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("still being delivered"), "{error}");
    assert!(sent.wait(Duration::ZERO).is_ok());
}

#[test]
fn no_more_recipients_a_minute_than_are_delivered() {
    let stage = Stage::new();
    let notification = stage.notification("a").to_users(users(250)).recipients_per_minute(200);
    let _ = notification.to_departments([seeded::ENGINEERING]).send().unwrap();
    // 200 users, then 50, then a department that counts as 200.
    assert_eq!(stage.clock.events(), ["pause 60000 ms", "pause 60000 ms"]);
    assert_eq!(stage.clock.elapsed(), Duration::from_secs(120));
}

#[test]
fn a_later_run_leaves_a_minute_to_what_was_sent_before() {
    let stage = Stage::new();
    let run = |count| {
        let notification = stage.notification("a").to_users(users(count));
        let sent = notification.recipients_per_minute(200).journal(stage.journal()).send();
        assert!(sent.unwrap().is_complete());
        stage.clock.events()
    };
    assert!(run(100).is_empty());
    assert_eq!(run(250), ["pause 60000 ms"]);
    // Nothing is left that would have to wait.
    assert!(run(250).is_empty());
}

#[test]
fn the_first_refusal_ends_the_sending_and_a_later_run_goes_on() {
    let stage = Stage::new();
    stage.sandbox.answer_next(SEND, Answer::ordinary());
    stage.sandbox.answer_next(SEND, Answer::error(400_002, "agentId不合法"));
    let sent = stage.run("a").unwrap();
    assert_eq!(states(&sent), [(100, "sent"), (100, "failed"), (50, "not attempted")]);
    assert_eq!(sent.error().unwrap().kind(), ErrorKind::Undocumented);
    let sent = stage.run("a").unwrap();
    assert_eq!(states(&sent), [(100, "sent"), (100, "sent"), (50, "sent")]);
    assert_eq!(stage.sizes(), [100, 100, 50]);
    // Nothing is left, and the tasks are known all the same.
    assert_eq!(stage.run("a").unwrap().task_ids().count(), 3);
    assert_eq!(stage.sizes(), [100, 100, 50]);
}

#[test]
fn a_part_whose_answer_was_lost_is_not_sent_again() {
    let stage = Stage::new();
    stage.sandbox.answer_next(SEND, Answer::hang_up());
    let sent = stage.run("a").unwrap();
    assert_eq!(states(&sent), [(100, "uncertain"), (100, "sent"), (50, "sent")]);
    assert!(!sent.is_complete());
    let sent = stage.run("a").unwrap();
    assert_eq!(states(&sent), [(100, "uncertain"), (100, "sent"), (50, "sent")]);
    let report = sent.wait(Duration::from_secs(60)).unwrap();
    assert_eq!(report.unlisted_user_ids, users(100).collect::<Vec<_>>());
}

#[test]
fn a_part_for_which_the_service_is_busy_is_not_sent_again_and_ends_the_sending() {
    let stage = Stage::new();
    let run = |outcomes: Vec<Outcome>| {
        let notification = notification(stage.scripted(outcomes), "a").to_users(users(250));
        notification.journal(stage.journal()).send().unwrap()
    };
    let sent = run(vec![ACCEPTED.into(), ErrorKind::Busy.into()]);
    assert_eq!(states(&sent), [(100, "sent"), (100, "uncertain"), (50, "not attempted")]);
    assert_eq!(sent.error().unwrap().kind(), ErrorKind::Busy);
    let sent = run(vec![ACCEPTED.into()]);
    assert_eq!(states(&sent), [(100, "sent"), (100, "uncertain"), (50, "sent")]);
    assert!(sent.error().is_none());
}

#[test]
fn a_part_whose_answer_is_that_the_gateway_waited_in_vain_is_not_sent_again() {
    let stage = Stage::new();
    let run = |outcomes: Vec<Outcome>| {
        let notification = notification(stage.scripted(outcomes), "a").to_users(users(150));
        notification.journal(stage.journal()).send().unwrap()
    };
    let sent = run(vec![ErrorKind::GatewayTimeout.into(), ACCEPTED.into()]);
    assert_eq!(states(&sent), [(100, "uncertain"), (50, "sent")]);
    assert_eq!(states(&run(vec![])), [(100, "uncertain"), (50, "sent")]);
}

#[test]
fn a_process_that_dies_while_it_fetches_a_token_leaves_no_part_uncertain() {
    let stage = Stage::new();
    let (note, lines) = stage.lines();
    let answers = [
        r#"{"errcode":0,"access_token":"t1","expires_in":7200}"#,
        r#"{"errcode":88,"sub_code":"40014","sub_msg":"no"}"#,
        r#"{"errcode":0,"access_token":"t2","expires_in":7200}"#,
        ACCEPTED,
    ];
    let outcomes = answers.map(|answer| Outcome::from(answer).doing(note.clone()));
    let client = stage.scripted(outcomes).app("key", "5ecret");
    let sent = notification(client, "a").to_users(users(1)).journal(stage.journal()).send();
    assert!(sent.unwrap().is_complete());
    // One line more while the part is sent, and one that ends it before another token is fetched.
    assert_eq!(*lines.lock().unwrap(), [0, 1, 2, 3]);
}

#[test]
fn a_process_that_dies_in_a_pause_of_a_call_leaves_no_part_uncertain() {
    let stage = Stage::new();
    let (note, lines) = stage.lines();
    let client = stage.scripted([ACCEPTED, THROTTLED, ACCEPTED]).retry(Retry::new());
    let client = client
        .limiter(Limiter::per_second(NonZeroU32::MIN))
        .clock(Pausing(stage.clock.clone(), note.clone()));
    let sent = notification(client, "a").to_users(users(150)).journal(stage.journal()).send();
    assert_eq!(states(&sent.unwrap()), [(100, "sent"), (50, "sent")]);
    // The limiter's pause before the second part, and the one that the service asks for.
    assert_eq!(*lines.lock().unwrap(), [2, 4]);
    // The journal can be read.
    let sent = notification(stage.scripted([] as [Outcome; 0]), "a").to_users(users(150));
    assert!(sent.journal(stage.journal()).send().unwrap().is_complete());
}

#[test]
fn a_notification_that_is_cancelled_in_a_pause_sends_nothing_further_and_can_be_resumed() {
    let stage = Stage::new();
    let cancellation = Cancellation::new();
    let cancel = cancellation.clone();
    let client = stage.builder().clock(Pausing(stage.clock.clone(), move || cancel.cancel()));
    let notification = notification(client, "a").to_users(users(250)).journal(stage.journal());
    let notification = notification.recipients_per_minute(100).cancelled_by(&cancellation);
    let sent = notification.send().unwrap();
    assert_eq!(states(&sent), [(100, "sent"), (100, "failed"), (50, "not attempted")]);
    let error = sent.error().unwrap();
    assert_eq!((error.kind(), error.reach()), (ErrorKind::Cancelled, Reach::NotSent));
    assert!(stage.clock.elapsed() < Duration::from_secs(1));
    assert!(stage.run("a").unwrap().is_complete());
    assert_eq!(stage.sizes(), [100, 100, 50]);
}

#[test]
fn a_part_in_flight_when_the_notification_is_cancelled_is_uncertain_and_ends_the_sending() {
    let stage = Stage::new();
    let cancellation = Cancellation::new();
    let cancel = cancellation.clone();
    let lost = Outcome::from(ErrorKind::Connection).doing(move || cancel.cancel());
    let notification = notification(stage.scripted([lost]), "a").to_users(users(150));
    let sent = notification.cancelled_by(&cancellation).send().unwrap();
    assert_eq!(states(&sent), [(100, "uncertain"), (50, "not attempted")]);
    assert_eq!(sent.error().unwrap().kind(), ErrorKind::Cancelled);
}

#[test]
fn waiting_ends_when_the_notification_is_cancelled() {
    let stage = Stage::new();
    let cancellation = Cancellation::new();
    let cancel = cancellation.clone();
    let client = stage.builder().clock(Pausing(stage.clock.clone(), move || cancel.cancel()));
    let notification = notification(client, "a").to_users(["u001"]).cancelled_by(&cancellation);
    let error = notification.send().unwrap().wait(Duration::from_secs(60)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert!(stage.clock.elapsed() < Duration::from_secs(1));
}

#[test]
fn the_calls_of_a_notification_have_a_timeout_and_retries_of_their_own() {
    let stage = Stage::new();
    let sent = stage.notification("a").to_users(["u001"]).timeout(Duration::ZERO).send().unwrap();
    assert_eq!(sent.error().unwrap().kind(), ErrorKind::HeldBack);
    // The client itself repeats nothing.
    let notification = notification(stage.scripted([THROTTLED, ACCEPTED]), "a");
    let sent = notification.to_users(["u001"]).retry(Retry::new()).send();
    assert!(sent.unwrap().is_complete());
}

#[test]
fn a_process_that_died_before_the_answer_leaves_its_part_uncertain() {
    let stage = Stage::new();
    let _ = stage.run("a").unwrap();
    let whole = fs::read_to_string(stage.journal()).unwrap();
    let lines: Vec<_> = whole.split_inclusive('\n').collect();
    assert_eq!(lines.len(), 6);
    for (kept, expected) in [
        // Between the call and its second line, and in the middle of that line.
        (lines[..3].concat(), vec![(100, "sent"), (100, "uncertain"), (50, "sent")]),
        (
            lines[..3].concat() + &lines[3][..40],
            vec![(100, "sent"), (100, "uncertain"), (50, "sent")],
        ),
        // In the middle of the first line of a call, which was therefore not made.
        (lines[..2].concat() + &lines[2][..40], vec![(100, "sent"), (100, "sent"), (50, "sent")]),
        (lines[..2].concat() + "\0\0\0", vec![(100, "sent"), (100, "sent"), (50, "sent")]),
    ] {
        fs::write(stage.journal(), kept).unwrap();
        assert_eq!(states(&stage.run("a").unwrap()), expected);
    }
}

#[test]
fn a_journal_that_is_damaged_or_of_something_else_is_refused_and_kept() {
    let stage = Stage::new();
    let _ = stage.run("a").unwrap();
    let sent = stage.sandbox.notifications().len();
    let whole = fs::read_to_string(stage.journal()).unwrap();
    assert!(!whole.contains("\"a\""), "the text stays out: {whole}");
    let error = stage.run("b").unwrap_err();
    assert!(error.to_string().contains("line 1 of"), "{error}");
    assert!(error.to_string().contains("is of another notification"), "{error}");
    let (_, headless) = whole.split_once('\n').unwrap();
    for (text, what) in [
        (whole.replacen("u001", "u00x", 1), "checksum"),
        (headless.to_owned(), "no line before it"),
        ("something else".to_owned(), "has no end"),
        ("\0\0\0\0".to_owned(), "has no end"),
        (whole.replacen("\"agent_id\"", "\"agent_id\":1,\"agent_id\"", 1), "cannot be read"),
        ("something else\n".to_owned(), "cannot be read"),
    ] {
        fs::write(stage.journal(), &text).unwrap();
        let error = stage.run("a").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Journal);
        assert!(error.to_string().contains(what), "{error}");
        assert_eq!(fs::read_to_string(stage.journal()).unwrap(), text);
    }
    assert_eq!(stage.sandbox.notifications().len(), sent);
}

#[test]
fn a_journal_that_another_run_uses_is_refused_and_nobody_gets_it_twice() {
    let stage = Stage::new();
    let gate = Gate::new();
    stage.sandbox.answer_next(SEND, Answer::ordinary().held_at(&gate));
    let (first, second) = thread::scope(|scope| {
        let first = scope.spawn(|| stage.run("a"));
        // The first run waits for an answer while the second one begins.
        gate.wait_for(1, Duration::from_secs(60));
        let second = stage.run("a");
        gate.open();
        (first.join().unwrap(), second)
    });
    let error = second.unwrap_err();
    assert_eq!((error.kind(), error.reach()), (ErrorKind::Journal, Reach::NotSent));
    assert!(error.to_string().contains("another run is using it"), "{error}");
    assert_eq!(states(&first.unwrap()), [(100, "sent"), (100, "sent"), (50, "sent")]);
    // A later run finds a journal that it can read and that nobody uses any more.
    assert!(stage.run("a").unwrap().is_complete());
    assert_eq!(stage.sizes(), [100, 100, 50]);
}

#[test]
fn what_cannot_be_sent_is_refused_before_anything_is() {
    let stage = Stage::new();
    for notification in
        [stage.notification("a"), stage.notification("a").to_users(users(250)).to_users(["a,b"])]
    {
        let error = notification.journal(stage.journal()).send().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    assert!(stage.sandbox.requests().is_empty());
    assert!(!stage.journal().exists());
}

#[test]
fn the_tasks_can_be_recalled() {
    let stage = Stage::new();
    let client = single_attempts().host(stage.sandbox.host()).token(stage.sandbox.token());
    let client = client.build().unwrap();
    let sent = stage.notification("a").to_users(users(150)).send().unwrap();
    for task in sent.task_ids() {
        client.work_notification().recall(7, task).send().unwrap();
    }
    assert!(stage.sandbox.notifications().values().all(|notice| notice.is_recalled));
    let error = client.work_notification().recall(7, 1).send().unwrap_err();
    assert_eq!(error.code().map(i64::from), Some(400_002));
    let error = client.work_notification().get_send_progress(8, sent.task_ids().next().unwrap());
    assert_eq!(error.send().unwrap_err().code().map(i64::from), Some(40035));
    assert_eq!(stage.sandbox.requests().iter().filter(|it| it.path() == PROGRESS).count(), 1);
}
