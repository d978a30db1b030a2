//! A count of one's own over a store: `cargo run --release --example own_tally -- out/store`
//!
//! For each actor, in how many articles the headline or first sentence names it, and in how many articles it is named at all.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;

use demarche::analysis;
use demarche::model::{ActorIndex, Reading};
use demarche::pipeline;
use demarche::store::{ArticleView, Dedup, Lens, Store};
use demarche::tally::{Tally, TallyError};

/// Articles by actor: those that name it in the first sentence, those that name it.
#[derive(Default)]
struct Prominence {
    counts: BTreeMap<ActorIndex, [u64; 2]>,
}

// Articles are counted on several threads, each with a tally of its own; these are merged at the end. Integers merge exactly, so
// the result is the same for any number of threads.
impl Tally for Prominence {
    type Output = BTreeMap<ActorIndex, [u64; 2]>;

    fn add(&mut self, article: &ArticleView<'_>) {
        let mut first: BTreeMap<ActorIndex, u16> = BTreeMap::new();
        for mention in article.mentions {
            // A name may stand for a place.
            if mention.reading == Reading::Actor {
                let sentence = first.entry(mention.actor).or_insert(mention.sentence);
                *sentence = mention.sentence.min(*sentence);
            }
        }
        for (actor, sentence) in first {
            let [prominent, all] = self.counts.entry(actor).or_default();
            *prominent += u64::from(sentence == 0);
            *all += 1;
        }
    }

    fn merge(&mut self, other: Self) {
        for (actor, [prominent, all]) in other.counts {
            let mine = self.counts.entry(actor).or_default();
            mine[0] += prominent;
            mine[1] += all;
        }
    }

    fn finish(self) -> Result<Self::Output, TallyError> {
        Ok(self.counts)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let store = std::env::args().nth(1).ok_or("usage: own_tally STORE")?;
    run(&store, &mut std::io::stdout().lock())
}

/// Counts the articles of the store and prints the actors, those that are named in the first sentence most often first.
///
/// # Errors
/// The store cannot be read or the output cannot be written.
pub fn run(store: &str, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let store = Store::open(store.as_ref())?;
    let threads = pipeline::available_threads();
    // Near-identical articles count once.
    let scan = analysis::scan(&store, &Lens::default(), Dedup::Story, threads, &())?;
    let counts = pipeline::tally(&scan, threads, &(), Prominence::default)?;
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by_key(|&(actor, counts)| (std::cmp::Reverse(counts), actor));
    writeln!(out, "actor,first,articles")?;
    for (actor, [first, articles]) in ranked {
        let id = &scan.names().actors[actor.position()];
        writeln!(out, "{id},{first},{articles}")?;
    }
    Ok(())
}
