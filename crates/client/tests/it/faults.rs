//! Walks through a service that misbehaves.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use dingtalk_client::{Client, Clock, Directory, ErrorKind, Limiter, Retry};
use dingtalk_sandbox::{Fault, FaultPlan, FaultRule, Organisation, Sandbox};

/// A clock on which a pause takes no time.
#[derive(Debug, Clone, Default)]
struct QuickClock(Arc<AtomicU64>);

impl Clock for QuickClock {
    fn elapsed(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::SeqCst))
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.elapsed()
    }

    fn sleep(&self, duration: Duration) {
        let nanoseconds = u64::try_from(duration.as_nanos()).expect("no pause is that long");
        self.0.fetch_add(nanoseconds, Ordering::SeqCst);
    }
}

/// Faults that a repetition gets over.
const PASSING: [Fault; 14] = [
    Fault::SlowBody { over: Duration::from_millis(1) },
    Fault::AppThrottled { end_in: None },
    Fault::CallersThrottled { end_in: None },
    Fault::Busy { applied: false },
    Fault::GatewayTimeout { applied: true },
    Fault::AuthorisationTimeout,
    Fault::StringErrcode,
    Fault::MissingErrcode,
    Fault::TruncatedBody,
    Fault::WrongLength,
    Fault::ResetBefore,
    Fault::ResetAfter,
    Fault::BadGateway { applied: true },
    Fault::EmptyBody { applied: false },
];

/// Faults that end a walk, above all answers that lost a list.
const LASTING: [Fault; 3] = [Fault::MissingList, Fault::NullResult, Fault::QuotaExhausted];

#[test]
fn among_faults_a_directory_equals_the_organisation_or_there_is_none() {
    let (mut complete, mut failed) = (0, 0);
    for seed in 0..50 {
        let mut plan = FaultPlan::new(seed);
        for fault in PASSING {
            plan = plan.with(FaultRule::share(0.2 / 14.0, fault)).unwrap();
        }
        if seed % 5 == 0 {
            for fault in LASTING {
                plan = plan.with(FaultRule::share(0.01, fault)).unwrap();
            }
        }
        let organisation = Organisation::with_crowd(230);
        let sandbox = Sandbox::builder().organisation(organisation).faults(plan).start().unwrap();
        let client = Client::builder()
            .host(sandbox.host())
            .token(sandbox.token())
            .clock(QuickClock::default())
            .limiter(Limiter::pauses_only())
            .timeout(Duration::from_secs(24 * 60 * 60))
            .retry(Retry::new().attempts(30))
            .random_seed(seed)
            .build()
            .unwrap();
        match client.directory().run() {
            Ok(directory) => {
                complete += 1;
                sandbox.with_organisation(|organisation| assert_equal(&directory, organisation));
            }
            Err(error) => {
                failed += 1;
                let kinds = [ErrorKind::UnexpectedShape, ErrorKind::QuotaExhausted];
                assert!(kinds.contains(&error.kind()), "seed {seed}: {error}");
            }
        }
        let faults: u64 = sandbox.faults_given().values().sum();
        assert!(faults > 0, "seed {seed}: nothing went wrong");
    }
    assert!(complete >= 40 && failed > 0, "{complete} complete, {failed} failed");
}

fn assert_equal(directory: &Directory, organisation: &Organisation) {
    let found = directory.departments().iter();
    let found = found.map(|it| (it.department_id, it.name.as_deref().unwrap(), it.parent_id));
    let expected = organisation.departments().map(|(id, it)| (id, it.name.as_str(), it.parent));
    assert!(found.eq(expected), "departments");

    let found = directory.users().iter();
    let found = found.map(|it| {
        let departments: Vec<_> = it.department_ids().collect();
        (&it.user_id, it.name.as_deref().unwrap(), departments)
    });
    let expected = organisation.users().map(|(id, it)| {
        let departments: Vec<_> = it.departments.iter().copied().collect();
        (id, it.name.as_str(), departments)
    });
    assert!(found.eq(expected), "users");

    assert_eq!(directory.roles().len(), organisation.roles().count());
    for role in directory.roles() {
        let holders = role.holders.iter().map(|holder| &holder.user_id);
        assert!(holders.eq(organisation.holders(role.role_id)), "holders of {}", role.role_id);
        for holder in &role.holders {
            let mut found = holder.scope_ids.clone().unwrap_or_default();
            found.sort_unstable();
            let expected = organisation.scopes(role.role_id, &holder.user_id);
            assert!(found.into_iter().eq(expected), "scopes in {}", role.role_id);
        }
    }
}
