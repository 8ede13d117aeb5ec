//! Time of the generator, as a program, from the spec's files to those of Rust.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::place::{Place, time};
use super::row::{ByHand, Goal, Row, Unit, number};
use super::spec;
use xtask::emit::FOLDERS;

/// The fastest other generator of Rust clients, in seconds.
const FASTEST: [(usize, f64); 4] = [(5, 0.010), (100, 0.070), (500, 0.367), (2_000, 1.750)];

const RUNS: usize = 5;

pub(super) fn rows(place: &Place) -> Result<Vec<Row>> {
    let program = place.program("xtask", "xtask")?;
    let mut rows = Vec::new();
    let mut per_endpoint = Vec::new();
    for (endpoints, fastest) in FASTEST {
        let project = Project::new(place, &program, endpoints)?;
        let time = project.generate_anew()?;
        // The committed spec alone has more than the smallest number of the others.
        let most = endpoints.max(spec::committed(&place.root)?);
        let row = Row::new(format!("generate {most} endpoints"), Unit::Seconds, time)
            .beside(ByHand::Elsewhere(fastest));
        rows.push(if endpoints == 2_000 { row.goal(Goal::Ratio(0.5)) } else { row });
        if endpoints == 2_000 {
            let unchanged = "generate 2000 endpoints, nothing changed";
            let row = Row::new(unchanged, Unit::Seconds, project.generate_again()?);
            rows.push(row.goal(Goal::Ours(0.050)));
        }
        per_endpoint.push(time / number(endpoints));
    }
    let five_thousand = Project::new(place, &program, 5_000)?.generate_anew()? / 5_000.0;
    let row = Row::new("one of 5,000 endpoints, beside one of 500", Unit::Seconds, five_thousand);
    rows.push(row.for_one_of(per_endpoint[2]).goal(Goal::Ratio(1.2)));
    Ok(rows)
}

/// A repository with nothing but a spec and what is generated from it.
struct Project<'a> {
    folder: PathBuf,
    program: &'a Path,
}

impl<'a> Project<'a> {
    fn new(place: &Place, program: &'a Path, endpoints: usize) -> Result<Self> {
        let folder = place.folder(&format!("generator/{endpoints}"))?;
        fs::remove_dir_all(&folder).context("cannot remove an earlier run")?;
        spec::write(&spec::of(&place.root, endpoints)?, &folder)?;
        // The parts of hand-written files that are generated need the file around them.
        for region in spec::generate(&spec::of(&place.root, 0)?)?.regions {
            let to = folder.join(&region.path);
            fs::create_dir_all(to.parent().unwrap_or(&folder))?;
            fs::copy(place.root.join(&region.path), to)
                .with_context(|| format!("cannot copy {}", region.path))?;
        }
        Ok(Self { folder, program })
    }

    /// Seconds, with nothing there.
    fn generate_anew(&self) -> Result<f64> {
        let times = (0..RUNS).map(|_| {
            for folder in FOLDERS {
                let folder = self.folder.join(folder);
                if folder.exists() {
                    fs::remove_dir_all(folder).context("cannot remove an earlier run")?;
                }
            }
            self.generate()
        });
        best(times)
    }

    /// Seconds, with everything there.
    fn generate_again(&self) -> Result<f64> {
        best((0..RUNS).map(|_| self.generate()))
    }

    fn generate(&self) -> Result<Duration> {
        let mut command = Command::new(self.program);
        // By this it finds the repository.
        time(command.arg("codegen").env("CARGO_MANIFEST_DIR", self.folder.join("xtask")))
    }
}

/// The least, in seconds: nothing takes turns with it that the same noise would slow down.
fn best(times: impl Iterator<Item = Result<Duration>>) -> Result<f64> {
    let times: Vec<_> = times.collect::<Result<_>>()?;
    Ok(times.into_iter().min().unwrap_or_default().as_secs_f64())
}
