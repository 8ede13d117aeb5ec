//! Booleans and numbers written as texts, and integers written as floating-point numbers.

/// From this size on, a floating-point number no longer represents exactly one integer.
const INEXACT: f64 = 9_007_199_254_740_992.0;

/// An integer of 64 bits.
#[derive(Clone, Copy)]
pub(crate) enum Integer {
    Signed(i64),
    Unsigned(u64),
}

/// Returns the integer in `text`; a fraction of zero is allowed.
pub(crate) fn integer(text: &str) -> Option<Integer> {
    if let Ok(number) = text.parse() {
        return Some(Integer::Signed(number));
    }
    if let Ok(number) = text.parse() {
        return Some(Integer::Unsigned(number));
    }
    text.parse().ok().and_then(whole).map(Integer::Signed)
}

/// Returns the finite number in `text`.
pub(crate) fn float(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Returns the boolean in `text`.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// Returns `number` as an integer, if it is one.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && is_exact(number)).then_some(number as i64)
}

/// Returns whether `number` is small enough to represent exactly one integer. A larger number has lost
/// digits, for example those of a long id.
pub(crate) fn is_exact(number: f64) -> bool {
    number.abs() < INEXACT
}
