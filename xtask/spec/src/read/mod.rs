//! Read: texts become the spec, with the place of every leaf.
//!
//! Every file is held against [`mod@format`] first. What fits is deserialized; what does not is
//! reported and left out.

pub mod format;
pub mod schema;
mod validate;

use toml::de::DeTable;

use crate::diagnostic::Diagnostic;
use crate::load::{SourceFile, Sources};
use crate::read::schema::Table;
use crate::spec::{Api, Endpoint, Errors, FileId, GlobalError, Span, Spec, from_toml};

/// How many syntax errors of one file are worth reading.
const MAX_SYNTAX_ERRORS: usize = 3;

/// Reads all files. Those with problems are reported and missing from the spec;
/// a broken `api.toml` leaves the default there, which has no host.
pub fn read(sources: &Sources) -> (Spec, Vec<Diagnostic>) {
    let mut spec = Spec::default();
    let mut problems = Vec::new();
    for (id, file) in sources.iter() {
        let (part, of_file) = read_file(sources, id, file);
        problems.extend(of_file);
        match part {
            Some(Part::Api(api)) => spec.api = *api,
            Some(Part::Errors(errors)) => spec.errors = errors,
            Some(Part::Endpoint(endpoint)) => spec.endpoints.push(*endpoint),
            None => {}
        }
    }
    for shared in ["api.toml", "errors.toml"] {
        if !sources.files.iter().any(|file| sources.below_root(file) == shared) {
            let path = format!("{}/{shared}", sources.root);
            problems.push(Diagnostic::of_path(path, "missing file"));
        }
    }
    for endpoint in &mut spec.endpoints {
        endpoint.apply(&spec.api.defaults);
        endpoint.resolve();
    }
    spec.endpoints.sort_by(|a, b| (&a.service, &a.name).cmp(&(&b.service, &b.name)));
    (spec, problems)
}

/// What a file is, by its path below the spec folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role<'a> {
    Documentation,
    Api,
    Errors,
    Endpoint { service: &'a str, name: &'a str },
}

impl<'a> Role<'a> {
    /// The error says what is wrong with a file at that path.
    pub(crate) fn of(path: &'a str) -> Result<Self, &'static str> {
        let Some(stem) = path.strip_suffix(".toml") else {
            return match path {
                "README.md" => Ok(Self::Documentation),
                _ => Err("not a TOML file"),
            };
        };
        match (stem, stem.split_once('/')) {
            ("api", _) => Ok(Self::Api),
            ("errors", _) => Ok(Self::Errors),
            (_, None) => Err("an endpoint outside of a service's folder"),
            (_, Some((_, name))) if name.contains('/') => Err("an endpoint in a folder too deep"),
            (_, Some((service, name))) => Ok(Self::Endpoint { service, name }),
        }
    }

    fn schema(self) -> &'static Table {
        match self {
            Self::Api => &format::API,
            Self::Errors => &format::ERRORS,
            Self::Documentation | Self::Endpoint { .. } => &format::ENDPOINT,
        }
    }
}

/// What one file is of the spec.
enum Part {
    Api(Box<Api>),
    Errors(Vec<GlobalError>),
    Endpoint(Box<Endpoint>),
}

fn read_file(sources: &Sources, id: FileId, file: &SourceFile) -> (Option<Part>, Vec<Diagnostic>) {
    let role = match Role::of(sources.below_root(file)) {
        Ok(Role::Documentation) => return (None, Vec::new()),
        Ok(role) => role,
        Err(why) => return (None, vec![misplaced(file, why)]),
    };
    let text = match file.text() {
        Ok(text) => text,
        Err(error) => return (None, vec![not_utf8(file, error.valid_up_to())]),
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // What the parser made of the rest is a guess, not worth a report.
        return (None, syntax(id, text, &errors));
    }
    let problems = validate::validate(id, role.schema(), table.get_ref());
    if !problems.is_empty() {
        return (None, problems);
    }
    match deserialize(role, id, text) {
        Ok(part) => (part, Vec::new()),
        Err(error) => (None, syntax(id, text, &[error])),
    }
}

fn deserialize(role: Role<'_>, file: FileId, text: &str) -> Result<Option<Part>, toml::de::Error> {
    Ok(match role {
        Role::Documentation => None,
        Role::Api => Some(Part::Api(from_toml(file, text)?)),
        Role::Errors => Some(Part::Errors(from_toml::<Errors>(file, text)?.errors)),
        Role::Endpoint { service, name } => {
            let endpoint = from_toml::<Endpoint>(file, text)?;
            let (service, name) = (service.to_owned(), name.to_owned());
            Some(Part::Endpoint(Box::new(Endpoint { file, service, name, ..endpoint })))
        }
    })
}

/// One unclosed bracket can make every line behind it an error: of each line the first
/// error is reported, of a file the first few.
fn syntax(file: FileId, text: &str, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    let (open, mut errors): (Vec<_>, Vec<_>) =
        errors.iter().partition(|error| is_cascade(error, errors));
    errors.sort_by_key(|error| start(error));
    errors
        .dedup_by_key(|error| text.get(..start(error)).map(|before| before.matches('\n').count()));
    let left_out = errors.len().saturating_sub(MAX_SYNTAX_ERRORS);
    errors.truncate(MAX_SYNTAX_ERRORS);
    let mut problems: Vec<_> = errors
        .into_iter()
        .map(|error| {
            let span = Span { file, range: error.span().unwrap_or_default() };
            Diagnostic::at(&span, "invalid TOML", error.message())
        })
        .collect();
    if let Some(last) = problems.last_mut() {
        if left_out > 0 {
            last.notes.push(format!("{left_out} more lines are not understood"));
        }
        if !open.is_empty() {
            last.help.push("a `[` or `{` may be open: what follows one is not understood".into());
        }
    }
    problems
}

/// Whether the parser met the end of the file within brackets, after other errors.
fn is_cascade(error: &toml::de::Error, all: &[toml::de::Error]) -> bool {
    error.message().starts_with("unclosed") && all.iter().any(|other| start(other) < start(error))
}

fn start(error: &toml::de::Error) -> usize {
    error.span().unwrap_or_default().start
}

fn not_utf8(file: &SourceFile, offset: usize) -> Diagnostic {
    let byte = file.bytes.get(offset).copied().unwrap_or_default();
    Diagnostic::of_byte(file, offset, "the file is not UTF-8")
        .note(format!("the first offending byte is 0x{byte:02x}, at offset {offset}"))
}

fn misplaced(file: &SourceFile, why: &str) -> Diagnostic {
    Diagnostic::of_path(&file.path, format!("unexpected file: {why}")).help(
        "the spec folder holds `README.md`, `api.toml`, `errors.toml` and endpoints as `SERVICE/METHOD.toml`",
    )
}
