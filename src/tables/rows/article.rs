//! Rows of `articles.csv`, `article_actors.csv` and `mentions.csv`.

use crate::tables::columns::row;

row! {
    /// A row of `articles.csv`: an article.
    pub struct ArticleRow {
        article: String = Text("Article", "Id of the article"),
        date: String = Day("Date", "Day of publication"),
        outlet: String = Text("Outlet", "The outlet"),
        language: String = Word("Language", "ISO 639-1 code"),
        story: String = Text("Story", "Id of the earliest article of its story in the lens; its own id where no other one tells it"),
        sentences: u64 = Count("Sentences", "Sentences of the article, the headline included"),
        actors: u64 = Count("Actors", "Actors that are mentioned as actors"),
        actor_list: String = Text("ActorList", "Their ids in order, with ; between"),
        judged: u64 = Count("Judged", "Judged attitudes: sentences times ordered pairs of actors; Negative + Neutral + Positive"),
        negative: u64 = Count("Negative", "Judged attitudes against"),
        neutral: u64 = Count("Neutral", "Judged attitudes that are neither"),
        positive: u64 = Count("Positive", "Judged attitudes in favour"),
        score: Option<f64> = Score("Score", "Mean score of the judged attitudes"),
        tones: String = Text("Tones", "The writer's attitude towards each actor, mean over sentences, as ID=score with ; between"),
        stances: String = Text("Stances", "The attitude of each actor towards each other, mean over sentences, as SOURCE>TARGET=score with ; between; the mean over articles is Score in stance.csv"),
    }
}

row! {
    /// A row of `article_actors.csv`: an actor in an article.
    pub struct ArticleActorRow<'a> {
        article: &'a str = Text("Article", "Id of the article"),
        date: String = Day("Date", "Day of publication"),
        outlet: &'a str = Text("Outlet", "The outlet"),
        story: &'a str = Text("Story", "Id of the earliest article of its story in the lens"),
        actor: &'a str = Actor("Actor", "Identifier of the actor"),
        mentions: u64 = Count("Mentions", "Mentions as an actor"),
        sentences: u64 = Count("Sentences", "Sentences with a mention as an actor"),
        places: u64 = Count("Places", "Mentions as a place"),
        tone: Option<f64> = Score("Tone", "The writer's attitude towards the actor: mean score over ToneSentences"),
        tone_sentences: u64 = Count("ToneSentences", "Sentences in which it is judged"),
        given: Option<f64> = Score("Given", "The actor's attitude towards others: mean score over GivenSentences"),
        given_sentences: u64 = Count("GivenSentences", "Judged attitudes of the actor: sentences times targets"),
        received: Option<f64> = Score("Received", "The attitude of other actors towards the actor: mean score over ReceivedSentences"),
        received_sentences: u64 = Count("ReceivedSentences", "Judged attitudes towards the actor: sentences times sources"),
        label: &'a str = Text("Label", "Name of Actor"),
    }
}

row! {
    /// A row of `mentions.csv`: one occurrence of an actor's name.
    pub struct MentionRow<'a> {
        article: &'a str = Text("Article", "Id of the article"),
        actor: &'a str = Actor("Actor", "Identifier of the actor"),
        sentence: u64 = Ordinal("Sentence", "Number of the sentence in the article, from 0; the headline, if any, is 0"),
        paragraph: u64 = Ordinal("Paragraph", "Number of the paragraph; the headline is 0, the body begins at 1"),
        reading: &'a str = Word("Reading", "actor or place"),
        confidence: u64 = Count("Confidence", "How sure identity and reading are, in percent"),
        label: &'a str = Text("Label", "Name of Actor"),
    }
}
