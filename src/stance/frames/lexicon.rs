//! The frames file, and the frames that a sentence holds.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::super::error::ModelError;
use super::super::grammar::Gram;
use super::super::hash::word_hash;
use super::super::words::Word;
use super::evidence::{Construction, Outcome, Side};
use super::inflect::{Form, third_person, verb_forms};
use super::patterns::{Classes, Pattern, end_of, pieces, plural};

/// Who judges whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::stance) enum Roles {
    /// `s>o`: the subject judges the object.
    SubjectObject,
    /// `o>s`: the object judges the subject.
    ObjectSubject,
    /// `s=o`: each the other.
    Mutual,
    /// `h>t` of nouns: the holder (`X's`, `by X`, `from X`) judges the target (`of Y`, `on Y`).
    HolderTarget,
    /// `h=t` of nouns: each the other (`between X and Y`, `X's … with Y`).
    MutualNoun,
    /// `c>t` of prefixes: what is called so judges the name after the hyphen (`pro-Y X`).
    CalledTarget,
    /// `c>t` of suffixes: what is called so judges the name before the hyphen (`Y-friendly X`).
    CalledBefore,
    /// `t>c` of suffixes: the name before the hyphen judges what is called so (`Y-backed X`).
    TargetCalled,
}

/// What a frame does beside judging, by its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stance) enum Sort {
    /// Nothing.
    Plain,
    /// A verb of asking: what is asked for has not happened.
    Request,
    /// A word of violence: its `of` names the victim.
    Attack,
    /// A verb of judging in words: what it says of its object is the speaker's.
    Verdict,
    /// A verb of describing: what it says is told by the words behind the object.
    Description,
    /// A verb of saying: what is said is told by the clause behind it.
    Saying,
    /// `relations`, `ties`: good or bad by what is said of them.
    Relation,
    /// A word of sports, where attack and defeat mean no harm.
    Sport,
}

impl Sort {
    fn of(class: &str) -> Self {
        match class {
            "request" => Self::Request,
            "attack" => Self::Attack,
            "condemn" | "criticise" | "accuse" | "warn" | "praise" | "welcome" => Self::Verdict,
            "describe" => Self::Description,
            "say" => Self::Saying,
            "relation" => Self::Relation,
            "sport" => Self::Sport,
            _ => Self::Plain,
        }
    }
}

/// One frame: a row of the frames file.
#[derive(Debug, Clone)]
pub(in crate::stance) struct Frame {
    /// The pattern as the file has it.
    pub(in crate::stance) name: Box<str>,
    pub(super) roles: Roles,
    /// −1, 0 or 1.
    pub(in crate::stance) polarity: i8,
    /// 1 to 3.
    pub(super) strength: u8,
    /// Hash of the class's name.
    pub(in crate::stance) class: u64,
    /// Polarity when negated.
    pub(super) negated: i8,
    /// Prepositions before the target of a noun.
    pub(super) prepositions: Vec<u64>,
    /// What the frame does beside judging.
    pub(super) sort: Sort,
    /// An act rather than words.
    pub(super) material: bool,
}

impl Frame {
    /// A row of the frames file, or what is wrong with it.
    fn parse(fields: [&str; 9]) -> Result<Self, &'static str> {
        let [
            pattern,
            kind,
            roles,
            polarity,
            strength,
            class,
            negated,
            prepositions,
            _,
        ] = fields;
        let sign = |s: &str| match s {
            "-" => Ok(-1),
            "0" => Ok(0),
            "+" => Ok(1),
            _ => Err("polarity must be -, 0 or +"),
        };
        Ok(Self {
            name: pattern.into(),
            roles: match roles {
                "s>o" => Roles::SubjectObject,
                "o>s" => Roles::ObjectSubject,
                "s=o" => Roles::Mutual,
                "h>t" => Roles::HolderTarget,
                "h=t" => Roles::MutualNoun,
                "c>t" if kind == "suffix" => Roles::CalledBefore,
                "c>t" => Roles::CalledTarget,
                "t>c" => Roles::TargetCalled,
                _ => return Err("unknown roles"),
            },
            polarity: sign(polarity)?,
            strength: match strength.parse() {
                Ok(s @ 1..=3) => s,
                _ => return Err("strength must be 1 to 3"),
            },
            class: word_hash(class),
            negated: sign(negated)?,
            prepositions: prepositions
                .split('|')
                .filter(|p| !p.is_empty())
                .map(word_hash)
                .collect(),
            sort: Sort::of(class),
            material: matches!(class, "attack" | "sanction" | "clash" | "aid" | "ally"),
        })
    }
}

