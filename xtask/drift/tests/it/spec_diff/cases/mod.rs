//! Every kind of change, each with a caller that shows its effect.

mod calls;
mod enums;
mod names;
mod parameters;
mod responses;
mod shared;

use xtask_drift::compare::Verdict;

/// An endpoint before and after a change.
pub(crate) struct Case {
    /// The name of the endpoint.
    pub(crate) name: &'static str,
    /// Its spec; `None` where there is no such endpoint.
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    /// The name of the endpoint after the change, where it is another one.
    pub(crate) moved: Option<&'static str>,
    /// What is replaced, once, in the files of what is shared for the second state.
    pub(crate) shared: Option<[&'static str; 2]>,
    pub(crate) verdict: Verdict,
    pub(crate) broken: Option<Broken>,
    /// The subject of the change that the verdict comes from.
    pub(crate) subject: &'static str,
    /// The body of a function that uses the endpoint before the change.
    pub(crate) caller: &'static str,
}

/// When a caller notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    Compiling,
    Running,
}

pub(crate) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    cases.extend(parameters::cases());
    cases.extend(responses::cases());
    cases.extend(names::cases());
    cases.extend(calls::cases());
    cases.extend(enums::cases());
    cases.extend(shared::cases());
    cases
}

/// Returns a case that begins with a call by a form.
fn form(name: &'static str) -> Case {
    let result = r#"{"hasMore": false, "list": [{"userId": "a"}]}"#;
    answered(name, include_str!("../bases/answer.toml"), result)
}

/// Returns a case that begins with the same request and a Boolean as its answer, for changes of what is sent: fewer
/// types to compile.
fn request_only(name: &'static str) -> Case {
    let answer =
        "[response.result]\ntype = \"Boolean\"\nrequired = true\ndoc = \"Whether it worked.\"\n";
    answered(name, answer, "true")
}

fn answered(name: &'static str, answer: &str, result: &str) -> Case {
    let example = format!("response = '{{\"errcode\": 0, \"result\": {result}}}'");
    let base = include_str!("../bases/form.toml");
    Case::of(name, &base.replace("ANSWER\n", answer).replace("EXAMPLE", &example))
}

/// Returns a case that begins with a call that sends objects in JSON.
fn json(name: &'static str) -> Case {
    Case::of(name, include_str!("../bases/json.toml"))
}

impl Case {
    fn of(name: &'static str, base: &str) -> Self {
        let spec = base.replace("NAME", name);
        Self {
            name,
            before: Some(spec.clone()),
            after: Some(spec),
            moved: None,
            shared: None,
            verdict: Verdict::Compatible,
            broken: None,
            subject: "",
            caller: "",
        }
    }

    /// Edits both states: what is to be changed later.
    fn given(mut self, edits: &[[&str; 2]]) -> Self {
        self.before = self.before.map(|spec| edited(&spec, edits));
        self.after = self.after.map(|spec| edited(&spec, edits));
        self
    }

    /// Sets the change.
    fn changed(mut self, edits: &[[&str; 2]]) -> Self {
        self.after = self.after.map(|spec| edited(&spec, edits));
        self
    }

    /// Adds a change of every occurrence.
    fn changed_everywhere(mut self, from: &str, to: &str) -> Self {
        self.after = self.after.map(|spec| spec.replace(&quoted(from), &quoted(to)));
        self
    }

    /// Adds the same change the other way round.
    fn changed_back(self, edits: &[[&str; 2]]) -> Self {
        let mut case = self.changed(edits);
        std::mem::swap(&mut case.before, &mut case.after);
        case
    }

    fn no_longer_compiles(mut self, subject: &'static str, caller: &'static str) -> Self {
        self.broken = Some(Broken::Compiling);
        self.verdict = Verdict::BreaksCallers;
        self.told(subject, caller)
    }

    fn no_longer_works(mut self, subject: &'static str, caller: &'static str) -> Self {
        self.broken = Some(Broken::Running);
        self.verdict = Verdict::BreaksCallers;
        self.told(subject, caller)
    }

    fn still_works(self, subject: &'static str, caller: &'static str) -> Self {
        self.told(subject, caller)
    }

    /// Needs no caller: the code that is generated is the same.
    fn changes_documentation(mut self, subject: &'static str) -> Self {
        self.verdict = Verdict::DocumentationOnly;
        self.told(subject, "")
    }

    fn told(mut self, subject: &'static str, caller: &'static str) -> Self {
        (self.subject, self.caller) = (subject, caller);
        self
    }
}

/// In edits, a backtick stands for a quote.
pub(crate) fn quoted(edit: &str) -> String {
    edit.replace('`', "\"")
}

fn edited(spec: &str, edits: &[[&str; 2]]) -> String {
    edits.iter().fold(spec.to_owned(), |spec, edit| {
        let [from, to] = edit.map(quoted);
        assert_eq!(spec.matches(&from).count(), 1, "`{from}` stands once in\n{spec}");
        spec.replacen(&from, &to, 1)
    })
}
