//! The figures of a soak, as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use crate::soak::figures::sum;
use crate::soak::leaks::Leaks;
use crate::soak::run::Outcome;

/// Shows the figures even where the output of tests is held back: `println!` would not.
pub(crate) fn print(outcome: &Outcome) {
    let text = table(outcome);
    std::io::stderr().write_all(text.as_bytes()).expect("standard error is open");
}

/// Shows how much was searched for secrets.
pub(crate) fn print_searched(leaks: &Leaks) {
    let mut text = String::from("\nsearched for secrets:\n");
    for (origin, (texts, bytes)) in leaks.searched() {
        writeln!(text, "  {origin:<10} {texts:>9} texts {bytes:>12} bytes")
            .expect("a String takes everything");
    }
    std::io::stderr().write_all(text.as_bytes()).expect("standard error is open");
}

fn table(outcome: &Outcome) -> String {
    let Outcome { world, models, revocations, real_time } = outcome;
    let counts = world.figures.counts();
    let given = world.sandbox.faults_given();
    let opened: u64 = models.iter().map(|model| model.opened).sum();
    let faults: u64 = given.values().sum();
    let requests = world.sandbox.requests().len() as u64;
    let permille = 1000 * faults / requests;
    let mut text = String::from("\n");
    for (name, value) in [
        ("calls", counts.calls.to_string()),
        ("attempts", sum(&counts.attempts).to_string()),
        ("attempts that repeat", counts.repeated.to_string()),
        ("attempts never sent", counts.unsent.to_string()),
        ("token fetches", sum(&counts.fetches).to_string()),
        ("tokens issued", world.sandbox.tokens_issued().to_string()),
        ("tokens revoked", revocations.to_string()),
        ("requests that arrived", requests.to_string()),
        ("faults", faults.to_string()),
        ("faults in 100 requests", format!("{}.{}", permille / 10, permille % 10)),
        ("changes left open for a while", opened.to_string()),
        ("done before, says a repetition", counts.done_before.to_string()),
        ("pauses", world.clock.pauses().to_string()),
        ("held back by the limiter", format!("{:.0} s", counts.held_back.as_secs_f64())),
        ("time on the clock", format!("{:.0} s", world.clock.time().as_secs_f64())),
        ("real time", format!("{:.1} s", real_time.as_secs_f64())),
    ] {
        writeln!(text, "{name:<32} {value:>12}").expect("a String takes everything");
    }
    list(&mut text, "calls by outcome", &counts.outcomes);
    list(&mut text, "attempts by outcome", &counts.attempts);
    list(&mut text, "token fetches by outcome", &counts.fetches);
    list(&mut text, "faults by name", &given);
    text
}

fn list<N: AsRef<str>>(text: &mut String, title: &str, table: &BTreeMap<N, u64>) {
    write!(text, "{title}:").expect("a String takes everything");
    for (number, (name, count)) in table.iter().enumerate() {
        let begin = if number % 4 == 0 { "\n " } else { "" };
        write!(text, "{begin} {:<22} {count:>5}", name.as_ref())
            .expect("a String takes everything");
    }
    text.push('\n');
}
