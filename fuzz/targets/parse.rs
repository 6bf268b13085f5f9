//! Any text as a page: nothing panics, and every place that the document names is in the text.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| bodies::parse(text));
