//! Article in, findings out: pure, no input or output, nothing global. Whatever runs in parallel
//! calls this.
//!
//! Uses `model`, `text`, `actors`, `stance`.

use std::sync::Arc;

use hashbrown::HashSet;

use crate::actors::{Dictionary, Kin, Kinship, Recogniser};
use crate::model::{ActorKey, Article, Extraction};
use crate::stance::{Actors, Judge, Settings, StanceModel};
use crate::text::{Fingerprints, LanguageVotes, Tokeniser, Tokens, Vocabulary, detect_language};

/// Extracts one article after the other; keeps what it has learnt about words and its buffers.
///
/// The outcome for an article does not depend on the articles before it.
#[derive(Debug)]
pub struct Extractor {
    tokeniser: Tokeniser,
    tokens: Tokens,
    votes: LanguageVotes,
    recogniser: Recogniser,
    judge: Judge,
    kinship: Kinship,
    fingerprints: Fingerprints,
    extraction: Extraction,
}

impl Extractor {
    /// An extractor for a dictionary, a stance model and its settings.
    pub fn new(dictionary: Arc<Dictionary>, model: Arc<StanceModel>, settings: Settings) -> Self {
        Self {
            tokeniser: Tokeniser::new(),
            tokens: Tokens::default(),
            votes: LanguageVotes::default(),
            kinship: Kinship::new(Arc::clone(&dictionary)),
            recogniser: Recogniser::new(dictionary),
            judge: Judge::new(model, settings),
            fingerprints: Fingerprints::new(),
            extraction: Extraction::default(),
        }
    }

    /// Finds sentences, actors and attitudes, and makes the fingerprint. The result stands until the next call.
    pub fn extract(&mut self, article: &Article) -> &Extraction {
        self.names(article);
        // Lent to what the judge is told of the actors, and given back.
        let discovered = std::mem::take(&mut self.extraction.discovered);
        self.judge.judge(
            &mut self.tokeniser.vocabulary,
            &self.tokens,
            &Known(self.kinship.of(&discovered, article.date)),
            &mut self.extraction,
        );
        self.extraction.discovered = discovered;
        self.extraction.fingerprint = self
            .fingerprints
            .of(&self.tokeniser.vocabulary, &self.tokens);
        &self.extraction
    }

    /// The same without attitudes and fingerprint.
    pub fn names(&mut self, article: &Article) -> &Extraction {
        let out = &mut self.extraction;
        out.sentences.clear();
        out.mentions.clear();
        out.discovered.clear();
        out.unlisted.clear();
        out.judgements.clear();
        out.tones.clear();
        out.language.clear();
        out.fingerprint = None;
        self.tokeniser
            .tokenise(&article.title, &article.text, &mut self.tokens);
        out.repeated = self.tokens.repeated;
        let vocabulary = &mut self.tokeniser.vocabulary;
        out.sentences.extend_from_slice(&self.tokens.sentences);
        if article.language.is_empty() {
            out.language
                .push_str(detect_language(&mut self.votes, vocabulary, &self.tokens));
        } else {
            out.language.push_str(&article.language);
        }
        self.recogniser
            .recognise(article, vocabulary, &self.tokens, out);
        out.cut = self.tokens.cut;
        bound_actors(out);
        out
    }

    /// The last findings with the tokens that they point into and the words of these tokens.
    pub fn parts(&mut self) -> (&Extraction, &Tokens, &mut Vocabulary) {
        (
            &self.extraction,
            &self.tokens,
            &mut self.tokeniser.vocabulary,
        )
    }
}

/// What the judge is told of the actors of an article.
struct Known<'a>(Kin<'a>);

impl Actors for Known<'_> {
    fn within(&self, one: ActorKey, other: ActorKey) -> bool {
        self.0.within(one, other)
    }

    fn is_person(&self, actor: ActorKey) -> bool {
        self.0.is_person(actor)
    }
}

/// Different actors of an article that are counted; a text that names more is a list, and its pairs would outnumber those of
/// a corpus. Further ones are left out.
pub const MOST_ACTORS: usize = 1_000;

/// Leaves out mentions of actors beyond the first [`MOST_ACTORS`].
fn bound_actors(out: &mut Extraction) {
    if out.mentions.len() <= MOST_ACTORS {
        return;
    }
    let mut kept: HashSet<ActorKey> = HashSet::default();
    let before = out.mentions.len();
    out.mentions.retain(|mention| match mention.actor {
        ActorKey::Unlisted(_) => true,
        actor => kept.contains(&actor) || (kept.len() < MOST_ACTORS && kept.insert(actor)),
    });
    out.cut |= out.mentions.len() < before;
}

/// Extracts a single article. For many, keep an [`Extractor`].
pub fn extract(
    article: &Article,
    dictionary: &Arc<Dictionary>,
    model: &Arc<StanceModel>,
) -> Extraction {
    let settings = Settings::default();
    let mut extractor = Extractor::new(Arc::clone(dictionary), Arc::clone(model), settings);
    extractor.extract(article);
    extractor.extraction
}
