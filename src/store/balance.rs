//! What became of every record that was ever read.

use serde::{Deserialize, Serialize};

/// Counts over all ingests into a store. All of them only grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Records that became articles.
    pub articles: u64,
    /// Records that were refused. An input that could not be read to its end counts as one more.
    pub rejects: u64,
    /// Articles removed because another one with the same id stayed: the same, an older or a newer version.
    pub duplicate_articles: u64,
    /// Rejects removed because the same one stayed: same input, place, reason and excerpt.
    pub duplicate_rejects: u64,
    /// Rejects removed because their input was read again: it had changed, or had not been read to its end.
    pub outdated: u64,
    /// Articles removed at the user's wish.
    pub deleted: u64,
}

impl Totals {
    /// Records read; those of an input that was read again count again.
    pub fn records(&self) -> u64 {
        self.articles + self.rejects
    }

    /// Documents removed as duplicates.
    pub fn duplicates(&self) -> u64 {
        self.duplicate_articles + self.duplicate_rejects
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        self.rejects += other.rejects;
        self.duplicate_articles += other.duplicate_articles;
        self.duplicate_rejects += other.duplicate_rejects;
        self.outdated += other.outdated;
        self.deleted += other.deleted;
    }
}

/// The totals beside what is in the store. Records read = articles + rejects + duplicates removed + outdated rejects
/// removed + articles deleted; the same holds for articles and for rejects alone.
///
/// # Example
///
/// ```
/// # use demarche::store::{Balance, Totals};
/// let totals = Totals { articles: 7, rejects: 2, duplicate_articles: 1, deleted: 2, ..Totals::default() };
/// assert!(Balance { totals, articles: 4, rejects: 2 }.holds());
/// assert!(!Balance { totals, articles: 5, rejects: 1 }.holds());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// What was read and what was removed.
    pub totals: Totals,
    /// Articles in the store.
    pub articles: u64,
    /// Refused records in the store.
    pub rejects: u64,
}

impl Balance {
    /// Whether every record is accounted for.
    pub fn holds(&self) -> bool {
        let t = &self.totals;
        t.articles == self.articles + t.duplicate_articles + t.deleted
            && t.rejects == self.rejects + t.duplicate_rejects + t.outdated
    }

    /// The sum as it is printed; `number` writes a count.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::store::{Balance, Totals};
    /// let totals = Totals { articles: 7, rejects: 2, duplicate_articles: 3, ..Totals::default() };
    /// let balance = Balance { totals, articles: 4, rejects: 2 };
    /// assert_eq!(
    ///     balance.line(&|n| n.to_string()),
    ///     "9 records read = 4 articles + 2 rejects + 3 duplicates removed"
    /// );
    /// ```
    pub fn line(&self, number: &dyn Fn(u64) -> String) -> String {
        let t = &self.totals;
        let mut line = format!(
            "{} records read {} {} articles + {} rejects + {} duplicates removed",
            number(t.records()),
            if self.holds() { "=" } else { "≠" },
            number(self.articles),
            number(self.rejects),
            number(t.duplicates())
        );
        for (count, what) in [
            (t.outdated, "outdated rejects removed"),
            (t.deleted, "articles deleted"),
        ] {
            if count > 0 {
                line.push_str(" + ");
                line.push_str(&number(count));
                line.push(' ');
                line.push_str(what);
            }
        }
        line
    }
}
