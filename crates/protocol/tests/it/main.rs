//! The types and the wire format, from outside.

mod bulk;
#[cfg(feature = "callback")]
mod callback;
#[cfg(feature = "callback")]
mod callback_events;
mod classify;
mod days;
mod decode;
mod driver;
mod encode;
mod enums;
mod errors;
mod hostile;
mod ids;
mod lenient;
mod limits;
mod message;
mod multipart;
mod not_an_answer;
mod odd_answers;
mod places;
mod repeat;
mod repeat_unsafe;
mod round_trips;
#[cfg(feature = "server")]
mod server;
mod service_text;
#[cfg(feature = "signature")]
mod signature;
mod stored_token;
#[cfg(all(feature = "attendance", feature = "business_trip"))]
mod success;
mod unknown;
mod walk;
