//! A shallow parse of a masked sentence: noun phrases with their heads, verbs with subject, object and agent.
//!
//! No grammar and no tags from outside: function words, endings, a list of verbs and the order of words. Each rule takes the
//! usual order of an English news sentence for granted; where it errs the weights learn how much it is worth.

use super::grammar::Gram;
use super::lexis::Lexis;
use super::sequence::Item;
use super::words::{FIRST, Flags, NAME, NUMBER, SECOND};

/// No chunk.
pub(super) const NONE: u16 = u16::MAX;

/// What a piece of a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Noun,
    Verb,
    Preposition,
    Comma,
    And,
    /// `that`, `who`, `if`, `because` and the like.
    Opener,
    /// Full stop, semicolon, colon, dash, quotation mark.
    Border,
}

/// How a verb is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Voice {
    #[default]
    Active,
    Passive,
    /// With `to`.
    Infinitive,
    /// `-ing` without an auxiliary.
    Participle,
}

/// A noun phrase, a verb with its auxiliaries, or a word between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    pub(super) kind: Kind,
    pub(super) start: u16,
    pub(super) end: u16,
    /// The noun or verb that the chunk is about.
    pub(super) head: u16,
    pub(super) voice: Voice,
    pub(super) negated: bool,
    /// Of verbs: the chunks of subject, object and agent.
    pub(super) subject: u16,
    pub(super) object: u16,
    pub(super) agent: u16,
    /// Of noun phrases: the chunk that it depends on, a verb or (through a preposition) a verb or noun phrase.
    pub(super) governor: u16,
    pub(super) relation: Relation,
}

/// What a noun phrase is to its governor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Relation {
    #[default]
    Free,
    Subject,
    /// Of a passive.
    Patient,
    Object,
    Agent,
    /// Behind a preposition; its element is that of the chunk before.
    Oblique,
}

/// The chunks of a sentence, and which one each element belongs to.
#[derive(Debug, Default)]
pub(super) struct Parse {
    pub(super) chunks: Vec<Chunk>,
    pub(super) chunk_of: Vec<u16>,
}

fn is_name(item: &Item) -> bool {
    matches!(item.symbol, FIRST | SECOND | NAME)
}

/// Whether an element of the middle of a sentence is a verb, by what it may be and what stands before.
fn is_verb(items: &[Item], i: usize) -> bool {
    let item = &items[i];
    let lexis = item.lexis;
    if !lexis.is_verb() || is_name(item) {
        return false;
    }
    let before = i.checked_sub(1).map(|j| &items[j]);
    let next = items.get(i + 1);
    match before.map(|b| b.gram) {
        Some(
            Gram::To
            | Gram::Future
            | Gram::Perhaps
            | Gram::Ought
            | Gram::Third
            | Gram::Speaker
            | Gram::Relative
            | Gram::Negator,
        ) => return true,
        Some(Gram::Be | Gram::Auxiliary) => {
            return lexis.has(Lexis(Lexis::PAST.0 | Lexis::ING.0 | Lexis::BASE.0));
        }
        Some(Gram::Determiner | Gram::Possessive | Gram::Their) => return false,
        Some(g) if g.is_preposition() => return lexis.has(Lexis::ING),
        _ => {}
    }
    if lexis.has(Lexis::NOUN) && !lexis.has(Lexis(Lexis::PAST.0 | Lexis::ING.0)) {
        return false;
    }
    let after_noun =
        before.is_some_and(|b| is_name(b) || b.flags.has(Flags::CONTENT) && b.gram != Gram::Adverb);
    let object_follows = next.is_some_and(|n| {
        is_name(n)
            || matches!(
                n.gram,
                Gram::Determiner
                    | Gram::Their
                    | Gram::That
                    | Gram::ThirdObject
                    | Gram::To
                    | Gram::Quote
            )
            || n.symbol == NUMBER
    });
    if lexis.has(Lexis::ING) {
        return !after_noun || object_follows || before.is_some_and(is_name);
    }
    if lexis.has(Lexis::PAST) {
        // `the accused man`, but `the man accused`.
        let attributive = !after_noun
            && next.is_some_and(|n| {
                n.flags.has(Flags::CONTENT) && n.gram == Gram::Other && !n.lexis.is_verb()
            });
        return !attributive || before.is_none();
    }
    if lexis.has(Lexis::THIRD) {
        return after_noun
            && (object_follows || next.is_none_or(|n| n.gram != Gram::Of && !is_verb_group(n)));
    }
    // A bare form after a plural or a name, with an object.
    (after_noun || before.is_none_or(|b| b.gram == Gram::And || b.gram == Gram::Adverb))
        && object_follows
}

