//! The sandbox as it looks from a socket: everything here speaks raw HTTP.

mod answers;
mod connections;
mod gateway;
mod log;
mod organisation;
mod pages;
mod paging;
mod program;
mod raw;
mod rules;
