//! A state of the spec, and differences between two states.

use serde::Serialize;

use super::leaves::Leaves;
use crate::compare::change::Change;
use xtask::lower::lower;
use xtask::model::{self, Model};
use xtask_spec::check;
use xtask_spec::diagnostic::Diagnostic;
use xtask_spec::load::{SourceFile, Sources};
use xtask_spec::read::schema::Table;
use xtask_spec::read::{format, read};
use xtask_spec::spec::{Endpoint, Spec};

/// A spec without problems, and the model that the generator makes of it.
#[derive(Debug)]
pub struct State {
    sources: Sources,
    pub(super) spec: Spec,
    pub(super) model: Model,
}

/// Differences in one endpoint, or in what all endpoints share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Rust path of the endpoint, `role::list_users`, or a file below the spec folder.
    pub of: String,
    /// Never empty; sorted from the outside in.
    pub changes: Vec<Change>,
}

impl State {
    /// Reads and checks a spec.
    ///
    /// # Errors
    ///
    /// The problems of the spec.
    pub fn of(mut sources: Sources) -> Result<Self, (Sources, Vec<Diagnostic>)> {
        sources.files.sort_by(|a, b| a.path.cmp(&b.path));
        let (spec, mut problems) = read(&sources);
        problems.extend(check::check(&spec, &sources));
        if !problems.is_empty() {
            return Err((sources, problems));
        }
        let model = lower(&spec, &sources);
        Ok(Self { sources, spec, model })
    }

    pub(super) fn file(&self, below_root: &str) -> Option<&SourceFile> {
        // Files are sorted by path.
        let files = &self.sources.files;
        let at = files.binary_search_by(|file| self.sources.below_root(file).cmp(below_root));
        at.ok().map(|at| &files[at])
    }

    pub(super) fn leaves(&self, file: &str, schema: &'static Table) -> Leaves {
        let text = self.file(file).and_then(|file| file.text().ok());
        Leaves::of(text.unwrap_or_default(), schema)
    }

    /// Returns the files of enums that endpoints of a service share.
    pub(super) fn files_of_enums(&self) -> impl Iterator<Item = String> {
        self.spec.shared_enums.iter().map(|it| format!("{}/enums.toml", it.service))
    }

    /// Returns the leaves of enums that belong to the service here but to the endpoint in the other state:
    /// the endpoint's module has them in both.
    pub(super) fn elsewhere(&self, here: &Endpoint, there: &Endpoint) -> Leaves {
        let mut leaves = self.leaves(&format!("{}/enums.toml", here.service), &format::ENUMS);
        let shared = |of: &Endpoint, name: &str| of.enumeration(name).map(|it| it.shared);
        leaves.retain_entries(|name| {
            (shared(here, name), shared(there, name)) == (Some(true), Some(false))
        });
        leaves
    }

    pub(super) fn lowered(&self, endpoint: &Endpoint) -> Option<&model::Endpoint> {
        let service = self.model.services.iter().find(|it| it.name == endpoint.service)?;
        service.endpoints.iter().find(|it| it.spec.name == endpoint.name)
    }
}
