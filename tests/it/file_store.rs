//! Tokens in files that several processes share.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use dingtalk_client::{
    AppCredentials, ErrorKind, FileTokenStore, Host, StoredToken, TokenKey, TokenStore,
};
use dingtalk_sandbox::{Sandbox, seeded};
use dingtalk_tests::{Shared, single_attempts};
use tempfile::TempDir;

fn key() -> TokenKey {
    TokenKey::new(Host::INTERNATIONAL, "dingxxxx")
}

fn token(text: &str) -> StoredToken {
    let life = Duration::from_secs(7200);
    StoredToken { token: text.into(), expires_at: SystemTime::now() + life, life }
}

/// Returns a store in a folder that does not exist yet.
fn store(folder: &TempDir) -> FileTokenStore {
    FileTokenStore::new(folder.path().join("tokens"))
}

#[track_caller]
fn check_processes(check: impl FnOnce(Shared<'_>) -> std::io::Result<()>) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("tokens");
    let program = env!("CARGO_BIN_EXE_one-call");
    check(Shared { program, store: &["file", place.to_str().unwrap()] }).unwrap();
}

#[test]
fn ten_processes_fetch_one_token() {
    check_processes(|shared| shared.check_ten_processes());
}

#[test]
fn a_process_that_is_killed_while_it_fetches_holds_nobody_up() {
    check_processes(|shared| shared.check_killed_process());
}

#[test]
fn a_token_is_found_by_its_key_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    assert_eq!(store.load(&key()).unwrap(), None);
    let keys = [
        key(),
        TokenKey::new(Host::MAINLAND, "dingxxxx"),
        TokenKey::new(Host::INTERNATIONAL, "DINGxxxx"),
        TokenKey::new(Host::INTERNATIONAL, "../ding/xxxx"),
        key().for_organization("ding1"),
        key().for_organization("ding2"),
    ];
    let tokens: Vec<_> = (0..keys.len()).map(|number| token(&format!("t{number}"))).collect();
    for (key, token) in keys.iter().zip(&tokens) {
        assert_eq!(&store.save(key, None, token).unwrap(), token);
    }
    for (key, token) in keys.iter().zip(&tokens) {
        assert_eq!(store.load(key).unwrap().as_ref(), Some(token));
        assert_eq!(store.path(key).parent(), Some(folder.path().join("tokens").as_path()));
    }
}

#[test]
fn a_token_that_was_stored_meanwhile_stays() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let [first, second, third] = ["t1", "t2", "t3"].map(token);
    store.save(&key(), None, &first).unwrap();
    assert_eq!(store.save(&key(), None, &second).unwrap(), first);
    assert_eq!(store.save(&key(), Some(&third), &second).unwrap(), first);
    assert_eq!(store.save(&key(), Some(&first), &second).unwrap(), second);
    assert_eq!(store.load(&key()).unwrap(), Some(second));
}

#[test]
fn a_file_that_holds_something_else_is_no_token_and_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let good = token("good");
    store.save(&key(), None, &good).unwrap();
    let path = store.path(&key());
    let text = fs::read_to_string(&path).unwrap();
    let foreign = key().for_organization("ding1");
    store.save(&foreign, None, &good).unwrap();
    let long = format!("{}{text}", " ".repeat(70_000));
    let damaged = [
        Vec::new(),
        text.as_bytes()[..text.len() / 2].to_vec(),
        vec![0; 200],
        vec![0xff; 200],
        b"[]".to_vec(),
        b"{\"token\":null}".to_vec(),
        text.replace("dingxxxx", "dingyyyy").into_bytes(),
        fs::read(store.path(&foreign)).unwrap(),
        long.into_bytes(),
    ];
    for bytes in damaged {
        fs::write(&path, &bytes).unwrap();
        assert_eq!(store.load(&key()).unwrap(), None, "{}", bytes.escape_ascii());
        assert_eq!(store.save(&key(), None, &good).unwrap(), good);
        assert_eq!(store.load(&key()).unwrap().as_ref(), Some(&good));
    }
}

#[test]
fn what_a_killed_process_left_behind_is_no_obstacle() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let good = token("good");
    store.save(&key(), None, &good).unwrap();
    fs::write(store.path(&key()).with_extension("new"), "{\"key\":").unwrap();
    assert_eq!(store.load(&key()).unwrap().as_ref(), Some(&good));
    let newer = token("newer");
    assert_eq!(store.save(&key(), Some(&good), &newer).unwrap(), newer);
    assert_eq!(store.load(&key()).unwrap(), Some(newer));
}

#[test]
fn one_at_a_time_has_the_right_to_fetch_each_token() {
    let folder = tempfile::tempdir().unwrap();
    let (mine, theirs) = (store(&folder), store(&folder));
    let lock = mine.try_lock(&key()).unwrap();
    assert!(lock.is_some() && theirs.try_lock(&key()).unwrap().is_none());
    assert!(theirs.try_lock(&key().for_organization("ding1")).unwrap().is_some());
    // A token can be stored without the right, for the case that a process hangs with it.
    theirs.save(&key(), None, &token("t")).unwrap();
    drop(lock);
    assert!(theirs.try_lock(&key()).unwrap().is_some());
}

#[cfg(unix)]
#[test]
fn nobody_but_the_owner_can_read_a_token() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    store.save(&key(), None, &token("t")).unwrap();
    let path = store.path(&key());
    assert_eq!((mode(path.parent().unwrap()), mode(&path)), (0o700, 0o600));
    // Neither does a file that was there before keep its permissions.
    fs::write(path.with_extension("new"), "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(path.with_extension("new"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(&path, "").unwrap();
    store.save(&key(), None, &token("t")).unwrap();
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn a_folder_that_cannot_be_used_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing").join("tokens");
    let file = folder.path().join("file");
    fs::write(&file, "notes").unwrap();
    for (place, what) in [(&missing, "create the folder"), (&file, "open")] {
        let store = FileTokenStore::new(place);
        for error in [
            store.try_lock(&key()).map(drop).unwrap_err(),
            store.save(&key(), None, &token("5tored")).map(drop).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::TokenUnavailable);
            let text = error.to_string();
            assert!(text.contains(what) && text.contains(place.to_str().unwrap()), "{text}");
            assert!(!text.contains("5tored"), "{text}");
        }
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "notes");
}

/// A folder where files should be fails like a full or broken disk: nobody refuses access, and the path
/// is right.
#[cfg(unix)]
#[test]
fn a_store_whose_disk_fails_counts_as_empty_and_a_token_is_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileTokenStore::new(folder.path());
    let sandbox = Sandbox::start().unwrap();
    let key = TokenKey::new(sandbox.host(), sandbox.app_key());
    let lock = store.path(&key).with_extension("lock");
    for broken in [lock, folder.path().join("saving.lock"), store.path(&key)] {
        fs::create_dir(broken).unwrap();
    }
    for error in [
        store.load(&key).map(drop).unwrap_err(),
        store.try_lock(&key).map(drop).unwrap_err(),
        store.save(&key, None, &token("5tored")).map(drop).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Unreachable);
        let text = error.to_string();
        assert!(text.contains(folder.path().to_str().unwrap()), "{text}");
        assert!(!text.contains("5tored"), "{text}");
    }
    let app = AppCredentials::new(sandbox.app_key(), sandbox.app_secret()).with_store(store);
    let client = single_attempts().host(sandbox.host()).token(app).build().unwrap();
    client.user().list_ids(seeded::ENGINEERING).send().unwrap();
    assert_eq!(sandbox.token_requests(), 1);
}
