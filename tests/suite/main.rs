//! Every integration test, in one binary: the library through its front door, and the program.

mod bad_input;
mod check;
mod commonmark;
mod rules;
mod warm;
mod write;
