//! Who is named but takes no part: `unlike X`, `rather than X`, `but not X`; who judges what others do to each other.

use super::super::grammar::Gram;
use super::super::hash::word_hash;
use super::evidence::{Construction, Evidence, Outcome};
use super::found::Found;
use super::lexicon::Sort;
use super::scene::{Actors, Group, Scene, Use};

const UNLIKE: u64 = word_hash("unlike");
const THAN: u64 = word_hash("than");
const RATHER: u64 = word_hash("rather");
const INSTEAD: u64 = word_hash("instead");
const EXCEPT: u64 = word_hash("except");
const NOT: u64 = word_hash("not");

/// Words of refusal between who acts and a text that judges: `voted against a resolution condemning Y`.
const REFUSED: [u64; 27] = [
    word_hash("against"),
    word_hash("abstain"),
    word_hash("abstained"),
    word_hash("abstains"),
    word_hash("abstaining"),
    word_hash("reject"),
    word_hash("rejected"),
    word_hash("rejects"),
    word_hash("rejecting"),
    word_hash("oppose"),
    word_hash("opposed"),
    word_hash("opposes"),
    word_hash("opposing"),
    word_hash("veto"),
    word_hash("vetoed"),
    word_hash("vetoes"),
    word_hash("vetoing"),
    word_hash("block"),
    word_hash("blocked"),
    word_hash("blocks"),
    word_hash("blocking"),
    word_hash("refused"),
    word_hash("declined"),
    word_hash("resisted"),
    word_hash("disowned"),
    word_hash("dismissed"),
    word_hash("shunned"),
];

/// Elements before a name that are searched for what excludes it.
const NEAR: usize = 3;

impl Scene<'_> {
    /// Whether the name at `i` is one that what is said does not hold for.
    pub(super) fn is_excluded(&self, i: usize) -> bool {
        let mut k = i;
        while k > 0
            && i - k < NEAR
            && matches!(self.gram(k - 1), Gram::Determiner | Gram::Adverb)
            && self.items[k - 1].lower != THAN
        {
            k -= 1;
        }
        let Some(before) = k.checked_sub(1) else {
            return false;
        };
        let lower = |j: usize| self.items[j].lower;
        let second = before.checked_sub(1);
        let joined =
            second.is_some_and(|s| matches!(self.gram(s), Gram::But | Gram::And | Gram::Comma));
        match lower(before) {
            UNLIKE | EXCEPT => true,
            THAN => second.is_some_and(|s| lower(s) == RATHER),
            NOT => joined,
            _ => self.gram(before) == Gram::Of && second.is_some_and(|s| lower(s) == INSTEAD),
        }
    }

    /// The actors that what is said does not hold for.
    pub(super) fn excluded(&self) -> Actors {
        (0..self.items.len())
            .filter(|&i| self.name(i).is_some_and(|a| a != 0) && self.is_excluded(i))
            .fold(0, |all, i| all | self.name(i).unwrap_or(0))
    }

    /// The actors named behind `against` where something friendly is said before it: `thanked Y for its help against X`.
    pub(super) fn opposed(&self) -> Actors {
        let mut opposed = 0;
        let mut friendly = false;
        for i in 0..self.items.len() {
            if self.gram(i) == Gram::Stop {
                friendly = false;
            }
            if let Some((_, frame)) = self.hit(i) {
                friendly = frame.polarity > 0 || friendly && frame.polarity == 0;
            }
            if friendly && self.gram(i) == Gram::Against {
                opposed |= self.name_soon(i + 1, 4).map_or(0, |g| g.actors);
            }
        }
        opposed
    }
}

impl Found<'_> {
    /// Whether between its subject and the frame an `-ing` form stands behind a text that the subject refuses.
    pub(super) fn is_refused(&self, subject: &Group) -> bool {
        (subject.end..self.at).any(|k| REFUSED.contains(&self.scene.items[k].lower))
    }

    /// `X condemned Z's attack on Y`: X takes no side against Y. `target` is whom the noun's act hits.
    pub(super) fn spares(&self, evidence: &mut Evidence, holder: &Group, target: &Group) {
        let scene = self.scene;
        if self.frame.polarity >= 0 {
            return;
        }
        let mut i = holder.start.min(self.at);
        let floor = i.saturating_sub(4);
        while i > floor {
            i -= 1;
            let gram = scene.gram(i);
            if scene.name(i).is_some() || gram.is_border() || gram == Gram::Comma {
                return;
            }
            if let Some(judging) = Found::at(scene, i)
                && judging.frame.polarity < 0
                && judging.used == Use::Active
                && let Some((Some(judge), _)) = judging.parties()
            {
                let mut side = self.side(None, Construction::Noun);
                side.outcome = Outcome::Void;
                side.polarity = 0;
                side.weak = judge.weak;
                evidence.add(judge.actors, target.actors, side);
                return;
            }
        }
    }

    /// `X's criticism of Y was condemned by Z`: X is judged, not Y. Gives the holder of the noun whose target the group is.
    pub(super) fn behind_noun(&self, group: &Group) -> Option<Group> {
        let floor = group.start.saturating_sub(4);
        (floor..group.start).rev().find_map(|i| {
            let noun = Found::at(self.scene, i)?;
            let fits = noun.used == Use::Noun
                && noun.frame.polarity != 0
                && noun.frame.sort != Sort::Relation
                && noun.target().is_some_and(|t| t.start == group.start);
            fits.then(|| noun.owner()).flatten()
        })
    }

    /// The name right before the noun that owns it, as in `X's criticism`.
    fn owner(&self) -> Option<Group> {
        let scene = self.scene;
        let mut i = self.at;
        let floor = self.at.saturating_sub(4);
        while i > floor {
            i -= 1;
            if scene.name(i).is_some() {
                return Some(scene.group_left(i));
            }
            if scene.gram(i).is_border() || scene.gram(i) == Gram::Comma {
                return None;
            }
        }
        None
    }
}
