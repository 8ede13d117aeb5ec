//! The sandbox as it looks from a socket: everything here speaks raw HTTP, but for `workflows`.

mod answers;
mod breakages;
mod connections;
mod examples;
mod fault_plan;
mod faults;
mod gateway;
mod limits;
mod log;
mod organisation;
mod pages;
mod paging;
mod plan_file;
mod program;
mod raw;
mod rules;
mod tokens;
mod workflows;
