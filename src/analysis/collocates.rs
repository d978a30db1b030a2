//! Words near those of a query, and how evenly the words of a query are spread.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};

use crate::error::Error;
use crate::model::Period;
use crate::observe::Observer;
use crate::pipeline::visit;
use crate::stats::Counts;
use crate::stats::dispersion::{Part, Spread};
use crate::stats::special::chi2_upper_1;
use crate::store::query::WordsRead;
use crate::store::{ArticleView, Lens, Store};
use crate::tables::{CollocateRow, DispersionRow, Table};

use super::keyness::{log_ratio, serials};

/// Words of a query, and the articles in which they are looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WordOptions {
    /// Words and phrases. Where the query has conditions on articles too, words count only in articles that meet it.
    pub query: String,
    /// The articles of the comparison; all by default.
    pub lens: Lens,
    /// Threads to use.
    pub threads: usize,
}

/// How far words around those of a query are looked at; never beyond the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    /// So many words to either side.
    Words(usize),
    /// The whole sentence.
    Sentence,
}

/// How often a word occurs.
#[derive(Debug, Clone, Copy, Default)]
struct Near {
    /// In all articles, words of the query left out.
    all: u64,
    /// Before and after words of the query; a word between two of them counts for the nearer one.
    sides: [u64; 2],
    /// Articles with it near words of the query.
    articles: u64,
}

#[derive(Default)]
struct Counted {
    words: HashMap<String, Near>,
    found: u64,
}

/// The words that stand near words of a query, in lower case as they are written. Words of headline and body count; those of the
/// query themselves do not. The most strongly tied ones first; those near it less often than `least` are left out.
///
/// # Errors
/// The query cannot be understood or has no words, or the store cannot be read.
pub fn collocates(
    store: &Store,
    options: &WordOptions,
    around: Around,
    least: u64,
    observer: &dyn Observer,
) -> Result<Table, Error> {
    let add = |counted: &mut Counted, read: &WordsRead<'_>, _: &ArticleView<'_>| {
        counted.add(read, around);
    };
    let mut all = Counted::default();
    for part in read_words(store, options, observer, add)? {
        all.merge(part);
    }
    Ok(Table::new("collocates", all.rows(least)))
}

/// Reads every article of the lens word by word; words of the query are found only in articles that meet it. What each thread gathered.
fn read_words<T: Default + Send>(
    store: &Store,
    options: &WordOptions,
    observer: &dyn Observer,
    add: impl Fn(&mut T, &WordsRead<'_>, &ArticleView<'_>) + Sync,
) -> Result<Vec<T>, Error> {
    let meant = meeting(store, options, observer)?;
    store.occurrences(&options.query)?;
    let make = || (store.occurrences(&options.query).ok(), T::default());
    let scan = store.scan(&options.lens)?;
    let stage = ("counting words", observer);
    let parts = visit(
        &scan,
        options.threads,
        stage,
        make,
        |(reader, gathered), view, fetch| {
            if let Some(reader) = reader {
                let article = fetch()?;
                let mut read = reader.read(&article);
                if !meant.contains(&view.serial) {
                    read.found.clear();
                }
                add(gathered, &read, view);
            }
            Ok(())
        },
    )?;
    Ok(parts.into_iter().map(|(_, gathered)| gathered).collect())
}

impl Counted {
    fn add(&mut self, read: &WordsRead<'_>, around: Around) {
        self.found += read.found.len() as u64;
        let mut seen: HashSet<&str> = HashSet::default();
        let mut next = 0;
        for (at, &(word, sentence)) in read.words.iter().enumerate() {
            while read.found.get(next).is_some_and(|found| found.1 <= at) {
                next += 1;
            }
            let behind = read.found.get(next);
            if behind.is_some_and(|found| found.0 <= at) {
                continue;
            }
            let reach = |distance: usize, other: usize| {
                let near = match around {
                    Around::Words(n) => distance <= n,
                    Around::Sentence => true,
                };
                (near && read.words[other].1 == sentence).then_some(distance)
            };
            // The word stands after the one and before the other.
            let after = next.checked_sub(1).map(|i| read.found[i].1 - 1);
            let after = after.and_then(|last| reach(at - last, last));
            let before = behind.and_then(|found| reach(found.0 - at, found.0));
            let near = self.words.entry_ref(word).or_default();
            near.all += 1;
            let side = match (before, after) {
                (None, None) => continue,
                (Some(before), Some(after)) => usize::from(after < before),
                (before, _) => usize::from(before.is_none()),
            };
            near.sides[side] += 1;
            near.articles += u64::from(seen.insert(word));
        }
    }

