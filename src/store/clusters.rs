//! Near-identical texts among all of a store: locality-sensitive hashing of their sketches, then components.
//!
//! Texts with the same sketch are one node. In each of [`BANDS`] rounds the nodes are sorted by eight bins of their sketches
//! (32 bits); those that agree in all eight are candidates, whose whole sketches are compared. Two texts with a Jaccard similarity of
//! 0.7 meet in some round with a probability of 0.99, of 0.8 with 0.99999, of 0.5 with 0.35. Memory is some forty bytes an article;
//! sketches are read from their column when they are needed.
//!
//! Form letters would hold together by chance: of thousands of texts that share half, some pairs share more, and all of them are linked by
//! way of others. A large component whose texts share too little on average is therefore taken apart by asking more of each link.
//!
//! The components do not depend on the order of articles, on segments or on threads: which pairs are compared follows from
//! what the sketches are, and what is joined from the two texts alone.

use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::model::{Fingerprint, SKETCH_BINS, SKETCH_WORDS};

use super::StoreError;
use super::components::Components;
use super::flags::Flags;

/// Rounds of the search for candidates.
pub(super) const BANDS: usize = 4 * SKETCH_WORDS;

/// Candidates that agree in one round are all compared with each other up to this number, …
const ALL_PAIRS: usize = 48;
/// … and beyond it with this many others each.
const NEIGHBOURS: usize = 24;

/// Estimated similarity from which two texts are one story.
const NEAR: f64 = 0.64;
/// The same for tiny texts, of [`TINY`] words or fewer; in between it falls from this to [`NEAR`].
const NEAR_TINY: f64 = 0.92;
const TINY: u64 = 20;
/// Two tiny texts are one story only within so many days, since headlines such as *Presidents talk by telephone* come again.
const TINY_DAYS: u64 = 3;
/// From so many words on [`NEAR`] holds.
const LONG: f64 = 60.0;
/// The same for texts of the same address: later versions of a page.
const NEAR_SAME_PAGE: f64 = 0.25;

/// A component of so many different texts or more …
const LARGE: usize = 12;
/// … is taken apart if two of its texts share less than this on average, …
const LOOSE: f64 = 0.56;
/// … by asking so much more of each link, as often as need be.
const STEP: f64 = 0.06;

/// What links two texts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Link {
    /// What they have in common, which must be so much more than usual.
    Text { stricter: f64 },
    /// Their address too.
    Page,
}

/// Whether two texts with that estimated similarity are one story; `words` is the length of the shorter one.
fn is_near(similarity: f64, words: u64, link: Link) -> bool {
    let Link::Text { stricter } = link else {
        return similarity >= NEAR_SAME_PAGE;
    };
    let short = ((LONG - words as f64) / (LONG - TINY as f64)).clamp(0.0, 1.0);
    similarity >= NEAR + stricter + short * (NEAR_TINY - NEAR - stricter).max(0.0)
}

/// Columns of all segments, addressed by one number a document.
pub(super) struct Texts {
    segments: Vec<Segment>,
    /// For each segment the number of its first document.
    pub(super) bases: Vec<usize>,
    /// Documents in all, removed ones included.
    pub(super) total: usize,
}

struct Segment {
    signature: Option<Column<u64>>,
    text: Option<Column<u64>>,
    url: Option<Column<u64>>,
    id: Column<u64>,
    flags: Column<u64>,
    date: Option<Column<i64>>,
    reader: SegmentReader,
}

/// The sketch of a document's text.
pub(super) fn sketch(
    reader: &SegmentReader,
    doc: DocId,
) -> Result<Option<[u64; SKETCH_WORDS]>, StoreError> {
    let column = reader.fast_fields().column_opt("signature")?;
    Ok(column
        .and_then(|column| read(&column, doc))
        .map(|sketch| sketch.bins))
}

fn read(column: &Column<u64>, doc: DocId) -> Option<Sketch> {
    let mut values = column.values_for_doc(doc);
    let mut bins = [0; SKETCH_WORDS];
    for bin in &mut bins {
        *bin = values.next()?;
    }
    Some(Sketch {
        bins,
        words: values.next()?,
    })
}

/// A sketch and the number of words that it was made from.
struct Sketch {
    bins: [u64; SKETCH_WORDS],
    words: u64,
}

