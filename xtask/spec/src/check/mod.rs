//! Check: rules across fields and files.
//!
//! A check does not run if the facts it depends on are broken, so that one mistake gives one diagnostic.

mod answer;
mod api;
mod bulk;
mod codes;
mod context;
mod departures;
mod enums;
mod faults;
mod fields;
mod groups;
mod names;
mod objects;
mod pages;
mod paging;
mod protocol;
mod repeat;
mod request;
mod signature;
mod tree;
mod undecided;
mod upload;
mod values;

pub use self::departures::said;
pub use self::names::{RESERVED_TYPES, can_name_a_constant, can_name_a_field, can_name_a_type};
pub use self::tree::{RESERVED_CRATES, RESERVED_SERVICES};
pub use self::undecided::undecided;

use self::context::Context;
use crate::diagnostic::{Diagnostic, Problems};
use crate::load::Sources;
use crate::spec::Spec;

/// Reports every problem in `spec` that reading the files does not find.
pub fn check(spec: &Spec, sources: &Sources) -> Vec<Diagnostic> {
    let mut problems = Problems::default();
    // `read` has already reported a broken `api.toml`; no check can use it then.
    let api = (!spec.api.hosts.is_empty()).then_some(&spec.api);
    tree::check(api, sources, &mut problems);
    codes::check_global(&spec.errors, &mut problems);
    protocol::check_unique_paths(&spec.endpoints, &mut problems);
    bulk::check_methods(spec, sources, &mut problems);
    if let Some(api) = api {
        api::check(api, &mut problems);
        enums::check_shared(spec, sources, &mut problems);
        for endpoint in &spec.endpoints {
            let shared = spec.shared_enums.iter().find(|it| it.service == endpoint.service);
            let problems = &mut problems;
            check_endpoint(&mut Context { api, sources, endpoint, shared, problems });
        }
    }
    problems.0
}

/// Examples are checked against the tables, and departures against both, but only if those are sound:
/// otherwise one mistake would be reported several times.
fn check_endpoint(cx: &mut Context<'_>) {
    protocol::check(cx);
    pages::check(cx);
    codes::check(cx);
    repeat::check(cx);
    names::check(cx);
    enums::check(cx);
    undecided::check(cx);
    let before = cx.problems.count();
    objects::check_sent(cx);
    groups::check(cx);
    if cx.problems.count() == before {
        request::check(cx);
        bulk::check(cx);
        signature::check(cx);
        upload::check(cx);
    }
    let request_is_sound = cx.problems.count() == before;
    let before = cx.problems.count();
    objects::check_answered(cx);
    if cx.problems.count() > before {
        return;
    }
    if request_is_sound {
        paging::check(cx);
    }
    answer::check(cx);
    if cx.problems.count() == before && request_is_sound {
        departures::check(cx);
    }
}
