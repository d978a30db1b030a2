//! Features of a shallow parse: what the one actor is to the other in the grammar of the sentence.

use super::features::{NO_TOKEN, Sink, three, two};
use super::frames::Scene;
use super::hash::mix;
use super::parse::{Kind, NONE, Relation, Voice};
use super::sequence::Sequence;
use super::view::{Function, Post, View, turned, usage};
use super::words::Flags;

// Kinds of features, after those in `cue_features.rs`; their values are part of the weights' format.
const ALONE: u64 = 30;
const JOINT: u64 = 31;
const SAME: u64 = 32;
const ACT: u64 = 33;
const OTHERS: u64 = 34;
const SPEAKER: u64 = 35;
const CLAUSES: u64 = 36;

/// Features of one actor's place alone; `who` is 0 for the holder and 1 for the target.
fn alone(view: &View<'_>, post: &Post, who: u64, sink: &mut impl Sink) {
    let base = three(ALONE, who, post.function as u64, post.relation as u64);
    let mut put = |hash: u64, token: u16| sink.put(hash, token, token);
    put(base, NO_TOKEN);
    put(mix(base, post.preposition), NO_TOKEN);
    if post.head != 0 {
        let token = view.token(post.chunk);
        put(
            three(ALONE, who + 2, post.function as u64, post.head),
            token,
        );
        put(
            mix(
                three(ALONE, who + 4, post.relation as u64, post.head),
                post.preposition,
            ),
            token,
        );
    }
    if let Some(governor) = post.governor {
        let token = view.token(governor);
        put(
            three(base, 1, post.preposition, view.symbol(governor)),
            token,
        );
        put(
            three(base, 2, usage(view.chunk(governor)), view.class(governor)),
            token,
        );
        if let Some(verb) = post.verb.filter(|v| *v != governor) {
            let token = view.token(verb);
            put(
                three(base, 3, view.class(governor), view.class(verb)),
                token,
            );
            put(
                three(
                    base,
                    4,
                    view.chunk(governor).relation as u64,
                    view.symbol(verb),
                ),
                token,
            );
        }
    }
}

/// Features of one direction of a pair, from `holder` to `target` (indices of elements).
pub(super) fn structure_features(
    sequence: &Sequence,
    scene: &Scene<'_>,
    forward: bool,
    sink: &mut impl Sink,
) {
    let view = View {
        sequence,
        scene,
        parse: &sequence.parse,
    };
    let (first, second) = (view.post(sequence.first), view.post(sequence.second));
    let (holder, target) = if forward {
        (first, second)
    } else {
        (second, first)
    };
    alone(&view, &holder, 0, sink);
    alone(&view, &target, 1, sink);
    clauses(&view, forward, sink);
    joint(&view, &holder, &target, sink);
    others(&view, &holder, &target, forward, sink);
    speaker(&view, &holder, &target, forward, sink);
}

/// The same of the target of a tone.
pub(super) fn target_features(sequence: &Sequence, scene: &Scene<'_>, sink: &mut impl Sink) {
    let view = View {
        sequence,
        scene,
        parse: &sequence.parse,
    };
    let target = view.post(sequence.first);
    alone(&view, &target, 1, sink);
    if let Some(verb) = target.verb {
        let chunk = view.chunk(verb);
        let token = view.token(verb);
        let what = three(OTHERS, 9, target.relation as u64, view.named(chunk.subject));
        sink.put(mix(what, view.class(verb)), token, token);
        sink.put(mix(what, view.symbol(verb)), token, token);
        sink.put(
            three(OTHERS, 10, view.named(chunk.object), view.class(verb)),
            token,
            token,
        );
    }
}

/// Borders of clauses between the two.
fn clauses(view: &View<'_>, forward: bool, sink: &mut impl Sink) {
    let (from, to) = (view.sequence.first, view.sequence.second);
    let (from, to) = (view.parse.chunk_of[from], view.parse.chunk_of[to]);
    if from == NONE || to == NONE || from > to {
        return;
    }
    let (mut borders, mut commas, mut verbs) = (0_u64, 0_u64, 0_u64);
    for chunk in &view.parse.chunks[usize::from(from)..usize::from(to)] {
        match chunk.kind {
            Kind::Border | Kind::Opener => borders += 1,
            Kind::Comma => commas += 1,
            Kind::Verb => verbs += 1,
            _ => {}
        }
    }
    let forward = u64::from(forward);
    sink.put(
        three(CLAUSES, forward, 0, borders.min(3)),
        NO_TOKEN,
        NO_TOKEN,
    );
    sink.put(
        three(CLAUSES, forward, 1, borders.min(2) * 3 + commas.min(2)),
        NO_TOKEN,
        NO_TOKEN,
    );
    sink.put(three(CLAUSES, forward, 2, verbs.min(3)), NO_TOKEN, NO_TOKEN);
}

