//! What the crates cost beside the same work written by hand.
//!
//! `cargo xtask bench` prints the ratios. [`by_hand`] is what one would write without the crates; tests hold that both
//! sides do the same work, and the measurements take turns between the sides, so that a busy machine
//! is unfair to neither.

pub mod by_hand;
pub mod calls;
pub mod directory;
pub mod samples;
pub mod server;
pub mod turns;
pub mod work;

use clap::ValueEnum;

/// Whose code is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    Ours,
    ByHand,
}

impl Side {
    /// Both, in the order of the table.
    pub const BOTH: [Self; 2] = [Self::Ours, Self::ByHand];

    /// Returns the name in command lines.
    pub fn name(self) -> String {
        self.to_possible_value().expect("no side is hidden").get_name().to_owned()
    }
}
