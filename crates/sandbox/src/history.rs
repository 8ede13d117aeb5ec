//! State left by calls: messages that were sent, and sign-in codes that were used.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use dingtalk_protocol::{Secret, UserId};
use serde_json::Value;

use crate::limits::Watched;

/// The robots, all messages that were sent, and the codes that were used.
#[derive(Debug, Default)]
pub(crate) struct History {
    pub(crate) robots: Vec<Robot>,
    /// Whether the number of messages per minute of each robot is limited.
    pub(crate) robots_are_limited: bool,
    pub(crate) notifications: BTreeMap<i64, SentNotice>,
    pub(crate) of_robots: Vec<Value>,
    /// The `msgUuid` of messages that robots sent, each with the token of its robot.
    pub(crate) robot_uuids: BTreeSet<(String, String)>,
    pub(crate) of_chats: Vec<SentChatMessage>,
    pub(crate) used_codes: BTreeSet<String>,
    /// The last number that [`new_id`](Self::new_id) used.
    pub(crate) ids: i64,
}

/// A robot that can send messages.
#[derive(Debug, Clone)]
pub(crate) struct Robot {
    pub(crate) token: Secret,
    /// Secret that its messages have to be signed with, if they have to be signed.
    pub(crate) secret: Option<Secret>,
    /// Count of recent messages, if it is limited.
    pub(crate) sent: Option<Watched>,
}

impl Robot {
    pub(crate) fn new(token: Secret, secret: Option<Secret>) -> Self {
        Self { token, secret, sent: None }
    }
}

/// A message to a group chat that the sandbox has received.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SentChatMessage {
    /// The group chat.
    pub chat_id: String,
    /// The id that the call returned.
    pub message_id: String,
    /// The message as it was received.
    pub message: Value,
}

/// A work notification that the sandbox has received.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SentNotice {
    /// The app in whose name it was sent.
    pub agent_id: i64,
    /// The message as it was received.
    pub message: Value,
    /// Users who got it.
    pub user_ids: BTreeSet<UserId>,
    /// Users who did not get it, because they got the same message on the same day.
    pub repeated_user_ids: BTreeSet<UserId>,
    /// Ids of users that do not exist.
    pub invalid_user_ids: BTreeSet<UserId>,
    /// Ids of departments that do not exist.
    pub invalid_department_ids: BTreeSet<i64>,
    /// Whether it was recalled.
    pub is_recalled: bool,
    pub(crate) sent_at: SystemTime,
    pub(crate) was_asked_for: bool,
}

/// Id of the first task, from the page's example; later ones count up from it.
const FIRST_TASK: i64 = 256_271_667_526;

/// No page says whether "the same day" is a calendar day. The sandbox uses 24 hours.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Base of the ids that calls assign, far from those of the seed.
const FIRST_ID: i64 = 1_600_000_000;

impl History {
    /// Returns a new id. No id is used twice, even after a removal.
    pub(crate) fn new_id(&mut self, is_taken: impl Fn(i64) -> bool) -> i64 {
        loop {
            self.ids += 1;
            let id = FIRST_ID + self.ids;
            if !is_taken(id) {
                return id;
            }
        }
    }

    /// Adds a notification and returns its task. Users who got the same message from the same app within
    /// a day do not get it.
    pub(crate) fn add(&mut self, mut notice: SentNotice) -> i64 {
        let is_same = |sent: &&SentNotice| {
            let age = notice.sent_at.duration_since(sent.sent_at).unwrap_or_default();
            sent.agent_id == notice.agent_id && sent.message == notice.message && age < DAY
        };
        let same = self.notifications.values().filter(is_same);
        let before: BTreeSet<_> = same.flat_map(|sent| &sent.user_ids).collect();
        let (repeated, new) = notice.user_ids.into_iter().partition(|id| before.contains(id));
        (notice.user_ids, notice.repeated_user_ids) = (new, repeated);
        let task = self.notifications.last_key_value().map_or(FIRST_TASK, |(task, _)| task + 1);
        self.notifications.insert(task, notice);
        task
    }
}
