//! Networks of bootstrap replicates: every story enters each of them a random number of times.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hashbrown::HashMap;

use crate::model::ActorIndex;
use crate::store::ArticleView;

use super::together::Together;
use super::{CountSettings, Level, Tally, TallyError};

/// How often a story enters a replicate, from the seed, the key of the story and the number of the replicate.
pub type Draw = fn(u64, u64, u32) -> u8;

/// Rows that share a lock.
const BLOCK: usize = 256;

/// Units of text of each replicate: in all, with each actor, with each pair. Tallies of several threads add to one of these.
///
/// A row for the whole, one for each actor by number, one for each pair; a column for each replicate. Sums below 2³²:
/// [`Self::fits`] says whether one did not fit.
#[derive(Debug)]
pub struct ReplicateSums {
    replicates: Range<u32>,
    actors: usize,
    pairs: Arc<[[ActorIndex; 2]]>,
    blocks: Vec<Mutex<Vec<u32>>>,
    overflown: AtomicBool,
}

impl ReplicateSums {
    /// Zeros for these replicates, actors below `actors` and these pairs, which must ascend.
    pub fn new(replicates: Range<u32>, actors: usize, pairs: Arc<[[ActorIndex; 2]]>) -> Self {
        let rows = Self::rows(actors, pairs.len());
        let width = replicates.len();
        let blocks = (0..rows.div_ceil(BLOCK))
            .map(|block| Mutex::new(vec![0; BLOCK.min(rows - block * BLOCK) * width]))
            .collect();
        Self {
            replicates,
            actors,
            pairs,
            blocks,
            overflown: AtomicBool::new(false),
        }
    }

    /// Makes sure that no sum has outgrown 32 bits.
    ///
    /// # Errors
    /// One has: the sums are too small then.
    pub fn fits(&self) -> Result<(), TallyError> {
        if self.overflown.load(Ordering::Relaxed) {
            Err(TallyError::Replicates)
        } else {
            Ok(())
        }
    }

    /// Rows for so many actors and pairs; each takes 4 bytes a replicate.
    pub fn rows(actors: usize, pairs: usize) -> usize {
        1 + actors + pairs
    }

    /// The row of an actor.
    pub fn actor_row(actor: ActorIndex) -> usize {
        1 + actor.position()
    }

    /// The row of a pair, by its place in the list.
    pub fn pair_row(&self, pair: usize) -> usize {
        1 + self.actors + pair
    }

    /// The replicates.
    pub fn replicates(&self) -> Range<u32> {
        self.replicates.clone()
    }

    fn block(&self, block: usize) -> MutexGuard<'_, Vec<u32>> {
        // A thread that fell while it held the lock has ended the walk with an error.
        self.blocks[block]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, row: usize, units: u32, weights: &[u8]) {
        let width = self.replicates.len();
        let mut block = self.block(row / BLOCK);
        let from = row % BLOCK * width;
        for (sum, &weight) in block[from..from + width].iter_mut().zip(weights) {
            let added = units.checked_mul(weight.into());
            match added.and_then(|added| sum.checked_add(added)) {
                Some(added) => *sum = added,
                None => self.overflown.store(true, Ordering::Relaxed),
            }
        }
    }

    /// The sums of some rows, one row after the other.
    pub fn read(&self, rows: Range<usize>) -> Vec<u32> {
        let width = self.replicates.len();
        let mut sums = Vec::with_capacity(rows.len() * width);
        let mut row = rows.start;
        while row < rows.end {
            let block = self.block(row / BLOCK);
            let end = rows.end.min((row / BLOCK + 1) * BLOCK);
            let first = row / BLOCK * BLOCK;
            sums.extend_from_slice(&block[(row - first) * width..(end - first) * width]);
            row = end;
        }
        sums
    }

    /// The sums of all pairs in one replicate, given by its place among these.
    pub fn pairs_of(&self, replicate: usize) -> Vec<u32> {
        let width = self.replicates.len();
        let first = self.pair_row(0);
        let mut sums = Vec::with_capacity(self.pairs.len());
        for block in first / BLOCK..self.blocks.len() {
            let held = self.block(block);
            let skip = first.saturating_sub(block * BLOCK);
            let column = held.iter().skip(skip * width + replicate).step_by(width);
            sums.extend(column);
        }
        sums
    }
}

/// Adds up the units of stories, each as often as it is drawn.
///
/// A story's draws are keyed by the least key of its articles, those of an article of its own by its own key, so that they depend on
/// nothing else.
#[derive(Debug)]
pub struct Replicates {
    settings: CountSettings,
    seed: u64,
    draw: Draw,
    sums: Arc<ReplicateSums>,
    together: Together,
    weights: Vec<u8>,
    key: u64,
    /// Units of the story at hand, by row.
    units: HashMap<usize, u32>,
}

impl Replicates {
    /// A tally that adds to `sums`.
    pub fn new(settings: CountSettings, seed: u64, draw: Draw, sums: Arc<ReplicateSums>) -> Self {
        Self {
            settings,
            seed,
            draw,
            sums,
            together: Together::default(),
            weights: Vec::new(),
            key: u64::MAX,
            units: HashMap::default(),
        }
    }

