//! Documentation pages.

/// Reads the input as a page. Its content determines the form.
pub(crate) fn read(input: &[u8]) {
    let _ = xtask_pages::read_bytes("page", input);
}
