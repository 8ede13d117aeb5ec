//! `cargo xtask fuzz`: builds the targets for libFuzzer and runs them one after the other.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};

/// Feeds mutated input to everything that reads input, guided by the code that it reaches.
///
/// A panic, a hang of ten seconds and more than two gigabytes of memory are failures. The input that
/// caused one is saved below target/fuzz/failures, and its path is printed.
///
/// Exits with 0 if nothing failed, and 1 if something did.
#[derive(Parser)]
#[command(name = "cargo xtask fuzz", bin_name = "cargo xtask fuzz")]
struct Arguments {
    /// What to fuzz; everything if not given.
    targets: Vec<Target>,
    /// How long to fuzz each target.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Run the one target with this saved input only.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
}

/// What can be fuzzed.
#[derive(Clone, Copy, ValueEnum)]
enum Target {
    /// Responses of the service, read as those of each endpoint.
    Decode,
    /// Documentation pages in any form.
    Page,
    /// The spec file of an endpoint.
    Spec,
    /// The journal that a bulk is continued from.
    Journal,
    /// Bytes on a connection to the sandbox.
    Sandbox,
    /// Requests to a callback address, and the events in them.
    Callback,
    /// Constructors of messages.
    Message,
}

impl Target {
    fn name(self) -> String {
        self.to_possible_value().expect("no target is hidden").get_name().to_owned()
    }

    /// Returns the folder of the committed inputs with which the mutation begins.
    fn seeds(self) -> String {
        match self {
            Self::Page => "xtask/pages/fixtures".to_owned(),
            Self::Spec => "spec".to_owned(),
            _ => format!("xtask/fuzz/corpus/{}", self.name()),
        }
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let root = root()?;
    let targets = match (&arguments.input, &*arguments.targets) {
        (Some(_), [_]) | (None, [_, ..]) => arguments.targets,
        (Some(_), _) => bail!("--input takes exactly one target"),
        (None, []) => Target::value_variants().to_vec(),
    };
    let program = build(&root)?;
    let mut failed = Vec::new();
    for target in targets {
        let name = target.name();
        let mut fuzzer = Command::new(&program);
        fuzzer.env("FUZZ_TARGET", &name).args(["-timeout=10", "-rss_limit_mb=2048"]);
        let passed = if let Some(input) = &arguments.input {
            println!("Running {name} with {}", input.display());
            fuzzer.arg(input).status().context("cannot run the fuzzer")?.success()
        } else {
            println!("Fuzzing {name} for {} s", arguments.seconds);
            fuzzer.arg(format!("-max_total_time={}", arguments.seconds));
            fuzz(&mut fuzzer, target, &root)?
        };
        if !passed {
            failed.push(name);
        }
    }
    if failed.is_empty() {
        println!("Nothing failed");
        return Ok(ExitCode::SUCCESS);
    }
    println!("Failed: {}. Run a saved input alone with `--input FILE`.", failed.join(", "));
    Ok(ExitCode::FAILURE)
}

/// Runs the target and returns whether it succeeded. Prints the fuzzer's output after a failure, and
/// otherwise only the number of inputs.
fn fuzz(fuzzer: &mut Command, target: Target, root: &Path) -> Result<bool> {
    let name = target.name();
    let folder = |path: &str| {
        let path = root.join("target/fuzz").join(path);
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        anyhow::Ok(path)
    };
    fuzzer
        .arg(format!("-artifact_prefix={}/{name}-", folder("failures")?.display()))
        .args(["-verbosity=0", "-print_funcs=0", "-print_final_stats=1"])
        // The first folder receives inputs that reach more code, and the next run continues from them.
        .arg(folder("corpus")?.join(&name))
        .arg(root.join(target.seeds()));
    folder(&format!("corpus/{name}"))?;
    let output = fuzzer.output().context("cannot run the fuzzer")?;
    let text = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        let tried = text.lines().find_map(|it| it.strip_prefix("stat::number_of_executed_units:"));
        println!("  {} inputs", tried.map_or("?", str::trim));
    } else {
        print!("{text}");
    }
    Ok(output.status.success())
}

/// Instrumentation by the compiler for libFuzzer: it counts reached code and comparisons. It needs no nightly
/// toolchain.
const INSTRUMENTATION: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Builds the targets and returns the program.
fn build(root: &Path) -> Result<PathBuf> {
    let compiler = env::var_os("CXX").unwrap_or_else(|| "c++".into());
    let version = Command::new(&compiler).arg("--version").stdout(Stdio::null()).status();
    if !version.is_ok_and(|status| status.success()) {
        bail!(
            "libFuzzer is compiled with a C++ compiler, and {} does not run: install one, or name it in CXX",
            compiler.display()
        );
    }
    println!("Building the targets; for the first time this takes minutes");
    let host = host()?;
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args([
            "build",
            "--package",
            "xtask-fuzz",
            "--bin",
            "fuzz-targets",
            "--features",
            "targets",
        ])
        // With a named target, build scripts and macros are not instrumented.
        .args(["--profile", "fuzz", "--target", &host, "--target-dir", "target"])
        .env("RUSTFLAGS", INSTRUMENTATION.join(" "))
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("the targets do not build");
    }
    Ok(root.join("target").join(host).join("fuzz/fuzz-targets"))
}

/// Returns the compiler's name for the host machine.
fn host() -> Result<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().context("cannot run rustc")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}

/// Returns the root of the repository.
fn root() -> Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").context("run this with `cargo xtask fuzz`")?;
    let root = Path::new(&package).ancestors().nth(2);
    Ok(root.context("the package is not in the repository")?.to_owned())
}
