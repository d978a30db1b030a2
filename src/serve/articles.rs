//! `/api/articles`, the articles that name both of a pair, and `/api/article/ID`, one of them with all its sentences.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::analysis::{self, Known};
use crate::error::Error;
use crate::model::Article;
use crate::pipeline::{
    Evidence, ReadArticle, ReadJudgement, SelectedSentence, Wanted, WholeArticles,
};
use crate::report::reasons;
use crate::store::{Lens, Scan};
use crate::tally::Readings;

use super::answer::Answer;
use super::parameters::{PAGE, Parameters};
use super::server::Server;
use super::studies::Deadline;

/// What is told of an article.
pub(super) fn article_json(article: &Article) -> Value {
    json!({
        "id": article.id,
        "date": article.date.map(|d| d.to_string()).unwrap_or_default(),
        "outlet": article.outlet,
        "title": article.title,
        "url": article.url,
    })
}

/// The names of a sentence: first character, one past the last, id.
pub(super) fn marks_json(sentence: &SelectedSentence) -> Vec<Value> {
    let marks = sentence.marks.iter();
    marks.map(|m| json!([m.start, m.end, m.actor])).collect()
}

/// Two ids with a comma between them.
pub(super) fn both(typed: &str, known: &Known<'_>) -> Result<(String, String), Error> {
    let wrong = || {
        Error::Options(format!(
            "pair: '{typed}' is not two ids with a comma between them"
        ))
    };
    let (one, other) = typed.split_once(',').ok_or_else(wrong)?;
    Ok((known.actor(one)?, known.actor(other)?))
}

impl Server {
    /// What is sought, gathered from the articles of a lens without what moved its scores.
    pub(super) fn evidence(&self, scan: &Scan<'_>, wanted: Wanted) -> Evidence {
        Evidence {
            wanted,
            all_readings: self.options.network.readings == Readings::All,
            roll_up: self.groups(scan),
            explain: None,
            threads: self.options.study.threads,
        }
    }

    pub(super) fn groups(&self, scan: &Scan<'_>) -> Option<std::sync::Arc<crate::tally::RollUp>> {
        let options = &self.options.study;
        analysis::groups(
            scan.names(),
            &self.explain.dictionary,
            options.roll_up,
            options.outlets_as_actors,
        )
    }

    /// Reads articles of a scan with what was judged of what is wanted.
    pub(super) fn read(
        &self,
        scan: &Scan<'_>,
        ids: BTreeSet<String>,
        wanted: Vec<Wanted>,
        deadline: Deadline,
    ) -> Result<Vec<ReadArticle>, Error> {
        let whole = WholeArticles {
            ids,
            wanted,
            roll_up: self.groups(scan),
            explain: self.explain.clone(),
            threads: self.options.study.threads,
        };
        whole.gather(scan, &deadline)
    }

    /// The name of an actor, or its id.
    pub(super) fn label<'s>(&'s self, id: &'s str) -> &'s str {
        let dictionary = &self.explain.dictionary;
        if let Some(index) = dictionary.find(id) {
            return &dictionary.actor(index).label;
        }
        let introduced = self.names.discovered.iter();
        introduced
            .filter(|info| info.id == id)
            .map(|info| info.label.as_str())
            .find(|label| !label.is_empty())
            .unwrap_or(id)
    }
}

/// The articles that name both of a pair.
pub(super) fn of_pair(
    server: &Server,
    parameters: &Parameters,
    deadline: Deadline,
) -> Result<Answer, Answer> {
    parameters.only(&["pair", "page"])?;
    let Some(typed) = parameters.one("pair") else {
        return Err(Answer::asked_wrongly("name a pair: pair=RUS,UKR"));
    };
    let (lens, number) = (parameters.lens()?, parameters.page()?);
    let found = || -> Result<Value, Error> {
        let known = Known::new(&server.store, &server.explain.dictionary)?;
        let (one, other) = both(typed, &known)?;
        let scan = server.scan(&known.lens(&lens)?, &deadline)?;
        let evidence = server.evidence(&scan, Wanted::Articles { one, other });
        let rows = evidence.gather(&scan, &deadline)?;
        let shown = rows.iter().skip(number * PAGE).take(PAGE);
        Ok(json!({
            "count": rows.len(),
            "page": number,
            "size": PAGE,
            "articles": shown.map(|row| article_json(&row.article)).collect::<Vec<_>>(),
        }))
    };
    let found = found().map_err(|error| Answer::of(&error))?;
    Ok(Answer::json(&found))
}

/// An article with all its sentences, whatever the lens. Of several with one id, the latest.
pub(super) fn whole(server: &Server, id: &str, deadline: Deadline) -> Result<Answer, Answer> {
    let read = || -> Result<Option<ReadArticle>, Error> {
        let scan = server.store.scan(&Lens::default())?;
        let wanted = vec![
            Wanted::Stance {
                source: None,
                target: None,
            },
            Wanted::Tone { target: None },
        ];
        let ids = BTreeSet::from([id.to_owned()]);
        Ok(server.read(&scan, ids, wanted, deadline)?.pop())
    };
    let read = read().map_err(|error| Answer::of(&error))?;
    let Some(read) = read else {
        return Err(Answer::not_found(&format!("there is no article '{id}'")));
    };
    let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
    for sentence in &read.sentences {
        let marked = sentence.sentence.marks.iter().map(|m| m.actor.as_str());
        let judged = sentence.judged.iter();
        let judged = judged.flat_map(|j| [j.target.as_str(), j.source.as_deref().unwrap_or("")]);
        for id in marked.chain(judged).filter(|id| !id.is_empty()) {
            labels.insert(id, server.label(id));
        }
    }
    let judgement = |judged: &ReadJudgement| {
        json!({
            "source": judged.source,
            "target": judged.target,
            "kind": judged.class.as_str(),
            "score": judged.score,
            "why": reasons(&judged.cues),
        })
    };
    let sentences = read.sentences.iter().map(|sentence| {
        json!({
            "paragraph": sentence.paragraph,
            "text": sentence.sentence.text,
            "marks": marks_json(&sentence.sentence),
            "judged": sentence.judged.iter().map(judgement).collect::<Vec<_>>(),
        })
    });
    Ok(Answer::json(&json!({
        "article": article_json(&read.article),
        "sentences": sentences.collect::<Vec<_>>(),
        "labels": labels,
    })))
}
