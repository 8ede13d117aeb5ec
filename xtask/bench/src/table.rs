//! The table that people read, in Markdown.

use comfy_table::{Table, presets};

use super::row::{ByHand, Counts, Goal, Pair, Row, Unit};

/// All rows, with a note on what was not measured in this run.
pub(super) fn table(rows: &[Row]) -> String {
    let mut table = Table::new();
    table.load_preset(presets::ASCII_MARKDOWN).set_header([
        "workload",
        "ours",
        "by hand",
        "ratio",
        "allocations + regrowths (by hand)",
        "instructions (by hand)",
        "goal",
        "met",
    ]);
    for row in rows {
        table.add_row([
            row.workload.clone(),
            number(row.unit, row.ours),
            row.by_hand.map_or_else(String::new, |it| by_hand(row.unit, it)),
            row.ratio.map_or_else(String::new, |it| format!("{it:.2}")),
            row.allocations.map_or_else(String::new, allocations),
            row.instructions.map_or_else(String::new, instructions),
            row.goals.iter().map(|it| goal(row.unit, *it)).collect::<Vec<_>>().join("; "),
            row.met.map_or("", |met| if met { "yes" } else { "no" }).to_owned(),
        ]);
    }
    format!("{table}\n\n{NOTE}")
}

const NOTE: &str =
    "`*`: measured once, elsewhere, on two cores: the best that other generators of clients reach.";

fn by_hand(unit: Unit, by_hand: ByHand) -> String {
    match by_hand {
        ByHand::Measured(value) => number(unit, value),
        ByHand::Elsewhere(value) => format!("{} *", number(unit, value)),
    }
}

fn number(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Seconds if value < 1e-6 => format!("{:.0} ns", value * 1e9),
        Unit::Seconds if value < 1e-3 => format!("{:.1} µs", value * 1e6),
        Unit::Seconds if value < 1.0 => format!("{:.1} ms", value * 1e3),
        Unit::Seconds => format!("{value:.2} s"),
        Unit::PerSecond => format!("{value:.0} /s"),
        Unit::Bytes => format!("{:.2} MB", value / 1e6),
        Unit::Lines => format!("{value:.1}"),
        Unit::Crates => format!("{value:.0}"),
    }
}

fn allocations(Pair { ours, by_hand }: Pair<Counts>) -> String {
    let text = |it: Counts| format!("{} + {}", it.allocations, it.regrowths);
    format!("{} ({})", text(ours), text(by_hand))
}

fn instructions(Pair { ours, by_hand }: Pair<u64>) -> String {
    let thousands = |it: u64| format!("{}.{} k", it / 1000, it % 1000 / 100);
    format!("{} ({})", thousands(ours), thousands(by_hand))
}

fn goal(unit: Unit, goal: Goal) -> String {
    match goal {
        Goal::Ratio(most) => format!("≤ {most:.2}"),
        Goal::AtLeast(least) => format!("≥ {least:.2}"),
        Goal::Ours(most) => format!("≤ {}", number(unit, most)),
        Goal::Allocations(most) => format!("≤ {most} allocations"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::{ByHand, Counts, Goal, Pair, Row, Unit};
    use super::table;

    #[test]
    fn a_row_shows_both_sides_the_ratio_and_whether_the_goal_is_met() {
        let counts = |allocations| Counts { allocations, regrowths: 2 };
        let rows = [
            Row::new("encode", Unit::Seconds, 7e-7)
                .beside(ByHand::Measured(1e-6))
                .with_allocations(Some(Pair { ours: counts(5), by_hand: counts(8) }))
                .with_instructions(Some(Pair { ours: 10_250, by_hand: 20_000 }))
                .goal(Goal::Ratio(0.65))
                .goal(Goal::Allocations(5)),
            Row::new("generate", Unit::Seconds, 0.5).beside(ByHand::Elsewhere(1.75)),
        ];
        let text = table(&rows);
        let cells: Vec<Vec<_>> =
            text.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
        let encode =
            "encode 700 ns 1.0 µs 0.70 5 + 2 (8 + 2) 10.2 k (20.0 k) ≤ 0.65; ≤ 5 allocations no";
        assert_eq!(cells[2].join(" ").trim(), encode);
        assert_eq!(cells[3].join(" ").trim(), "generate 500.0 ms 1.75 s * 0.29");
    }
}
