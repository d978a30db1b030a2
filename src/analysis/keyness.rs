//! Words that tell two sets of articles apart.

use hashbrown::HashMap;

use crate::error::Error;
use crate::observe::Observer;
use crate::pipeline::visit;
use crate::stats::Counts;
use crate::stats::math::ln;
use crate::stats::special::chi2_upper_1;
use crate::store::{Lens, Store};
use crate::tables::{KeynessRow, Table};
use crate::text::{Tokeniser, Tokens};

/// What is compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeynessOptions {
    /// The articles that are asked about.
    pub target: Lens,
    /// The articles that they are compared with; those that are in both count as the target's alone.
    pub reference: Lens,
    /// Words that occur less often in both together are left out.
    pub least: u64,
    /// Threads to use.
    pub threads: usize,
}

/// How often words occur, and in how many articles.
type Words = HashMap<String, (u64, u64)>;

/// The words of headlines and bodies, in lower case, as they are written: how often they occur in the target and in the reference, and how
/// surprising the difference is. The most typical of the target first.
///
/// # Errors
/// A query cannot be understood, or the store cannot be read.
pub fn keyness(
    store: &Store,
    options: &KeynessOptions,
    observer: &dyn Observer,
) -> Result<Table, Error> {
    let in_target = serials(store, &options.target, options.threads, observer)?;
    let target = words(store, options, &options.target, None, observer)?;
    let reference = words(
        store,
        options,
        &options.reference,
        Some(&in_target),
        observer,
    )?;
    let total = |words: &Words| words.values().map(|(n, _)| n).sum::<u64>();
    let (all_target, all_reference) = (total(&target), total(&reference));
    let mut every: Vec<&String> = target.keys().chain(reference.keys()).collect();
    every.sort_unstable();
    every.dedup();
    let mut rows = Vec::new();
    for word in every {
        let (own, own_articles) = target.get(word).copied().unwrap_or_default();
        let (other, other_articles) = reference.get(word).copied().unwrap_or_default();
        if own + other < options.least.max(1) {
            continue;
        }
        let all = all_target + all_reference;
        let counts = Counts::new(all, all_target, own + other, own);
        let g2 = counts.and_then(|c| c.g2_signed());
        rows.push(KeynessRow {
            word: word.clone(),
            target: own,
            reference: other,
            target_articles: own_articles,
            reference_articles: other_articles,
            g2,
            p: g2.map(|g2| chi2_upper_1(g2.abs())),
            chi2: counts.and_then(|c| c.chi2_signed()),
            log_ratio: log_ratio((own, all_target), (other, all_reference)),
        });
    }
    rows.sort_by(|a, b| {
        let key = |row: &KeynessRow| row.g2.unwrap_or(0.0);
        key(b).total_cmp(&key(a)).then_with(|| a.word.cmp(&b.word))
    });
    Ok(Table::new("keyness", rows))
}

/// Hardie's (2014) log ratio: the binary logarithm of the ratio of relative frequencies, ½ taken for a count of 0.
pub(super) fn log_ratio((own, all_own): (u64, u64), (other, all_other): (u64, u64)) -> Option<f64> {
    if all_own == 0 || all_other == 0 {
        return None;
    }
    let share = |n: u64, all: u64| if n == 0 { 0.5 } else { n as f64 } / all as f64;
    Some(ln(share(own, all_own) / share(other, all_other)) / std::f64::consts::LN_2)
}

/// The articles of a lens, by their own numbers.
pub(super) fn serials(
    store: &Store,
    lens: &Lens,
    threads: usize,
    observer: &dyn Observer,
) -> Result<hashbrown::HashSet<u64>, Error> {
    let scan = store.scan(lens)?;
    let stage = ("finding articles", observer);
    let parts = visit(&scan, threads, stage, Vec::new, |found, view, _| {
        found.push(view.serial);
        Ok(())
    })?;
    Ok(parts.into_iter().flatten().collect())
}

fn words(
    store: &Store,
    options: &KeynessOptions,
    lens: &Lens,
    without: Option<&hashbrown::HashSet<u64>>,
    observer: &dyn Observer,
) -> Result<Words, Error> {
    let scan = store.scan(lens)?;
    let make = || (Words::default(), Tokeniser::new(), Tokens::default());
    let stage = ("counting words", observer);
    let parts = visit(
        &scan,
        options.threads,
        stage,
        make,
        |(words, tokeniser, tokens), view, fetch| {
            if without.is_some_and(|known| known.contains(&view.serial)) {
                return Ok(());
            }
            let article = fetch()?;
            tokeniser.tokenise(&article.title, &article.text, tokens);
            let vocabulary = &tokeniser.vocabulary;
            let is_word = |id: u32| {
                let shape = vocabulary.shape(id);
                !shape.is_punctuation() && !shape.is_possessive()
            };
            let mut own: Vec<&str> = tokens
                .tokens
                .iter()
                .filter(|token| is_word(token.word))
                .map(|token| vocabulary.lower_word(token.word))
                .collect();
            own.sort_unstable();
            for same in own.chunk_by(|a, b| a == b) {
                let (count, articles) = words.entry(same[0].to_owned()).or_default();
                *count += same.len() as u64;
                *articles += 1;
            }
            Ok(())
        },
    )?;
    let mut all = Words::default();
    for (word, (count, articles)) in parts.into_iter().flat_map(|(words, ..)| words) {
        let sum = all.entry(word).or_default();
        *sum = (sum.0 + count, sum.1 + articles);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_ratios_are_binary() {
        assert!((log_ratio((8, 100), (1, 100)).expect("a ratio") - 3.0).abs() < 1e-12);
        assert!((log_ratio((0, 100), (1, 100)).expect("a ratio") + 1.0).abs() < 1e-12);
        assert_eq!(log_ratio((1, 10), (0, 0)), None);
    }
}
