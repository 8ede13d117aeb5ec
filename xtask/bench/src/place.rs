//! Where things are built, and the programs that are run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The repository, and a folder beside what cargo builds.
pub(super) struct Place {
    pub(super) root: PathBuf,
    target: PathBuf,
}

impl Place {
    pub(super) fn new(root: &Path) -> Result<Self> {
        #[derive(Deserialize)]
        struct Metadata {
            target_directory: PathBuf,
        }

        let mut cargo = cargo(root);
        cargo.args(["metadata", "--format-version", "1", "--no-deps", "--offline"]);
        let metadata: Metadata = serde_json::from_slice(&run(&mut cargo)?.stdout)
            .context("cannot read what cargo metadata printed")?;
        Ok(Self { root: root.to_owned(), target: metadata.target_directory })
    }

    /// A folder of the benchmarks' own, which stays: what is built there is not built again.
    pub(super) fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.target.join("xtask-bench").join(name);
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }

    /// Builds a package of the workspace for release and answers one of its programs.
    pub(super) fn program(&self, package: &str, name: &str) -> Result<PathBuf> {
        run(cargo(&self.root).args(["build", "--release", "--quiet", "--package", package]))?;
        Ok(self.target.join("release").join(format!("{name}{}", env::consts::EXE_SUFFIX)))
    }

    /// The JSON that a program of the benchmark package prints.
    pub(super) fn measured<T: DeserializeOwned>(
        &self,
        program: &str,
        arguments: &[&str],
    ) -> Result<T> {
        let path = self.program("dingtalk-bench", program)?;
        let output = run(Command::new(path).args(arguments))?;
        serde_json::from_slice(&output.stdout)
            .with_context(|| format!("cannot read what {program} printed"))
    }
}

/// Cargo, in `folder`.
pub(super) fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}

/// Runs a command that has to succeed.
pub(super) fn run(command: &mut Command) -> Result<Output> {
    let name = || {
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        words.map(OsString::from).map(|it| it.to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    let name = name().join(" ");
    let output = command.output().with_context(|| format!("cannot run {name}"))?;
    ensure!(
        output.status.success(),
        "{name} failed, {}:\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(output)
}

/// How long a command takes that has to succeed.
pub(super) fn time(command: &mut Command) -> Result<Duration> {
    let start = Instant::now();
    run(command)?;
    Ok(start.elapsed())
}

/// The median in seconds.
pub(super) fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64()
}