/// What binds the two: one phrase, one verb, or a noun of one that governs the other.
fn joint(view: &View<'_>, holder: &Post, target: &Post, sink: &mut impl Sink) {
    let functions = holder.function as u64 * 4 + target.function as u64;
    let relations = holder.relation as u64 * 8 + target.relation as u64;
    let mut put = |hash: u64, token: u16| sink.put(hash, token, token);
    if holder.function == Function::Outside || target.function == Function::Outside {
        put(two(JOINT, 0, functions), NO_TOKEN);
        return;
    }
    if holder.chunk == target.chunk {
        let token = view.token(holder.chunk);
        put(two(SAME, functions, 0), NO_TOKEN);
        put(three(SAME, functions, 1, view.symbol(holder.chunk)), token);
        put(three(SAME, functions, 2, view.class(holder.chunk)), token);
        return;
    }
    // `S's invasion of T`, `T's invasion by S`.
    for (way, upper, lower) in [(0, holder, target), (1, target, holder)] {
        if lower.governor == Some(upper.chunk) {
            let token = view.token(upper.chunk);
            let what = three(ACT, way, functions, lower.preposition);
            put(what, NO_TOKEN);
            put(mix(what, view.symbol(upper.chunk)), token);
            put(
                two(
                    ACT,
                    2 + way,
                    mix(view.class(upper.chunk), lower.preposition),
                ),
                token,
            );
        }
    }
    let (Some(one), Some(other)) = (holder.verb, target.verb) else {
        put(two(JOINT, 1, relations), NO_TOKEN);
        return;
    };
    if one == other {
        let direct =
            u64::from(holder.governor == Some(one)) * 2 + u64::from(target.governor == Some(one));
        let token = view.token(one);
        let what = three(JOINT, 2, relations, direct);
        put(what, NO_TOKEN);
        put(
            three(what, 1, usage(view.chunk(one)), view.class(one)),
            token,
        );
        put(three(what, 2, view.symbol(one), target.preposition), token);
        put(three(what, 3, functions, view.class(one)), token);
        put(three(what, 4, target.head, view.class(one)), token);
        for (way, post) in [(5, holder), (6, target)] {
            if let Some(noun) = post.governor.filter(|g| *g != one) {
                put(
                    three(what, way, view.class(noun), view.class(one)),
                    view.token(noun),
                );
                put(
                    three(what, way + 2, view.symbol(noun), post.preposition),
                    view.token(noun),
                );
            }
        }
    } else {
        put(three(JOINT, 3, relations, u64::from(one < other)), NO_TOKEN);
        put(
            three(JOINT, 4, relations, mix(view.class(one), view.class(other))),
            NO_TOKEN,
        );
    }
}

/// Who else takes part: the subject of the target's verb, the object of the holder's.
fn others(view: &View<'_>, holder: &Post, target: &Post, forward: bool, sink: &mut impl Sink) {
    let mut put = |hash: u64, token: u16| sink.put(hash, token, token);
    if let Some(verb) = target.verb {
        let chunk = view.chunk(verb);
        let doer = if chunk.voice == Voice::Passive {
            chunk.agent
        } else {
            chunk.subject
        };
        let what = three(
            OTHERS,
            0,
            turned(view.named(doer), forward),
            target.relation as u64,
        );
        put(what, NO_TOKEN);
        put(mix(what, view.class(verb)), view.token(verb));
        put(mix(what, view.symbol(verb)), view.token(verb));
    }
    if let Some(verb) = holder.verb {
        let chunk = view.chunk(verb);
        let done = if chunk.voice == Voice::Passive {
            chunk.subject
        } else {
            chunk.object
        };
        let what = three(
            OTHERS,
            1,
            turned(view.named(done), forward),
            holder.relation as u64,
        );
        put(what, NO_TOKEN);
        put(mix(what, view.class(verb)), view.token(verb));
    }
    if let Some(noun) = target.governor.filter(|g| !view.is_verb(*g)) {
        let named = turned(view.named(noun as u16), forward);
        let what = three(OTHERS, 2, named, target.preposition);
        put(mix(what, view.class(noun)), view.token(noun));
        put(mix(what, view.symbol(noun)), view.token(noun));
    }
}

/// The holder speaks and the target stands in what is said.
fn speaker(view: &View<'_>, holder: &Post, target: &Post, forward: bool, sink: &mut impl Sink) {
    let Some(verb) = holder.verb else { return };
    let says = view.sequence.items[usize::from(view.chunk(verb).head)]
        .flags
        .has(Flags::SAY);
    let at = if forward {
        view.sequence.second
    } else {
        view.sequence.first
    };
    if !says || holder.relation != Relation::Subject || target.verb == Some(verb) {
        return;
    }
    let quoted = u64::from(view.sequence.items[at].quoted);
    let what = three(
        SPEAKER,
        quoted,
        target.relation as u64,
        target.function as u64,
    );
    let mut put = |hash: u64, token: u16| sink.put(hash, token, token);
    put(what, NO_TOKEN);
    if let Some(told) = target.verb {
        let token = view.token(told);
        let subject = turned(view.named(view.chunk(told).subject), forward);
        put(
            three(what, 1, view.class(told), usage(view.chunk(told))),
            token,
        );
        put(three(what, 2, view.symbol(told), subject), token);
    }
    if target.head != 0 {
        put(three(what, 3, target.head, 0), view.token(target.chunk));
    }
    if let Some(noun) = target.governor.filter(|g| !view.is_verb(*g)) {
        put(
            three(what, 4, view.class(noun), target.preposition),
            view.token(noun),
        );
    }
}
