//! A bar that shows how far something long is, on a terminal.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deskbook::Progress;
use indicatif::{ProgressBar, ProgressStyle};

use super::Voice;

/// How long it may take before the bar appears.
const PATIENCE: Duration = Duration::from_millis(400);
/// How often the bar moves.
const TICK: Duration = Duration::from_millis(50);

/// Runs `work`; on a terminal shows what it is `doing`, and how far it is, if it takes long.
pub fn watched<T>(doing: &str, progress: &Progress, voice: Voice, work: impl FnOnce() -> T) -> T {
    if voice.quiet || !std::io::stderr().is_terminal() {
        return work();
    }
    let finished = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| show(doing, progress, &finished));
        let result = work();
        finished.store(true, Ordering::Release);
        result
    })
}

fn show(doing: &str, progress: &Progress, finished: &AtomicBool) {
    let mut waited = Duration::ZERO;
    while waited < PATIENCE {
        if finished.load(Ordering::Acquire) {
            return;
        }
        std::thread::sleep(TICK);
        waited += TICK;
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template(&format!("{doing} {{bar:32}} {{percent:>3}} %"));
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    while !finished.load(Ordering::Acquire) {
        bar.set_length(progress.total.load(Ordering::Relaxed) as u64);
        bar.set_position(progress.done.load(Ordering::Relaxed) as u64);
        std::thread::sleep(TICK);
    }
    bar.finish_and_clear();
}
