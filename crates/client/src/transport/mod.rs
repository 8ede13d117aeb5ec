//! The transports that send requests and return responses.

mod agent;
mod carry;
mod explain;
mod mask;
mod names;
mod tls;

pub(crate) use agent::{Settings, Ureq};
pub use carry::Transport;
pub(crate) use mask::{CANCELLED, SHORTEST_SECRET};
pub(crate) use tls::TlsSettings;
#[cfg(feature = "redis-tls")]
pub(crate) use tls::install_provider as install_tls_provider;
