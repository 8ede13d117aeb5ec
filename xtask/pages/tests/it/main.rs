//! Reading documentation pages.

mod examples;
mod forms;
mod layout;
mod nesting;
mod origin;
mod outline;
mod pages;
mod properties;
mod prose;
mod understood;

use std::fs;
use std::path::PathBuf;

use xtask_pages::facts::{Page, Refusal};
use xtask_pages::read;

/// Returns the folder of the project's own pages.
fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Returns the text of a page of the project's own.
fn fixture(name: &str) -> String {
    fs::read_to_string(fixtures().join(name)).unwrap()
}

/// Returns the facts of a page of the project's own.
fn facts(name: &str) -> Page {
    read(name, &fixture(name)).unwrap()
}

/// Returns the facts of a text, without what depends on its name, its lines and its origin.
fn bare(text: &str) -> Result<Page, Refusal> {
    read("page", text).map(|mut page| {
        page.remarks.clear();
        page.left_out.iter_mut().for_each(|it| it.line = 0);
        page.url = None;
        page.updated = None;
        page
    })
}

/// Returns a page of a call in English, with these rows of its body and of its answer, and this example.
fn call(body: &str, response: &str, example: &str) -> String {
    format!(
        "# A call\n\n## Request\n\n| HTTP URL | https://oapi.dingtalk.io/topapi/a |\n|---|---|\n\
         | HTTP Method | POST |\n\n### Request body\n\n\
         | Name | Type | Required | Example | Description |\n|---|---|---|---|---|\n{body}\n\
         ### Request example\n\n```\ncurl -X POST https://oapi.dingtalk.io/topapi/a\n```\n\n\
         ## Response\n\n### Response body\n\n\
         | Name | Type | Example | Description |\n|---|---|---|---|\n{response}\n\
         ### Response body example\n\n```\n{example}\n```\n"
    )
}

/// Returns every page of the project's own that is one of an endpoint, by its path below the folder.
fn names() -> Vec<String> {
    let folders = ["html", "markdown", "odd", "text"];
    let mut names = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(fixtures().join(folder)).unwrap() {
            names.push(format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy()));
        }
    }
    names.sort();
    names
}
