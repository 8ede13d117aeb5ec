//! Counts allocations, as JSON. A program of its own: counting costs time, and threads wait for it.

use std::alloc::System;
use std::io;

use clap::ValueEnum;
use dingtalk_bench::calls::{self, Endpoint};
use dingtalk_bench::counter::{Counts, INSTRUMENTED_SYSTEM, StatsAlloc, count};
use dingtalk_bench::work::Work;
use dingtalk_bench::{Measured, Side, server};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if std::env::args().nth(1).as_deref() == Some("serve") {
        // The server of the calls below.
        println!("{}", server::serve(drop)?);
        std::io::copy(&mut io::stdin(), &mut io::sink())?;
        return Ok(());
    }
    let works = Work::value_variants().iter().map(|work| {
        let [ours, by_hand] = Side::BOTH.map(|side| count(ALLOCATOR, work.prepare(side)));
        Measured { workload: work.name(), ours, by_hand }
    });
    let server = server::Process::start()?;
    let endpoints = Endpoint::value_variants().iter().map(|endpoint| {
        let [ours, by_hand] = Side::BOTH.map(|side| {
            let call = calls::caller(side, server.host());
            count(ALLOCATOR, || call(*endpoint))
        });
        Measured { workload: endpoint.name(), ours, by_hand }
    });
    let counts: Vec<Measured<Counts>> = works.chain(endpoints).collect();
    serde_json::to_writer(io::stdout(), &counts)?;
    Ok(())
}
