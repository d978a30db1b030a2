//! A row an article, a row an article and actor, a row a mention: for those who count themselves.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::error::Error;
use crate::model::{
    ActorIndex, Label, LanguageIndex, OutletIndex, Reading, SCORE_SCALE, StoryIndex,
};
use crate::pipeline::{story_names, visit};
use crate::store::{ArticleView, StoredJudgement};
use crate::tables::{ArticleActorRow, ArticleRow, MentionRow, Table};
use crate::tally::{mean_rounded, pool_judgements};

use super::session::Session;

/// Scores of sentences: their sum in thousandths and their number.
#[derive(Debug, Clone, Copy, Default)]
struct Scores {
    sum: i64,
    count: u64,
}

impl Scores {
    fn add(&mut self, score: i64) {
        self.sum += score;
        self.count += 1;
    }

    fn mean(self) -> Option<f64> {
        // Rounded to thousandths, as the scores of articles are in the tables of attitudes.
        let rounded = || f64::from(mean_rounded(self.sum, self.count)) / f64::from(SCORE_SCALE);
        (self.count > 0).then(rounded)
    }
}

/// What an article says of an actor.
#[derive(Debug, Default)]
struct OfActor {
    mentions: u64,
    places: u64,
    last_sentence: Option<u16>,
    sentences: u64,
    tone: Scores,
    given: Scores,
    received: Scores,
}

/// An article with what it says, in numbers of actors.
struct Described {
    id: String,
    date: String,
    outlet: Option<OutletIndex>,
    language: Option<LanguageIndex>,
    story: Option<StoryIndex>,
    sentences: u64,
    actors: BTreeMap<ActorIndex, OfActor>,
    pairs: BTreeMap<(ActorIndex, ActorIndex), Scores>,
    labels: [u64; 3],
    all: Scores,
    mentions: Vec<(ActorIndex, u64, u64, Reading, u64)>,
}

