//! A trie over word symbols; what it holds at a node is a list of entries.

use hashbrown::HashMap;

/// The number of a distinct lower-case word of the dictionary.
pub(super) type Symbol = u32;

/// Stands for a word that no alias holds.
pub(super) const NO_SYMBOL: Symbol = u32::MAX;

/// What a sequence of words stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Entry {
    /// An alias: its index in the dictionary.
    Alias(u32),
    /// An office: its number.
    Office(u32),
    /// A town or region: its number in the gazetteer.
    Place(u32),
    /// A phrase that stands for nobody the dictionary knows: its number.
    Blocked(u32),
}

#[derive(Debug, Default)]
pub(super) struct Trie {
    edges: HashMap<u64, u32>,
    building: Vec<Vec<Entry>>,
    ranges: Vec<(u32, u32)>,
    entries: Vec<Entry>,
}

/// The node before any word.
pub(super) const ROOT: u32 = 0;

impl Trie {
    pub(super) fn new() -> Self {
        Self {
            building: vec![Vec::new()],
            ..Self::default()
        }
    }

    pub(super) fn insert(&mut self, path: &[Symbol], entry: Entry) {
        let mut node = ROOT;
        for &symbol in path {
            let fresh = self.building.len() as u32;
            node = *self.edges.entry(key(node, symbol)).or_insert(fresh);
            if node == fresh {
                self.building.push(Vec::new());
            }
        }
        let here = &mut self.building[node as usize];
        if !here.contains(&entry) {
            here.push(entry);
        }
    }

    /// Packs the entries; nothing may be inserted afterwards.
    pub(super) fn freeze(&mut self) {
        for node in std::mem::take(&mut self.building) {
            let start = self.entries.len() as u32;
            self.entries.extend(node);
            self.ranges.push((start, self.entries.len() as u32));
        }
    }

    /// The node that the symbol leads to.
    #[inline]
    pub(super) fn step(&self, node: u32, symbol: Symbol) -> Option<u32> {
        self.edges.get(&key(node, symbol)).copied()
    }

    /// What ends at the node.
    #[inline]
    pub(super) fn entries(&self, node: u32) -> &[Entry] {
        let (start, end) = self.ranges[node as usize];
        &self.entries[start as usize..end as usize]
    }
}

fn key(node: u32, symbol: Symbol) -> u64 {
    (u64::from(node) << 32) | u64::from(symbol)
}
