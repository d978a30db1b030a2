//! Progress bars and warnings: what the library tells, drawn.

use std::sync::Mutex;
use std::time::Duration;

use crate::observe::{Event, Observer, Unit};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::args::General;
use crate::cli::output;

/// Draws events on standard error: a bar after the first second, warnings at once.
pub struct Progress {
    bar: Mutex<Option<(String, ProgressBar)>>,
    general: General,
}

impl Progress {
    /// Draws unless the user wants none or standard error is no terminal.
    pub fn new(general: &General) -> Self {
        Self {
            bar: Mutex::new(None),
            general: general.clone(),
        }
    }

    fn start(&self, stage: &str, total: Option<u64>, unit: Unit) -> ProgressBar {
        let hidden = self.general.no_progress || self.general.quiet;
        let target = if hidden {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(8)
        };
        let bar = ProgressBar::with_draw_target(total, target);
        let template = match (unit, total.is_some()) {
            (Unit::Bytes, true) => {
                "{prefix} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} ETA {eta} {msg}"
            }
            (Unit::Bytes, false) => "{prefix} {spinner} {bytes} {bytes_per_sec} {elapsed} {msg}",
            (Unit::Steps, _) => "{prefix} {wide_bar} {pos}/{len} ETA {eta}",
            (Unit::Articles, true) => "{prefix} {wide_bar} {pos}/{len} {per_sec} ETA {eta}",
            (Unit::Articles, false) => "{prefix} {spinner} {pos} {per_sec} {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_prefix(stage.to_owned());
        bar.enable_steady_tick(Duration::from_millis(500));
        bar
    }
}

impl Observer for Progress {
    fn event(&self, event: Event<'_>) {
        let mut bar = self
            .bar
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        match event {
            Event::Started { stage, total, unit } => {
                *bar = Some((stage.to_owned(), self.start(stage, total, unit)));
            }
            Event::Progress {
                done,
                articles,
                rejects,
            } => {
                if let Some((_, bar)) = &*bar {
                    bar.set_position(done);
                    let seconds = bar.elapsed().as_secs_f64().max(1e-3);
                    let rate = (articles as f64 / seconds) as u64;
                    let refused = if rejects > 0 {
                        format!(", {} rejects", output::number(rejects))
                    } else {
                        String::new()
                    };
                    bar.set_message(format!(
                        "{} articles ({}/s){refused}",
                        output::number(articles),
                        output::number(rate)
                    ));
                }
            }
            Event::Warning(text) => {
                let line = format!("warning: {}", output::visible(text));
                match &*bar {
                    Some((_, bar)) if !bar.is_hidden() => bar.println(line),
                    _ => output::say(&self.general, line),
                }
            }
            Event::Finished => {
                if let Some((stage, bar)) = bar.take() {
                    bar.finish_and_clear();
                    let seconds = bar.elapsed().as_secs_f64();
                    output::say_more(&self.general, format_args!("{stage}: {seconds:.2} s"));
                }
            }
            _ => {}
        }
    }
}
