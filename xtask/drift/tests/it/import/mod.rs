//! Importing documentation pages: new files, amended files, and what they say of their pages.

mod command;
mod committed;
mod compile;
mod kept;
mod names;
mod pages;
mod place;
mod properties;
mod several_pages;
mod update;

use std::fs;
use std::path::PathBuf;

use xtask_drift::compare::{expected, normal};
use xtask_drift::import::{Imported, Importer, Options};
use xtask_pages::facts::{Code, Field, Page};
use xtask_spec::load::{SourceFile, Sources};
use xtask_spec::read::read;

use crate::workspace::root;
use crate::workspace::small_spec;

/// Returns a spec with nothing but what all endpoints share, and one endpoint that no page is about.
fn empty_spec() -> Sources {
    let mut sources = small_spec();
    sources.files.retain(|file| {
        ["spec/api.toml", "spec/errors.toml", "spec/auth/get_token.toml"]
            .contains(&file.path.as_str())
    });
    let api = sources.files.iter_mut().find(|file| file.path == "spec/api.toml").unwrap();
    let text = api.text().unwrap();
    let (before, _) = text.split_once("[services.").unwrap();
    api.bytes = format!("{before}[services.auth]\ndoc = \"Tokens.\"\n").into_bytes();
    sources
}

fn options() -> Options {
    Options { update: false, name: None, read: "2026-11-20".to_owned() }
}

/// Returns the text that an import wrote.
fn text_of(imported: &Imported) -> &str {
    let own = imported.texts.iter().find(|(path, _)| *path == imported.file);
    own.map_or("", |(_, text)| text)
}

/// Returns what an endpoint of a spec says that its page prints.
fn printed(sources: &Sources, file: &str) -> Page {
    let (spec, problems) = read(sources);
    assert!(problems.is_empty(), "{problems:?}");
    let path = format!("spec/{file}");
    let endpoint = spec.endpoints.iter().find(|it| sources[it.file].path == path).unwrap();
    bare(expected(endpoint, &spec.api, endpoint.main_page().unwrap()))
}

/// Returns what the facts of a page hold that its endpoint's file can hold as well.
fn held(sources: &Sources, file: &str, page: &Page) -> Page {
    let (spec, _) = read(sources);
    let path = format!("spec/{file}");
    let endpoint = spec.endpoints.iter().find(|it| sources[it.file].path == path).unwrap();
    bare(normal(page, endpoint, &spec.api))
}

/// Facts without what does not count: names of files, remarks, hosts, and the order of rows.
fn bare(mut page: Page) -> Page {
    fn sort(fields: &mut [Field]) {
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        for field in fields {
            sort(&mut field.fields);
        }
    }
    page = page.of_endpoint();
    page.hosts.clear();
    sort(&mut page.parameters);
    sort(&mut page.response);
    page.errors.sort_by_key(|error| match &error.code {
        Code::Number(code) => (code.to_string(), error.message.clone()),
        Code::Text(code) => (code.clone(), error.message.clone()),
    });
    page
}

/// Returns all pages at hand, the project's own and saved ones beside the repository, by name.
fn all_pages() -> Vec<(String, Page)> {
    let fixtures = root().join("xtask/pages/fixtures");
    let mut folders: Vec<PathBuf> =
        ["markdown", "text", "html", "odd"].iter().map(|name| fixtures.join(name)).collect();
    folders.extend(["../shared/docs", "../shared/docs/samples"].map(|name| root().join(name)));
    let mut pages = Vec::new();
    for folder in folders {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files.into_iter().filter(|file| file.is_file()) {
            let text = fs::read_to_string(&file).unwrap();
            let name = file.display().to_string();
            if let Ok(page) = xtask_pages::read(&name, &text) {
                pages.push((name, page));
            }
        }
    }
    pages
}

fn importer(sources: Sources) -> Importer {
    Importer::new(sources).unwrap_or_else(|failure| panic!("{}", failure.0))
}

/// Returns a spec in memory with one more file.
fn with_file(mut sources: Sources, path: &str, text: &str) -> Sources {
    sources.files.retain(|file| file.path != path);
    sources.files.push(SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() });
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// Returns the facts of a page of the project's own.
fn facts_of(name: &str) -> Page {
    let text = fs::read_to_string(root().join("xtask/pages/fixtures").join(name)).unwrap();
    xtask_pages::read(name, &text).unwrap()
}

fn field(name: &str, ty: &str) -> Field {
    Field { name: name.to_owned(), ty: Some(ty.to_owned()), ..Field::default() }
}