fn is_verb_group(item: &Item) -> bool {
    matches!(
        item.gram,
        Gram::Be | Gram::Auxiliary | Gram::Future | Gram::Perhaps | Gram::Ought
    )
}

impl Parse {
    /// Cuts a masked sentence into chunks and finds what depends on what.
    pub(super) fn fill(&mut self, items: &[Item]) {
        self.chunks.clear();
        self.chunk_of.clear();
        self.chunk_of.resize(items.len(), NONE);
        self.cut(items);
        for v in 0..self.chunks.len() {
            if self.chunks[v].kind == Kind::Verb {
                self.bind(items, v);
            }
        }
        self.obliques();
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize, head: usize) -> &mut Chunk {
        let number = self.chunks.len() as u16;
        self.chunk_of[start..end].fill(number);
        self.chunks.push(Chunk {
            kind,
            start: start as u16,
            end: end as u16,
            head: head as u16,
            voice: Voice::Active,
            negated: false,
            subject: NONE,
            object: NONE,
            agent: NONE,
            governor: NONE,
            relation: Relation::Free,
        });
        let last = self.chunks.len() - 1;
        &mut self.chunks[last]
    }

    fn cut(&mut self, items: &[Item]) {
        let mut i = 0;
        while i < items.len() {
            let gram = items[i].gram;
            let kind = match gram {
                _ if is_name(&items[i]) => None,
                Gram::Comma => Some(Kind::Comma),
                Gram::Stop | Gram::Quote => Some(Kind::Border),
                Gram::And | Gram::But => Some(Kind::And),
                Gram::Relative | Gram::Subordinate | Gram::Condition | Gram::That => {
                    Some(Kind::Opener)
                }
                Gram::To if items.get(i + 1).is_some_and(|n| n.lexis.has(Lexis::BASE)) => None,
                g if g.is_preposition() => Some(Kind::Preposition),
                _ => None,
            };
            if let Some(kind) = kind {
                self.push(kind, i, i + 1, i);
                i += 1;
                continue;
            }
            i = match self.verb_from(items, i) {
                Some(end) => end,
                None => self.noun_from(items, i),
            };
        }
    }

    /// A verb with its auxiliaries and adverbs, if one begins here; gives the end.
    fn verb_from(&mut self, items: &[Item], start: usize) -> Option<usize> {
        let mut i = start;
        let (mut be, mut to, mut negated, mut auxiliary) = (false, false, false, false);
        while i < items.len() && !is_name(&items[i]) {
            let item = &items[i];
            negated |= item.negates || item.gram == Gram::Negator;
            match item.gram {
                Gram::To => to = true,
                Gram::Be => be = true,
                Gram::Auxiliary | Gram::Future | Gram::Perhaps | Gram::Ought => auxiliary = true,
                Gram::Adverb | Gram::Negator => {}
                _ => break,
            }
            i += 1;
        }
        let verb = i < items.len() && is_verb(items, i);
        if !verb && !be && !auxiliary {
            return None;
        }
        // A bare form of `be` or `have` is a verb of its own.
        let head = if verb { i } else { i - 1 };
        let end = head + 1;
        let lexis = items[head].lexis;
        let by = items[end..items.len().min(end + 4)]
            .iter()
            .take_while(|t| t.gram != Gram::Comma && !is_name(t))
            .any(|t| t.gram == Gram::By);
        let voice = match () {
            () if verb && lexis.has(Lexis::PAST) && (be || (!auxiliary && by)) => Voice::Passive,
            () if to && !be => Voice::Infinitive,
            () if verb && lexis.has(Lexis::ING) && !be => Voice::Participle,
            () => Voice::Active,
        };
        let chunk = self.push(Kind::Verb, start, end, head);
        chunk.voice = voice;
        chunk.negated = negated;
        Some(end)
    }

