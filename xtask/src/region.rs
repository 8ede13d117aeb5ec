//! Generated part of a hand-written file, between two marks.

use std::path::Path;

use anyhow::{Result, bail};

/// A part of a hand-written file.
#[derive(Debug)]
pub struct Region {
    pub path: String,
    pub name: String,
    pub text: String,
}

/// Returns `text` with the part between the region's marks replaced.
///
/// # Errors
///
/// The marks are missing.
pub fn with_region(text: &str, region: &Region) -> Result<String> {
    let Region { path, name, text: new } = region;
    // Git may have checked out the file with other line ends.
    let end_of_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let new = new.replace('\n', end_of_line);
    let (open, close) = comment(path);
    let begin = format!("{open} @generated {name}: begin{close}{end_of_line}");
    let end = format!("{open} @generated {name}: end{close}");
    // The end mark is a line of its own, because a text may mention it within a line.
    let after = |rest: &str| {
        let at = if rest.starts_with(&end) { 0 } else { rest.find(&format!("\n{end}"))? + 1 };
        Some(rest[at + end.len()..].to_owned())
    };
    let parts = text.split_once(&begin).and_then(|(before, rest)| Some((before, after(rest)?)));
    let Some((before, after)) = parts else {
        bail!(
            "{path} has no place for the generated {name}: put the lines\n{begin}{end}\nwhere it belongs"
        );
    };
    Ok(format!("{before}{begin}{new}{end}{after}"))
}

/// Returns the beginning and the end of a comment in this type of file.
fn comment(path: &str) -> (&'static str, &'static str) {
    let is_toml = Path::new(path).extension().is_some_and(|extension| extension == "toml");
    if is_toml { ("#", "") } else { ("<!--", " -->") }
}