    fn merge(&mut self, other: Self) {
        self.found += other.found;
        for (word, near) in other.words {
            let own = self.words.entry(word).or_default();
            own.all += near.all;
            own.articles += near.articles;
            for (own, other) in own.sides.iter_mut().zip(near.sides) {
                *own += other;
            }
        }
    }

    fn rows(self, least: u64) -> Vec<CollocateRow> {
        let total: u64 = self.words.values().map(|near| near.all).sum();
        let together = |near: &Near| near.sides[0] + near.sides[1];
        let windows: u64 = self.words.values().map(together).sum();
        let kept = self.words.into_iter();
        let kept = kept.filter(|(_, near)| together(near) >= least.max(1));
        let row = |(word, near): (String, Near)| {
            let both = together(&near);
            let counts = Counts::new(total, windows, near.all, both);
            let g2 = counts.and_then(|c| c.g2_signed());
            CollocateRow {
                word,
                before: near.sides[0],
                after: near.sides[1],
                together: both,
                articles: near.articles,
                all: near.all,
                expected: counts.and_then(|c| c.expected()),
                g2,
                p: g2.map(|g2| chi2_upper_1(g2.abs())),
                log_ratio: log_ratio((both, windows), (near.all - both, total - windows)),
            }
        };
        let mut rows: Vec<CollocateRow> = kept.map(row).collect();
        rows.sort_by(|a, b| {
            let key = |row: &CollocateRow| row.g2.unwrap_or(0.0);
            key(b).total_cmp(&key(a)).then_with(|| a.word.cmp(&b.word))
        });
        rows
    }
}

/// The articles of the lens that meet the query, by their own numbers.
fn meeting(
    store: &Store,
    options: &WordOptions,
    observer: &dyn Observer,
) -> Result<HashSet<u64>, Error> {
    let query = match options.lens.query.trim() {
        "" => options.query.clone(),
        other => format!("({}) AND ({other})", options.query),
    };
    let lens = Lens {
        query,
        ..options.lens.clone()
    };
    serials(store, &lens, options.threads, observer)
}

/// Sizes and occurrences by article, outlet and period.
#[derive(Default)]
struct Parts {
    articles: Vec<Part>,
    outlets: BTreeMap<usize, Part>,
    periods: BTreeMap<String, Part>,
}

const EMPTY: Part = Part { size: 0, found: 0 };

impl Parts {
    fn add(&mut self, part: Part, view: &ArticleView<'_>, period: Period) {
        self.articles.push(part);
        if let Some(outlet) = view.outlet {
            let own = self.outlets.entry(outlet.position()).or_insert(EMPTY);
            *own = sum(*own, part);
        }
        if let Some(date) = view.date {
            let own = self.periods.entry(date.period(period)).or_insert(EMPTY);
            *own = sum(*own, part);
        }
    }

    fn merge(&mut self, other: Self) {
        self.articles.extend(other.articles);
        for (outlet, part) in other.outlets {
            let own = self.outlets.entry(outlet).or_insert(EMPTY);
            *own = sum(*own, part);
        }
        for (period, part) in other.periods {
            let own = self.periods.entry(period).or_insert(EMPTY);
            *own = sum(*own, part);
        }
    }
}

const fn sum(one: Part, other: Part) -> Part {
    Part {
        size: one.size + other.size,
        found: one.found + other.found,
    }
}