/// Makes `articles` and `article_actors`, and `mentions`, as far as asked for.
pub(super) fn tables(
    session: &Session<'_>,
    articles: bool,
    mentions: bool,
) -> Result<Vec<Table>, Error> {
    let rolled = |actor: ActorIndex, day| match &session.roll_up {
        Some(groups) => groups.group(actor, day),
        None => Some(actor),
    };
    let stage = ("describing articles", session.observer);
    let threads = session.options.threads;
    let parts = visit(
        &session.scan,
        threads,
        stage,
        Vec::new,
        |found, view, fetch| {
            let mut described = describe(view, &|actor| rolled(actor, view.date), mentions);
            described.id = fetch()?.id;
            found.push(described);
            Ok(())
        },
    )?;
    let mut found: Vec<Described> = parts.into_iter().flatten().collect();
    found.sort_by(|a, b| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
    let mut made = Vec::new();
    if articles {
        let stories = story_names(&session.scan)?;
        made.push(article_table(session, &found, &stories));
        made.push(actor_table(session, &found, &stories));
    }
    if mentions {
        made.push(mention_table(session, &found));
    }
    Ok(made)
}

/// Describes an article; `rolled` gives the number under which an actor counts, `None` for one that is left out.
fn describe(
    view: &ArticleView<'_>,
    rolled: &dyn Fn(ActorIndex) -> Option<ActorIndex>,
    mentions: bool,
) -> Described {
    let mut described = Described {
        id: String::new(),
        date: view.date.map(|d| d.to_string()).unwrap_or_default(),
        outlet: view.outlet,
        language: view.language,
        story: view.story,
        sentences: view.sentences.into(),
        actors: BTreeMap::new(),
        pairs: BTreeMap::new(),
        labels: [0; 3],
        all: Scores::default(),
        mentions: Vec::new(),
    };
    for m in view.mentions {
        let Some(actor) = rolled(m.actor) else {
            continue;
        };
        let of = described.actors.entry(actor).or_default();
        if m.reading == Reading::Actor {
            of.mentions += 1;
            if of.last_sentence.replace(m.sentence) != Some(m.sentence) {
                of.sentences += 1;
            }
        } else {
            of.places += 1;
        }
        if mentions {
            let (sentence, paragraph) = (m.sentence.into(), m.paragraph.into());
            let row = (actor, sentence, paragraph, m.reading, m.confidence.into());
            described.mentions.push(row);
        }
    }
    let pooled = pool(view.judgements.iter().filter_map(|j: &StoredJudgement| {
        let (source, target) = (rolled(j.source)?, rolled(j.target)?);
        let key = (j.sentence, Some(source), target);
        (source != target).then_some((key, (j.class, i64::from(j.score))))
    }));
    for ((_, source, target), (label, score)) in pooled {
        described.labels[label as usize] += 1;
        described.all.add(score);
        if let Some(source) = source {
            described
                .pairs
                .entry((source, target))
                .or_default()
                .add(score);
            described.actors.entry(source).or_default().given.add(score);
        }
        described
            .actors
            .entry(target)
            .or_default()
            .received
            .add(score);
    }
    let tones = pool(view.tones.iter().filter_map(|t| {
        let key = (t.sentence, None, rolled(t.target)?);
        Some((key, (t.label.into(), i64::from(t.score))))
    }));
    for ((_, _, target), (_, score)) in tones {
        described.actors.entry(target).or_default().tone.add(score);
    }
    described
}

/// Sentence, source and target.
type FindingKey = (u16, Option<ActorIndex>, ActorIndex);

/// Judgements of the same sentence, source and target as one, as the tables of attitudes count them.
fn pool(
    judged: impl Iterator<Item = (FindingKey, (crate::model::Class, i64))>,
) -> BTreeMap<FindingKey, (Label, i64)> {
    let mut by_key: BTreeMap<FindingKey, Vec<(crate::model::Class, i64)>> = BTreeMap::new();
    for (key, judgement) in judged {
        by_key.entry(key).or_default().push(judgement);
    }
    by_key
        .into_iter()
        .map(|(key, same)| match same.as_slice() {
            [(class, score)] => (key, (class.label(), *score)),
            several => {
                let (class, score) =
                    pool_judgements(several.iter().map(|&(class, score)| (class, score as i16)));
                (key, (class.label(), score.into()))
            }
        })
        .collect()
}

/// The ids of the earliest articles of stories, by number of the story.
type StoryNames = HashMap<StoryIndex, String>;

fn story<'n>(article: &'n Described, stories: &'n StoryNames) -> &'n str {
    let first = article.story.and_then(|story| stories.get(&story));
    first.unwrap_or(&article.id)
}

/// A score as lists in a cell have it: three decimals, as scores are stored.
fn listed(scores: Scores) -> String {
    scores
        .mean()
        .map(|mean| format!("{mean:.3}"))
        .unwrap_or_default()
}

fn article_table(session: &Session<'_>, found: &[Described], stories: &StoryNames) -> Table {
    let (ids, names) = (session.ids(), session.names());
    let id = |actor: ActorIndex| ids.get(actor.position()).map_or("", String::as_str);
    let name = |list: &[String], at: Option<usize>| {
        let name = at.and_then(|at| list.get(at));
        name.cloned().unwrap_or_default()
    };
    let rows = found.iter().map(|article| {
        let acting = article.actors.iter().filter(|(_, of)| of.mentions > 0);
        let acting: Vec<&str> = acting.map(|(&actor, _)| id(actor)).collect();
        let tones = article.actors.iter().filter(|(_, of)| of.tone.count > 0);
        let tones = tones.map(|(&actor, of)| format!("{}={}", id(actor), listed(of.tone)));
        let pairs = article.pairs.iter().map(|(&(source, target), &scores)| {
            format!("{}>{}={}", id(source), id(target), listed(scores))
        });
        let [negative, neutral, positive] = article.labels;
        ArticleRow {
            article: article.id.clone(),
            date: article.date.clone(),
            outlet: name(&names.outlets, article.outlet.map(usize::from)),
            language: name(&names.languages, article.language.map(usize::from)),
            story: story(article, stories).to_owned(),
            sentences: article.sentences,
            actors: acting.len() as u64,
            actor_list: acting.join(";"),
            judged: article.all.count,
            negative,
            neutral,
            positive,
            score: article.all.mean(),
            tones: tones.collect::<Vec<_>>().join(";"),
            stances: pairs.collect::<Vec<_>>().join(";"),
        }
    });
    Table::new("articles", rows)
}

fn actor_table(session: &Session<'_>, found: &[Described], stories: &StoryNames) -> Table {
    let (ids, names) = (session.ids(), session.names());
    let outlet = |at: Option<OutletIndex>| {
        let name = at.and_then(|at| names.outlets.get(at.position()));
        name.map_or("", String::as_str)
    };
    let rows = found.iter().flat_map(|article| {
        article
            .actors
            .iter()
            .map(move |(&actor, of)| ArticleActorRow {
                article: &article.id,
                date: article.date.clone(),
                outlet: outlet(article.outlet),
                story: story(article, stories),
                actor: ids.get(usize::from(actor)).map_or("", String::as_str),
                mentions: of.mentions,
                sentences: of.sentences,
                places: of.places,
                tone: of.tone.mean(),
                tone_sentences: of.tone.count,
                given: of.given.mean(),
                given_sentences: of.given.count,
                received: of.received.mean(),
                received_sentences: of.received.count,
                label: "",
            })
    });
    Table::new("article_actors", rows)
}

fn mention_table(session: &Session<'_>, found: &[Described]) -> Table {
    let ids = session.ids();
    let rows = found.iter().flat_map(|article| {
        let mention = move |&(actor, sentence, paragraph, reading, confidence): &_| {
            let reading: Reading = reading;
            let actor: ActorIndex = actor;
            MentionRow {
                article: &article.id,
                actor: ids.get(usize::from(actor)).map_or("", String::as_str),
                sentence,
                paragraph,
                reading: reading.as_str(),
                confidence,
                ..MentionRow::default()
            }
        };
        article.mentions.iter().map(mention)
    });
    Table::new("mentions", rows)
}
