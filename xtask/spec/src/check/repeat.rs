//! Whether a call may be repeated, and the meaning of its answer then.

use crate::check::context::Context;

pub(super) fn check(cx: &mut Context<'_>) {
    cx.decided("repeat", cx.endpoint.repeat.is_some(), &cx.endpoint.path.span);
    let Some(repeat) = &cx.endpoint.repeat else { return };
    let Some(done) = &repeat.done_code else { return };
    if !repeat.safe.value {
        cx.at(&done.span, "`done_code` on a call that is not repeated", "never received")
            .related(&repeat.safe.span, "a lost answer ends the call")
            .help("remove `done_code`, or set `safe = true` if a second call does no harm");
    }
    if !cx.endpoint.errors.iter().any(|error| error.code.value == done.value) {
        let title = format!("the call has no code {}", done.value);
        cx.at(&done.span, title, "not among the `[errors]` of this file")
            .help("name the code that a repeated call gets once the work is done");
    }
    if let Some(field) = cx.endpoint.response.first() {
        let title = "`done_code` on a call whose response has fields";
        cx.at(&done.span, title, "an error cannot replace such a response")
            .related(&field.name.span, "a field that would be missing")
            .help("remove `done_code`: it needs a response without fields of its own");
    }
}
