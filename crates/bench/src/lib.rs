//! What the SDK costs beside the same work written by hand.
//!
//! `cargo xtask bench` runs what is here and prints one table. [`by_hand`] is what somebody would
//! write who has no SDK, tests hold that both sides do the same work, and every measurement takes
//! turns between the sides, so that a busy machine is unfair to neither.

pub mod by_hand;
pub mod calls;
pub mod clock;
pub mod counter;
pub mod samples;
pub mod server;
pub mod turns;
pub mod work;

use clap::ValueEnum;
use serde::Serialize;

/// Whose code is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    Ours,
    ByHand,
}

impl Side {
    /// Both, in the order of the table.
    pub const BOTH: [Self; 2] = [Self::Ours, Self::ByHand];

    /// The name in command lines and in the folders of criterion.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::ByHand => "by-hand",
        }
    }
}

/// What a program of this package prints, as JSON.
#[derive(Debug, Serialize)]
pub struct Measured<T> {
    pub workload: String,
    pub ours: T,
    pub by_hand: T,
}
