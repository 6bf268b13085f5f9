//! Every integration test, in one binary: the library through its front door, and the program.

mod cases;
mod check;
mod commonmark;
mod correct;
mod diff;
mod editions;
mod fuzzed;
mod git;
mod ledger;
mod licences;
mod live;
mod new;
mod program;
mod publish;
mod redlines;
mod release;
mod rendering;
mod reports;
mod reviewed;
mod rules;
mod sample;
mod schema;
mod search;
mod serve;
mod warm;
mod write;
