//! Every integration test, in one binary: the library through its front door, and the program.

mod audiences;
mod cases;
mod check;
mod code_hosts;
mod commonmark;
mod correct;
mod days;
mod diff;
mod editions;
mod external;
mod fuzzed;
mod git;
#[cfg(target_os = "linux")]
mod hosts;
mod init;
mod ledger;
mod licences;
mod live;
mod new;
mod next;
mod paper;
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
mod withdrawn;
mod write;