impl Texts {
    pub(super) fn open(readers: &[SegmentReader]) -> Result<Self, StoreError> {
        let mut texts = Self {
            segments: Vec::new(),
            bases: Vec::new(),
            total: 0,
        };
        for reader in readers {
            let columns = reader.fast_fields();
            texts.bases.push(texts.total);
            texts.total += reader.max_doc() as usize;
            texts.segments.push(Segment {
                signature: columns.column_opt("signature")?,
                text: columns.column_opt("text_hash")?,
                url: columns.column_opt("url_hash")?,
                id: columns.u64("id_hash")?,
                flags: columns.u64("flags")?,
                date: columns.column_opt("date")?,
                reader: reader.clone(),
            });
        }
        if u32::try_from(texts.total).is_err() {
            return Err(StoreError::TooLarge {
                documents: texts.total as u64,
            });
        }
        Ok(texts)
    }

    /// Calls `each` with the number of every article that is not removed, its segment and its number there.
    fn for_each(&self, each: &mut dyn FnMut(u32, &Segment, DocId)) {
        for (segment, base) in self.segments.iter().zip(&self.bases) {
            for doc in segment.reader.doc_ids_alive() {
                if Flags::of(segment.flags.first(doc)).is_article() {
                    each((base + doc as usize) as u32, segment, doc);
                }
            }
        }
    }

    fn place(&self, number: u32) -> (&Segment, DocId) {
        let number = number as usize;
        let i = self.bases.partition_point(|&base| base <= number) - 1;
        (&self.segments[i], (number - self.bases[i]) as DocId)
    }

    /// The sketch of a text, and its day if it is a tiny one.
    fn sketch(&self, number: u32) -> Option<(Sketch, Option<i64>)> {
        let (segment, doc) = self.place(number);
        let sketch = segment.sketch(doc)?;
        let day = segment.day_of_tiny(&sketch, doc);
        Some((sketch, day))
    }

    /// Hash of an article's id.
    pub(super) fn id(&self, number: u32) -> u64 {
        let (segment, doc) = self.place(number);
        segment.id.first(doc).unwrap_or(0)
    }
}

impl Segment {
    fn sketch(&self, doc: DocId) -> Option<Sketch> {
        read(self.signature.as_ref()?, doc)
    }

    /// The day of a tiny text; [`UNDATED`] for one without a date, `None` for texts that are not tiny.
    fn day_of_tiny(&self, sketch: &Sketch, doc: DocId) -> Option<i64> {
        let date = || self.date.as_ref().and_then(|dates| dates.first(doc));
        (sketch.words <= TINY).then(|| date().unwrap_or(UNDATED))
    }

    /// The bins by which a text is sorted in a round: in the first half of the rounds those of one half of a word of the
    /// sketch, in the second half bins of two words in turn.
    fn key(&self, doc: DocId, band: usize) -> u32 {
        const EVEN: u64 = 0x0f0f_0f0f_0f0f_0f0f;
        let Some(column) = &self.signature else {
            return 0;
        };
        let rows = column.index.value_row_ids(doc);
        let word = |i: usize| column.values.get_val(rows.start + i as u32);
        let (i, half) = (band / 2 % SKETCH_WORDS, band % 2);
        let word = if band < BANDS / 2 {
            word(i)
        } else {
            word(i) & EVEN | word((i + SKETCH_WORDS / 2) % SKETCH_WORDS) & !EVEN
        };
        (word >> (32 * half)) as u32
    }
}

/// Far from every day.
const UNDATED: i64 = i64::MIN;

/// What stands for the node of a document without a text.
pub(super) const NO_TEXT: u32 = u32::MAX;

/// For each document the smallest node of its component, where it has a text; and how many nodes there are.
pub(super) struct Found {
    /// [`NO_TEXT`] for documents without a text.
    pub(super) component: Vec<u32>,
    pub(super) nodes: usize,
}

