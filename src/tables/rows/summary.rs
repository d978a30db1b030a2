//! Rows of `network_summary.csv`.

use crate::tables::columns::row;

row! {
    /// A row of `network_summary.csv`.
    pub struct SummaryRow<'a> {
        measure: &'a str = Word("Measure", "What is measured in the network as a whole"),
        value: Option<f64> = Mixed("Value", "Its value; empty where it is undefined or was not computed"),
        low: Option<f64> = Mixed("Low", "Lower end of its 95 % interval, or a lower bound; the note says which"),
        high: Option<f64> = Mixed("High", "Upper end of its 95 % interval, or an upper bound"),
        note: String = Text("Note", "What the measure means"),
    }
}
