//! The time of work that needs no network, with criterion's statistics.

use clap::ValueEnum;
use criterion::{Criterion, criterion_group, criterion_main};
use xtask_bench::Side;
use xtask_bench::work::Work;

criterion_group!(time, works);
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
