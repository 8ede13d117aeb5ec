//! What the generator makes of every shape that the format has, one idea each.

mod answers;
mod endpoints;
mod files;
mod objects;
mod parameters;
mod sandbox;