/// Finds the components. `progress` is told of each round.
pub(super) fn find(texts: &Texts, threads: usize, progress: &(dyn Fn() + Sync)) -> Found {
    // Nodes: distinct sketches, of tiny texts with the day, numbered in the order of a hash of them.
    let mut order: Vec<(u64, u32)> = Vec::new();
    texts.for_each(&mut |number, segment, doc| {
        if let Some(sketch) = segment.sketch(doc) {
            let day = segment.day_of_tiny(&sketch, doc);
            order.push((hash(&sketch, day), number));
        }
    });
    order.sort_unstable();
    let mut node_of = vec![NO_TEXT; texts.total];
    let mut first: Vec<u32> = Vec::new();
    for same in order.chunk_by(|a, b| a.0 == b.0) {
        for &(_, number) in same {
            node_of[number as usize] = first.len() as u32;
        }
        first.push(same[0].1);
    }
    drop(order);
    let mut in_order: Vec<(u32, u32)> = first.iter().copied().zip(0..).collect();
    in_order.sort_unstable();
    let search = Search {
        texts,
        components: Components::new(first.len()),
        node_of,
        first,
        in_order,
    };
    search.same_text();
    search.same_page();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut keys = Vec::new();
        loop {
            let band = next.fetch_add(1, Ordering::Relaxed);
            if band >= BANDS {
                return;
            }
            search.round(&search.in_order, band, 0.0, &mut keys);
            progress();
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.clamp(1, BANDS) {
            scope.spawn(work);
        }
        work();
    });
    search.take_apart();
    let Search {
        components,
        mut node_of,
        first,
        ..
    } = search;
    for node in node_of.iter_mut().filter(|node| **node != NO_TEXT) {
        *node = components.root(*node);
    }
    Found {
        component: node_of,
        nodes: first.len(),
    }
}

fn hash(sketch: &Sketch, day: Option<i64>) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for word in sketch.bins {
        hash.update(&word.to_le_bytes());
    }
    hash.update(&sketch.words.to_le_bytes());
    hash.update(&day.unwrap_or(0).to_le_bytes());
    hash.digest()
}

struct Search<'a> {
    texts: &'a Texts,
    components: Components,
    /// The node of each document, [`NO_TEXT`] for none.
    node_of: Vec<u32>,
    /// A document of each node.
    first: Vec<u32>,
    /// These documents with their nodes, in the order in which the store holds them.
    in_order: Vec<(u32, u32)>,
}

impl Search<'_> {
    /// Joins texts of the same words, which may differ in punctuation alone; tiny ones with the next ones in time.
    fn same_text(&self) {
        let mut texts = self.hashed(|segment| segment.text.as_ref());
        let day = |node: u32| {
            let found = self.texts.sketch(self.first[node as usize]);
            found.and_then(|(_, day)| day)
        };
        let mut nodes = Vec::new();
        for same in chunks(&mut texts) {
            nodes.clear();
            nodes.extend(same.iter().map(|text| (day(text.1), text.1)));
            nodes.sort_unstable();
            for pair in nodes.windows(2) {
                if near_in_time(pair[0].0, pair[1].0) {
                    self.components.join(pair[0].1, pair[1].1);
                }
            }
        }
    }

    /// Joins texts of the same address that resemble each other.
    fn same_page(&self) {
        let mut pages = self.hashed(|segment| segment.url.as_ref());
        let mut nodes = Vec::new();
        for same in chunks(&mut pages) {
            nodes.clear();
            nodes.extend(same.iter().map(|page| page.1));
            self.compare(&mut nodes, BANDS, Link::Page);
        }
    }

    /// Hashes with the nodes that have them.
    fn hashed(&self, column: impl Fn(&Segment) -> Option<&Column<u64>>) -> Vec<(u64, u32)> {
        let mut found = Vec::new();
        self.texts.for_each(&mut |number, segment, doc| {
            let node = self.node_of[number as usize];
            if node != NO_TEXT
                && let Some(hash) = column(segment).and_then(|c| c.first(doc))
            {
                found.push((hash, node));
            }
        });
        found
    }

    /// Sorts documents with their nodes by the bins of a round and compares those that agree.
    fn round(&self, documents: &[(u32, u32)], band: usize, stricter: f64, keys: &mut Vec<u64>) {
        keys.clear();
        for &(number, node) in documents {
            let (segment, doc) = self.texts.place(number);
            keys.push(u64::from(segment.key(doc, band)) << 32 | u64::from(node));
        }
        keys.sort_unstable();
        let mut nodes = Vec::new();
        for same in keys.chunk_by(|a, b| a >> 32 == b >> 32) {
            if same.len() > 1 {
                nodes.clear();
                nodes.extend(same.iter().map(|&key| key as u32));
                self.compare(&mut nodes, band, Link::Text { stricter });
            }
        }
    }

    /// Compares candidates and joins those that are near-identical. Of many candidates each is compared with some others only, in
    /// an order that is another one in each round.
    fn compare(&self, nodes: &mut [u32], band: usize, link: Link) {
        let reach = if nodes.len() <= ALL_PAIRS {
            nodes.len()
        } else {
            let salt = (band as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            nodes.sort_unstable_by_key(|&node| {
                let mixed = (u64::from(node) ^ salt).wrapping_mul(0xff51_afd7_ed55_8ccd);
                (mixed ^ mixed >> 32, node)
            });
            NEIGHBOURS
        };
        for (i, &a) in nodes.iter().enumerate() {
            for &b in nodes[i + 1..].iter().take(reach) {
                if self.components.root(a) != self.components.root(b) && self.is_near(a, b, link) {
                    self.components.join(a, b);
                }
            }
        }
    }

    fn is_near(&self, a: u32, b: u32, link: Link) -> bool {
        let sketch = |node: u32| self.texts.sketch(self.first[node as usize]);
        let (Some((a, day_a)), Some((b, day_b))) = (sketch(a), sketch(b)) else {
            return false;
        };
        let similarity = Fingerprint::similarity(&a.bins, &b.bins);
        is_near(similarity, a.words.min(b.words), link)
            && (link == Link::Page || near_in_time(day_a, day_b))
    }

    /// Takes components apart that are large and loose.
    fn take_apart(&self) {
        let mut loose = self.loose(&self.in_order);
        let any = !loose.is_empty();
        let (mut stricter, mut keys) = (0.0, Vec::new());
        while !loose.is_empty() {
            stricter += STEP;
            for group in &loose {
                for &(_, node) in group {
                    self.components.reset(node);
                }
                for band in 0..BANDS {
                    self.round(group, band, stricter, &mut keys);
                }
            }
            loose = loose.iter().flat_map(|group| self.loose(group)).collect();
        }
        if any {
            // What else joins two texts still does.
            self.same_text();
            self.same_page();
        }
    }

    /// The large and loose components among some documents.
    fn loose(&self, documents: &[(u32, u32)]) -> Vec<Vec<(u32, u32)>> {
        let mut by_root: Vec<(u32, (u32, u32))> = documents
            .iter()
            .map(|&document| (self.components.root(document.1), document))
            .collect();
        by_root.sort_unstable();
        by_root
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.len() >= LARGE)
            .map(|group| group.iter().map(|g| g.1).collect::<Vec<_>>())
            .filter(|group| self.mean_similarity(group) < LOOSE)
            .collect()
    }

    /// The mean estimated similarity of two of the texts: exact over all pairs, from how often each value stands in each bin.
    fn mean_similarity(&self, documents: &[(u32, u32)]) -> f64 {
        let mut counts = vec![[0_u64; 16]; SKETCH_BINS];
        for &(number, _) in documents {
            if let Some((sketch, _)) = self.texts.sketch(number) {
                for (bin, counts) in counts.iter_mut().enumerate() {
                    let value = sketch.bins[bin / 16] >> (4 * (bin % 16)) & 15;
                    counts[value as usize] += 1;
                }
            }
        }
        let pairs = |n: u64| n * n.saturating_sub(1) / 2;
        let equal: u64 = counts.iter().flatten().map(|&n| pairs(n)).sum();
        let all = pairs(documents.len() as u64) * SKETCH_BINS as u64;
        (equal as f64 / all.max(1) as f64 - 1.0 / 16.0) / (15.0 / 16.0)
    }
}

