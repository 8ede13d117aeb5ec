//! Everything that can go wrong, at random.

use std::time::Duration;

use dingtalk_sandbox::{Fault, FaultPlan, FaultRule};

/// The longest answer that the client reads.
pub(crate) const MAX_ANSWER: usize = 64 * 1024;

/// The faults that answer with a dead token, by name.
pub(crate) const TOKEN_REJECTIONS: [&str; 4] =
    ["token-rejected", "plain-token-40014", "plain-token-42001", "plain-token-40001"];

/// The faults that end in a broken connection, by name.
pub(crate) const BROKEN: [&str; 3] = ["reset-before", "reset-after", "wrong-length"];

/// Returns every fault of the sandbox, to `share` of the requests of each path on which all can happen.
pub(crate) fn plan(seed: u64, share: f64) -> FaultPlan {
    let total: u32 = weights().iter().map(|(weight, _)| weight).sum();
    weights().into_iter().fold(FaultPlan::new(seed), |plan, (weight, fault)| {
        let share = share * f64::from(weight) / f64::from(total);
        plan.with(FaultRule::share(share, fault)).expect("the shares are part of a whole")
    })
}

fn weights() -> Vec<(u32, Fault)> {
    let end_in = Some(Duration::from_secs(3));
    vec![
        (80, Fault::TokenRejected),
        (30, Fault::PlainToken40014),
        (30, Fault::PlainToken42001),
        (30, Fault::PlainToken40001),
        (20, Fault::TokenBlank),
        (20, Fault::PermissionMissing { link: false }),
        (20, Fault::PermissionMissing { link: true }),
        (40, Fault::CallerNotAllowed),
        (60, Fault::AppThrottled { end_in: None }),
        (60, Fault::AppThrottled { end_in }),
        (40, Fault::CallersThrottled { end_in: None }),
        (40, Fault::CallersThrottled { end_in }),
        (40, Fault::QuotaExhausted),
        // Not after the change: the model takes the service's word for it that nothing was done.
        (160, Fault::Busy { applied: false }),
        (80, Fault::GatewayTimeout { applied: false }),
        (80, Fault::GatewayTimeout { applied: true }),
        (80, Fault::AuthorisationTimeout),
        (20, Fault::UnknownPath),
        // Each costs five minutes on the clock and refuses many calls meanwhile.
        (5, Fault::IpBan),
        (40, Fault::IpBanHtml),
        (80, Fault::StringErrcode),
        (80, Fault::MissingErrmsg),
        (80, Fault::MissingErrcode),
        (60, Fault::NullResult),
        // A list that got lost must never be taken for an empty one.
        (100, Fault::MissingList),
        (100, Fault::TruncatedBody),
        (100, Fault::WrongLength),
        // These two cost real time.
        (10, Fault::SlowHeaders { delay: Duration::from_millis(1) }),
        (10, Fault::SlowBody { over: Duration::from_millis(2) }),
        (120, Fault::ResetBefore),
        (120, Fault::ResetAfter),
        (60, Fault::BadGateway { applied: false }),
        (60, Fault::BadGateway { applied: true }),
        (60, Fault::EmptyBody { applied: false }),
        (60, Fault::EmptyBody { applied: true }),
        (60, Fault::OversizeBody { bytes: MAX_ANSWER + 1 }),
        (60, Fault::NotUtf8),
    ]
}
