//! Specs of any size for the generator.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use xtask::codegen;
use xtask::sync::Wanted;
use xtask_spec::diagnostic::{self, Colour};
use xtask_spec::load::{SourceFile, Sources, load};

/// The committed spec with its forms again under other names, until there are `endpoints`.
///
/// What it asks of the generator and the compiler is what real pages ask. The synthetic spec of the
/// tests asks for everything that a spec can say, and so for far more.
pub(super) fn of(root: &Path, endpoints: usize) -> Result<Sources> {
    let mut sources = load(&root.join("spec"))?;
    let api = format!("{}/api.toml", sources.root);
    let real: Vec<_> = sources.files.iter().filter(|it| is_endpoint(it)).collect();
    let forms: Vec<_> = real.iter().filter_map(|it| Form::of(it)).collect();
    let copies: Vec<_> = forms.iter().cycle().take(endpoints.saturating_sub(real.len())).collect();
    let mut services = String::new();
    let mut files = Vec::new();
    for (area, forms) in copies.chunks(forms.len()).enumerate() {
        let _ = writeln!(services, "\n[services.area_{area}]\ndoc = \"Area {area}.\"");
        files.extend(forms.iter().map(|form| form.file(&sources.root, area)));
    }
    let api = sources.files.iter_mut().find(|it| it.path == api);
    api.context("the spec has no api.toml")?.bytes.extend(services.bytes());
    sources.files.extend(files);
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

/// How many endpoints the committed spec has.
pub(super) fn committed(root: &Path) -> Result<usize> {
    Ok(load(&root.join("spec"))?.files.iter().filter(|it| is_endpoint(it)).count())
}

/// What the generator makes of a spec that has no problems.
pub(super) fn generate(sources: &Sources) -> Result<Wanted> {
    codegen::generate(sources)
        .map_err(|problems| anyhow!("{}", diagnostic::render(&problems, sources, Colour::Never)))
}

/// Writes a spec below `root`.
pub(super) fn write(sources: &Sources, root: &Path) -> Result<()> {
    for file in &sources.files {
        let path = root.join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::write(&path, &file.bytes)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Endpoints are one folder deeper than what they have in common.
fn is_endpoint(file: &SourceFile) -> bool {
    file.path.matches('/').count() == 2
}

/// An endpoint that sends a form.
struct Form {
    /// The file's own name.
    name: String,
    before_path: String,
    after_path: String,
}

impl Form {
    fn of(file: &SourceFile) -> Option<Self> {
        let text = String::from_utf8(file.bytes.clone()).ok()?;
        let (before, after) = text.split_once("path = \"/topapi/")?;
        let (_, name) = file.path.rsplit_once('/')?;
        Some(Self {
            name: name.to_owned(),
            before_path: before.to_owned(),
            after_path: after.to_owned(),
        })
    }

    fn file(&self, root: &str, area: usize) -> SourceFile {
        let Self { name, before_path, after_path } = self;
        SourceFile {
            path: format!("{root}/area_{area}/{name}"),
            bytes: format!("{before_path}path = \"/topapi/area{area}/{after_path}").into_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{generate, of};
    use xtask_spec::read::read;

    #[test]
    fn a_spec_of_copies_has_no_problems() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        let sources = of(root, 23).unwrap();
        assert_eq!(read(&sources).0.endpoints.len(), 23);
        generate(&sources).unwrap();
    }
}
