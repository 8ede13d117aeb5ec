//! `cargo xtask bench`: prints what the crates cost beside the same work written by hand.

use std::io;
use std::thread;

use clap::{Parser, Subcommand, ValueEnum};
use comfy_table::{Table, presets::ASCII_MARKDOWN};
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
    /// Makes a call some times, to be watched from outside.
    Call { endpoint: Endpoint, side: Side, times: u64 },
    /// Walks through the organisation of a server, and prints microseconds and kilobytes.
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
        Some(Command::Call { endpoint, side, times }) => {
            let call = calls::caller(side, &server::start()?);
            (0..times).for_each(|_| call(endpoint));
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
        let ([ours, by_hand], goal) = measure(*row)?;
        let (ratio, [ours, by_hand]) = match row {
            Row::Encode | Row::Decode => (ours / by_hand, [ours, by_hand].map(time)),
            Row::Directory => (ours / by_hand, [ours, by_hand].map(|it| format!("{it:.2} s"))),
            Row::DirectoryMemory => {
                (ours / by_hand, [ours, by_hand].map(|it| format!("{:.0} MB", it / 1e3)))
            }
            _ => (ours / by_hand, [ours, by_hand].map(|it| format!("{it:.0} /s"))),
        };
        let name = value.get_help().expect("each row has one").to_string();
        table.add_row([name, ours, by_hand, format!("{ratio:.2}"), goal.to_owned()]);
    }
    println!("{table}");
    Ok(())
}

/// Returns the figures of both sides, ours first, and the goal of their ratio.
fn measure(row: Row) -> io::Result<([f64; 2], &'static str)> {
    Ok(match row {
        Row::Encode => (seconds(Work::Encode, 2000), "≤ 0.85"),
        Row::Decode => (seconds(Work::DecodePage, 100), "≤ 0.90"),
        Row::OneThread => (one_thread()?, "≥ 1.2"),
        Row::EightThreads => (eight_threads()?, "≥ 1.2"),
        Row::Directory => (walks(|cost| cost.processor.as_secs_f64())?, "≤ 1.0"),
        #[expect(clippy::cast_precision_loss, reason = "nobody has so much memory")]
        Row::DirectoryMemory => (walks(|cost| cost.kilobytes as f64)?, "≤ 1.2"),
    })
}

/// How many turns each side has.
const TURNS: usize = 25;

/// Returns the seconds of processor time that the work takes once.
fn seconds(work: Work, times: u32) -> [f64; 2] {
    let mut sides = Side::BOTH.map(|side| work.prepare(side));
    turns::medians(TURNS, |side| {
        let once = &mut sides[side as usize];
        turns::processor(|| (0..times).for_each(|_| once()))
    })
    .map(|seconds| seconds / f64::from(times))
}

/// How many calls of each endpoint a thread makes in a turn.
const CALLS: u32 = 100;

fn calls(call: &calls::Caller) {
    (0..CALLS).for_each(|_| Endpoint::value_variants().iter().for_each(|it| call(*it)));
}

fn one_thread() -> io::Result<[f64; 2]> {
    let host = server::start()?;
    let callers = Side::BOTH.map(|side| calls::caller(side, &host));
    let times = turns::medians(TURNS, |side| turns::wall(|| calls(&callers[side as usize])));
    Ok(times.map(|seconds| calls_of(1) / seconds))
}

fn eight_threads() -> io::Result<[f64; 2]> {
    const THREADS: u32 = 8;

    let host = server::start()?;
    let shared = calls::caller(Side::Ours, &host);
    let apart: Vec<_> = (0..THREADS).map(|_| calls::caller(Side::ByHand, &host)).collect();
    let times = turns::medians(TURNS, |side| {
        turns::wall(|| {
            thread::scope(|scope| {
                for own in &apart {
                    let caller = if side == Side::Ours { &shared } else { own };
                    scope.spawn(|| calls(caller));
                }
            });
        })
    });
    Ok(times.map(|seconds| calls_of(THREADS) / seconds))
}

fn calls_of(threads: u32) -> f64 {
    let endpoints = u32::try_from(Endpoint::value_variants().len()).expect("there are few");
    f64::from(threads * CALLS * endpoints)
}

/// Returns the median of what a walk costs each side.
fn walks(figure: impl Fn(directory::Cost) -> f64) -> io::Result<[f64; 2]> {
    const TURNS: usize = 3;

    let host = directory::serve()?;
    let mut figures = [Vec::new(), Vec::new()];
    for _ in 0..TURNS {
        for side in Side::BOTH {
            figures[side as usize].push(figure(directory::measure(side, &host)?));
        }
    }
    Ok(figures.map(|mut of_side| {
        of_side.sort_by(f64::total_cmp);
        of_side[TURNS / 2]
    }))
}

fn time(seconds: f64) -> String {
    if seconds < 1e-6 {
        format!("{:.0} ns", seconds * 1e9)
    } else {
        format!("{:.1} µs", seconds * 1e6)
    }
}
