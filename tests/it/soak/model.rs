//! What must hold of the organisation, as far as one thread knows it.

use std::collections::BTreeMap;

use dingtalk_client::role::delete;
use dingtalk_client::{Error, Reach, Reply, RoleId, UserId};
use dingtalk_sandbox::Organisation;

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Is,
    IsNot,
    /// A call that was to change it may or may not have done so.
    Open,
}

/// A role and an employee who may hold it.
pub(crate) type Pair = (RoleId, UserId);

/// What one thread has changed. No other thread changes it.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Who holds what.
    pub(crate) pairs: BTreeMap<Pair, State>,
    /// The roles that are there to be deleted.
    pub(crate) roles: BTreeMap<RoleId, State>,
    /// How often something was left open.
    pub(crate) opened: u64,
}

impl Model {
    /// A call was to make `pairs` be `wanted`.
    pub(crate) fn assigned<T>(
        &mut self,
        pairs: impl IntoIterator<Item = Pair>,
        wanted: State,
        result: &Result<Reply<T>, Error>,
    ) {
        let Some(state) = state_after(result, wanted) else { return };
        for pair in pairs {
            self.opened += u64::from(state == State::Open);
            self.pairs.insert(pair, state);
        }
    }

    /// A call was to delete `role`.
    pub(crate) fn deleted<T>(&mut self, role: RoleId, result: &Result<Reply<T>, Error>) {
        let is_unknown = result.as_ref().is_err_and(|error| {
            let code = error.code_of::<delete::Request>();
            code == Some(delete::error::INVALID_ROLE_ID)
        });
        let before = self.roles[&role];
        if is_unknown {
            // Only a call before this one can have deleted it.
            assert_ne!(before, State::Is, "reported as unknown and not as done: {role}");
            self.roles.insert(role, State::IsNot);
        } else if let Some(state) = state_after(result, State::IsNot) {
            self.opened += u64::from(state == State::Open);
            self.roles.insert(role, state);
        }
    }

    pub(crate) fn open_pairs(&self) -> Vec<Pair> {
        let open = self.pairs.iter().filter(|(_, state)| **state == State::Open);
        open.map(|(pair, _)| pair.clone()).collect()
    }

    pub(crate) fn open_roles(&self) -> Vec<RoleId> {
        let open = self.roles.iter().filter(|(_, state)| **state == State::Open);
        open.map(|(role, _)| *role).collect()
    }

    /// Returns what is not in `organisation` as it must be.
    pub(crate) fn differences(&self, organisation: &Organisation) -> Vec<String> {
        let pairs = self.pairs.iter().map(|((role, user), state)| {
            (format!("{user} holds {role}"), state, organisation.holds(*role, user))
        });
        let roles = self.roles.iter().map(|(role, state)| {
            (format!("{role} exists"), state, organisation.role(*role).is_some())
        });
        let is_wrong =
            |state: State, found: bool| state != if found { State::Is } else { State::IsNot };
        pairs
            .chain(roles)
            .filter(|(_, state, found)| is_wrong(**state, *found))
            .map(|(what, state, found)| format!("{what}: {state:?}, but found {found}"))
            .collect()
    }

    /// Makes what was changed through calls the same in `organisation`.
    pub(crate) fn apply(&self, organisation: &mut Organisation) {
        for ((role, user), state) in &self.pairs {
            match state {
                State::Is => organisation.assign(role, user).expect("both exist"),
                State::IsNot => organisation.unassign(role, user).expect("both exist"),
                State::Open => panic!("{role} {user} was not settled"),
            }
        }
        for (role, state) in &self.roles {
            match state {
                State::Is => {}
                State::IsNot => organisation.remove_role(role).expect("nobody holds it"),
                State::Open => panic!("{role} was not settled"),
            }
        }
    }
}

/// Returns what is known after a call that was to make something be `wanted`; `None` if it is as before.
fn state_after<T>(result: &Result<Reply<T>, Error>, wanted: State) -> Option<State> {
    match result.as_ref().map_err(Error::reach) {
        Ok(_) | Err(Reach::Done) => Some(wanted),
        Err(Reach::Unknown) => Some(State::Open),
        Err(Reach::NotSent | Reach::Refused) => None,
    }
}
