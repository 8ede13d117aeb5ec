//! Cost of the crates, compared with the same work written by hand.
//!
//! `cargo xtask bench` prints the ratios. [`by_hand`] is the same work without the crates; tests check that
//! both sides do the same work. The measurements alternate between the sides, so that other load on the
//! machine affects both equally.

pub mod by_hand;
pub mod calls;
pub mod directory;
pub mod samples;
pub mod server;
pub mod turns;
pub mod work;

use clap::ValueEnum;

/// The side whose code is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    Ours,
    ByHand,
}

impl Side {
    /// Both sides, in the order of the table.
    pub const BOTH: [Self; 2] = [Self::Ours, Self::ByHand];

    /// Returns the name in command lines.
    pub fn name(self) -> String {
        self.to_possible_value().expect("no side is hidden").get_name().to_owned()
    }
}
