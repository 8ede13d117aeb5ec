//! A soak: many threads, one sandbox, many faults.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use dingtalk_client::{
    AccessToken, AppCredentials, Client, ClientBuilder, Limiter, RoleId, TokenSource, UserId,
};
use dingtalk_sandbox::{Organisation, Sandbox, seeded};

use crate::soak::clock::SoakClock;
use crate::soak::faults::{self, MAX_ANSWER};
use crate::soak::figures::Figures;
use crate::soak::leaks::Leaks;
use crate::soak::model::Model;
use crate::soak::worker::Worker;

pub(crate) const APP_KEY: &str = "dingsoak";

/// How long tokens live, on the clock.
pub(crate) const TOKEN_LIFE: Duration = Duration::from_secs(120);

/// The share of the requests that go wrong.
const SHARE: f64 = 0.2;

/// For calls that change something: one that gave up in the middle of its answer could still arrive
/// after the next one.
pub(crate) const PATIENT: Duration = Duration::from_secs(24 * 60 * 60);

/// For calls that read.
pub(crate) const IMPATIENT: Duration = Duration::from_secs(2);

/// The department of those whose roles change.
pub(crate) const DEPARTMENT: i64 = 400;

/// The roles that change: every thread gives them to its own employees.
pub(crate) const ROLES: [i64; 5] = [4001, 4002, 4003, 4004, 4005];

/// How many employees hold the crowd's role.
const CROWD: usize = 250;

/// How large a soak is.
pub(crate) struct Size {
    pub(crate) threads: usize,
    /// How much each thread does; what lists a role is several calls.
    pub(crate) operations: usize,
    pub(crate) seed: u64,
}

/// What a soak watches over.
pub(crate) struct Watch {
    /// What searches every text.
    pub(crate) leaks: Arc<Leaks>,
    /// The token of those calls that read, which is then not that of the app.
    pub(crate) token: &'static str,
}

/// What all threads share.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: SoakClock,
    pub(crate) figures: Arc<Figures>,
    /// The organisation as it was at the start.
    pub(crate) before: Organisation,
    pub(crate) patient: Client,
    pub(crate) impatient: Client,
}

/// What is left of a soak.
pub(crate) struct Outcome {
    pub(crate) world: World,
    pub(crate) models: Vec<Model>,
    /// How often every token was made to run out, or the last one was revoked.
    pub(crate) revocations: u64,
    pub(crate) real_time: Duration,
}

/// Returns the employees of a thread.
pub(crate) fn users(thread: usize) -> impl Iterator<Item = UserId> {
    (0..10).map(move |number| UserId::new(format!("soak{thread}-{number}")))
}

/// Returns the roles that a thread may delete.
pub(crate) fn disposable(thread: usize, operations: usize) -> impl Iterator<Item = RoleId> {
    let first = i64::try_from(thread).expect("few threads") * 100_000 + 10_000_000;
    (first..).take(operations / 8).map(RoleId::new)
}

/// Runs a soak to its end, and settles what calls left open.
pub(crate) fn run(size: &Size, app_secret: &str, watch: Option<&Watch>) -> Outcome {
    let began = Instant::now();
    let world = World::start(size, app_secret, watch);
    let world_ref = &world;
    let ended: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..size.threads)
            .map(|thread| scope.spawn(move || Worker::new(world_ref, thread, size).work()))
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    });
    let revocations = ended.iter().map(|(_, revocations)| revocations).sum();
    let models = ended.into_iter().map(|(model, _)| model).collect();
    Outcome { world, models, revocations, real_time: began.elapsed() }
}

impl World {
    fn start(size: &Size, app_secret: &str, watch: Option<&Watch>) -> Self {
        let clock = SoakClock::default();
        let before = organisation(size);
        let sandbox = Sandbox::builder()
            .organisation(before.clone())
            .app(APP_KEY, app_secret)
            .token_life(TOKEN_LIFE)
            .clock(clock.clone())
            .faults(faults::plan(size.seed, SHARE))
            .log_limit(1_000_000)
            .start()
            .unwrap();
        let figures =
            Arc::new(Figures::new(clock.clone(), watch.map(|watch| Arc::clone(&watch.leaks))));
        let tokens = Arc::new(AppCredentials::new(APP_KEY, app_secret));
        let limiter = Limiter::default();
        let client = |timeout: Duration, tokens: Arc<dyn TokenSource>| {
            let observer = Arc::clone(&figures);
            let builder: ClientBuilder = Client::builder()
                .host(sandbox.host())
                .token(tokens)
                .limiter(limiter.clone())
                .clock(clock.clone())
                .random_seed(size.seed)
                .timeout(timeout)
                // By the machine's clock, which nothing here waits for.
                .attempt_timeout(Duration::from_secs(60))
                .max_response_bytes(MAX_ANSWER as u64)
                .on_attempt(move |attempt| observer.observe(attempt));
            figures.search(&builder);
            builder.build().unwrap()
        };
        let patient = client(PATIENT, Arc::<AppCredentials>::clone(&tokens));
        let impatient = match watch {
            Some(watch) => {
                sandbox.accept_token(watch.token);
                client(IMPATIENT, Arc::new(AccessToken::new(watch.token)))
            }
            None => client(IMPATIENT, Arc::<AppCredentials>::clone(&tokens)),
        };
        figures.search(&(&patient, patient.role(), patient.user(), &limiter, &tokens));
        Self { sandbox, clock, figures, before, patient, impatient }
    }
}

fn organisation(size: &Size) -> Organisation {
    let mut organisation = Organisation::with_crowd(CROWD);
    organisation.add_department(DEPARTMENT, "Soak", Some(seeded::ROOT)).unwrap();
    for role in ROLES {
        organisation.add_role(role, "Changing", seeded::POSITIONS).unwrap();
    }
    for thread in 0..size.threads {
        for user in users(thread) {
            organisation.add_user(user, "Soaked", [DEPARTMENT]).unwrap();
        }
        for role in disposable(thread, size.operations) {
            organisation.add_role(role, "Disposable", seeded::POSITIONS).unwrap();
        }
    }
    organisation
}
