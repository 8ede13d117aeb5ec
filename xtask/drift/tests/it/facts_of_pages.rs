//! The facts of pages are those of the spec that people wrote from them, in the same order.

use std::fs;
use std::path::{Path, PathBuf};

use xtask_drift::compare::{expected, normal, page_of};
use xtask_pages::facts::Page;
use xtask_pages::read;
use xtask_spec::spec::Spec;

use crate::drift::fixtures;
use crate::workspace::small_spec;

#[test]
fn the_projects_own_pages() {
    for (folder, pages) in [("text", 5), ("markdown", 5), ("html", 2)] {
        assert_eq!(agreeing(&fixtures().join(folder)), pages, "{folder}");
    }
}

/// Saved pages that lie beside the repository, where there are any.
#[test]
fn saved_pages() {
    let folder = root().join("../shared/docs");
    if folder.exists() {
        assert_eq!(agreeing(&folder), 5);
    }
}

/// Compares every page of a folder with its endpoint, and counts them.
fn agreeing(folder: &Path) -> usize {
    let (spec, problems) = xtask_spec::read::read(&small_spec());
    assert!(problems.is_empty());
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pages: Vec<_> = files.filter(|path| path.is_file()).collect();
    for path in &pages {
        let file = path.display().to_string();
        agrees(&read(&file, &fs::read_to_string(path).unwrap()).unwrap(), &spec);
    }
    pages.len()
}

fn agrees(page: &Page, spec: &Spec) {
    let file = page.file.clone();
    let endpoint = spec.endpoints.iter().find(|it| it.path.value == page.path);
    let endpoint = endpoint.unwrap_or_else(|| panic!("{file}: the spec lacks {}", page.path));
    let own = page_of(page, endpoint).unwrap();
    // A page names one of the sites.
    assert_eq!(page.hosts.len(), 1, "{file}");
    let mut page = normal(page, endpoint, &spec.api).of_endpoint();
    // The envelope stands before or behind the endpoint's own fields.
    let is_own = |field: &xtask_pages::facts::Field| !spec.api.is_envelope(&field.name);
    page.response.sort_by_key(|field| (is_own(field), field.name.clone()));
    let mut expected = expected(endpoint, &spec.api, own);
    expected.response.sort_by_key(|field| (is_own(field), field.name.clone()));
    for (read, known) in page.parameters.iter().zip(&mut expected.parameters) {
        // The text form has lost cells that the others have.
        known.required = known.required.or(read.required);
    }
    assert_eq!(page, expected, "{file}");
}

fn root() -> PathBuf {
    crate::workspace::root()
}
