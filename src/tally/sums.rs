//! Sums by key in bounded memory: a map that writes sorted runs aside when it grows beyond its limit.
//!
//! Of the last `M` of the `V` numbers that are kept for a key, the largest is kept instead of the sum.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use hashbrown::HashMap;

use super::TallyError;

/// A key and what was added up for it, all below 2³².
type Entry<const K: usize, const V: usize> = ([u32; K], [u32; V]);

/// A map from keys of `K` numbers to `V` sums, at most `max` of them in memory.
#[derive(Debug)]
pub(super) struct Sums<const K: usize, const V: usize, const M: usize = 0> {
    map: HashMap<[u32; K], [u32; V]>,
    max: usize,
    folder: PathBuf,
    runs: Vec<Run<K, V>>,
    failure: Option<io::Error>,
}

impl<const K: usize, const V: usize, const M: usize> Sums<K, V, M> {
    pub(super) fn new(max: usize, folder: PathBuf) -> Self {
        Self {
            map: HashMap::default(),
            max: max.max(1),
            folder,
            runs: Vec::new(),
            failure: None,
        }
    }

    /// Keys that are not on disk.
    pub(super) fn in_memory(&self) -> usize {
        self.map.len()
    }

    pub(super) fn add(&mut self, key: [u32; K], more: [u32; V]) {
        if let Some(sums) = self.map.get_mut(&key) {
            if let Some(added) = checked_sum::<V, M>(*sums, more) {
                *sums = added;
                return;
            }
            self.spill();
        } else if self.map.len() >= self.max {
            self.spill();
        }
        self.map.insert(key, more);
    }

    pub(super) fn merge(&mut self, mut other: Self) {
        if other.map.len() > self.map.len() {
            std::mem::swap(&mut self.map, &mut other.map);
        }
        self.runs.append(&mut other.runs);
        self.failure = self.failure.take().or(other.failure);
        for (key, sums) in other.map {
            self.add(key, sums);
        }
    }

    fn sorted(&mut self) -> Vec<Entry<K, V>> {
        let mut entries: Vec<Entry<K, V>> = self.map.drain().collect();
        entries.sort_unstable();
        entries
    }

    fn spill(&mut self) {
        let entries = self.sorted();
        if self.failure.is_some() {
            return;
        }
        match Run::write(&self.folder, &entries) {
            Ok(run) => self.runs.push(run),
            Err(error) => self.failure = Some(error),
        }
    }

    /// Hands every key with its sums to `sink`, keys ascending, each once.
    pub(super) fn finish(
        mut self,
        mut sink: impl FnMut([u32; K], [u64; V]),
    ) -> Result<(), TallyError> {
        let merged = if let Some(error) = self.failure.take() {
            Err(error)
        } else {
            let rest = self.sorted();
            merge_runs::<K, V, M>(std::mem::take(&mut self.runs), &rest, &mut sink)
        };
        merged.map_err(|source| TallyError::Spill {
            folder: self.folder,
            source,
        })
    }
}

/// `None` where a sum does not fit.
fn checked_sum<const V: usize, const M: usize>(
    mut sums: [u32; V],
    more: [u32; V],
) -> Option<[u32; V]> {
    for (i, (sum, more)) in sums.iter_mut().zip(more).enumerate() {
        *sum = if i + M < V {
            sum.checked_add(more)?
        } else {
            more.max(*sum)
        };
    }
    Some(sums)
}

/// Entries in ascending order of key, in a file that vanishes with this value (or with the process).
#[derive(Debug)]
struct Run<const K: usize, const V: usize> {
    file: File,
}

impl<const K: usize, const V: usize> Run<K, V> {
    /// Writes entries, which must ascend by key without repeats.
    fn write(folder: &Path, entries: &[Entry<K, V>]) -> io::Result<Self> {
        let file = tempfile::tempfile_in(folder)?;
        let mut out = BufWriter::with_capacity(1 << 16, file);
        for (key, sums) in entries {
            for number in key.iter().chain(sums) {
                out.write_all(&number.to_le_bytes())?;
            }
        }
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Self { file })
    }

    fn reader(mut self) -> io::Result<Reader> {
        self.file.seek(SeekFrom::Start(0))?;
        Ok(Reader {
            file: BufReader::with_capacity(1 << 16, self.file),
        })
    }
}

struct Reader {
    file: BufReader<File>,
}

