//! The time of work that needs no network.

use std::time::Duration;

use clap::ValueEnum;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, criterion_group, criterion_main};
use dingtalk_bench::Side;
use dingtalk_bench::clock::of_thread;
use dingtalk_bench::work::Work;

criterion_group! {
    name = time;
    // Short, as `cargo xtask bench` runs it several times.
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
        .sample_size(50)
        .without_plots()
        .with_measurement(Processor);
    targets = works
}
criterion_main!(time);

fn works(criterion: &mut Criterion<Processor>) {
    for work in Work::value_variants() {
        let mut group = criterion.benchmark_group(work.name());
        for side in Side::BOTH {
            let mut once = work.prepare(side);
            group.bench_function(side.name(), |bencher| bencher.iter(&mut once));
        }
        group.finish();
    }
}

/// Time on the processor: on a busy machine, time on the wall is that of the others.
struct Processor;

impl Measurement for Processor {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        of_thread()
    }

    fn end(&self, start: Duration) -> Duration {
        of_thread().saturating_sub(start)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, time: &Duration) -> f64 {
        WallTime.to_f64(time)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}
