//! Rows of `network_summary.csv`.

use crate::tables::table::{Row, RowWriter, Spec};

/// A row of `network_summary.csv`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SummaryRow {
    /// What is measured.
    pub measure: &'static str,
    /// Its value; `None` where it is undefined or was not computed.
    pub value: Option<f64>,
    /// Lower end of its interval or lower bound.
    pub low: Option<f64>,
    /// Upper end of its interval or upper bound.
    pub high: Option<f64>,
    /// What the measure means.
    pub note: String,
}

impl Row for SummaryRow {
    const COLUMNS: &'static [Spec] = &[
        Spec::text("Measure", "What is measured in the network as a whole"),
        Spec::real(
            "Value",
            "Its value; empty where it is undefined or was not computed",
        ),
        Spec::real(
            "Low",
            "Lower end of its 95 % interval, or a lower bound; the note says which",
        ),
        Spec::real("High", "Upper end of its 95 % interval, or an upper bound"),
        Spec::text("Note", "What the measure means"),
    ];

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.measure)
            .real(self.value)
            .real(self.low)
            .real(self.high)
            .text(&self.note);
    }
}