impl Reader {
    fn next<const K: usize, const V: usize>(&mut self) -> io::Result<Option<Entry<K, V>>> {
        if self.file.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let mut entry = ([0; K], [0; V]);
        for number in entry.0.iter_mut().chain(entry.1.iter_mut()) {
            let mut bytes = [0; 4];
            self.file.read_exact(&mut bytes)?;
            *number = u32::from_le_bytes(bytes);
        }
        Ok(Some(entry))
    }
}

/// Adds up runs and the sorted entries still in memory.
fn merge_runs<const K: usize, const V: usize, const M: usize>(
    runs: Vec<Run<K, V>>,
    rest: &[Entry<K, V>],
    sink: &mut impl FnMut([u32; K], [u64; V]),
) -> io::Result<()> {
    let mut readers = runs
        .into_iter()
        .map(Run::reader)
        .collect::<io::Result<Vec<_>>>()?;
    let memory = readers.len();
    let mut place = 0;
    let mut heap: BinaryHeap<Reverse<(Entry<K, V>, usize)>> = BinaryHeap::new();
    for (i, reader) in readers.iter_mut().enumerate() {
        if let Some(entry) = reader.next()? {
            heap.push(Reverse((entry, i)));
        }
    }
    if let Some(&entry) = rest.first() {
        heap.push(Reverse((entry, memory)));
    }
    let mut last: Option<([u32; K], [u64; V])> = None;
    while let Some(Reverse(((key, sums), i))) = heap.pop() {
        let next = if i == memory {
            place += 1;
            rest.get(place).copied()
        } else {
            readers[i].next()?
        };
        if let Some(next) = next {
            heap.push(Reverse((next, i)));
        }
        match last.as_mut().filter(|last| last.0 == key) {
            Some((_, total)) => {
                for (i, (total, more)) in total.iter_mut().zip(sums).enumerate() {
                    let more = u64::from(more);
                    *total = if i + M < V {
                        *total + more
                    } else {
                        more.max(*total)
                    };
                }
            }
            None => {
                if let Some((key, total)) = last.replace((key, sums.map(u64::from))) {
                    sink(key, total);
                }
            }
        }
    }
    if let Some((key, total)) = last {
        sink(key, total);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn finished<const K: usize, const V: usize, const M: usize>(
        sums: Sums<K, V, M>,
    ) -> Vec<([u32; K], [u64; V])> {
        let mut all = Vec::new();
        sums.finish(|key, sums| all.push((key, sums)))
            .expect("a writable temporary folder");
        all
    }

    #[test]
    fn sums_are_those_of_a_plain_map_whatever_fits_in_memory() {
        let mut plain: BTreeMap<[u32; 3], [u64; 2]> = BTreeMap::new();
        let draw = |i: u32| {
            let z = i.wrapping_mul(2_654_435_761);
            ([z >> 29, z >> 13 & 7, z & 15], [1, z >> 7 & 3])
        };
        for (key, more) in (0..5000).map(draw) {
            let sums = plain.entry(key).or_default();
            sums[0] += u64::from(more[0]);
            sums[1] += u64::from(more[1]);
        }
        let plain: Vec<_> = plain.into_iter().collect();
        for max in [1, 7, 100, 1 << 20] {
            let new = || Sums::<3, 2>::new(max, std::env::temp_dir());
            let mut parts = [new(), new(), new()];
            for i in 0..if max == 1 { 300 } else { 5000 } {
                let (key, more) = draw(i);
                parts[i as usize % 3].add(key, more);
            }
            let mut whole = new();
            for part in parts {
                whole.merge(part);
            }
            if max > 1 {
                assert_eq!(finished(whole), plain, "{max} in memory");
            } else {
                let total: u64 = finished(whole).iter().map(|e| e.1[0]).sum();
                assert_eq!(total, 300);
            }
        }
    }

    #[test]
    fn sums_beyond_32_bits_are_exact() {
        let mut sums = Sums::<1, 3, 1>::new(10, std::env::temp_dir());
        for i in 0..3 {
            sums.add([4], [u32::MAX, 2, 7 - i]);
        }
        assert_eq!(finished(sums), [([4], [3 * u64::from(u32::MAX), 6, 7])]);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let folder = std::env::temp_dir().join("demarche-no-such-folder");
        let mut sums = Sums::<1, 1>::new(1, folder.clone());
        for key in 0..3 {
            sums.add([key], [1]);
        }
        let error = sums.finish(|_, _| {}).expect_err("nowhere to write");
        assert!(
            error.to_string().contains(&*folder.to_string_lossy()),
            "{error}"
        );
    }
}
