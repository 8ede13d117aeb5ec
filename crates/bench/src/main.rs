//! Runs what needs a process of its own. `cargo xtask bench` calls it; what it measures is JSON.

use std::error::Error;
use std::io::{self, Read};
use std::{fs, thread};

use clap::{Parser, Subcommand, ValueEnum};
use dingtalk_bench::calls::{self, Endpoint};
use dingtalk_bench::clock::{self, Took};
use dingtalk_bench::server::{self, Process};
use dingtalk_bench::work::Work;
use dingtalk_bench::{Measured, Side, by_hand, samples, turns};
use serde::Serialize;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers requests until its input ends, and prints where.
    Serve,
    /// Does a piece of work some times, to be watched from outside.
    Work { work: Work, side: Side, times: u64 },
    /// Makes a call some times, to be watched from outside.
    Call { endpoint: Endpoint, side: Side, times: u64 },
    /// Seconds of the client's processor for a call of each endpoint.
    Cpu,
    /// Calls in a second, of all endpoints in turn, by one thread.
    Rate,
    /// Calls in a second by eight threads: one client of ours, eight agents by hand.
    Threads,
    /// Roles given in a second, one to each of 100,000 employees.
    Bulk,
    /// Walks through a role and prints the most memory that this took, in kB.
    Walk { employees: i64, side: Side },
}

fn main() -> Result<(), Box<dyn Error>> {
    match Arguments::parse().command {
        Command::Serve => serve()?,
        Command::Work { work, side, times } => {
            let mut work = work.prepare(side);
            (0..times).for_each(|_| work());
        }
        Command::Call { endpoint, side, times } => {
            let server = Process::start()?;
            let call = calls::caller(side, server.host());
            (0..times).for_each(|_| call(endpoint));
        }
        Command::Cpu => print(&cpu()?)?,
        Command::Rate => print(&[rate()?])?,
        Command::Threads => print(&[threads()?])?,
        Command::Bulk => print(&[bulk()?])?,
        Command::Walk { employees, side } => print(&walk(employees, side)?)?,
    }
    Ok(())
}

/// How many turns each side has.
const ROUNDS: usize = 25;

/// How many calls a turn has, of each endpoint.
const CALLS: u32 = 100;

const THREADS: u32 = 8;

fn serve() -> io::Result<()> {
    println!("{}", server::serve(drop)?);
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn cpu() -> io::Result<Vec<Measured<f64>>> {
    let server = Process::start()?;
    let callers = Side::BOTH.map(|side| calls::caller(side, server.host()));
    let measured = Endpoint::value_variants().iter().map(|endpoint| {
        let [ours, by_hand] = turns::medians(ROUNDS, |side| {
            let call = &callers[side as usize];
            clock::measure(|| (0..CALLS).for_each(|_| call(*endpoint))).cpu / CALLS
        });
        Measured { workload: endpoint.name(), ours, by_hand }
    });
    Ok(measured.collect())
}

fn rate() -> io::Result<Measured<f64>> {
    let server = Process::start()?;
    let callers = Side::BOTH.map(|side| calls::caller(side, server.host()));
    let endpoints = Endpoint::value_variants();
    let calls = CALLS * u32::try_from(endpoints.len()).expect("there are few");
    let times = turns::medians(ROUNDS, |side| {
        let call = &callers[side as usize];
        let all = || (0..CALLS).for_each(|_| endpoints.iter().for_each(|it| call(*it)));
        clock::measure(all).wall
    });
    Ok(per_second("calls", calls, times))
}

fn threads() -> io::Result<Measured<f64>> {
    let server = Process::start()?;
    let shared = calls::caller(Side::Ours, server.host());
    let apart: Vec<_> = (0..THREADS).map(|_| calls::caller(Side::ByHand, server.host())).collect();
    let times = turns::medians(ROUNDS, |side| {
        let work = |index: usize| {
            let call = if side == Side::Ours { &shared } else { &apart[index] };
            (0..CALLS).for_each(|_| Endpoint::value_variants().iter().for_each(|it| call(*it)));
        };
        let all = || {
            thread::scope(|scope| {
                (0..apart.len()).for_each(|index| drop(scope.spawn(move || work(index))));
            });
        };
        clock::measure(all).wall
    });
    let endpoints = u32::try_from(Endpoint::value_variants().len()).expect("there are few");
    Ok(per_second("calls of 8 threads", THREADS * CALLS * endpoints, times))
}

fn bulk() -> io::Result<Measured<f64>> {
    /// As many as a bulk has of itself.
    const AT_A_TIME: usize = 4;
    const EMPLOYEES: u32 = 100_000;

    let server = Process::start()?;
    let ours = calls::client(server.host());
    let by_hand = by_hand::Client::new(server.host(), samples::TOKEN);
    let users: Vec<_> = (0..i64::from(EMPLOYEES)).map(samples::user_id).collect();
    let times = turns::medians(5, |side| {
        let Took { wall, .. } = clock::measure(|| match side {
            Side::Ours => {
                let bulk = ours.role().add_to_users_bulk([samples::SAMPLE_ROLE], &users);
                let outcome = bulk.threads(AT_A_TIME).run().expect("nothing is in the way");
                assert!(outcome.is_complete());
            }
            Side::ByHand => {
                assert_eq!(by_hand.add_to_all(samples::SAMPLE_ROLE, &users, AT_A_TIME), 0);
            }
        });
        wall
    });
    Ok(per_second("pairs of a bulk", EMPLOYEES, times))
}

/// How far a walk came, and the most memory that the process had, in kB.
#[derive(Debug, Serialize)]
struct Walked {
    employees: i64,
    peak: u64,
}

fn walk(all: i64, side: Side) -> Result<Walked, Box<dyn Error>> {
    let server = Process::start()?;
    let mut employees = 0;
    match side {
        Side::Ours => {
            for user in calls::client(server.host()).role().list_users(all).items() {
                user?;
                employees += 1;
            }
        }
        Side::ByHand => {
            let client = by_hand::Client::new(server.host(), samples::TOKEN);
            loop {
                let page = client.list_users(all, employees, samples::PAGE_SIZE)?;
                employees += i64::try_from(page.list.len())?;
                if !page.has_more {
                    break;
                }
            }
        }
    }
    assert_eq!(employees, all);
    // Only Linux tells.
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.split_whitespace().next()).ok_or("no VmHWM")?;
    Ok(Walked { employees, peak: peak.parse()? })
}

fn per_second(workload: &str, count: u32, times: [f64; 2]) -> Measured<f64> {
    let [ours, by_hand] = times.map(|seconds| f64::from(count) / seconds);
    Measured { workload: workload.to_owned(), ours, by_hand }
}

fn print(measured: &(impl Serialize + ?Sized)) -> serde_json::Result<()> {
    serde_json::to_writer(io::stdout(), measured)
}
