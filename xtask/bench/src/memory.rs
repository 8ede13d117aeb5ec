//! Memory while a long list is walked.

use anyhow::Result;
use serde::Deserialize;

use super::place::Place;
use super::row::{ByHand, Goal, Row, Unit};

pub(super) fn rows(place: &Place) -> Result<Vec<Row>> {
    /// In kB.
    #[derive(Deserialize)]
    struct Walked {
        peak: f64,
    }

    let peak = |employees: &str, side: &str| {
        let walked: Walked = place.measured("dingtalk-bench", &["walk", employees, side])?;
        anyhow::Ok(walked.peak * 1024.0)
    };
    let growth = |side| anyhow::Ok(peak("1000000", side)? - peak("1000", side)?);
    let all =
        Row::new("peak of memory, walking 1,000,000 users", Unit::Bytes, peak("1000000", "ours")?);
    let more = Row::new("of that, more than for 1,000 users", Unit::Bytes, growth("ours")?);
    Ok(vec![all.beside(ByHand::Measured(peak("1000000", "by-hand")?)), more.goal(Goal::Ours(5e6))])
}
