//! Which texts are joined: a forest over numbered nodes (union-find) that threads may change at the same time.

use std::sync::atomic::{AtomicU32, Ordering};

/// Which texts are joined; threads may join at the same time.
pub(super) struct Components {
    parents: Vec<AtomicU32>,
}

impl Components {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            parents: (0..nodes as u32).map(AtomicU32::new).collect(),
        }
    }

    /// The smallest node that a node is known to be joined with.
    pub(super) fn root(&self, mut node: u32) -> u32 {
        loop {
            let parent = self.parents[node as usize].load(Ordering::Relaxed);
            if parent == node {
                return node;
            }
            // Parents are smaller and never change back, so whatever another thread does, this stays an ancestor.
            let above = self.parents[parent as usize].load(Ordering::Relaxed);
            self.parents[node as usize].store(above, Ordering::Relaxed);
            node = above;
        }
    }

    /// Makes a node one by itself; to be done for all nodes of a component, while nothing else is done.
    pub(super) fn reset(&self, node: u32) {
        self.parents[node as usize].store(node, Ordering::Relaxed);
    }

    pub(super) fn join(&self, a: u32, b: u32) {
        let (mut a, mut b) = (self.root(a), self.root(b));
        while a != b {
            let (small, large) = (a.min(b), a.max(b));
            let place = &self.parents[large as usize];
            let joined = place.compare_exchange(large, small, Ordering::Relaxed, Ordering::Relaxed);
            if joined.is_ok() {
                return;
            }
            (a, b) = (self.root(small), self.root(large));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_is_one_component_with_the_smallest_node() {
        let components = Components::new(10);
        for (a, b) in [(3, 7), (9, 7), (2, 9), (4, 5)] {
            components.join(a, b);
        }
        let roots: Vec<u32> = (0..10).map(|node| components.root(node)).collect();
        assert_eq!(roots, [0, 1, 2, 2, 4, 4, 6, 2, 8, 2]);
    }

    #[test]
    fn threads_that_join_at_the_same_time_lose_nothing() {
        const NODES: u32 = 20_000;
        let components = Components::new(NODES as usize);
        // Nodes that are equal modulo 7, joined in four ways at once.
        std::thread::scope(|scope| {
            for thread in 0..4_u32 {
                let components = &components;
                scope.spawn(move || {
                    for i in 0..NODES - 7 {
                        let node = (i * 7919 + thread * 4001) % (NODES - 7);
                        components.join(node, node + 7);
                    }
                });
            }
        });
        assert!((0..NODES).all(|node| components.root(node) == node % 7));
    }
}
