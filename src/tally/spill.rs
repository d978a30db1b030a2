//! Sorted runs of pair counts in a temporary file, for counts that do not fit in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::pairs::PairCounts;

/// Bytes of an entry: two actors and five counts, little-endian.
const ENTRY: usize = 28;

/// Articles, sentences, paragraphs, stories, and articles of the largest story; all below 2³².
pub(super) type Counts = [u32; 5];

/// An entry of a run: the pair and its counts.
pub(super) type Entry = ([u32; 2], Counts);

/// Entries in ascending order of pair, in a file that vanishes with this value (or with the process).
#[derive(Debug)]
pub(super) struct Run {
    file: File,
}

impl Run {
    /// Writes entries, which must ascend by pair without repeats.
    pub(super) fn write(folder: &Path, entries: &[Entry]) -> io::Result<Self> {
        let file = tempfile::tempfile_in(folder)?;
        let mut out = BufWriter::with_capacity(1 << 16, file);
        for (pair, counts) in entries {
            for number in pair.iter().chain(counts) {
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
    fn next(&mut self) -> io::Result<Option<Entry>> {
        let mut bytes = [0_u8; ENTRY];
        match self.file.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(e) => return Err(e),
        }
        let number = |i: usize| {
            u32::from_le_bytes([
                bytes[4 * i],
                bytes[4 * i + 1],
                bytes[4 * i + 2],
                bytes[4 * i + 3],
            ])
        };
        Ok(Some((
            [number(0), number(1)],
            [number(2), number(3), number(4), number(5), number(6)],
        )))
    }
}

/// Adds up runs and the sorted entries still in memory: one entry a pair, ascending.
pub(super) fn merge(runs: Vec<Run>, rest: &[Entry]) -> io::Result<Vec<PairCounts>> {
    let mut readers = runs
        .into_iter()
        .map(Run::reader)
        .collect::<io::Result<Vec<_>>>()?;
    let memory = readers.len();
    let mut place = 0;
    let mut heap = BinaryHeap::new();
    for (i, reader) in readers.iter_mut().enumerate() {
        if let Some(entry) = reader.next()? {
            heap.push(Reverse((entry, i)));
        }
    }
    if let Some(&entry) = rest.first() {
        heap.push(Reverse((entry, memory)));
    }
    let mut merged: Vec<PairCounts> = Vec::new();
    while let Some(Reverse((entry, i))) = heap.pop() {
        let next = if i == memory {
            place += 1;
            rest.get(place).copied()
        } else {
            readers[i].next()?
        };
        if let Some(next) = next {
            heap.push(Reverse((next, i)));
        }
        let counts = PairCounts::from(entry);
        match merged
            .last_mut()
            .filter(|last| (last.a, last.b) == (counts.a, counts.b))
        {
            Some(last) => last.absorb(&counts),
            None => merged.push(counts),
        }
    }
    Ok(merged)
}
