//! Stories: finding them, and listing which articles tell them.

use std::sync::Arc;

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::error::Error;
use crate::model::{Article, Date, OutletIndex, StoryIndex};
use crate::observe::{Event, Observer, Unit};
use crate::store::{Member, STORY_STEPS, Scan, Store, StoreError, Stories};

/// Finds the stories of a store, for [`Scan::with_stories`].
///
/// # Errors
/// The store cannot be read.
pub fn stories(
    store: &Store,
    threads: usize,
    observer: &dyn Observer,
) -> Result<Arc<Stories>, Error> {
    observer.event(Event::Started {
        stage: "finding stories",
        total: Some(STORY_STEPS),
        unit: Unit::Steps,
    });
    let stories = store.stories(threads, &|done| {
        observer.event(Event::Progress {
            done,
            articles: 0,
            rejects: 0,
        });
    });
    observer.event(Event::Finished);
    Ok(Arc::new(stories?))
}

/// A story that several articles tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    members: Vec<Member>,
    /// Outlets that tell it; articles without one count as one outlet together.
    pub outlets: u64,
    /// Mean estimated share of text that the other articles have in common with the earliest one, 0 to 1.
    pub similarity: Option<f64>,
}

/// An article of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryArticle {
    /// The article without its text.
    pub article: Article,
    /// Estimated share of text that it has in common with the earliest article of the story, 0 to 1.
    pub similarity: Option<f64>,
}

impl Story {
    /// How many articles tell it.
    pub fn articles(&self) -> u64 {
        self.members.len() as u64
    }

    /// The first day on which it is told, if any article has a date.
    pub fn first(&self) -> Option<Date> {
        self.members.first().and_then(Member::date)
    }

    /// The last day on which it is told.
    pub fn last(&self) -> Option<Date> {
        self.members.iter().rev().find_map(Member::date)
    }

    /// The earliest article, without its text; of those of one day, that whose id has the smallest hash.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn earliest(&self, scan: &Scan<'_>) -> Result<Article, StoreError> {
        let mut article = scan.article(&self.members[0])?;
        article.text = String::new();
        Ok(article)
    }

    /// Its articles, the earliest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn read(&self, scan: &Scan<'_>) -> Result<Vec<StoryArticle>, StoreError> {
        let one = |member: &Member| {
            let mut article = scan.article(member)?;
            article.text = String::new();
            Ok(StoryArticle {
                article,
                similarity: scan.similarity(&self.members[0], member)?,
            })
        };
        self.members.iter().map(one).collect()
    }
}

/// The stories of which the scan lets several articles through, whatever it says of which are counted; those of most articles
/// first.
///
/// # Errors
/// The store cannot be read or threads cannot be started.
pub fn list_stories(scan: &Scan<'_>, threads: usize) -> Result<Vec<Story>, Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .build()?;
    pool.install(|| {
        let found: Result<Vec<Vec<Member>>, StoreError> = scan
            .chunks()
            .into_par_iter()
            .map(|chunk| scan.members(chunk))
            .collect();
        let mut members: Vec<Member> = found?.into_iter().flatten().collect();
        members.par_sort_unstable();
        let told: Vec<&[Member]> = members
            .chunk_by(|a, b| a.story == b.story)
            .filter(|story| story.len() > 1)
            .collect();
        let stories: Result<Vec<Story>, StoreError> = told
            .into_par_iter()
            .map(|story| describe(scan, story))
            .collect();
        let mut stories = stories?;
        stories.sort_by_key(|story| (std::cmp::Reverse(story.members.len()), story.members[0]));
        Ok(stories)
    })
}

/// The ids of the earliest articles of the stories of which the scan lets an article through, by number of the story.
///
/// # Errors
/// The store cannot be read.
pub fn story_names(scan: &Scan<'_>) -> Result<HashMap<StoryIndex, String>, StoreError> {
    let mut members = Vec::new();
    for chunk in scan.chunks() {
        members.extend(scan.members(chunk)?);
    }
    members.sort_unstable();
    members.dedup_by_key(|member| member.story);
    members
        .iter()
        .map(|member| Ok((member.story, scan.article(member)?.id)))
        .collect()
}

fn describe(scan: &Scan<'_>, members: &[Member]) -> Result<Story, StoreError> {
    let mut outlets: Vec<Option<OutletIndex>> = members.iter().map(|m| scan.outlet(m)).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let mut shares = Vec::new();
    for member in &members[1..] {
        shares.extend(scan.similarity(&members[0], member)?);
    }
    Ok(Story {
        outlets: outlets.len() as u64,
        similarity: (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64),
        members: members.to_vec(),
    })
}
