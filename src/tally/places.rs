//! Where the actors of an article stand in it.

/// For each actor of the article the ascending places (sentences, paragraphs or windows) where it stands.
#[derive(Debug, Default)]
pub(super) struct Places {
    list: Vec<u16>,
    /// End of the actor's part of `list`.
    ends: Vec<u32>,
    /// Bit `place % 64` is set for each place of the actor.
    masks: Vec<u64>,
    /// Whether all places of the article are below 64, so that masks say all.
    small: bool,
}

impl Places {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.ends.clear();
        self.masks.clear();
        self.small = true;
    }

    pub(super) fn start(&mut self) {
        self.ends.push(self.list.len() as u32);
        self.masks.push(0);
    }

    pub(super) fn push(&mut self, place: u16) {
        let last = self.ends.len() - 1;
        let from = if last == 0 {
            0
        } else {
            self.ends[last - 1] as usize
        };
        if self.list.len() > from && self.list.last() == Some(&place) {
            return;
        }
        self.list.push(place);
        self.ends[last] = self.list.len() as u32;
        self.masks[last] |= 1 << (place % 64);
        self.small &= place < 64;
    }

    /// Adds the places `from..=to`, which begin no earlier than the places of the actor so far; those it has already are left out.
    pub(super) fn push_all(&mut self, from: u16, to: u16) {
        let from = match self.of(self.ends.len() - 1).last() {
            Some(&last) if last >= from => last.saturating_add(1),
            _ => from,
        };
        for place in from..=to {
            self.push(place);
        }
    }

    /// The places of all actors, those of the first actor first.
    pub(super) fn all(&self) -> &[u16] {
        &self.list
    }

    pub(super) fn of(&self, i: usize) -> &[u16] {
        let from = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.list[from..self.ends[i] as usize]
    }

    /// Places that two actors share.
    pub(super) fn shared(&self, i: usize, j: usize) -> u32 {
        let both = self.masks[i] & self.masks[j];
        if self.small || both == 0 {
            return both.count_ones();
        }
        let (mut a, mut b) = (self.of(i).iter().peekable(), self.of(j).iter().peekable());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => _ = a.next(),
                std::cmp::Ordering::Greater => _ = b.next(),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        shared
    }
}