    /// A noun phrase; gives its end. At least one element is taken.
    fn noun_from(&mut self, items: &[Item], start: usize) -> usize {
        let mut i = start;
        let mut head = start;
        while i < items.len() {
            let item = &items[i];
            let name = is_name(item);
            let goes_on = name
                || matches!(
                    item.gram,
                    Gram::Other
                        | Gram::Determiner
                        | Gram::Their
                        | Gram::Possessive
                        | Gram::Hyphen
                        | Gram::Adverb
                        | Gram::Third
                        | Gram::ThirdObject
                        | Gram::Speaker
                        | Gram::Reflexive
                        | Gram::Negator
                );
            if !goes_on || i > start && (is_verb(items, i) || !name && is_verb_group(item)) {
                break;
            }
            // A determiner begins another phrase.
            if i > start
                && matches!(item.gram, Gram::Determiner | Gram::Their)
                && !matches!(
                    items[i - 1].gram,
                    Gram::Determiner | Gram::Adverb | Gram::Negator
                )
            {
                break;
            }
            if name
                || item.gram == Gram::Other
                || matches!(item.gram, Gram::Third | Gram::ThirdObject | Gram::Speaker)
            {
                head = i;
            }
            i += 1;
        }
        let end = i.max(start + 1);
        self.push(Kind::Noun, start, end, head);
        end
    }

    fn kind(&self, i: usize) -> Option<Kind> {
        self.chunks.get(i).map(|c| c.kind)
    }

    /// Finds subject, object and agent of the verb chunk `v`.
    fn bind(&mut self, items: &[Item], v: usize) {
        let voice = self.chunks[v].voice;
        let subject = self.subject(items, v);
        self.chunks[v].subject = subject.map_or(NONE, |s| s as u16);
        if let Some(s) = subject {
            let relation = if voice == Voice::Passive {
                Relation::Patient
            } else {
                Relation::Subject
            };
            self.attach(s, v, relation);
        }
        if voice == Voice::Passive
            && let Some(agent) = self.agent(items, v)
        {
            self.chunks[v].agent = agent as u16;
            self.attach(agent, v, Relation::Agent);
        }
        if self.kind(v + 1) == Some(Kind::Noun) {
            self.chunks[v].object = v as u16 + 1;
            self.attach(v + 1, v, Relation::Object);
        }
    }

    /// A noun phrase keeps its first finite governor.
    fn attach(&mut self, noun: usize, verb: usize, relation: Relation) {
        let chunk = &mut self.chunks[noun];
        if chunk.governor == NONE || relation == Relation::Object || relation == Relation::Agent {
            chunk.governor = verb as u16;
            chunk.relation = relation;
        }
    }

    fn agent(&self, items: &[Item], v: usize) -> Option<usize> {
        (v + 1..(v + 6).min(self.chunks.len()))
            .take_while(|&k| {
                !matches!(
                    self.chunks[k].kind,
                    Kind::Verb | Kind::Border | Kind::Opener
                )
            })
            .find(|&k| {
                self.chunks[k].kind == Kind::Preposition
                    && items[usize::from(self.chunks[k].head)].gram == Gram::By
                    && self.kind(k + 1) == Some(Kind::Noun)
            })
            .map(|k| k + 1)
    }

