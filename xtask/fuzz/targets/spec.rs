//! Spec files.

use std::path::Path;
use std::sync::LazyLock;

use xtask_spec::check::check;
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::load::{SourceFile, Sources, load};

/// The shared files of all endpoints, as committed.
static SHARED: LazyLock<Sources> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let mut sources = load(&folder).expect("the specification is there");
    sources.files.retain(|file| ["spec/api.toml", "spec/errors.toml"].contains(&&*file.path));
    sources
});

/// Reads and checks the input as the file of an endpoint, and renders its problems.
pub(crate) fn read(input: &[u8]) {
    let mut sources = SHARED.clone();
    let path = "spec/role/fuzzed.toml".to_owned();
    sources.files.push(SourceFile { path, bytes: input.to_vec() });
    let (spec, mut problems) = xtask_spec::read::read(&sources);
    if problems.is_empty() {
        problems = check(&spec, &sources);
    }
    render(&problems, &sources, Colour::Never);
}
