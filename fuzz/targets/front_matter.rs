//! Any text as front matter, settings and data: every place that a finding names is in the text.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| bodies::front_matter(text));