const fn name_of(period: Period) -> &'static str {
    match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::Year => "year",
    }
}

/// How evenly the words of a query are spread over the articles, the outlets and the periods of the lens: a row for each way of cutting the
/// articles into parts. Articles without an outlet or without a date are left out of that row.
///
/// # Errors
/// The query cannot be understood or has no words, or the store cannot be read.
pub fn dispersion(
    store: &Store,
    options: &WordOptions,
    period: Period,
    observer: &dyn Observer,
) -> Result<Table, Error> {
    let add = |parts: &mut Parts, read: &WordsRead<'_>, view: &ArticleView<'_>| {
        let part = Part {
            size: read.words.len() as u64,
            found: read.found.len() as u64,
        };
        parts.add(part, view, period);
    };
    let mut all = Parts::default();
    for parts in read_words(store, options, observer, add)? {
        all.merge(parts);
    }
    let rows = [
        ("article", Spread::new(all.articles)),
        ("outlet", Spread::new(all.outlets.into_values())),
        (name_of(period), Spread::new(all.periods.into_values())),
    ];
    let rows = rows.map(|(part, spread)| DispersionRow {
        part,
        parts: spread.parts(),
        range: spread.range(),
        words: spread.size(),
        found: spread.found(),
        juilland_d: spread.juilland_d(),
        dp: spread.dp(),
        dp_norm: spread.dp_norm(),
    });
    Ok(Table::new("dispersion", rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted again word by word, with nothing of the code above.
    fn naive(read: &WordsRead<'_>, around: Around, word: &str) -> (u64, u64) {
        let is_found = |at: usize| read.found.iter().any(|f| (f.0..f.1).contains(&at));
        let (mut all, mut near) = (0, 0);
        for at in 0..read.words.len() {
            if read.words[at].0 != word || is_found(at) {
                continue;
            }
            all += 1;
            let reached = (0..read.words.len()).any(|other| {
                let close = match around {
                    Around::Words(n) => at.abs_diff(other) <= n,
                    Around::Sentence => true,
                };
                is_found(other) && close && read.words[other].1 == read.words[at].1
            });
            near += u64::from(reached);
        }
        (all, near)
    }

    #[test]
    fn windows_are_counted_as_by_hand_and_as_naively() {
        let text = "the gas deal of the year failed . gas prices rose and the gas deal fell with gas . no deal";
        let mut words: Vec<(&str, usize)> = Vec::new();
        let mut sentence = 0;
        for word in text.split(' ') {
            if word == "." {
                sentence += 1;
            } else {
                words.push((word, sentence));
            }
        }
        let found: Vec<(usize, usize)> = (0..words.len())
            .filter(|&i| words[i].0 == "gas")
            .map(|i| (i, i + 1))
            .collect();
        let read = WordsRead { words, found };
        for around in [
            Around::Words(1),
            Around::Words(2),
            Around::Words(5),
            Around::Sentence,
        ] {
            let mut counted = Counted::default();
            counted.add(&read, around);
            assert_eq!(counted.found, 4);
            for (word, near) in &counted.words {
                let expected = naive(&read, around, word);
                let own = (near.all, near.sides[0] + near.sides[1]);
                assert_eq!(own, expected, "{word} {around:?}");
            }
        }
        let mut counted = Counted::default();
        counted.add(&read, Around::Words(1));
        let near = counted.words["deal"];
        assert_eq!((near.all, near.sides, near.articles), (3, [0, 2], 1));
        assert_eq!(counted.words["the"].sides, [2, 0]);
        let rows = counted.rows(1);
        let deal = rows.iter().find(|row| row.word == "deal").expect("a row");
        // 15 words beside gas, 6 of them in windows of one word: the deal prices the deal with.
        assert_eq!((deal.together, deal.all), (2, 3));
        assert!((deal.expected.expect("a number") - 1.2).abs() < 1e-12);
        // (2/6) / (1/9).
        assert!((deal.log_ratio.expect("a number") - 3.0_f64.log2()).abs() < 1e-12);
    }
}
