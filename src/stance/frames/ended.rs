//! Nouns whose opposite is told: `lifted its ban on Y`, `froze aid to Y`.

use super::super::grammar::Gram;
use super::super::hash::word_hash;
use super::found::Found;

/// Verbs that bring about the opposite of the noun behind them.
const ENDED: [u64; 35] = [
    word_hash("lift"),
    word_hash("lifts"),
    word_hash("lifted"),
    word_hash("lifting"),
    word_hash("end"),
    word_hash("ends"),
    word_hash("ended"),
    word_hash("ending"),
    word_hash("drop"),
    word_hash("drops"),
    word_hash("dropped"),
    word_hash("dropping"),
    word_hash("withdraw"),
    word_hash("withdraws"),
    word_hash("withdrew"),
    word_hash("withdrawn"),
    word_hash("scrap"),
    word_hash("scraps"),
    word_hash("scrapped"),
    word_hash("scrapping"),
    word_hash("cancel"),
    word_hash("cancels"),
    word_hash("cancelled"),
    word_hash("canceled"),
    word_hash("abandoned"),
    word_hash("revoked"),
    word_hash("revokes"),
    word_hash("rescinded"),
    word_hash("halted"),
    word_hash("halts"),
    word_hash("halt"),
    word_hash("suspended"),
    word_hash("suspends"),
    word_hash("terminated"),
    word_hash("axed"),
];
/// Of something hostile.
const EASED: [u64; 18] = [
    word_hash("ease"),
    word_hash("eases"),
    word_hash("eased"),
    word_hash("easing"),
    word_hash("relax"),
    word_hash("relaxed"),
    word_hash("waive"),
    word_hash("waived"),
    word_hash("settle"),
    word_hash("settled"),
    word_hash("resolve"),
    word_hash("resolved"),
    word_hash("removed"),
    word_hash("loosened"),
    word_hash("softened"),
    word_hash("overcame"),
    word_hash("buried"),
    word_hash("reconciled"),
];
/// Of something kind.
const CUT: [u64; 23] = [
    word_hash("cut"),
    word_hash("cuts"),
    word_hash("cutting"),
    word_hash("slash"),
    word_hash("slashed"),
    word_hash("withhold"),
    word_hash("withholds"),
    word_hash("withheld"),
    word_hash("withholding"),
    word_hash("freeze"),
    word_hash("freezes"),
    word_hash("froze"),
    word_hash("frozen"),
    word_hash("block"),
    word_hash("blocks"),
    word_hash("blocked"),
    word_hash("blocking"),
    word_hash("delay"),
    word_hash("delayed"),
    word_hash("lost"),
    word_hash("broke"),
    word_hash("tore"),
    word_hash("rejected"),
];

impl Found<'_> {
    /// Whether what the noun names is brought to an end: `lifted its ban on Y`, `froze aid to Y`, `the sanctions on Y were lifted`.
    pub(super) fn is_ended(&self) -> bool {
        let scene = self.scene;
        let ends = |k: usize| {
            let lower = scene.items[k].lower;
            ENDED.contains(&lower)
                || if self.frame.polarity < 0 {
                    EASED.contains(&lower)
                } else {
                    CUT.contains(&lower)
                }
        };
        let before = (self.at.saturating_sub(4)..self.at)
            .rev()
            .take_while(|&k| {
                let gram = scene.gram(k);
                !gram.is_border() && gram != Gram::Comma && !gram.is_preposition()
            })
            .any(ends);
        let mut said = false;
        let behind = self.behind..(self.behind + 7).min(scene.items.len());
        before
            || behind
                .take_while(|&k| !scene.gram(k).is_border() && scene.gram(k) != Gram::Comma)
                .any(|k| {
                    said |= scene.gram(k) == Gram::Be;
                    said && ends(k)
                })
    }
}
