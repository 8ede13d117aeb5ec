//! Plans: which request meets which fault.

use dingtalk_sandbox::{Answer, Fault, FaultPlan, FaultRule, Sandbox};

use crate::raw::{LIST, LIST_IDS, form, get_token};

fn busy() -> Fault {
    Fault::Busy { applied: false }
}

fn codes(sandbox: &Sandbox, path: &str, count: usize) -> Vec<i64> {
    (0..count).map(|_| form(sandbox, path, "dept_id=1&role_id=11").code()).collect()
}

#[test]
fn rules_name_requests_by_their_number_on_the_path() {
    let plan = FaultPlan::new(0)
        .with(FaultRule::at([3, 1], busy()).on(LIST))
        .and_then(|plan| plan.with(FaultRule::at([2, 3], Fault::UnknownPath)))
        .unwrap();
    let sandbox = Sandbox::builder().faults(plan.clone()).start().unwrap();
    assert_eq!(codes(&sandbox, LIST, 4), [400_001, 22, 400_001, 0], "the first rule wins");
    assert_eq!(codes(&sandbox, LIST_IDS, 4), [0, 22, 22, 0], "each path counts for itself");
    sandbox.set_faults(plan);
    assert_eq!(codes(&sandbox, LIST, 2), [400_001, 22], "a new plan counts from 1");
    sandbox.clear_faults();
    assert_eq!(codes(&sandbox, LIST, 2), [0, 0]);
    assert_eq!(sandbox.faults_given()["unknown-path"], 4);
}

#[test]
fn ordered_answers_come_first_and_count() {
    let plan = FaultPlan::new(0).with(FaultRule::at([1, 2], busy())).unwrap();
    let sandbox = Sandbox::builder().faults(plan).start().unwrap();
    sandbox.answer_next(LIST, Answer::error(7, "ordered"));
    assert_eq!(codes(&sandbox, LIST, 3), [7, 400_001, 0]);
}

#[test]
fn chance_goes_by_the_seed_and_the_path_alone() {
    let plan = |seed| FaultPlan::new(seed).with(FaultRule::share(0.3, busy())).unwrap();
    let start = |seed| Sandbox::builder().faults(plan(seed)).start().unwrap();
    let one = codes(&start(7), LIST, 60);
    let mixed = start(7);
    let other: Vec<_> = (0..60)
        .map(|number| {
            codes(&mixed, LIST_IDS, number % 3);
            codes(&mixed, LIST, 1)[0]
        })
        .collect();
    assert_eq!(one, other);
    assert_ne!(one, codes(&start(8), LIST, 60));
    let is_busy = |codes: Vec<i64>| codes.iter().map(|code| *code != 0).collect::<Vec<_>>();
    assert_ne!(is_busy(one), is_busy(codes(&start(7), LIST_IDS, 60)));
}

/// Without a sandbox this would be a property of private code; with it, 500 requests are enough to
/// tell 20 % from 10 % and 30 %.
#[test]
fn shares_are_kept_and_add_up() {
    let plan = FaultPlan::new(1)
        .with(FaultRule::share(0.2, busy()))
        .and_then(|plan| plan.with(FaultRule::share(0.5, Fault::UnknownPath).on(LIST_IDS)))
        .unwrap();
    let sandbox = Sandbox::builder().faults(plan).start().unwrap();
    let codes = codes(&sandbox, LIST_IDS, 500);
    let count = |code| codes.iter().filter(|one| **one == code).count();
    assert!((75..=125).contains(&count(-1)), "{}", count(-1));
    assert!((215..=285).contains(&count(22)), "{}", count(22));
}

#[test]
fn a_share_of_one_is_every_request() {
    let plan = (0..10).try_fold(FaultPlan::new(0), |plan, _| {
        plan.with(FaultRule::share(0.1, Fault::UnknownPath))
    });
    let sandbox = Sandbox::builder().faults(plan.unwrap()).start().unwrap();
    assert_eq!(codes(&sandbox, LIST, 50), [22; 50]);
}

#[test]
fn faults_of_tokens_pass_gettoken_by() {
    let plan = FaultPlan::new(0)
        .with(FaultRule::share(1.0, Fault::TokenRejected))
        .and_then(|plan| plan.with(FaultRule::share(1.0, Fault::UnknownPath).on("/gettoken")))
        .unwrap();
    let sandbox = Sandbox::builder().faults(plan).start().unwrap();
    assert_eq!(form(&sandbox, LIST, "role_id=11").codes().1.as_deref(), Some("40014"));
    assert_eq!(get_token(&sandbox).code(), 22);
}

#[test]
fn rules_that_can_not_be_are_refused() {
    let rules = [
        FaultRule::at([0], busy()),
        FaultRule::at([], busy()),
        FaultRule::share(-0.1, busy()),
        FaultRule::share(1.1, busy()),
        FaultRule::share(f64::NAN, busy()),
        FaultRule::share(0.1, busy()).on("/topapi/role/nothing"),
        FaultRule::share(0.1, busy()).on("/gettoken"),
        FaultRule::at([1], Fault::OversizeBody { bytes: usize::MAX }),
    ];
    let mut errors: Vec<_> = rules
        .into_iter()
        .map(|rule| FaultPlan::new(0).with(rule).unwrap_err().to_string())
        .collect();
    let half = FaultPlan::new(0).with(FaultRule::share(0.5, busy())).unwrap();
    let more = half.with(FaultRule::share(0.6, Fault::UnknownPath).on(LIST));
    errors.push(more.unwrap_err().to_string());
    insta::assert_snapshot!(errors.join("\n").replace(&usize::MAX.to_string(), "[the most]"));
}
