//! Read: turns texts into the spec, with the span of every leaf.
//!
//! Every file is validated against [`mod@format`] first. A valid file is deserialized; an invalid one is
//! reported and left out.

pub mod format;
pub mod schema;
mod validate;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Problems};
use crate::load::{SourceFile, Sources};
use crate::read::schema::{Kind, Table};
use crate::spec::{Endpoint, Errors, FileId, SharedEnums, Span, Spec, from_toml};

/// Reads all files. Files with problems are reported and missing from the spec; a broken `api.toml` is
/// replaced by the default, which has no host.
pub fn read(sources: &Sources) -> (Spec, Vec<Diagnostic>) {
    let mut spec = Spec::default();
    let mut problems = Problems::default();
    for (id, file) in sources.iter() {
        read_file(sources, id, file, &mut spec, &mut problems);
    }
    for shared in ["api.toml", "errors.toml"] {
        if !sources.files.iter().any(|file| sources.below_root(file) == shared) {
            let path = format!("{}/{shared}", sources.root);
            problems.of_path(path, "missing file");
        }
    }
    for endpoint in &mut spec.endpoints {
        endpoint.apply(&spec.api.defaults);
        endpoint.resolve();
        let shared = spec.shared_enums.iter().find(|it| it.service == endpoint.service);
        endpoint.share(shared.map_or(&[], |it| &it.enums));
    }
    spec.endpoints.sort_by(|a, b| (&a.service, &a.name).cmp(&(&b.service, &b.name)));
    (spec, problems.0)
}

/// Role of a file, by its path below the spec folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role<'a> {
    Documentation,
    Api,
    Errors,
    Enums { service: &'a str },
    Endpoint { service: &'a str, name: &'a str },
}

impl<'a> Role<'a> {
    /// Returns the role of a path, or what is wrong with a file there.
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
            (_, Some((service, "enums"))) => Ok(Self::Enums { service }),
            (_, Some((service, name))) => Ok(Self::Endpoint { service, name }),
        }
    }

    fn schema(self) -> &'static Table {
        match self {
            Self::Api => &format::API,
            Self::Errors => &format::ERRORS,
            Self::Enums { .. } => &format::ENUMS,
            Self::Documentation | Self::Endpoint { .. } => &format::ENDPOINT,
        }
    }
}

/// Adds the contents of a file to the spec, or reports its problems.
fn read_file(
    sources: &Sources,
    id: FileId,
    file: &SourceFile,
    spec: &mut Spec,
    problems: &mut Problems,
) {
    let role = match Role::of(sources.below_root(file)) {
        Ok(Role::Documentation) => return,
        Ok(role) => role,
        Err(why) => {
            problems.of_path(&file.path, format!("unexpected file: {why}")).help(
                "the spec folder holds `README.md`, `api.toml`, `errors.toml`, enums as `SERVICE/enums.toml` and endpoints as `SERVICE/METHOD.toml`",
            );
            return;
        }
    };
    let text = match file.text() {
        Ok(text) => text,
        Err(error) => {
            let offset = error.valid_up_to();
            let byte = file.bytes.get(offset).copied().unwrap_or_default();
            let line = file.bytes[..offset].split(|&byte| byte == b'\n').count();
            problems
                .of_path(&file.path, "the file is not UTF-8")
                .note(format!("the first offending byte is 0x{byte:02x}, in line {line}"));
            return;
        }
    };
    let before = problems.count();
    let added = DeTable::parse(text).and_then(|mut table| {
        validate::validate(id, role.schema(), table.get_ref(), problems);
        if problems.count() > before {
            return Ok(());
        }
        name_entries(role.schema(), table.get_mut());
        add(spec, role, id, table)
    });
    if let Err(error) = added {
        let span = Span { file: id, range: error.span().unwrap_or_default() };
        let help = lookalike(text, span.range.start);
        problems.at(&span, "invalid TOML", error.message()).help.extend(help);
    }
}

/// Returns what to write for the first character in the line of `offset`, outside of quotes and comments, that
/// only looks like one of TOML's.
fn lookalike(text: &str, offset: usize) -> Option<String> {
    let line = text.lines().nth(text.get(..offset)?.matches('\n').count())?.split('#').next()?;
    line.chars().enumerate().find_map(|(at, c)| {
        let fix = match c {
            '“' | '”' | '‘' | '’' => "write `\"` before and after the text",
            '，' => "write `,`",
            '：' | '＝' => "write `=`",
            '\u{3000}' | '\u{a0}' => "write a space",
            '\u{200b}' | '\u{feff}' => "remove it",
            _ => return None,
        };
        let is_closed = |quote| line.chars().take(at).filter(|it| it == quote).count() % 2 == 0;
        let help = format!("column {} holds `{c}` (U+{:04X}): {fix}", at + 1, u32::from(c));
        ['"', '\''].iter().all(is_closed).then_some(help)
    })
}

/// Writes the name of each entry, such as `NAME` of `[parameters.NAME]`, into the entry, where it is deserialized from:
/// serde does not tell an entry its own key.
fn name_entries(schema: &Table, table: &mut DeTable<'_>) {
    for (key, value) in table.iter_mut() {
        let Some(key) = schema.key(key.get_ref()) else { continue };
        match (&key.kind, value.get_mut()) {
            (Kind::Table(schema), DeValue::Table(table)) => name_entries(schema, table),
            (Kind::Named(schema) | Kind::Numbered(schema), DeValue::Table(entries)) => {
                for (name, entry) in entries.iter_mut() {
                    let DeValue::Table(entry) = entry.get_mut() else { continue };
                    name_entries(schema, entry);
                    let value = DeValue::String(name.get_ref().clone());
                    entry.insert(
                        Spanned::new(name.span(), "name".into()),
                        Spanned::new(name.span(), value),
                    );
                }
            }
            _ => {}
        }
    }
}

fn add(
    spec: &mut Spec,
    role: Role<'_>,
    file: FileId,
    table: Spanned<DeTable<'_>>,
) -> Result<(), toml::de::Error> {
    match role {
        Role::Documentation => {}
        Role::Api => spec.api = from_toml(file, table)?,
        Role::Errors => spec.errors = from_toml::<Errors>(file, table)?.errors,
        Role::Enums { service } => {
            let mut shared = from_toml::<SharedEnums>(file, table)?;
            service.clone_into(&mut shared.service);
            shared.enums.iter_mut().for_each(|it| it.shared = true);
            spec.shared_enums.push(shared);
        }
        Role::Endpoint { service, name } => {
            let endpoint = from_toml::<Endpoint>(file, table)?;
            let (service, name) = (service.to_owned(), name.to_owned());
            spec.endpoints.push(Endpoint { file, service, name, ..endpoint });
        }
    }
    Ok(())
}
