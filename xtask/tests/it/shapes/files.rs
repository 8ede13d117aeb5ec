//! The files beside those of endpoints, and the regions of files by hand.

use insta::assert_snapshot;

use crate::fixture::Fixture;

#[test]
fn ids() {
    assert_snapshot!(Fixture::new().file("crates/protocol/src/generated/ids.rs"));
}

#[test]
fn global_error_codes() {
    assert_snapshot!(Fixture::new().file("crates/protocol/src/generated/errors.rs"));
}

#[test]
fn modules_of_the_protocol_crate() {
    assert_snapshot!(Fixture::new().file("crates/protocol/src/generated/mod.rs"));
}

#[test]
fn codecs() {
    assert_snapshot!(Fixture::new().file("crates/protocol/src/generated/codecs.rs"));
}

#[test]
fn module_of_a_service() {
    assert_snapshot!(Fixture::new().file("crates/protocol/src/generated/locker/mod.rs"));
}

#[test]
fn modules_of_the_client() {
    assert_snapshot!(Fixture::new().file("crates/client/src/generated/mod.rs"));
}

#[test]
fn what_the_client_passes_on() {
    assert_snapshot!(Fixture::new().file("crates/client/src/generated/protocol.rs"));
}

#[test]
fn service_of_the_client() {
    assert_snapshot!(Fixture::new().file("crates/client/src/generated/locker.rs"));
}

#[test]
fn features_of_the_client() {
    assert_snapshot!(Fixture::new().file("crates/client/Cargo.toml"));
}

#[test]
fn coverage() {
    assert_snapshot!(Fixture::new().file("README.md"));
}
