//! `cargo xtask bench`: prints the cost of the crates compared with the same work written by hand.

use std::io;
use std::thread;

use clap::{Parser, Subcommand, ValueEnum};
use comfy_table::{Table, presets::ASCII_MARKDOWN};
use rustix::time::ClockId;
use xtask_bench::calls::{self, Endpoint};
use xtask_bench::work::Work;
use xtask_bench::{Side, directory, server, turns};

/// Prints what the crates cost beside the same work written by hand.
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// What to measure; everything if not given.
    rows: Vec<Row>,
}

#[derive(Subcommand)]
enum Command {
    /// Does a piece of work some times, to be watched from outside, as by a profiler.
    Work { work: Work, side: Side, times: u64 },
    /// Walks through the organisation of a server, and prints seconds and kilobytes.
    Walk { side: Side, host: String },
}

/// A row of the table.
#[derive(Clone, Copy, ValueEnum)]
enum Row {
    /// 20 roles and 20 users become a request.
    Encode,
    /// A page of 100 users is read.
    Decode,
    /// Calls that give roles and calls that list users, in turn, by one thread.
    OneThread,
    /// The same by eight threads: one client of ours, an agent by hand for each.
    EightThreads,
    /// An organisation of 100,000 users in 5,000 departments is walked: processor time.
    Directory,
    /// The same: the most memory that the process ever has.
    DirectoryMemory,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    match arguments.command {
        Some(Command::Work { work, side, times }) => {
            let mut work = work.prepare(side);
            (0..times).for_each(|_| work());
        }
        Some(Command::Walk { side, host }) => directory::walk(side, &host)?,
        None if cfg!(debug_assertions) => {
            return Err(io::Error::other("figures need an optimised build: add --release"));
        }
        None => print(&arguments.rows)?,
    }
    Ok(())
}

fn print(rows: &[Row]) -> io::Result<()> {
    let rows = if rows.is_empty() { Row::value_variants() } else { rows };
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN);
    table.set_header(["workload", "ours", "by hand", "ours ÷ by hand", "goal"]);
    for row in rows {
        let value = row.to_possible_value().expect("no row is hidden");
        eprintln!("Measuring {} …", value.get_name());
        let ([ours, by_hand], shown, goal) = measure(*row)?;
        let name = value.get_help().expect("each row has one").to_string();
        let ratio = format!("{:.2}", ours / by_hand);
        table.add_row([name, shown(ours), shown(by_hand), ratio, goal.to_owned()]);
    }
    println!("{table}");
    Ok(())
}

/// Figures of both sides, ours first; a function that formats one; and the goal of their ratio.
type Measured = ([f64; 2], fn(f64) -> String, &'static str);

fn measure(row: Row) -> io::Result<Measured> {
    let per_second = |calls| format!("{calls:.0} /s");
    let seconds = |seconds| format!("{seconds:.2} s");
    let megabytes = |kilobytes| format!("{:.0} MB", kilobytes / 1e3);
    Ok(match row {
        Row::Encode => (seconds_of(Work::Encode, 2000), time, "≤ 0.85"),
        Row::Decode => (seconds_of(Work::DecodePage, 100), time, "≤ 0.90"),
        Row::OneThread => (calls_per_second(1)?, per_second, "≥ 1.2"),
        Row::EightThreads => (calls_per_second(8)?, per_second, "≥ 1.2"),
        Row::Directory => (walks(|cost| cost.seconds)?, seconds, "≤ 1.0"),
        Row::DirectoryMemory => (walks(|cost| cost.kilobytes)?, megabytes, "≤ 1.2"),
    })
}

/// Number of turns of each side.
const TURNS: usize = 25;

/// Returns the seconds of processor time for one run of the work.
fn seconds_of(work: Work, times: u32) -> [f64; 2] {
    let mut sides = Side::BOTH.map(|side| work.prepare(side));
    // A turn takes milliseconds: only many of them even out what other programs do to the machine meanwhile.
    turns::medians(16 * TURNS, |side| {
        let once = &mut sides[side as usize];
        let all = || (0..times).for_each(|_| once());
        turns::processor(ClockId::ThreadCPUTime, all) / f64::from(times)
    })
}

/// Returns the calls per second of several threads, each alternating between the endpoints.
fn calls_per_second(threads: u32) -> io::Result<[f64; 2]> {
    const TURNS_OF_CALLS: u32 = 100;

    let host = server::start()?;
    let shared = calls::caller(Side::Ours, &host);
    let apart: Vec<_> = (0..threads).map(|_| calls::caller(Side::ByHand, &host)).collect();
    let seconds = turns::medians(TURNS, |side| {
        turns::wall(|| {
            thread::scope(|scope| {
                for own in &apart {
                    let call = if side == Side::Ours { &shared } else { own };
                    scope.spawn(move || {
                        (0..TURNS_OF_CALLS).for_each(|_| Endpoint::BOTH.into_iter().for_each(call));
                    });
                }
            });
        })
    });
    Ok(seconds.map(|seconds| f64::from(threads * TURNS_OF_CALLS * 2) / seconds))
}

/// Returns the median cost of a walk for each side.
fn walks(figure: impl Fn(directory::Cost) -> f64) -> io::Result<[f64; 2]> {
    let host = directory::serve()?;
    Ok(turns::medians(3, |side| figure(directory::measure(side, &host).expect("a whole walk"))))
}

fn time(seconds: f64) -> String {
    if seconds < 1e-6 {
        format!("{:.0} ns", seconds * 1e9)
    } else {
        format!("{:.1} µs", seconds * 1e6)
    }
}
