//! Tokens in files that the processes of one machine share.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind as Io, Read, Write};
use std::path::{Path, PathBuf};

use dingtalk_protocol::{Error, ErrorKind, StoredToken};
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::store::{FetchLock, TokenKey, TokenStore};
use crate::file_lock::LockableFile;

/// Largest size of a token file. A longer file is not one of the store's.
const LARGEST: u64 = 64 * 1024;

/// Keeps tokens in a folder, for the processes of one machine. Needs the feature `file-store`.
///
/// Each app, site and organization has a file of its own, in clear and readable by its owner alone (mode
/// 0600 on Unix; elsewhere the folder's permissions decide). Files are replaced as a whole. A file that
/// is empty, damaged or not the store's own counts as no token, and is replaced with the next one.
///
/// While one process fetches a token, it holds an operating system lock on a file beside it, and the
/// others wait for the token. The lock is released when the process ends, in whatever way. Locks need a
/// local file system: on network file systems, processes of several machines may each fetch a token.
///
/// The folder is created, with mode 0700, if the one above it exists. Whoever can write to the folder can
/// plant tokens, with which the client then calls: give one that only the program's user can write to.
///
/// A store whose disk is full, read-only or broken counts as empty, so that each process fetches for
/// itself. If access is refused or the path is wrong, the calls that need a token fail.
///
/// # Example
///
/// ```no_run
/// use dingtalk_client::{AppCredentials, Client, FileTokenStore};
///
/// let store = FileTokenStore::new("/var/lib/sync/tokens");
/// let app = AppCredentials::new("dingxxxx", "app secret").with_store(store);
/// let client = Client::builder().token(app).build()?;
/// # Ok::<(), dingtalk_client::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct FileTokenStore {
    folder: PathBuf,
}

impl FileTokenStore {
    /// Returns the store in `folder`. Nothing is opened yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Returns the path of the file of a token. The path contains no secret.
    pub fn path(&self, key: &TokenKey) -> PathBuf {
        self.folder.join(file_name(key, "json"))
    }

    fn create_folder(&self) -> Result<(), Error> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&self.folder) {
            Err(error) if error.kind() != Io::AlreadyExists => {
                Err(failed("create the folder", &self.folder, &error))
            }
            _ => Ok(()),
        }
    }

    fn open_lock(&self, name: &str) -> Result<(LockableFile, PathBuf), Error> {
        self.create_folder()?;
        let path = self.folder.join(name);
        match private().create(true).truncate(false).open(&path) {
            Ok(file) => Ok((LockableFile(file), path)),
            Err(error) => Err(failed("open", &path, &error)),
        }
    }
}

impl TokenStore for FileTokenStore {
    fn load(&self, key: &TokenKey) -> Result<Option<StoredToken>, Error> {
        let path = self.path(key);
        match read(&path) {
            Ok(bytes) => Ok(parse(key, &bytes)),
            Err(error) if error.kind() == Io::NotFound => Ok(None),
            Err(error) => Err(failed("read", &path, &error)),
        }
    }

    fn save(
        &self,
        key: &TokenKey,
        old: Option<&StoredToken>,
        new: &StoredToken,
    ) -> Result<StoredToken, Error> {
        // Locked from reading the file until it is replaced.
        let (lock, lock_path) = self.open_lock("saving.lock")?;
        lock.0.lock().map_err(|error| failed("lock", &lock_path, &error))?;
        if let Some(theirs) = self.load(key)?
            && Some(&theirs) != old
        {
            return Ok(theirs);
        }
        let path = self.path(key);
        replace(&path, &text(key, new)).map_err(|error| failed("write", &path, &error))?;
        Ok(new.clone())
    }

    fn try_lock(&self, key: &TokenKey) -> Result<Option<FetchLock>, Error> {
        let (file, path) = self.open_lock(&file_name(key, "lock"))?;
        match file.0.try_lock() {
            Ok(()) => Ok(Some(FetchLock::new(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failed("lock", &path, &error)),
        }
    }
}

/// Returns a file name that is valid on every file system and unique to the key: the plain characters of
/// the app key, and a digest of the whole key.
fn file_name(key: &TokenKey, extension: &str) -> String {
    let is_plain = |it: &char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
    let readable: String = key.app_key().chars().filter(is_plain).take(40).collect();
    format!("{readable}-{:016x}.{extension}", xxh3_64(key.to_string().as_bytes()))
}

/// Returns options for a file that only its owner can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn text(key: &TokenKey, token: &StoredToken) -> String {
    let token: Value = serde_json::from_str(&token.expose_json()).unwrap_or_default();
    json!({ "key": key.to_string(), "token": token }).to_string()
}

/// Reads the token of `key`; `None` if the bytes hold something else.
fn parse(key: &TokenKey, bytes: &[u8]) -> Option<StoredToken> {
    let file: Value = serde_json::from_slice(bytes).ok()?;
    let is_ours = file.get("key").and_then(Value::as_str) == Some(key.to_string().as_str());
    let token = file.get("token").filter(|_| is_ours)?;
    StoredToken::from_json(&token.to_string()).ok()
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Replaces a file by renaming a new one. A power cut may leave an empty file, which counts as no token.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("new");
    // A file that a killed process left behind may have other permissions.
    if let Err(error) = fs::remove_file(&beside)
        && error.kind() != Io::NotFound
    {
        return Err(error);
    }
    private().create_new(true).open(&beside)?.write_all(text.as_bytes())?;
    fs::rename(&beside, path)
}

/// Returns the error of an operation on a file. Callers treat [`ErrorKind::Unreachable`] as an empty store:
/// a full or broken disk says nothing against the app's key and secret.
fn failed(what: &str, path: &Path, error: &io::Error) -> Error {
    let kind = match error.kind() {
        Io::PermissionDenied | Io::NotFound | Io::NotADirectory => ErrorKind::TokenUnavailable,
        _ => ErrorKind::Unreachable,
    };
    Error::new(kind)
        .with_detail(format!("the token store cannot {what} {}: {error}", path.display()))
}