/// Whether two texts may be one story by their days; those that are not tiny (`None`) may always.
fn near_in_time(a: Option<i64>, b: Option<i64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.abs_diff(b) <= TINY_DAYS,
        _ => true,
    }
}

/// Groups of at least two different nodes with the same hash.
fn chunks(hashed: &mut Vec<(u64, u32)>) -> impl Iterator<Item = &[(u64, u32)]> {
    hashed.sort_unstable();
    hashed.dedup();
    hashed
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_must_be_more_alike() {
        let text = |similarity, words| is_near(similarity, words, Link::Text { stricter: 0.0 });
        assert!(text(0.65, 500) && !text(0.62, 500));
        assert!(text(0.65, 60) && !text(0.70, 40));
        assert!(text(0.93, 8) && !text(0.9, 20));
        assert!(is_near(0.3, 8, Link::Page) && !is_near(0.2, 500, Link::Page));
        // However strict, in the end nothing is near.
        assert!(!is_near(1.0, 500, Link::Text { stricter: 0.42 }));
        assert!(!is_near(1.0, 8, Link::Text { stricter: 0.42 }));
    }

    #[test]
    fn tiny_texts_are_one_story_within_days_only() {
        assert!(near_in_time(None, Some(5)) && near_in_time(Some(5), Some(8)));
        assert!(!near_in_time(Some(5), Some(9)));
        assert!(near_in_time(Some(UNDATED), Some(UNDATED)));
        assert!(
            !near_in_time(Some(UNDATED), Some(0)) && !near_in_time(Some(i64::MAX), Some(UNDATED))
        );
    }
}
