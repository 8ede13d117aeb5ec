//! Check: everything across fields and files.
//!
//! A check stays silent where what it rests on is broken, so that one mistake
//! gives one diagnostic.

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
mod limits;
mod names;
mod objects;
mod pages;
mod paging;
mod parameters;
mod protocol;
mod repeat;
mod request;
mod response;
mod secrets;
mod signature;
mod tree;
mod undecided;
mod upload;

pub use self::departures::said;
pub use self::names::{RESERVED_TYPES, can_name_a_constant, can_name_a_field, can_name_a_type};
pub use self::tree::{RESERVED_CRATES, RESERVED_SERVICES};
pub use self::undecided::undecided;

use self::context::Context;
use crate::diagnostic::Diagnostic;
use crate::load::Sources;
use crate::spec::Spec;

/// Reports everything in `spec` that is wrong although each file by itself can be read.
pub fn check(spec: &Spec, sources: &Sources) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    // `read` has reported a broken `api.toml`; nothing can be said against it then.
    let api = (!spec.api.hosts.is_empty()).then_some(&spec.api);
    tree::check(spec, api, sources, &mut problems);
    codes::check_global(&spec.errors, &mut problems);
    protocol::check_unique_paths(&spec.endpoints, &mut problems);
    bulk::check_methods(spec, sources, &mut problems);
    if let Some(api) = api {
        api::check(api, &mut problems);
        enums::check_shared(spec, sources, &mut problems);
        for endpoint in &spec.endpoints {
            let shared = spec.shared_enums.iter().find(|it| it.service == endpoint.service);
            check_endpoint(&Context { api, sources, endpoint, shared }, &mut problems);
        }
    }
    problems
}

/// Examples are judged by the tables, and departures by both: each only where what it
/// is judged by is sound, or one mistake would be reported again and again.
fn check_endpoint(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    protocol::check(cx, problems);
    pages::check(cx, problems);
    codes::check(cx, problems);
    repeat::check(cx, problems);
    names::check(cx, problems);
    enums::check(cx, problems);
    undecided::check(cx, problems);
    let before = problems.len();
    parameters::check(cx, problems);
    groups::check(cx, problems);
    if problems.len() == before {
        request::check(cx, problems);
        bulk::check(cx, problems);
        signature::check(cx, problems);
        upload::check(cx, problems);
    }
    let request_is_sound = problems.len() == before;
    let before = problems.len();
    response::check(cx, problems);
    if problems.len() > before {
        return;
    }
    if request_is_sound {
        paging::check(cx, problems);
    }
    answer::check(cx, problems);
    if problems.len() == before && request_is_sound {
        departures::check(cx, problems);
    }
}
