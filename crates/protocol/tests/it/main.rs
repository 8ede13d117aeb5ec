//! The types and the wire format, from outside.

mod bulk;
mod classify;
mod decode;
mod driver;
mod encode;
mod errors;
mod hostile;
mod ids;
mod lenient;
mod limits;
mod message;
mod not_an_answer;
mod odd_answers;
mod places;
mod repeat;
mod repeat_unsafe;
mod round_trips;
#[cfg(feature = "server")]
mod server;
mod stored_token;
mod unknown;
mod walk;
