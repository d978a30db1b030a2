//! Looking at one article for what a query asks.

use tantivy::DocId;

/// Looks at one article after the other.
pub(super) trait Look: Send {
    /// Whether an article of the segment meets the condition.
    fn look(&mut self, doc: DocId) -> tantivy::Result<bool>;
}