/// All frames.
#[derive(Debug)]
pub(in crate::stance) struct Frames {
    pub(in crate::stance) list: Vec<Frame>,
    /// Patterns that begin with the same word, longest first.
    heads: Vec<Vec<Pattern>>,
    by_word: FxHashMap<u64, u16>,
    classes: Classes,
    /// A frame of saying, for what a headline quotes.
    pub(super) saying: u16,
}

/// A frame found in a sentence.
#[derive(Debug, Clone, Copy)]
pub(in crate::stance) struct Hit {
    /// Tokens of the sentence that it covers.
    pub(in crate::stance) start: u16,
    pub(in crate::stance) end: u16,
    pub(in crate::stance) frame: u16,
    pub(super) form: Form,
    /// The frame as a verb or noun when the same words can be both; `frame` is the verb then.
    pub(super) as_noun: u16,
}

/// No frame.
pub(super) const NONE: u16 = u16::MAX;

impl Frames {
    /// Reads a frames file: `Pattern,Kind,Roles,Polarity,Strength,Class,Negated,Prepositions,Forms`. A row of the kind `class` names words
    /// that can stand for each other (its forms); `..` in a pattern is a gap.
    pub(in crate::stance) fn parse(text: &str) -> Result<Self, ModelError> {
        let mut all = Self {
            list: Vec::new(),
            heads: vec![Vec::new()],
            by_word: FxHashMap::default(),
            classes: Classes::default(),
            saying: 0,
        };
        for (index, line) in text.lines().enumerate().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            if let [name, "class", .., words] = fields[..] {
                all.classes.add(name, words);
                continue;
            }
            let row = <[&str; 9]>::try_from(fields)
                .map_err(|_| "nine fields expected")
                .and_then(|fields| {
                    let [_, kind, .., forms] = fields;
                    all.add_frame(Frame::parse(fields)?, kind, forms)
                });
            row.map_err(|problem| ModelError::Frame {
                line: index + 1,
                problem,
            })?;
        }
        let saying = all.list.iter().position(|f| f.sort == Sort::Saying);
        all.saying = saying.unwrap_or(0) as u16;
        for patterns in &mut all.heads {
            patterns.sort_by_key(|p| {
                (
                    Reverse(p.rest.len()),
                    p.form == Form::Noun,
                    p.form != Form::Adjective,
                )
            });
        }
        Ok(all)
    }

    /// Adds a frame with all ways to write it.
    fn add_frame(&mut self, frame: Frame, kind: &str, forms: &str) -> Result<(), &'static str> {
        let number = self.list.len() as u16;
        let name = frame.name.clone();
        self.list.push(frame);
        let mut words = name.split(' ');
        let head = words.next().unwrap_or_default();
        let rest: Vec<&str> = words.collect();
        let pieces = pieces(&self.classes, &rest).ok_or("unknown class of words")?;
        let heads: Vec<(String, Form)> = match kind {
            "verb" => verb_forms(head, forms),
            // The plural of a noun stands at its end.
            "noun" => self.named(head, Form::Noun),
            _ => self.named(head, Form::Adjective),
        };
        for (word, form) in heads {
            self.add(
                &word,
                Pattern {
                    frame: number,
                    form,
                    rest: pieces.clone(),
                },
            );
        }
        if kind != "noun" || head.starts_with('@') {
            return Ok(());
        }
        let (word, rest) = match rest.split_last() {
            Some((last, _)) => (head.to_owned(), plural(&pieces, last)),
            None => (third_person(head), Box::default()),
        };
        self.add(
            &word,
            Pattern {
                frame: number,
                form: Form::Noun,
                rest,
            },
        );
        Ok(())
    }

    fn named(&self, head: &str, form: Form) -> Vec<(String, Form)> {
        let heads = self.classes.heads(head).into_iter();
        heads.map(|word| (word, form)).collect()
    }

    fn add(&mut self, word: &str, pattern: Pattern) {
        let next = self.heads.len() as u16;
        let head = *self.by_word.entry(word_hash(word)).or_insert(next);
        if head == next {
            self.heads.push(Vec::new());
        }
        self.heads[head as usize].push(pattern);
    }

    /// A frame as explanations name it: `frame: condemn (negative, passive, void)`.
    pub(in crate::stance) fn describe(&self, side: &Side) -> String {
        let Some(frame) = usize::from(side.frame)
            .checked_sub(1)
            .and_then(|i| self.list.get(i))
        else {
            return String::new();
        };
        let sign = ["negative", "neutral", "positive"][(side.polarity + 1) as usize];
        let construction = match side.construction {
            Construction::Active => "active",
            Construction::Passive => "passive",
            Construction::Noun => "noun",
            Construction::Adjective => "adjective",
            Construction::Mutual => "mutual",
            Construction::Compound => "compound",
        };
        let outcome = match side.outcome {
            Outcome::Plain => "",
            Outcome::Possible => ", possible",
            Outcome::Void => ", not held",
            Outcome::Elsewhere => ", of others",
        };
        let weak = if side.weak { ", unsure" } else { "" };
        format!(
            "frame: {} ({sign}, {construction}{outcome}{weak})",
            frame.name
        )
    }

    /// Prefixes need a hyphen behind them, suffixes one before.
    fn fits(&self, pattern: &Pattern, words: &[Word], at: usize, end: usize) -> bool {
        let is_hyphen = |word: Option<&Word>| word.is_some_and(|w| w.gram == Gram::Hyphen);
        match self.list[usize::from(pattern.frame)].roles {
            Roles::CalledTarget => is_hyphen(words.get(end)),
            Roles::TargetCalled | Roles::CalledBefore => at > 0 && is_hyphen(words.get(at - 1)),
            _ => true,
        }
    }

    /// The forms in which frames begin with a word.
    pub(in crate::stance) fn forms(&self, lower: &str) -> impl Iterator<Item = Form> + '_ {
        self.heads[usize::from(self.head(lower))]
            .iter()
            .filter(|p| p.rest.is_empty() || !matches!(p.form, Form::Noun | Form::Adjective))
            .map(|p| p.form)
    }

    /// The number under which the patterns beginning with a word are kept; 0 when there are none.
    pub(in crate::stance) fn head(&self, lower: &str) -> u16 {
        self.by_word.get(&word_hash(lower)).copied().unwrap_or(0)
    }
}

