//! Who is named but takes no part: `unlike X`, `rather than X`, `but not X`; who judges what others do to each other.

use super::super::grammar::Gram;
use super::super::hash::word_hash;
use super::super::lexis::Lexis;
use super::evidence::{Construction, Evidence, Outcome};
use super::found::Found;
use super::inflect::Form;
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

/// Auxiliaries that open a condition before their subject.
const INVERTED: [u64; 3] = [word_hash("had"), word_hash("were"), word_hash("should")];
const QUESTION: u64 = word_hash("?");

/// Texts that can be voted on or refused.
const TEXTS: [u64; 22] = [
    word_hash("resolution"),
    word_hash("resolutions"),
    word_hash("statement"),
    word_hash("statements"),
    word_hash("declaration"),
    word_hash("motion"),
    word_hash("motions"),
    word_hash("draft"),
    word_hash("text"),
    word_hash("bill"),
    word_hash("bills"),
    word_hash("measure"),
    word_hash("measures"),
    word_hash("proposal"),
    word_hash("proposals"),
    word_hash("plan"),
    word_hash("plans"),
    word_hash("move"),
    word_hash("moves"),
    word_hash("calls"),
    word_hash("efforts"),
    word_hash("demands"),
];

/// Elements behind a refusal in which its text and whom that speaks of are looked for.
const TEXT_REACH: usize = 16;

/// Those who are not the actor beside whose name they are named: `X's critics`, `victims of X`.
const OTHERS: [u64; 34] = [
    word_hash("critic"),
    word_hash("critics"),
    word_hash("opponent"),
    word_hash("opponents"),
    word_hash("foe"),
    word_hash("foes"),
    word_hash("enemy"),
    word_hash("enemies"),
    word_hash("rival"),
    word_hash("rivals"),
    word_hash("victim"),
    word_hash("victims"),
    word_hash("hostage"),
    word_hash("hostages"),
    word_hash("captives"),
    word_hash("prisoners"),
    word_hash("detractors"),
    word_hash("dissident"),
    word_hash("dissidents"),
    word_hash("defector"),
    word_hash("defectors"),
    word_hash("survivors"),
    word_hash("neighbour"),
    word_hash("neighbours"),
    word_hash("neighbor"),
    word_hash("neighbors"),
    word_hash("creditors"),
    word_hash("widow"),
    word_hash("brother"),
    word_hash("families"),
    word_hash("relatives"),
    word_hash("predecessor"),
    word_hash("successor"),
    word_hash("challenger"),
];

/// The same behind `X's` only: `NATO allies` are NATO.
const FRIENDS: [u64; 4] = [
    word_hash("ally"),
    word_hash("allies"),
    word_hash("supporters"),
    word_hash("backers"),
];

/// Elements behind a name that are searched for the noun that it stands before.
const PHRASE: usize = 4;

/// Elements from a word of help to the `against` that belongs to it.
const HELP_REACH: usize = 9;

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

    /// `X voted against a text that condemns Y`: X takes no side against Y.
    pub(super) fn refusals(&self, evidence: &mut Evidence) {
        for i in 0..self.items.len() {
            if !REFUSED.contains(&self.items[i].lower) {
                continue;
            }
            let Some(subject) = self.subject(i, Form::Past) else {
                continue;
            };
            let mut text = false;
            for k in i + 1..(i + TEXT_REACH).min(self.items.len()) {
                let gram = self.gram(k);
                if gram == Gram::Stop || gram == Gram::Comma {
                    break;
                }
                text |= TEXTS.contains(&self.items[k].lower);
                if text && let Some(named) = self.name(k) {
                    evidence.bar(subject.actors, named);
                    break;
                }
            }
        }
    }

    /// Whether the single name of a group only tells whose others are meant: `X's critics`, `victims of X`, and where the name is a subject
    /// also `families of X hostages`.
    pub(super) fn names_others(&self, group: &Group, subject: bool) -> bool {
        if group.end != group.start + 1 {
            return false;
        }
        let owner = self.items.get(group.end).map(|t| t.gram) == Some(Gram::Possessive);
        let mut behind = (group.end..(group.end + PHRASE).min(self.items.len())).take_while(|&k| {
            self.gram(k) == Gram::Possessive
                || self.name(k).is_none()
                    && self.gram(k) == Gram::Other
                    && !self.items[k].lexis.has(Lexis(Lexis::PAST.0 | Lexis::ING.0))
        });
        let others = behind.any(|k| {
            let lower = self.items[k].lower;
            OTHERS.contains(&lower) || owner && FRIENDS.contains(&lower)
        });
        let before = group
            .start
            .checked_sub(2)
            .is_some_and(|k| self.gram(k + 1) == Gram::Of && OTHERS.contains(&self.items[k].lower));
        others && (owner || subject) || before
    }

    /// Whether a condition without `if` begins before the subject at `start`: `Had X attacked Y, …`.
    pub(super) fn opens_condition(&self, start: usize) -> bool {
        let Some(verb) = start.checked_sub(1) else {
            return false;
        };
        let opens = verb == 0 || self.gram(verb - 1) == Gram::Comma;
        opens
            && INVERTED.contains(&self.items[verb].lower)
            && self.items[start..].iter().all(|t| t.lower != QUESTION)
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
        let mut friendly = 0;
        for i in 0..self.items.len() {
            friendly = match self.hit(i) {
                Some((_, frame)) if frame.polarity > 0 => HELP_REACH,
                Some((_, frame)) if frame.polarity < 0 => 0,
                _ if self.gram(i).is_border() => 0,
                _ => friendly - usize::from(friendly > 0),
            };
            if friendly > 0 && self.gram(i) == Gram::Against {
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

    /// `Y, criticised by X, thanked Z`: X thanks nobody.
    pub(super) fn bar_aside(&self, evidence: &mut Evidence, from: &Group, to: &Group) {
        let scene = self.scene;
        if scene.items.get(from.end).map(|t| t.gram) != Some(Gram::Comma) {
            return;
        }
        let agents = (from.end..self.at).filter(|&k| scene.gram(k) == Gram::By);
        for agent in agents.filter_map(|by| scene.name_soon(by + 1, 4)) {
            evidence.bar(agent.actors, to.actors);
        }
    }

    /// The same where the words before the aside are no known name: the frame has no subject then.
    pub(super) fn bar_agent(&self, evidence: &mut Evidence, to: &Group) {
        let agent = self.scene.verb_group_start(self.at).checked_sub(1);
        if let Some(agent) = agent.and_then(|closing| self.scene.agent_of_aside(closing)) {
            evidence.bar(agent.actors, to.actors);
        }
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
                // `X condemned the shelling of Y by Z`: whoever did it is judged.
                if holder.start > self.at {
                    let side = judging.side(Some(&judge), Construction::Active);
                    evidence.add(judge.actors, holder.actors, side);
                }
                return;
            }
        }
    }

    /// `X's criticism of Y was condemned by Z`: what Z judges is the noun, whose target the group Y is.
    pub(super) fn judged_noun(&self, group: &Group) -> Option<Self> {
        let floor = group.start.saturating_sub(4);
        (floor..group.start)
            .rev()
            .filter_map(|i| Found::at(self.scene, i))
            .find(|noun| {
                noun.used == Use::Noun
                    && noun.frame.polarity != 0
                    && noun.frame.sort != Sort::Relation
                    && noun.target().is_some_and(|t| t.start == group.start)
            })
    }

    /// The name right before the noun that owns it, as in `X's criticism`.
    pub(super) fn owner(&self) -> Option<Group> {
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