    fn subject(&self, items: &[Item], v: usize) -> Option<usize> {
        let k = v.checked_sub(1)?;
        match self.chunks[k].kind {
            Kind::Noun => Some(self.phrase_start(k)),
            Kind::And => self.verb_before(k).and_then(|u| self.subject_of(u)),
            Kind::Opener => {
                let mut n = k.checked_sub(1)?;
                while matches!(self.chunks[n].kind, Kind::Comma | Kind::Preposition) {
                    n = n.checked_sub(1)?;
                }
                let relative = items[usize::from(self.chunks[k].head)].gram;
                let fits = matches!(relative, Gram::Relative | Gram::That);
                (fits && self.chunks[n].kind == Kind::Noun).then_some(n)
            }
            Kind::Comma => match self.chunks[v].voice {
                // `Y, criticised by X, thanked`: the participle belongs to the phrase before the comma.
                Voice::Passive | Voice::Participle => {
                    let n = k.checked_sub(1)?;
                    if self.chunks[n].kind == Kind::Noun && self.chunks[v].voice == Voice::Passive {
                        return Some(self.phrase_start(n));
                    }
                    self.verb_before(k).and_then(|u| self.subject_of(u))
                }
                _ => self.before_aside(k),
            },
            Kind::Verb => match self.chunks[v].voice {
                Voice::Infinitive | Voice::Participle => self.controller(k),
                _ => None,
            },
            Kind::Preposition => self.verb_before(k).and_then(|u| self.subject_of(u)),
            Kind::Border => None,
        }
    }

    /// `X urged Y to …`: Y; `X wants to …`: X.
    fn controller(&self, u: usize) -> Option<usize> {
        let verb = &self.chunks[u];
        if verb.object != NONE && verb.object as usize > u {
            return Some(usize::from(verb.object));
        }
        self.subject_of(u)
    }

    fn subject_of(&self, u: usize) -> Option<usize> {
        let s = self.chunks[u].subject;
        (s != NONE).then_some(usize::from(s))
    }

    fn verb_before(&self, k: usize) -> Option<usize> {
        (0..k)
            .rev()
            .take_while(|&i| self.chunks[i].kind != Kind::Border)
            .find(|&i| self.chunks[i].kind == Kind::Verb)
    }

    /// The first noun phrase of `A of B in C` that ends at `k`, unless a verb stands before it whose object it is.
    fn phrase_start(&self, k: usize) -> usize {
        let mut n = k;
        while n >= 2
            && self.chunks[n - 1].kind == Kind::Preposition
            && self.chunks[n - 2].kind == Kind::Noun
        {
            n -= 2;
        }
        n
    }

    /// `X, the leader of Y, said`: the phrase before the comma that opens the aside closed at `k`.
    fn before_aside(&self, k: usize) -> Option<usize> {
        let open = (k.saturating_sub(9)..k)
            .rev()
            .take_while(|&i| self.chunks[i].kind != Kind::Border)
            .find(|&i| self.chunks[i].kind == Kind::Comma)?;
        let n = open.checked_sub(1)?;
        (self.chunks[n].kind == Kind::Noun).then(|| self.phrase_start(n))
    }

    /// Phrases behind a preposition depend on the phrase or verb before it.
    fn obliques(&mut self) {
        for n in 2..self.chunks.len() {
            let free = self.chunks[n].kind == Kind::Noun && self.chunks[n].governor == NONE;
            if free && self.chunks[n - 1].kind == Kind::Preposition {
                let before = self.chunks[n - 2].kind;
                if matches!(before, Kind::Noun | Kind::Verb) {
                    self.chunks[n].governor = n as u16 - 2;
                    self.chunks[n].relation = Relation::Oblique;
                }
            }
            // Joined by `and` or a comma: as the phrase before.
            let joined = matches!(self.chunks[n - 1].kind, Kind::And | Kind::Comma);
            if free
                && joined
                && self.chunks[n - 2].kind == Kind::Noun
                && self.chunks[n].governor == NONE
            {
                self.chunks[n].governor = self.chunks[n - 2].governor;
                self.chunks[n].relation = self.chunks[n - 2].relation;
            }
        }
    }
}