/// Finds the frames of a sentence, in order; they do not overlap.
pub(in crate::stance) fn find_hits(
    frames: &Frames,
    words: &[Word],
    is_name: &[bool],
    hits: &mut Vec<Hit>,
) {
    hits.clear();
    let mut at = 0;
    while at < words.len() {
        let head = words[at].head;
        if head == 0 || is_name[at] {
            at += 1;
            continue;
        }
        let mut found: Option<Hit> = None;
        for pattern in &frames.heads[head as usize] {
            let Some(end) = end_of(&frames.classes, pattern, words, is_name, at) else {
                continue;
            };
            if !frames.fits(pattern, words, at, end) {
                continue;
            }
            match &mut found {
                None => {
                    found = Some(Hit {
                        start: at as u16,
                        end: end as u16,
                        frame: pattern.frame,
                        form: pattern.form,
                        as_noun: NONE,
                    });
                }
                Some(hit) => {
                    let same_length = usize::from(hit.end) == end;
                    if same_length
                        && pattern.form == Form::Noun
                        && hit.form != Form::Noun
                        && hit.as_noun == NONE
                    {
                        hit.as_noun = pattern.frame;
                    }
                }
            }
        }
        if let Some(hit) = found {
            at = usize::from(hit.end);
            hits.push(hit);
        } else {
            at += 1;
        }
    }
}
