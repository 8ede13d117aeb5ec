//! The fuzz targets: one program, which runs the target named by the environment variable `FUZZ_TARGET`.
//!
//! A target fails by a panic in any thread; libFuzzer also detects hangs and excessive memory.

#![no_main]

mod callback;
mod decode;
mod journal;
mod message;
mod page;
mod sandbox;
mod spec;

use std::env;
use std::sync::LazyLock;

libfuzzer_sys::fuzz_target!(|input: &[u8]| TARGET(input));

static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| match env::var("FUZZ_TARGET").as_deref() {
    Ok("decode") => decode::decode,
    Ok("page") => page::read,
    Ok("spec") => spec::read,
    Ok("journal") => journal::resume,
    Ok("sandbox") => sandbox::serve,
    Ok("callback") => callback::receive,
    Ok("message") => message::make,
    other => panic!("FUZZ_TARGET names no target: {other:?}"),
});
