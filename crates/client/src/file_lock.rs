//! Locks on files.

use std::fs::File;

/// A file whose lock, if it has one, ends when the value is dropped.
///
/// Closing the file is not enough: a child process that was forked meanwhile has the same open file, and
/// would keep the lock for as long as it runs.
pub(crate) struct LockableFile(pub(crate) File);

impl Drop for LockableFile {
    fn drop(&mut self) {
        // If it fails, closing the file ends the lock, unless another process has the file open.
        let _ = self.0.unlock();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, File};

    use super::LockableFile;

    #[test]
    fn a_lock_ends_when_it_is_dropped_even_if_a_forked_child_has_the_file_open() {
        let name = format!("dingtalk-client-lock-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let file = LockableFile(File::create(&path).unwrap());
        file.0.lock().unwrap();
        // What a child has.
        let inherited = file.0.try_clone().unwrap();
        let other = File::open(&path).unwrap();
        assert!(other.try_lock().is_err());
        drop(file);
        let is_free = other.try_lock().is_ok();
        drop(inherited);
        fs::remove_file(&path).unwrap();
        assert!(is_free);
    }
}
