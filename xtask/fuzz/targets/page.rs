//! Documentation pages.

/// Reads the input as a page, whose form shows in its text.
pub(crate) fn read(input: &[u8]) {
    let _ = xtask_pages::read_bytes("page", input);
}
