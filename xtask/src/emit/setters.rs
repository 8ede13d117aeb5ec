//! The setters of a request, which its call has as well.

use crate::model::{Endpoint, Group, Value};

/// A setter of a request or call, beside the required parameters.
pub(super) enum Setter<'e> {
    Value(&'e Value),
    Group(&'e Group),
}

impl Endpoint {
    /// Returns the setters of the request; that of a group takes the place of its first member.
    pub(super) fn setters(&self) -> impl Iterator<Item = Setter<'_>> {
        let parameters = self.parameters();
        parameters.iter().enumerate().filter_map(move |(at, value)| match value.group {
            Some(group) => {
                let first = parameters.iter().position(|it| it.group == Some(group));
                (first == Some(at)).then(|| Setter::Group(&self.groups[group]))
            }
            None => (!value.required).then_some(Setter::Value(value)),
        })
    }
}
