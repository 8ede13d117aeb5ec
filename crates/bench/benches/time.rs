//! The time of work that needs no network.

use std::time::Duration;

use clap::ValueEnum;
use criterion::{Criterion, criterion_group, criterion_main};
use dingtalk_bench::Side;
use dingtalk_bench::work::Work;

criterion_group! {
    name = time;
    // Short, as `cargo xtask bench` runs it several times.
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
        .sample_size(50)
        .without_plots();
    targets = works
}
criterion_main!(time);

fn works(criterion: &mut Criterion) {
    for work in Work::value_variants() {
        let mut group = criterion.benchmark_group(work.name());
        for side in Side::BOTH {
            let mut once = work.prepare(side);
            group.bench_function(side.name(), |bencher| bencher.iter(&mut once));
        }
        group.finish();
    }
}
