//! The values of a column, held so that millions of rows fit in memory.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// The values of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values {
    Text(Texts),
    Integer(Integers),
    Real(Reals),
}

impl Values {
    /// Adds the values of a column of the same kind below.
    pub(super) fn append(&mut self, below: &Self) {
        match (self, below) {
            (Self::Text(mine), Self::Text(theirs)) => mine.append(theirs),
            (Self::Integer(mine), Self::Integer(theirs)) => {
                for row in 0..theirs.len() {
                    mine.push(theirs.get(row));
                }
            }
            (Self::Real(mine), Self::Real(theirs)) => {
                for row in 0..theirs.rows {
                    mine.push(theirs.get(row));
                }
            }
            _ => debug_assert!(false, "columns of different kinds"),
        }
    }
}

/// Texts; each different one is held once, a row holds its number.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    /// The different texts end to end.
    bytes: String,
    ends: Vec<usize>,
    /// Numbers of the different texts by hash.
    known: HashTable<u32>,
    hasher: DefaultHashBuilder,
    rows: Vec<u32>,
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        let same = |row| self.get(row) == other.get(row);
        self.rows.len() == other.rows.len() && (0..self.rows.len()).all(same)
    }
}

fn piece<'t>(bytes: &'t str, ends: &[usize], number: u32) -> &'t str {
    let at = number as usize;
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    &bytes[start..ends[at]]
}

impl Texts {
    pub(super) fn push(&mut self, text: &str) {
        let number = self.number(text);
        self.rows.push(number);
    }

    fn number(&mut self, text: &str) -> u32 {
        let hasher = self.hasher.clone();
        let hash = |text: &str| hasher.hash_one(text);
        let (bytes, ends) = (&self.bytes, &self.ends);
        let found = self
            .known
            .find(hash(text), |&number| piece(bytes, ends, number) == text);
        if let Some(&number) = found {
            return number;
        }
        let number = self.ends.len() as u32;
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        let (bytes, ends) = (&self.bytes, &self.ends);
        self.known
            .insert_unique(hash(text), number, |&n| hash(piece(bytes, ends, n)));
        number
    }

    fn append(&mut self, below: &Self) {
        let numbers: Vec<u32> = (0..below.ends.len() as u32)
            .map(|n| self.number(piece(&below.bytes, &below.ends, n)))
            .collect();
        let rows = below.rows.iter().map(|&n| numbers[n as usize]);
        self.rows.extend(rows);
    }

    /// The text of a row; empty beyond the last one.
    pub(super) fn get(&self, row: usize) -> &str {
        self.rows
            .get(row)
            .map_or("", |&number| piece(&self.bytes, &self.ends, number))
    }
}

/// Whole numbers, in four bytes each until one does not fit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Integers {
    /// `u32::MAX` is a missing value.
    Small(Vec<u32>),
    /// `i64::MIN` is a missing value.
    Large(Vec<i64>),
}

impl Default for Integers {
    fn default() -> Self {
        Self::Small(Vec::new())
    }
}

impl Integers {
    fn len(&self) -> usize {
        match self {
            Self::Small(numbers) => numbers.len(),
            Self::Large(numbers) => numbers.len(),
        }
    }

    pub(super) fn push(&mut self, number: Option<i64>) {
        if let Self::Small(numbers) = self {
            let small = number.map_or(Some(u32::MAX), |n| {
                u32::try_from(n).ok().filter(|&n| n != u32::MAX)
            });
            if let Some(small) = small {
                numbers.push(small);
                return;
            }
            let wide = |&n: &u32| if n == u32::MAX { i64::MIN } else { n.into() };
            *self = Self::Large(numbers.iter().map(wide).collect());
        }
        if let Self::Large(numbers) = self {
            numbers.push(number.unwrap_or(i64::MIN));
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<i64> {
        match self {
            Self::Small(numbers) => numbers
                .get(row)
                .filter(|&&n| n != u32::MAX)
                .map(|&n| n.into()),
            Self::Large(numbers) => numbers.get(row).filter(|&&n| n != i64::MIN).copied(),
        }
    }
}

/// Finite numbers. Missing values at the end, such as those of a column without any value, take no memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Reals {
    rows: usize,
    /// `NaN` is a missing value.
    values: Vec<f64>,
}

impl PartialEq for Reals {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows && (0..self.rows).all(|row| self.get(row) == other.get(row))
    }
}

impl Reals {
    pub(super) fn push(&mut self, number: Option<f64>) {
        if let Some(number) = number {
            self.values.resize(self.rows, f64::NAN);
            self.values.push(number);
        }
        self.rows += 1;
    }

    pub(super) fn get(&self, row: usize) -> Option<f64> {
        self.values.get(row).copied().filter(|x| x.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_went_in() {
        let words = ["a", "", "b", "a", "\u{e9}\u{e9}", "b"];
        let mut texts = Texts::default();
        for word in words {
            texts.push(word);
        }
        assert_eq!(texts.ends.len(), 4);
        let mut twice = Texts::default();
        twice.push("b");
        twice.append(&texts);
        for (row, word) in ["b"].iter().chain(&words).enumerate() {
            assert_eq!(twice.get(row), *word);
        }
        assert_eq!(twice.get(7), "");
        let large = i64::from(u32::MAX);
        for numbers in [
            vec![Some(3), None, Some(0)],
            vec![Some(3), None, Some(large - 1), Some(large), None, Some(7)],
            vec![Some(large + 5)],
        ] {
            let mut integers = Integers::default();
            for &number in &numbers {
                integers.push(number);
            }
            let back: Vec<_> = (0..integers.len()).map(|row| integers.get(row)).collect();
            assert_eq!(back, numbers);
        }
        let numbers = [None, None, Some(1.5), None, Some(0.0), None];
        let mut reals = Reals::default();
        for &number in &numbers {
            reals.push(number);
        }
        assert_eq!((reals.rows, reals.values.len()), (6, 5));
        let mut values = Values::Real(reals.clone());
        values.append(&Values::Real(reals));
        let Values::Real(reals) = values else {
            unreachable!()
        };
        for row in 0..12 {
            assert_eq!(reals.get(row), numbers[row % 6]);
        }
        assert_eq!(reals.get(12), None);
    }
}
