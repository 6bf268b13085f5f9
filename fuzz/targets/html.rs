//! Any text as `CommonMark`: it is rendered, and what comes out holds together.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| bodies::html(text));