    /// The story is complete.
    fn close(&mut self) {
        self.weights.clear();
        let (seed, key) = (self.seed, self.key);
        let draws = self.sums.replicates().map(|r| (self.draw)(seed, key, r));
        self.weights.extend(draws);
        let by_story = self.settings.level == Level::Story;
        for (row, units) in self.units.drain() {
            let units = if by_story { 1 } else { units };
            self.sums.add(row, units, &self.weights);
        }
        self.key = u64::MAX;
    }
}

impl Tally for Replicates {
    type Output = ();

    fn add(&mut self, article: &ArticleView<'_>) {
        self.together.read(article, &self.settings);
        self.key = self.key.min(article.key);
        let (together, units, sums) = (&self.together, &mut self.units, &self.sums);
        let mut add = |row: usize, more: u32| {
            let sum = units.entry(row).or_default();
            match sum.checked_add(more) {
                Some(added) => *sum = added,
                None => sums.overflown.store(true, Ordering::Relaxed),
            }
        };
        add(0, together.units_in_all());
        for (i, &a) in together.actors().iter().enumerate() {
            add(ReplicateSums::actor_row(a), together.units(i));
            for (j, &b) in together.actors().iter().enumerate().skip(i + 1) {
                let shared = together.shared(i, j).units;
                if shared > 0
                    && let Ok(pair) = self.sums.pairs.binary_search(&[a, b])
                {
                    add(self.sums.pair_row(pair), shared);
                }
            }
        }
        if article.story.is_none() {
            self.close();
        }
    }

    fn end_story(&mut self) {
        self.close();
    }

    fn merge(&mut self, _: Self) {
        // All add to the same sums.
    }

    /// What was counted is in the sums.
    fn finish(self) -> Result<(), TallyError> {
        Ok(())
    }
}

/// Sums of several batches of replicates in a temporary file, which vanishes with this value (or with the process).
#[derive(Debug)]
pub struct ReplicateFile {
    file: File,
    folder: PathBuf,
    rows: usize,
    widths: Vec<usize>,
}

impl ReplicateFile {
    /// An empty file for batches of so many rows.
    ///
    /// # Errors
    /// No file can be made in the folder.
    pub fn new(folder: &Path, rows: usize) -> Result<Self, TallyError> {
        let spilled = |source| TallyError::Spill {
            folder: folder.to_owned(),
            source,
        };
        Ok(Self {
            file: tempfile::tempfile_in(folder).map_err(spilled)?,
            folder: folder.to_owned(),
            rows,
            widths: Vec::new(),
        })
    }

    fn failed(&self) -> impl Fn(io::Error) -> TallyError + use<> {
        let folder = self.folder.clone();
        move |source| TallyError::Spill {
            folder: folder.clone(),
            source,
        }
    }

    /// Adds a batch.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn push(&mut self, sums: &ReplicateSums) -> Result<(), TallyError> {
        let failed = self.failed();
        self.file.seek(SeekFrom::End(0)).map_err(&failed)?;
        let mut out = BufWriter::with_capacity(1 << 20, &self.file);
        for block in 0..sums.blocks.len() {
            for sum in sums.block(block).iter() {
                out.write_all(&sum.to_le_bytes()).map_err(&failed)?;
            }
        }
        out.flush().map_err(&failed)?;
        drop(out);
        self.widths.push(sums.replicates.len());
        Ok(())
    }

    /// The sums of some rows, one row after the other, each over all batches.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(&mut self, rows: Range<usize>) -> Result<Vec<u32>, TallyError> {
        let failed = self.failed();
        let all: usize = self.widths.iter().sum();
        let mut sums = vec![0; rows.len() * all];
        let (mut start, mut column) = (0, 0);
        for &width in &self.widths {
            let at = (start + rows.start * width) * 4;
            self.file
                .seek(SeekFrom::Start(at as u64))
                .map_err(&failed)?;
            let mut bytes = vec![0; rows.len() * width * 4];
            self.file.read_exact(&mut bytes).map_err(&failed)?;
            for (i, cell) in bytes.chunks_exact(4).enumerate() {
                let (row, place) = (i / width, i % width);
                sums[row * all + column + place] =
                    u32::from_le_bytes([cell[0], cell[1], cell[2], cell[3]]);
            }
            start += self.rows * width;
            column += width;
        }
        Ok(sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_that_outgrows_its_bits_is_an_error() {
        let sums = ReplicateSums::new(0..2, 1, Arc::new([]));
        sums.add(0, u32::MAX, &[1, 0]);
        assert!(sums.fits().is_ok());
        assert_eq!(sums.read(0..1), [u32::MAX, 0]);
        sums.add(1, 1 << 31, &[2, 1]);
        let error = sums.fits().expect_err("a product did not fit").to_string();
        assert!(error.contains("--level"), "{error}");
        let sums = ReplicateSums::new(0..1, 1, Arc::new([]));
        sums.add(0, u32::MAX, &[1]);
        sums.add(0, 1, &[1]);
        assert!(sums.fits().is_err());
    }
}
