//! A program with one call: compiled from nothing, and its size.

use std::collections::BTreeMap;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use super::by_hand::manifest;
use super::place::{Place, median, time};
use super::row::{ByHand, Goal, Row, Unit};
use super::workspace::Workspace;

const RUNS: usize = 3;

pub(super) fn rows(place: &Place) -> Result<Vec<Row>> {
    let sides = [(ours(place)?, "ours"), (workspace(place)?, super::by_hand::PACKAGE)];
    let mut times: [Vec<Duration>; 2] = Default::default();
    for _ in 0..RUNS {
        for ((workspace, _), times) in sides.iter().zip(&mut times) {
            let built = workspace.folder.join("target");
            if built.exists() {
                fs::remove_dir_all(built).context("cannot remove an earlier build")?;
            }
            let mut cargo = workspace.cargo(&["build", "--release"]);
            times.push(time(cargo.env("CARGO_PROFILE_RELEASE_STRIP", "true"))?);
        }
    }
    let size = |(workspace, name): &(Workspace, &str)| {
        let path = workspace.folder.join("target/release").join(format!("{name}{EXE_SUFFIX}"));
        let size = fs::metadata(&path).with_context(|| format!("no {}", path.display()))?.len();
        anyhow::Ok(f64::from(u32::try_from(size)?))
    };
    let [ours, by_hand] = times.map(median);
    let time = Row::new("program with one call, compiled from nothing", Unit::Seconds, ours);
    let bytes = Row::new("its size, stripped", Unit::Bytes, size(&sides[0])?);
    Ok(vec![
        time.beside(ByHand::Measured(by_hand)).goal(Goal::Ratio(1.15)),
        bytes.beside(ByHand::Measured(size(&sides[1])?)).goal(Goal::Ratio(1.15)),
    ])
}

/// The folder of the program by hand.
pub(super) fn by_hand(place: &Place) -> Result<PathBuf> {
    Ok(workspace(place)?.folder)
}

fn workspace(place: &Place) -> Result<Workspace> {
    let files = [
        ("program/Cargo.toml", manifest("")),
        ("program/src/main.rs", include_str!("program/by_hand.rs").to_owned()),
    ];
    Workspace::new(place, "program/by-hand", "program", text(files))
}

fn ours(place: &Place) -> Result<Workspace> {
    let client = place.root.join("crates/client");
    // A literal of TOML does not read backslashes.
    let manifest = format!(
        "[package]\nname = \"ours\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\ndingtalk-client = {{ path = '{}' }}\n",
        client.display()
    );
    let files = [
        ("program/Cargo.toml", manifest),
        ("program/src/main.rs", include_str!("program/ours.rs").to_owned()),
    ];
    Workspace::new(place, "program/ours", "program", text(files))
}

fn text<const N: usize>(files: [(&str, String); N]) -> BTreeMap<String, String> {
    files.map(|(path, text)| (path.to_owned(), text)).into()
}
