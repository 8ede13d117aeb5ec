//! What one thread does.

use dingtalk_client::{AccessToken, Error, ErrorKind, Reply, RoleId, UserId};
use dingtalk_sandbox::seeded;

use crate::soak::figures;
use crate::soak::model::{Model, Pair, State};
use crate::soak::run::{PATIENT, ROLES, Size, World, disposable, users};

/// How often a call is made again until it is definite. With one failure in five, that is plenty.
const MOST_TRIES: usize = 50;

/// An id that nothing has.
const UNKNOWN: i64 = 404_404;

/// A thread with its own employees and its own roles to delete.
pub(crate) struct Worker<'w> {
    pub(crate) world: &'w World,
    pub(crate) dice: fastrand::Rng,
    thread: usize,
    operations: usize,
    users: Vec<UserId>,
    model: Model,
    /// The roles that no call has tried to delete yet.
    fresh: Vec<RoleId>,
    revocations: u64,
}

impl<'w> Worker<'w> {
    pub(crate) fn new(world: &'w World, thread: usize, size: &Size) -> Self {
        let users: Vec<_> = users(thread).collect();
        let fresh: Vec<_> = disposable(thread, size.operations).collect();
        let pairs = ROLES.iter().flat_map(|role| {
            users.iter().map(|user| ((RoleId::new(*role), user.clone()), State::IsNot))
        });
        let model = Model {
            pairs: pairs.collect(),
            roles: fresh.iter().map(|role| (*role, State::Is)).collect(),
            opened: 0,
        };
        let dice = fastrand::Rng::with_seed(size.seed + thread as u64);
        let operations = size.operations;
        Self { world, dice, thread, operations, users, model, fresh, revocations: 0 }
    }

    /// Makes its calls and settles what they left open. Returns what must hold now, and how often it
    /// has revoked tokens.
    pub(crate) fn work(mut self) -> (Model, u64) {
        for number in 0..self.operations {
            match self.dice.u32(0..100) {
                0..28 => self.assign(State::Is),
                28..52 => self.assign(State::IsNot),
                52..62 => self.delete(),
                62..74 => self.list_page(),
                74..79 => self.list_items(),
                79..84 => self.list_whole(),
                84..94 => self.list_ids(),
                94..97 => self.refused(),
                _ => self.invalid(),
            }
            if number % 100 == 50 {
                self.revoke();
            }
        }
        self.settle();
        (self.model, self.revocations)
    }

    fn assign(&mut self, wanted: State) {
        let pick = |dice: &mut fastrand::Rng, most: usize, of: usize| {
            let count = dice.usize(1..=most);
            dice.choose_multiple(0..of, count)
        };
        let roles = pick(&mut self.dice, 3, ROLES.len());
        let roles: Vec<_> = roles.into_iter().map(|at| RoleId::new(ROLES[at])).collect();
        let users = pick(&mut self.dice, 4, self.users.len());
        let users: Vec<_> = users.into_iter().map(|at| self.users[at].clone()).collect();
        self.assign_all(&roles, &users, wanted);
    }

    /// Assigns or removes the roles, and returns whether the call succeeded.
    fn assign_all(&mut self, roles: &[RoleId], users: &[UserId], wanted: State) -> bool {
        let World { patient, figures, .. } = self.world;
        let pairs: Vec<Pair> =
            roles.iter().flat_map(|role| users.iter().map(|user| (*role, user.clone()))).collect();
        figures::begin(PATIENT);
        if wanted == State::Is {
            let call = patient.role().add_to_users(roles, users);
            let result = call.send();
            figures.end(&result);
            figures.search(&(&call, call.dry_run()));
            self.model.assigned(pairs, wanted, &result);
            result.is_ok()
        } else {
            let call = patient.role().remove_from_users(roles, users);
            let result = call.send();
            figures.end(&result);
            figures.search(&(&call, call.dry_run()));
            self.model.assigned(pairs, wanted, &result);
            result.is_ok()
        }
    }

    fn delete(&mut self) {
        if let Some(role) = self.fresh.pop() {
            self.delete_role(role);
        }
    }

    fn delete_role(&mut self, role: RoleId) {
        let World { patient, figures, .. } = self.world;
        figures::begin(PATIENT);
        let call = patient.role().delete(role);
        let result = call.send();
        figures.end(&result);
        figures.search(&(&call, call.dry_run()));
        self.model.deleted(role, &result);
    }

    /// Mistakes that the service notices. None of them may look like a success.
    fn refused(&mut self) {
        let World { patient, figures, .. } = self.world;
        let user = self.users[0].clone();
        let role = RoleId::new(ROLES[0]);
        figures::begin(PATIENT);
        let pair = [(role, user.clone())];
        match self.dice.u32(0..5) {
            0 => {
                let call = patient.role().add_to_users([role, RoleId::new(UNKNOWN)], [user]);
                let result = call.send();
                self.end_refused(&result);
                self.model.assigned(pair, State::Is, &result);
            }
            1 => {
                let call = patient.role().remove_from_users([role], [user, "nobody".into()]);
                let result = call.send();
                self.end_refused(&result);
                self.model.assigned(pair, State::IsNot, &result);
            }
            2 => {
                let result = patient.role().delete(UNKNOWN).send();
                // After a lost answer, nobody can tell that it was never there.
                let done = result.as_ref().is_ok_and(Reply::done_before);
                if done { figures.end(&result) } else { self.end_refused(&result) }
            }
            3 => self.end_refused(&patient.role().delete(seeded::OWNER).send()),
            _ => self.end_refused(&patient.role().delete(seeded::LARGE_ROLE).send()),
        }
    }

    fn end_refused<T: std::fmt::Debug>(&self, result: &Result<Reply<T>, Error>) {
        self.world.figures.end(result);
        assert!(result.is_err(), "{result:?}");
    }

    /// Mistakes that the client notices.
    fn invalid(&mut self) {
        let World { patient, figures, .. } = self.world;
        let role = RoleId::new(ROLES[0]);
        figures::begin(PATIENT);
        let error = match self.dice.u32(0..3) {
            0 => {
                let result = patient.role().add_to_users([role], [""]).send();
                figures.end(&result);
                result.unwrap_err()
            }
            1 => {
                let result = patient.role().remove_from_users([role; 21], &self.users).send();
                figures.end(&result);
                result.unwrap_err()
            }
            _ => {
                let users = patient.role().list_users(role).items().page_size(101);
                let error = users.collect_complete().unwrap_err();
                figures.end_walk(0, Some(&error));
                error
            }
        };
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
    }

    /// What happens to tokens now and then.
    fn revoke(&mut self) {
        let sandbox = &self.world.sandbox;
        if self.thread.is_multiple_of(2) {
            sandbox.expire_tokens();
        } else {
            let last = format!("sandbox-token-{}", sandbox.tokens_issued());
            sandbox.reject_token(&AccessToken::new(last));
        }
        self.revocations += 1;
    }

    /// Repeats what is open until it is definite.
    fn settle(&mut self) {
        for (role, user) in self.model.open_pairs() {
            let mut tries = 0..MOST_TRIES;
            let mut once = || self.assign_all(&[role], std::slice::from_ref(&user), State::Is);
            assert!(tries.any(|_| once()), "{role} {user} cannot be settled");
        }
        for _ in 0..MOST_TRIES {
            for role in self.model.open_roles() {
                self.delete_role(role);
            }
        }
        assert_eq!(self.model.open_roles(), [], "cannot be settled");
    }
}
