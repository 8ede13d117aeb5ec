//! Work on all cores.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Applies a function to every item, on all cores. The results stand in the order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], function: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    map_on(cores.min(items.len()), items, function)
}

fn map_on<T: Sync, R: Send>(
    workers: usize,
    items: &[T],
    function: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((at, item)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, item))
        } {
            done.push((at, function(item)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let done = workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|fault| panic::resume_unwind(fault)));
        done.collect::<Vec<_>>()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::{map, map_on};

    /// Neither worker can do two items in a row: 0 waits for 1, and 2 for 3.
    #[test]
    fn results_stand_where_their_items_stood() {
        let both = Barrier::new(2);
        let done = map_on(2, &[0, 1, 2, 3], |item| {
            both.wait();
            *item
        });
        assert_eq!(done, [0, 1, 2, 3]);
        assert!(map(&[] as &[usize], |item| *item).is_empty());
    }
}
