//! The checksum at the end of each line of a journal.

use xxhash_rust::xxh3::xxh3_64;

/// Returns the end of a line that begins with `line`.
pub(crate) fn checked(line: &[u8]) -> String {
    format!(r#","check":"{:016x}"}}"#, xxh3_64(line))
}

/// Returns what the check of a line is of.
pub(crate) fn without_check(line: &[u8]) -> &[u8] {
    &line[..line.len().saturating_sub(checked(b"").len())]
}
