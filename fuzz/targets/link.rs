//! Any text as a handbook of several files: what is built is safe to read and built twice alike.
#![no_main]

use std::cell::{Cell, RefCell};

use deskbook::Cache;

/// How many handbooks are built between two that are built from nothing, which takes far longer.
const WARM: usize = 50;

thread_local! {
    /// What is left of the handbook before; reading the theme anew would take most of the time.
    static CACHE: RefCell<Cache> = RefCell::default();
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let count = COUNT.replace(COUNT.get() + 1);
    if count % WARM == 0 {
        bodies::link(text, &mut Cache::default());
    }
    CACHE.with_borrow_mut(|cache| bodies::link(text, cache));
});
